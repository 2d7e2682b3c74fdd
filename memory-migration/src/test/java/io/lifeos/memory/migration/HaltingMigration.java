package io.lifeos.memory.migration;

import io.lifeos.memory.MemoryStore;
import io.lifeos.memory.fact.EntityExtractor;
import io.lifeos.memory.postgres.PostgresArchive;
import io.lifeos.memory.sqlite.SqliteDatabase;
import io.lifeos.memory.testing.ChildJvm;
import io.lifeos.memory.testing.WriterHooks;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;

/** A migration, in a process of its own, that halts in the middle, as if the power had gone. */
final class HaltingMigration {

    static final int HALTED = 86;
    static final int BATCH_SIZE = 20;
    /** A log to which large rows of two flushes belong. */
    static final LocalDate LOG_IN_TWO_PARTS = LocalDate.of(2026, 1, 2);

    static final Instant NOW = Instant.parse("2026-02-01T12:00:00Z");

    /** Where it may halt. */
    enum Point {
        SOURCE_ADDED("INSERT ON main.migration_sources"),
        ROW_MAPPED(""),
        BATCH_BEGUN(""),
        FACT_STAGED("INSERT ON temp.staged_facts"),
        FACT_INSERTED("INSERT ON main.facts"),
        FACT_UPDATED("UPDATE ON main.facts"),
        ENTITY_INSERTED("INSERT ON main.entities"),
        MENTION_INSERTED("INSERT ON main.entity_mentions"),
        MENTION_DELETED("DELETE ON main.entity_mentions"),
        OUTBOX_ROW_INSERTED("INSERT ON main.outbox"),
        LINK_INSERTED("INSERT ON main.fact_embeddings"),
        LINK_UPDATED("UPDATE ON main.fact_embeddings"),
        BEFORE_COMMIT(""),
        AFTER_COMMIT(""),
        /** At the commit of a batch that ends early, as a thread waits. */
        BEFORE_EARLY_COMMIT("INSERT ON temp.staged_facts"),
        AFTER_EARLY_COMMIT("INSERT ON temp.staged_facts"),
        /** While a log that has entries gets more. */
        LOG_GROWN(""),
        LOG_WRITTEN("DELETE ON main.outbox");

        private final String event;

        Point(String event) {
            this.event = event;
        }
    }

    private final Point point;
    private long occurrencesLeft;
    private volatile boolean armed;
    private boolean awaited;

    private HaltingMigration(Point point, long occurrence) {
        this.point = point;
        this.occurrencesLeft = occurrence;
    }

    static ChildJvm start(Path root, String url, boolean force, int batchSize, Point point, long occurrence)
            throws IOException {
        return ChildJvm.of(
                        HaltingMigration.class,
                        root.toString(),
                        url,
                        String.valueOf(force),
                        String.valueOf(batchSize),
                        point.name(),
                        String.valueOf(occurrence))
                .start();
    }

    public static void main(String[] args) {
        new HaltingMigration(Point.valueOf(args[4]), Long.parseLong(args[5]))
                .run(Path.of(args[0]), args[1], Boolean.parseBoolean(args[2]), Integer.parseInt(args[3]));
    }

    private void run(Path root, String url, boolean force, int batchSize) {
        EntityExtractor entities = EntityExtractor.standard();
        try (PostgresArchive archive = PostgresArchive.of(url);
                MemoryStore memory = MemoryStore.builder()
                        .root(root)
                        .clock(clock(() -> passing(Point.BATCH_BEGUN)))
                        .entityExtractor(content -> {
                            passing(Point.ROW_MAPPED);
                            return entities.extract(content);
                        })
                        .open()) {
            WriterHooks.beforeCommit(memory.database(), () -> {
                passing(Point.BEFORE_COMMIT);
                passingIfAwaited(Point.BEFORE_EARLY_COMMIT);
            });
            if (!point.event.isEmpty()) {
                WriterHooks.afterEach(memory.database(), point.event, () -> inTransaction(memory));
            }
            if (point == Point.LOG_GROWN) {
                new Thread(() -> watch(memory.workspace().dailyLog(LOG_IN_TWO_PARTS))).start();
            }
            armed = true;
            Migrator.from(archive)
                    .into(memory)
                    .batchSize(batchSize)
                    .acceptChangedContents(true)
                    .force(force)
                    .listener(progress -> {
                        passing(Point.AFTER_COMMIT);
                        passingIfAwaited(Point.AFTER_EARLY_COMMIT);
                    })
                    .build()
                    .migrateArchivalMemory();
        }
    }

    private void inTransaction(MemoryStore memory) {
        if (point == Point.BEFORE_EARLY_COMMIT || point == Point.AFTER_EARLY_COMMIT) {
            haveItAwaited((SqliteDatabase) memory.database());
        } else {
            passing(point);
        }
    }

    private void haveItAwaited(SqliteDatabase database) {
        if (armed && !awaited) {
            new Thread(() -> database.transaction(connection -> true)).start();
            while (!database.isAwaited()) {
                Thread.onSpinWait();
            }
            awaited = true;
        }
    }

    private void passingIfAwaited(Point here) {
        if (awaited) {
            passing(here);
        }
    }

    private void watch(Path log) {
        long first = 0;
        while (first == 0 || sizeOf(log) == first) {
            first = first == 0 ? sizeOf(log) : first;
        }
        passing(Point.LOG_GROWN);
    }

    private static long sizeOf(Path log) {
        return log.toFile().length();
    }

    private void passing(Point here) {
        if (armed && here == point && --occurrencesLeft == 0) {
            Runtime.getRuntime().halt(HALTED);
        }
    }

    private static Clock clock(Runnable whenRead) {
        InstantSource source = () -> {
            whenRead.run();
            return NOW;
        };
        return source.withZone(ZoneOffset.UTC);
    }
}
