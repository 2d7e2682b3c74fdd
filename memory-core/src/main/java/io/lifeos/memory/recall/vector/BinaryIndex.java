package io.lifeos.memory.recall.vector;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The codes of all facts that have a vector in one space, as of one position. Immutable. */
final class BinaryIndex {

    private final Centroid centre;
    private final BinaryPosition position;
    private final long facts;
    private final List<BinaryBlock> blocks;
    private final int size;
    private final int unnamed;

    /**
     * Of blocks.
     *
     * @param centre what the codes are relative to
     * @param position what is known
     * @param facts how many facts the file holds, those without a vector included
     * @param blocks the blocks, by number
     */
    BinaryIndex(Centroid centre, BinaryPosition position, long facts, List<BinaryBlock> blocks) {
        this.centre = centre;
        this.position = position;
        this.facts = facts;
        this.blocks = List.copyOf(blocks);
        this.size = blocks.stream().mapToInt(BinaryBlock::size).sum();
        this.unnamed = blocks.stream()
                .mapToInt(block -> block.countMarked(BinaryFact.UNNAMED))
                .sum();
    }

    Centroid centre() {
        return centre;
    }

    BinaryPosition position() {
        return position;
    }

    List<BinaryBlock> blocks() {
        return blocks;
    }

    /** How many facts are coded. */
    int size() {
        return size;
    }

    /** How many of them have a vector that was imported without the name of a model. */
    int unnamed() {
        return unnamed;
    }

    /** How many facts have no vector in this space. */
    long missing() {
        return Math.max(0, facts - size);
    }

    /** Whether a fact has a vector here that is known to be of this model. */
    boolean hasNamedVector(long factId) {
        int at = indexOf(BinaryBlock.numberOf(factId));
        int slot = at < 0 ? -1 : blocks.get(at).slotOf(factId);
        return slot >= 0 && (blocks.get(at).marks()[slot] & BinaryFact.UNNAMED) == 0;
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

    /** This index, later: with some facts changed; those without a coded fact are taken out. */
    BinaryIndex with(Map<Long, @Nullable BinaryFact> changes, BinaryPosition newPosition, long newFacts) {
        SortedMap<Long, BinaryBlock> byNumber = new TreeMap<>();
        blocks.forEach(block -> byNumber.put(block.number(), block));
        SortedMap<Long, SortedMap<Long, @Nullable BinaryFact>> byBlock = new TreeMap<>();
        changes.forEach((id, fact) -> byBlock.computeIfAbsent(BinaryBlock.numberOf(id), number -> new TreeMap<>())
                .put(id, fact));
        byBlock.forEach((number, some) -> {
            BinaryBlock block =
                    byNumber.getOrDefault(number, BinaryBlock.empty(number)).with(some, centre.words());
            if (block.size() > 0 || byNumber.containsKey(number)) {
                byNumber.put(number, block);
            }
        });
        return new BinaryIndex(centre, newPosition, newFacts, new ArrayList<>(byNumber.values()));
    }
}
