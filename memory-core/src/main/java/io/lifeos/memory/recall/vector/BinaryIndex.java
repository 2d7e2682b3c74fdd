package io.lifeos.memory.recall.vector;

import io.lifeos.memory.recall.vector.BinaryBlock.Entry;
import io.lifeos.memory.sqlite.table.VectorPosition;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** An index of all facts that have a vector in one space, one bit for each component, as of one position. Immutable. */
final class BinaryIndex {

    private final Centroid centroid;
    private final VectorPosition position;
    private final long facts;
    private final List<BinaryBlock> blocks;
    private final int size;
    private final int unnamed;

    /**
     * Makes an index of blocks.
     *
     * @param centroid the centroid that the bits are relative to
     * @param position the last changes that the blocks know
     * @param facts the number of facts in the file, including those without a vector
     * @param blocks the blocks, by number
     */
    BinaryIndex(Centroid centroid, VectorPosition position, long facts, List<BinaryBlock> blocks) {
        this.centroid = centroid;
        this.position = position;
        this.facts = facts;
        this.blocks = List.copyOf(blocks);
        this.size = blocks.stream().mapToInt(BinaryBlock::size).sum();
        this.unnamed = blocks.stream()
                .mapToInt(block -> block.countMarked(BinaryBlock.UNNAMED))
                .sum();
    }

    Centroid centroid() {
        return centroid;
    }

    VectorPosition position() {
        return position;
    }

    List<BinaryBlock> blocks() {
        return blocks;
    }

    /** Returns the number of indexed facts. */
    int size() {
        return size;
    }

    /** Returns the number of indexed facts whose vector was imported without the name of its model. */
    int unnamed() {
        return unnamed;
    }

    /** Returns the number of facts without a vector in this space. */
    long missing() {
        return Math.max(0, facts - size);
    }

    /** Tells whether a fact has a vector that is known to be of this model. */
    boolean hasNamedVector(long factId) {
        int at = indexOf(BinaryBlock.numberOf(factId));
        int slot = at < 0 ? -1 : blocks.get(at).slotOf(factId);
        return slot >= 0 && (blocks.get(at).marks()[slot] & BinaryBlock.UNNAMED) == 0;
    }

    private int indexOf(long number) {
        int low = 0;
        int high = blocks.size() - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            int order = Long.compare(blocks.get(middle).number(), number);
            if (order == 0) {
                return middle;
            }
            if (order < 0) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return -1;
    }

    /** Returns this index as of a later position, with some entries changed; a null removes one. */
    BinaryIndex with(Map<Long, @Nullable Entry> changes, VectorPosition newPosition, long newFacts) {
        SortedMap<Long, BinaryBlock> byNumber = new TreeMap<>();
        blocks.forEach(block -> byNumber.put(block.number(), block));
        SortedMap<Long, SortedMap<Long, @Nullable Entry>> byBlock = new TreeMap<>();
        changes.forEach((id, entry) -> byBlock.computeIfAbsent(BinaryBlock.numberOf(id), number -> new TreeMap<>())
                .put(id, entry));
        byBlock.forEach((number, some) -> {
            BinaryBlock block =
                    byNumber.getOrDefault(number, BinaryBlock.empty(number)).with(some, centroid.words());
            if (block.size() > 0 || byNumber.containsKey(number)) {
                byNumber.put(number, block);
            }
        });
        return new BinaryIndex(centroid, newPosition, newFacts, new ArrayList<>(byNumber.values()));
    }
}
