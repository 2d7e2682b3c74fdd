package io.lifeos.memory.recall.vector;

import io.lifeos.memory.database.DatabaseManager;
import io.lifeos.memory.fact.MemoryException;
import io.lifeos.memory.jdbc.Chunks;
import io.lifeos.memory.jdbc.VectorMath;
import io.lifeos.memory.recall.vector.BinaryBlock.Entry;
import io.lifeos.memory.sqlite.query.VectorReader;
import io.lifeos.memory.sqlite.query.VectorRow;
import io.lifeos.memory.sqlite.table.VectorIndexTable;
import io.lifeos.memory.sqlite.table.VectorPosition;
import io.lifeos.memory.sqlite.table.VectorSpace;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the binary index of one space in step with the file, whichever process writes to it, and stores the index in the file
 * from time to time. Safe for use by several threads.
 */
final class LiveBinaryIndex {

    private static final Logger LOG = LoggerFactory.getLogger(LiveBinaryIndex.class);

    private static final int SAMPLE = 16_384;
    private static final int BLOCKS_PER_READ = 4;
    private static final int FACTS_PER_READ = 1_000;

    /** Reading this many changed facts again by id takes about 100 ms. */
    private static final int UNSAVED_AT_MOST = 1_000;

    /** A mean of this many vectors hardly moves with new ones. */
    private static final int CENTROID_SETTLED = 65_536;

    private final DatabaseManager database;
    private final VectorSpace space;
    private final BinaryIndexStore store;
    private final Executor saver;
    private final ReentrantLock lock = new ReentrantLock();
    private volatile @Nullable BinaryIndex index;

    /** The numbers of the blocks that changed since they were last stored. Guarded by the lock. */
    private final SortedSet<Long> unsavedBlocks = new TreeSet<>();

    /** The centroid of the stored index, if there is one. */
    private @Nullable Centroid savedCentroid;

    /** What was known of the changes before the centroid was taken. */
    private @Nullable VectorPosition centroidTaken;

    private boolean saving;
    private boolean givenUp;
    private long unsaved;

    LiveBinaryIndex(DatabaseManager database, VectorSpace space, Executor saver) {
        this.database = database;
        this.space = space;
        this.store = new BinaryIndexStore(database, space);
        this.saver = saver;
    }

    /** Returns the index as of now: it knows all that was committed before this call. */
    BinaryIndex current() {
        BinaryIndex known = index;
        if (known != null && known.position().equals(position())) {
            return known;
        }
        lock.lock();
        try {
            BinaryIndex found = index;
            if (found == null) {
                found = store.load().orElse(null);
                savedCentroid = found == null ? null : found.centroid();
                centroidTaken = found == null ? centroidTaken : found.position();
            }
            BinaryIndex current = update(found);
            if (isToBeSaved() && centroidHoldsErased()) {
                current = update(null);
            }
            index = current;
            save(current);
            return current;
        } finally {
            lock.unlock();
        }
    }

    /** A mean of vectors tells of each of them. */
    private boolean centroidHoldsErased() {
        VectorPosition taken = centroidTaken;
        return taken != null && database.read(connection -> new VectorIndexTable(connection, space).holdsErased(taken));
    }

    private VectorReader vectors(Connection connection) {
        return new VectorReader(connection, space);
    }

    private VectorPosition position() {
        return database.read(connection -> vectors(connection).position());
    }

    /**
     * The changes since a position.
     *
     * @param position the position now
     * @param facts the number of facts now
     * @param changed the facts whose vectors may have changed; empty if that is no longer on record
     */
    private record News(VectorPosition position, long facts, Optional<List<Long>> changed) {}

    private BinaryIndex update(@Nullable BinaryIndex known) {
        BinaryIndex found = known == null ? build() : known;
        News news = newsSince(found.position());
        while (news.changed().isEmpty() || news.changed().get().size() > Math.max(SAMPLE, found.size())) {
            found = build();
            news = newsSince(found.position());
        }
        if (news.position().equals(found.position())) {
            return found;
        }
        BinaryIndex updated = found.with(read(found.centroid(), news.changed().get()), news.position(), news.facts());
        return outgrown(updated) ? update(null) : updated;
    }

    private News newsSince(VectorPosition position) {
        return database.read(connection -> {
            VectorReader vectors = vectors(connection);
            return new News(vectors.position(), vectors.countFacts(), vectors.changedSince(position));
        });
    }

    /** Bits relative to the mean of a much smaller memory tell little. */
    private static boolean outgrown(BinaryIndex index) {
        return index.centroid().of() < CENTROID_SETTLED
                && index.size() > 2 * index.centroid().of();
    }

