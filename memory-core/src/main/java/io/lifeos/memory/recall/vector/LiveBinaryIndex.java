package io.lifeos.memory.recall.vector;

import io.lifeos.memory.database.DatabaseManager;
import io.lifeos.memory.fact.MemoryException;
import io.lifeos.memory.jdbc.Chunks;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
 * Keeps the codes of one space in step with the file, whoever writes to it, and hands them to the cache in the file now and
 * then. Safe for use by several threads.
 */
final class LiveBinaryIndex {

    private static final Logger LOG = LoggerFactory.getLogger(LiveBinaryIndex.class);

    private static final int SAMPLE = 16_384;
    private static final int BLOCKS_PER_READ = 4;
    private static final int FACTS_PER_READ = 1_000;

    /** So many changed facts are read again by id in the time of a good keystroke. */
    private static final int UNSAVED_AT_MOST = 1_000;

    /** From so many vectors on the mean hardly moves with new ones. */
    private static final int CENTRE_SETTLED = 65_536;

    private final DatabaseManager database;
    private final VectorSpace space;
    private final BinaryIndexStore cache;
    private final Executor saver;
    private final ReentrantLock lock = new ReentrantLock();
    private volatile @Nullable BinaryIndex index;

    /** The blocks that the cache does not hold as they are; all of them while it holds none. Guarded by the lock. */
    private final SortedSet<Long> unsavedBlocks = new TreeSet<>();

    /** What the codes in the cache are relative to, if it holds any. */
    private @Nullable Centroid savedCentre;

    private boolean saving;
    private boolean givenUp;
    private long unsaved;

    LiveBinaryIndex(DatabaseManager database, VectorSpace space, Executor saver) {
        this.database = database;
        this.space = space;
        this.cache = new BinaryIndexStore(database, space);
        this.saver = saver;
    }

    /** The codes, with all that was committed before this call. */
    BinaryIndex current() {
        BinaryIndex known = index;
        if (known != null
                && known.position()
                        .equals(database.read(connection -> rows(connection).position()))) {
            return known;
        }
        lock.lock();
        try {
            BinaryIndex found = index;
            if (found == null) {
                found = cache.load().orElse(null);
                savedCentre = found == null ? null : found.centre();
            }
            BinaryIndex followed = follow(found);
            index = followed;
            save(followed);
            return followed;
        } finally {
            lock.unlock();
        }
    }

    private VectorReader rows(Connection connection) {
        return new VectorReader(connection, space);
    }

    /** What happened since: the position now, the number of facts, and whose codes may have changed if that is known. */
    private record News(BinaryPosition position, long facts, Optional<List<Long>> changed) {}

    private BinaryIndex follow(@Nullable BinaryIndex known) {
        BinaryIndex found = known == null ? build() : known;
        News news = newsSince(found.position());
        while (news.changed().isEmpty() || news.changed().get().size() > Math.max(SAMPLE, found.size())) {
            found = build();
            news = newsSince(found.position());
        }
        if (news.position().equals(found.position())) {
            return found;
        }
        BinaryIndex followed = found.with(read(found.centre(), news.changed().get()), news.position(), news.facts());
        return outgrown(followed) ? follow(null) : followed;
    }

    private News newsSince(BinaryPosition position) {
        return database.read(connection -> {
            VectorReader rows = rows(connection);
            return new News(rows.position(), rows.countFacts(), rows.changedSince(position));
        });
    }

    /** Codes relative to the mean of a much smaller store tell little. */
    private static boolean outgrown(BinaryIndex index) {
        return index.centre().of() < CENTRE_SETTLED
                && index.size() > 2 * index.centre().of();
    }

    private Map<Long, @Nullable BinaryFact> read(Centroid centre, List<Long> ids) {
        Map<Long, @Nullable BinaryFact> coded = new HashMap<>();
        for (List<Long> some : Chunks.of(ids, FACTS_PER_READ)) {
            Map<Long, VectorReader.Row> found =
                    database.read(connection -> rows(connection).of(some));
            some.forEach(id -> coded.put(id, coded(centre, found.get(id))));
        }
        unsaved += coded.size();
        coded.keySet().forEach(id -> unsavedBlocks.add(BinaryBlock.numberOf(id)));
        return coded;
    }

