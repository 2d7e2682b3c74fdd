package io.lifeos.memory.erase;

import io.lifeos.memory.fact.Condition;
import io.lifeos.memory.fact.FactFilter;
import io.lifeos.memory.fact.Owner;
import io.lifeos.memory.report.ErasureReport;
import io.lifeos.memory.sqlite.FreedSpace;
import io.lifeos.memory.sqlite.SqliteDatabase;
import io.lifeos.memory.sqlite.query.FactFilterSql;
import io.lifeos.memory.sqlite.query.FactList;
import io.lifeos.memory.sqlite.table.ErasedRowTable;
import io.lifeos.memory.sqlite.table.FactErasure;
import io.lifeos.memory.sqlite.table.FullTextIndex;
import io.lifeos.memory.workspace.Workspace;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Erases facts: first their rows, in short transactions that also note whose traces are left; then the traces, in logs and in
 * the database's file. What a crash, or a reader of the file as it was, leaves of them is done away with when the memory is
 * next opened.
 */
public final class Erasure {

    private static final int FEWEST_FACTS_AT_ONCE = 10;
    private static final int MOST_FACTS_AT_ONCE = 320;
    private static final long AIM_NANOS = 50_000_000;

    private final SqliteDatabase database;
    private final Clock clock;
    private final FreedSpace space;
    private final Traces traces;
    private final StrayText strayText;
    private final Consumer<String> before;

    /**
     * Prepares to erase.
     *
     * @param workspace the folder
     * @param database its file, open for writing
     * @param clock tells the time of erasing
     */
    public Erasure(Workspace workspace, SqliteDatabase database, Clock clock) {
        this(workspace, database, clock, step -> {});
    }

    /**
     * Prepares to erase.
     *
     * @param before is told of each step before it is taken; a test halts there
     */
    Erasure(Workspace workspace, SqliteDatabase database, Clock clock, Consumer<String> before) {
        this.database = database;
        this.clock = clock;
        this.space = new FreedSpace(database);
        this.traces = new Traces(workspace, database, clock, space, before);
        this.strayText = new StrayText(workspace);
        this.before = before;
    }

    /**
     * Erases the facts that a filter admits.
     *
     * @param filter the filter
     * @param erased takes the ids of the facts that are gone
     * @return what was done
     */
    public ErasureReport erase(FactFilter filter, Consumer<List<Long>> erased) {
        database.requireWritable();
        long[] ids = database.read(connection -> new FactList(connection, filter).idsAscending());
        List<Long> found = Arrays.stream(ids).boxed().toList();
        if (found.isEmpty() && !eraseUserWithoutFacts(filter) && !isUnfinished()) {
            return ErasureReport.builder().build();
        }
        List<Long> gone = new ArrayList<>(found.size());
        ErasureReport.Builder report = ErasureReport.builder();
        try {
            eraseRows(filter, found, gone);
            traces.remove(report);
        } finally {
            gone.addAll(traces.concluded());
            erased.accept(gone);
        }
        return report.facts(gone.size()).unreached(unreached()).build();
    }

    /** What the file knows of a user goes with their last fact; if they have none, it goes if the filter names only them. */
    private boolean eraseUserWithoutFacts(FactFilter filter) {
        return filter.condition() instanceof Condition.OwnedBy owned
                && owned.owner().kind() == Owner.Kind.USER
                && space.overwriting(connection -> new FactErasure(connection)
                        .eraseUserWithoutFacts(owned.owner().id()));
    }

    /** A step is larger or smaller than the one before, by how long others had to wait for that. */
    private void eraseRows(FactFilter filter, List<Long> found, List<Long> gone) {
        int some = FEWEST_FACTS_AT_ONCE;
        for (int from = 0; from < found.size(); ) {
            int to = Math.min(from + some, found.size());
            before.accept("rows");
            Erased erased = eraseRows(filter, found.subList(from, to));
            gone.addAll(erased.facts());
            some = erased.nanos() < AIM_NANOS
                    ? Math.min(2 * some, MOST_FACTS_AT_ONCE)
                    : Math.max(some / 2, FEWEST_FACTS_AT_ONCE);
            from = to;
        }
    }

    private record Erased(List<Long> facts, long nanos) {}

    private Erased eraseRows(FactFilter filter, List<Long> some) {
        return space.overwriting(connection -> {
            long start = System.nanoTime();
            List<Long> admitted = List.copyOf(FactFilterSql.of(filter).admitted(connection, some));
            new FullTextIndex(connection).texts(admitted).values().forEach(strayText::add);
            new FactErasure(connection).erase(admitted, now());
            return new Erased(admitted, System.nanoTime() - start);
        });
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }

    /** {@return true if traces are left of facts that were erased before} */
    public boolean isUnfinished() {
        return database.read(connection -> new FactErasure(connection).hasPending());
    }

    /**
     * Removes the traces that are left of facts that were erased before.
     *
     * @return what was done
     */
    public ErasureReport finish() {
        database.requireWritable();
        ErasureReport.Builder report = ErasureReport.builder();
        traces.remove(report);
        return report.facts(traces.concluded().size())
                .unreached(traces.unreached())
                .build();
    }

    private List<String> unreached() {
        List<String> unreached = new ArrayList<>(traces.unreached());
        unreached.addAll(strayText.files());
        Set<String> sources = database.read(connection -> new ErasedRowTable(connection).sources());
        sources.forEach(source -> unreached.add("The rows that facts came from are still in their source, " + source
                + "; no run brings them back into this memory."));
        long rejected = database.read(connection -> new ErasedRowTable(connection).rejectedRows());
        if (rejected > 0) {
            unreached.add(
                    rejected + " rows that no run could store are kept as they are, with the reasons, in the table"
                            + " migration_rejects; no filter tells whose they are.");
        }
        unreached.add(
                "Backups, exports and other copies of this folder, logs that were moved out of it, and what other programs"
                        + " made of the facts are not known here.");
        return unreached;
    }
}