    private Map<Long, @Nullable Entry> read(Centroid centroid, List<Long> ids) {
        Map<Long, @Nullable Entry> entries = new HashMap<>();
        ids.forEach(id -> entries.put(id, null));
        for (List<Long> some : Chunks.of(ids, FACTS_PER_READ)) {
            database.read(connection -> {
                vectors(connection).of(some, row -> entries.put(row.factId(), entry(centroid, row)));
                return true;
            });
        }
        unsaved += entries.size();
        ids.forEach(id -> unsavedBlocks.add(BinaryBlock.numberOf(id)));
        return entries;
    }

    private static @Nullable Entry entry(Centroid centroid, VectorRow row) {
        float[] unit = VectorMath.unit(row.bytes(), centroid.mean().length);
        if (unit == null) {
            return null;
        }
        int marks = (row.standard() ? BinaryBlock.STANDARD : 0) | (row.unnamed() ? BinaryBlock.UNNAMED : 0);
        return new Entry((byte) marks, centroid.bits(unit));
    }

    /** Reads every vector, a few blocks in a snapshot; changes made meanwhile are read afterwards. */
    private BinaryIndex build() {
        givenUp = false;
        VectorPosition start = position();
        centroidTaken = start;
        long facts = database.read(connection -> vectors(connection).countFacts());
        Centroid centroid = centroid();
        List<BinaryBlock> blocks = new ArrayList<>();
        Optional<Long> next = database.read(connection -> vectors(connection).firstFrom(Long.MIN_VALUE));
        while (next.isPresent()) {
            long from = BinaryBlock.numberOf(next.get()) << BinaryBlock.ID_BITS;
            long to = from + ((long) BLOCKS_PER_READ << BinaryBlock.ID_BITS);
            blocks.addAll(blocks(centroid, from, to));
            next = database.read(connection -> vectors(connection).firstFrom(to));
        }
        long size = blocks.stream().mapToLong(BinaryBlock::size).sum();
        unsaved = size;
        return new BinaryIndex(new Centroid(centroid.mean(), size), start, facts, blocks);
    }

    private List<BinaryBlock> blocks(Centroid centroid, long from, long to) {
        SortedMap<Long, SortedMap<Long, @Nullable Entry>> byBlock = new TreeMap<>();
        database.read(connection -> {
            vectors(connection).between(from, to, row -> {
                Entry entry = entry(centroid, row);
                if (entry != null) {
                    byBlock.computeIfAbsent(BinaryBlock.numberOf(row.factId()), number -> new TreeMap<>())
                            .put(row.factId(), entry);
                }
            });
            return true;
        });
        List<BinaryBlock> blocks = new ArrayList<>();
        byBlock.forEach(
                (number, entries) -> blocks.add(BinaryBlock.empty(number).with(entries, centroid.words())));
        return blocks;
    }

    private Centroid centroid() {
        double[] sum = new double[space.dimensions()];
        long size = database.read(connection -> {
            long[] read = new long[1];
            vectors(connection).sample(SAMPLE, row -> read[0] += add(sum, row));
            return read[0];
        });
        float[] mean = new float[sum.length];
        for (int i = 0; i < sum.length && size > 0; i++) {
            mean[i] = (float) (sum[i] / size);
        }
        return new Centroid(mean, size);
    }

    /** Returns 1, or 0 if the vector has no direction. */
    private static int add(double[] sum, VectorRow row) {
        float[] unit = VectorMath.unit(row.bytes(), sum.length);
        for (int i = 0; unit != null && i < sum.length; i++) {
            sum[i] += unit[i];
        }
        return unit == null ? 0 : 1;
    }

    /** Stores the index in the background once enough has changed: a reader must never wait for a writer. */
    private void save(BinaryIndex now) {
        if (!isToBeSaved()) {
            return;
        }
        boolean all = !now.centroid().equals(savedCentroid);
        List<BinaryBlock> changed = now.blocks().stream()
                .filter(block -> unsavedBlocks.contains(block.number()))
                .toList();
        unsavedBlocks.clear();
        saving = true;
        unsaved = 0;
        try {
            saver.execute(() -> saved(now.centroid(), write(now, all, changed)));
        } catch (RejectedExecutionException e) {
            LOG.debug("The vector index of {} was not stored, as the memory is being closed.", space, e);
        }
    }

    private boolean isToBeSaved() {
        return !database.isReadOnly() && !saving && !givenUp && unsaved >= UNSAVED_AT_MOST;
    }

    private boolean write(BinaryIndex now, boolean all, List<BinaryBlock> changed) {
        try {
            return all ? store.replace(now) : store.update(now, changed);
        } catch (MemoryException | IllegalStateException e) {
            LOG.debug("The vector index of {} was not stored; the next opening builds it again.", space, e);
            return false;
        }
    }

    private void saved(Centroid centroid, boolean succeeded) {
        lock.lock();
        try {
            saving = false;
            savedCentroid = succeeded ? centroid : null;
            givenUp = !succeeded;
        } finally {
            lock.unlock();
        }
    }
}