    private static @Nullable BinaryFact coded(Centroid centre, VectorReader.@Nullable Row row) {
        return row == null ? null : new BinaryFact(row.marks(), centre.encode(row.unit()));
    }

    /** Reads every vector, a few blocks in a snapshot; what is written meanwhile is followed afterwards. */
    private BinaryIndex build() {
        givenUp = false;
        BinaryPosition start = database.read(connection -> rows(connection).position());
        long facts = database.read(connection -> rows(connection).countFacts());
        Centroid centre = centre();
        List<BinaryBlock> blocks = new ArrayList<>();
        Optional<Long> next = database.read(connection -> rows(connection).firstFrom(Long.MIN_VALUE));
        while (next.isPresent()) {
            long from = BinaryBlock.numberOf(next.get()) << BinaryBlock.ID_BITS;
            long to = from + ((long) BLOCKS_PER_READ << BinaryBlock.ID_BITS);
            List<VectorReader.Row> rows =
                    database.read(connection -> rows(connection).between(from, to));
            addBlocks(blocks, centre, rows);
            next = database.read(connection -> rows(connection).firstFrom(to));
        }
        long size = blocks.stream().mapToLong(BinaryBlock::size).sum();
        unsaved = size;
        return new BinaryIndex(new Centroid(centre.mean(), size), start, facts, blocks);
    }

    private static void addBlocks(List<BinaryBlock> blocks, Centroid centre, List<VectorReader.Row> rows) {
        Map<Long, Map<Long, @Nullable BinaryFact>> byBlock = new TreeMap<>();
        for (VectorReader.Row row : rows) {
            byBlock.computeIfAbsent(BinaryBlock.numberOf(row.factId()), number -> new HashMap<>())
                    .put(row.factId(), coded(centre, row));
        }
        byBlock.forEach(
                (number, facts) -> blocks.add(BinaryBlock.empty(number).with(new TreeMap<>(facts), centre.words())));
    }

    private Centroid centre() {
        double[] sum = new double[space.dimensions()];
        List<float[]> sample = database.read(connection -> rows(connection).sample(SAMPLE));
        for (float[] unit : sample) {
            for (int i = 0; i < sum.length; i++) {
                sum[i] += unit[i];
            }
        }
        float[] mean = new float[sum.length];
        for (int i = 0; i < sum.length && !sample.isEmpty(); i++) {
            mean[i] = (float) (sum[i] / sample.size());
        }
        return new Centroid(mean, sample.size());
    }

    /** Writes the cache in the background once it is worth it: a reader is never to wait for a writer. */
    private void save(BinaryIndex now) {
        if (database.isReadOnly() || saving || givenUp || unsaved < UNSAVED_AT_MOST) {
            return;
        }
        boolean all = !now.centre().equals(savedCentre);
        List<BinaryBlock> changed = now.blocks().stream()
                .filter(block -> unsavedBlocks.contains(block.number()))
                .toList();
        unsavedBlocks.clear();
        saving = true;
        unsaved = 0;
        try {
            saver.execute(() -> saved(now.centre(), write(now, all, changed)));
        } catch (RejectedExecutionException e) {
            LOG.debug("The codes of {} were not cached, as the memory is being closed.", space, e);
        }
    }

    private boolean write(BinaryIndex now, boolean all, List<BinaryBlock> changed) {
        try {
            return all ? cache.replace(now) : cache.update(now, changed);
        } catch (MemoryException | IllegalStateException e) {
            LOG.debug("The codes of {} were not cached; the next opening builds them again.", space, e);
            return false;
        }
    }

    private void saved(Centroid centre, boolean succeeded) {
        lock.lock();
        try {
            saving = false;
            savedCentre = succeeded ? centre : null;
            givenUp = !succeeded;
        } finally {
            lock.unlock();
        }
    }
}
