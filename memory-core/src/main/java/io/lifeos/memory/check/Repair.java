package io.lifeos.memory.check;

import io.lifeos.memory.fact.StoreLockedException;
import io.lifeos.memory.log.LogDifference;
import io.lifeos.memory.log.MigrationLock;
import io.lifeos.memory.log.OutboxRelay;
import io.lifeos.memory.report.IntegrityReport;
import io.lifeos.memory.report.RepairReport;
import io.lifeos.memory.sqlite.DatabaseRepair;
import io.lifeos.memory.sqlite.SqliteDatabase;
import io.lifeos.memory.sqlite.table.Outbox;
import io.lifeos.memory.workspace.Workspace;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** Repairs everything derived from facts: first in the database, then in the daily logs. */
public final class Repair {

    private final Workspace workspace;
    private final SqliteDatabase database;
    private final OutboxRelay logs;

    public Repair(Workspace workspace, SqliteDatabase database, OutboxRelay logs) {
        this.workspace = workspace;
        this.database = database;
        this.logs = logs;
    }

    public RepairReport run() {
        database.requireWritable();
        try (MigrationLock lock = MigrationLock.tryTake(workspace).orElseThrow(this::underMigration)) {
            logs.removeRelayed();
            MemoryCheck check = new MemoryCheck(workspace, database);
            DatabaseRepair repair = new DatabaseRepair(database);
            IntegrityReport found = check.run();
            if (found.ok()) {
                return new RepairReport(repair.dropBinaryIndexes(), found);
            }
            List<String> done = new ArrayList<>(repair.run());
            long entries = repairLogs();
            if (entries > 0) {
                done.add("Put the entries of " + entries + " facts in the daily logs in order.");
            }
            return new RepairReport(done, check.run());
        }
    }

    private StoreLockedException underMigration() {
        return new StoreLockedException("A migration into the memory at " + workspace.root()
                + " is under way, or another repair; nothing was repaired; try again when it has ended.");
    }

    /** The outbox holds what is to be done, so that what a crash leaves is done at the next open. */
    private long repairLogs() {
        AtomicLong entries = new AtomicLong();
        new LogCheck(workspace, database).run(differences -> {
            List<Long> curable = differences.stream()
                    .filter(LogDifference::curable)
                    .map(LogDifference::factId)
                    .distinct()
                    .toList();
            LocalDate day = differences.get(0).day();
            database.write(connection -> new Outbox(connection).add(day, curable));
            entries.addAndGet(curable.size());
        });
        logs.relayAll();
        return entries.get();
    }
}
