package io.lifeos.memory.migration;

import io.lifeos.memory.MemoryStore;
import io.lifeos.memory.fact.EntityExtractor;
import io.lifeos.memory.postgres.PostgresArchive;
import io.lifeos.memory.testing.ChildJvm;
import io.lifeos.memory.testing.WriterHooks;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;

/** A migration, in a process of its own, that halts in the middle, as if the power had gone. */
final class HaltingMigration {

    static final int HALTED = 86;
    static final int BATCH_SIZE = 20;
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
        LOG_WRITTEN("DELETE ON main.outbox");

        private final String event;

        Point(String event) {
            this.event = event;
        }
    }

    private final Point point;
    private long occurrencesLeft;
    private boolean armed;

    private HaltingMigration(Point point, long occurrence) {
        this.point = point;
        this.occurrencesLeft = occurrence;
    }

    static ChildJvm start(Path root, String url, boolean force, Point point, long occurrence) throws IOException {
        return ChildJvm.of(
                        HaltingMigration.class,
                        root.toString(),
                        url,
                        String.valueOf(force),
                        point.name(),
                        String.valueOf(occurrence))
                .start();
    }

    public static void main(String[] args) {
        new HaltingMigration(Point.valueOf(args[3]), Long.parseLong(args[4]))
                .run(Path.of(args[0]), args[1], Boolean.parseBoolean(args[2]));
    }

    private void run(Path root, String url, boolean force) {
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
            WriterHooks.beforeCommit(memory.database(), () -> passing(Point.BEFORE_COMMIT));
            if (!point.event.isEmpty()) {
                WriterHooks.afterEach(memory.database(), point.event, () -> passing(point));
            }
            armed = true;
            Migrator.from(archive)
                    .into(memory)
                    .batchSize(BATCH_SIZE)
                    .acceptChangedContents(true)
                    .force(force)
                    .listener(progress -> passing(Point.AFTER_COMMIT))
                    .build()
                    .migrateArchivalMemory();
        }
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
