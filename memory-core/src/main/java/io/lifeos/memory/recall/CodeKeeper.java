package io.lifeos.memory.recall;

import io.lifeos.memory.fact.MemoryException;
import io.lifeos.memory.jdbc.Chunks;
import io.lifeos.memory.sqlite.DatabaseManager;
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
final class CodeKeeper {

    private static final Logger LOG = LoggerFactory.getLogger(CodeKeeper.class);

    private static final int SAMPLE = 16_384;
    private static final int BLOCKS_PER_READ = 4;
    private static final int FACTS_PER_READ = 1_000;

    /** So many changed facts are read again by id in the time of a good keystroke. */
    private static final int UNSAVED_AT_MOST = 1_000;

    /** From so many vectors on the mean hardly moves with new ones. */
    private static final int CENTRE_SETTLED = 65_536;

    private final DatabaseManager database;
    private final VectorSpace space;
    private final CodeCache cache;
    private final Executor saver;
    private final ReentrantLock lock = new ReentrantLock();
    private volatile @Nullable CodeIndex index;

    /** The blocks that the cache does not hold as they are; all of them while it holds none. Guarded by the lock. */
    private final SortedSet<Long> unsavedBlocks = new TreeSet<>();

    /** What the codes in the cache are relative to, if it holds any. */
    private @Nullable Centre savedCentre;

    private boolean saving;
    private boolean givenUp;
    private long unsaved;

    CodeKeeper(DatabaseManager database, VectorSpace space, Executor saver) {
        this.database = database;
        this.space = space;
        this.cache = new CodeCache(database, space);
        this.saver = saver;
    }

    /** The codes, with all that was committed before this call. */
    CodeIndex current() {
        CodeIndex known = index;
        if (known != null
                && known.position()
                        .equals(database.read(connection -> rows(connection).position()))) {
            return known;
        }
        lock.lock();
        try {
            CodeIndex found = index;
            if (found == null) {
                found = cache.load().orElse(null);
                savedCentre = found == null ? null : found.centre();
            }
            CodeIndex followed = follow(found);
            index = followed;
            save(followed);
            return followed;
        } finally {
            lock.unlock();
        }
    }

    private VectorRows rows(Connection connection) {
        return new VectorRows(connection, space);
    }

    /** What happened since: the position now, the number of facts, and whose codes may have changed if that is known. */
    private record News(CodePosition position, long facts, Optional<List<Long>> changed) {}

    private CodeIndex follow(@Nullable CodeIndex known) {
        CodeIndex found = known == null ? build() : known;
        News news = newsSince(found.position());
        while (news.changed().isEmpty() || news.changed().get().size() > Math.max(SAMPLE, found.size())) {
            found = build();
            news = newsSince(found.position());
        }
        if (news.position().equals(found.position())) {
            return found;
        }
        CodeIndex followed = found.with(read(found.centre(), news.changed().get()), news.position(), news.facts());
        return outgrown(followed) ? follow(null) : followed;
    }

    private News newsSince(CodePosition position) {
        return database.read(connection -> {
            VectorRows rows = rows(connection);
            return new News(rows.position(), rows.countFacts(), rows.changedSince(position));
        });
    }

    /** Codes relative to the mean of a much smaller store tell little. */
    private static boolean outgrown(CodeIndex index) {
        return index.centre().of() < CENTRE_SETTLED
                && index.size() > 2 * index.centre().of();
    }

    private Map<Long, @Nullable CodedFact> read(Centre centre, List<Long> ids) {
        Map<Long, @Nullable CodedFact> coded = new HashMap<>();
        for (List<Long> some : Chunks.of(ids, FACTS_PER_READ)) {
            Map<Long, VectorRows.Row> found =
                    database.read(connection -> rows(connection).of(some));
            some.forEach(id -> coded.put(id, coded(centre, found.get(id))));
        }
        unsaved += coded.size();
        coded.keySet().forEach(id -> unsavedBlocks.add(CodeBlock.numberOf(id)));
        return coded;
    }

    private static @Nullable CodedFact coded(Centre centre, VectorRows.@Nullable Row row) {
        return row == null ? null : new CodedFact(row.marks(), centre.encode(row.unit()));
    }

    /** Reads every vector, a few blocks in a snapshot; what is written meanwhile is followed afterwards. */
    private CodeIndex build() {
        givenUp = false;
        CodePosition start = database.read(connection -> rows(connection).position());
        long facts = database.read(connection -> rows(connection).countFacts());
        Centre centre = centre();
        List<CodeBlock> blocks = new ArrayList<>();
        Optional<Long> next = database.read(connection -> rows(connection).firstFrom(Long.MIN_VALUE));
        while (next.isPresent()) {
            long from = CodeBlock.numberOf(next.get()) << CodeBlock.ID_BITS;
            long to = from + ((long) BLOCKS_PER_READ << CodeBlock.ID_BITS);
            List<VectorRows.Row> rows =
                    database.read(connection -> rows(connection).between(from, to));
            addBlocks(blocks, centre, rows);
            next = database.read(connection -> rows(connection).firstFrom(to));
        }
        long size = blocks.stream().mapToLong(CodeBlock::size).sum();
        unsaved = size;
        return new CodeIndex(new Centre(centre.mean(), size), start, facts, blocks);
    }

    private static void addBlocks(List<CodeBlock> blocks, Centre centre, List<VectorRows.Row> rows) {
        Map<Long, Map<Long, @Nullable CodedFact>> byBlock = new TreeMap<>();
        for (VectorRows.Row row : rows) {
            byBlock.computeIfAbsent(CodeBlock.numberOf(row.factId()), number -> new HashMap<>())
                    .put(row.factId(), coded(centre, row));
        }
        byBlock.forEach(
                (number, facts) -> blocks.add(CodeBlock.empty(number).with(new TreeMap<>(facts), centre.words())));
    }

    private Centre centre() {
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
        return new Centre(mean, sample.size());
    }

    /** Writes the cache in the background once it is worth it: a reader is never to wait for a writer. */
    private void save(CodeIndex now) {
        if (database.isReadOnly() || saving || givenUp || unsaved < UNSAVED_AT_MOST) {
            return;
        }
        boolean all = !now.centre().equals(savedCentre);
        List<CodeBlock> changed = now.blocks().stream()
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

    private boolean write(CodeIndex now, boolean all, List<CodeBlock> changed) {
        try {
            return all ? cache.replace(now) : cache.update(now, changed);
        } catch (MemoryException | IllegalStateException e) {
            LOG.debug("The codes of {} were not cached; the next opening builds them again.", space, e);
            return false;
        }
    }

    private void saved(Centre centre, boolean succeeded) {
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
