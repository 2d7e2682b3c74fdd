package io.lifeos.memory.migration;

import static org.assertj.core.api.Assertions.assertThat;

import io.lifeos.memory.MemoryStore;
import io.lifeos.memory.migration.HaltingMigration.Point;
import io.lifeos.memory.postgres.PostgresArchive;
import io.lifeos.memory.postgres.testing.TestDatabase;
import io.lifeos.memory.testing.ChildJvm;
import io.lifeos.memory.testing.PythonMemory;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Halts a migration at every kind of point, several times each, and looks at what is left and at what the next run makes of it. */
class FailpointIT {

    @TempDir
    static Path folder;

    private static final Map<Before, Map<String, String>> UNDISTURBED = new EnumMap<>(Before.class);

    private static final int MANY = 1_200;

    private static TestDatabase database;
    private static TestDatabase many;
    private static TestDatabase large;

    /** What the memory holds before the run that halts. */
    enum Before {
        /** Nothing. */
        NOTHING,
        /** Facts of rows that were changed since, in content and in time, or deleted; others are new. */
        OLD_ROWS,
        /** Facts that were edited and forgotten here; the run is forced. */
        EDITED_FACTS,
        /** Facts of an adopted memory, which the Python program migrated. */
        PYTHON_FACTS,
        /** Nothing; rows fill a batch of several steps. */
        NOTHING_OF_MANY,
        /** Nothing; rows are so large that logs are written beside the batches. */
        NOTHING_OF_LARGE;

        TestDatabase source() {
            return this == NOTHING_OF_MANY ? many : this == NOTHING_OF_LARGE ? large : database;
        }

        int batchSize() {
            return this == NOTHING_OF_MANY ? MANY : HaltingMigration.BATCH_SIZE;
        }

        Path root() {
            return folder.resolve(name());
        }

        boolean force() {
            return this == EDITED_FACTS;
        }
    }

    record Halt(Before before, Point point, long occurrence) {

        @Override
        public String toString() {
            return point + " number " + occurrence + ", before it " + before;
        }
    }

    @BeforeAll
    static void prepare() throws Exception {
        database = SourceTableFixture.newDatabase();
        many = SourceTableFixture.newDatabase();
        SourceTableFixture.insert(many, 1, MANY);
        large = SourceTableFixture.newDatabase();
        SourceTableFixture.insert(large, 1, 120);
        large.execute("UPDATE archival_memory SET content = content || repeat(' and more', 11000)");
        for (Before before : Before.values()) {
            MigratedRows.createFolder(before.root());
        }

        SourceTableFixture.insert(database, 1, 100);
        migrate(Before.OLD_ROWS, Before.OLD_ROWS.root());
        database.execute(
                "UPDATE archival_memory SET content = content || ' more, @new' || id % 5 WHERE id % 2 = 0",
                "UPDATE archival_memory SET created_at = created_at + interval '10 days' WHERE id % 4 = 0",
                "DELETE FROM archival_memory WHERE id % 10 = 7");
        SourceTableFixture.insert(database, -4, 0);
        SourceTableFixture.insert(database, 101, 130);

        migrate(Before.NOTHING, Before.EDITED_FACTS.root());
        try (MemoryStore memory = MemoryStore.open(Before.EDITED_FACTS.root())) {
            memory.database()
                    .transaction(connection -> connection
                            .createStatement()
                            .executeUpdate("UPDATE facts SET content = 'mine', context = 'here',"
                                    + " is_active = id % 2 WHERE id % 3 = 0"));
        }
        migrateByPython();
        for (Before before : Before.values()) {
            Path root = folder.resolve("undisturbed " + before);
            MigratedRows.copy(before.root(), root);
            migrate(before, root);
            UNDISTURBED.put(before, MigratedRows.of(root));
        }
    }

    /** Some rows as they are, and others with another content. */
    private static void migrateByPython() throws Exception {
        Path root = Before.PYTHON_FACTS.root();
        PythonMemory.create(root, PythonMemory.Shape.FIFTH);
        try (PythonMemory python = PythonMemory.open(root)) {
            for (int id = 1; id <= 60; id++) {
                if (id % 10 != 7) {
                    String content = database.query("SELECT content FROM archival_memory WHERE id = " + id);
                    python.link(python.retain(content, "2026-01-25 15:07:40.123456"), id);
                }
            }
            python.link(python.retain("something else", "2026-01-25 15:07:40.123456"), 61);
        }
        MemoryStore.open(root).close();
    }

    @AfterAll
    static void close() {
        database.close();
        many.close();
        large.close();
    }

    static Stream<Halt> everywhere() {
        return Stream.of(
                        halts(Before.NOTHING, Point.SOURCE_ADDED, 1),
                        halts(Before.NOTHING, Point.ROW_MAPPED, 1, 30, 125),
                        halts(Before.NOTHING, Point.BATCH_BEGUN, 1, 2, 5),
                        halts(Before.NOTHING, Point.FACT_STAGED, 1, 35, 100),
                        halts(Before.NOTHING, Point.FACT_INSERTED, 1, 35, 100),
                        halts(Before.NOTHING, Point.ENTITY_INSERTED, 1, 35, 100),
                        halts(Before.NOTHING, Point.MENTION_INSERTED, 1, 35, 300),
                        halts(Before.NOTHING, Point.OUTBOX_ROW_INSERTED, 1, 35, 100),
                        halts(Before.NOTHING, Point.LINK_INSERTED, 1, 35, 100),
                        halts(Before.NOTHING, Point.BEFORE_COMMIT, 1, 2, 3, 6, 8, 9),
                        halts(Before.NOTHING, Point.AFTER_COMMIT, 1, 2, 5, 7),
                        halts(Before.NOTHING, Point.LOG_WRITTEN, 1, 2, 60, 125),
                        halts(Before.OLD_ROWS, Point.BATCH_BEGUN, 1, 2, 5),
                        halts(Before.OLD_ROWS, Point.FACT_INSERTED, 1, 30),
                        halts(Before.OLD_ROWS, Point.FACT_UPDATED, 1, 14, 40),
                        halts(Before.OLD_ROWS, Point.MENTION_DELETED, 1, 14, 120),
                        halts(Before.OLD_ROWS, Point.OUTBOX_ROW_INSERTED, 1, 30, 90),
                        halts(Before.OLD_ROWS, Point.LINK_UPDATED, 1, 2, 33),
                        halts(Before.OLD_ROWS, Point.BEFORE_COMMIT, 1, 2, 4, 5, 6),
                        halts(Before.OLD_ROWS, Point.AFTER_COMMIT, 1, 2, 5),
                        halts(Before.OLD_ROWS, Point.LOG_WRITTEN, 1, 2, 30, 80),
                        halts(Before.PYTHON_FACTS, Point.FACT_UPDATED, 1, 2, 60, 90),
                        halts(Before.PYTHON_FACTS, Point.LINK_UPDATED, 1, 2, 40, 90),
                        halts(Before.PYTHON_FACTS, Point.BEFORE_COMMIT, 2, 3, 4),
                        halts(Before.PYTHON_FACTS, Point.AFTER_COMMIT, 1, 2),
                        halts(Before.PYTHON_FACTS, Point.LOG_WRITTEN, 1, 30, 60),
                        halts(Before.EDITED_FACTS, Point.FACT_UPDATED, 1, 30),
                        halts(Before.EDITED_FACTS, Point.LINK_UPDATED, 1, 2, 100),
                        halts(Before.EDITED_FACTS, Point.BEFORE_COMMIT, 1, 2, 5),
                        halts(Before.EDITED_FACTS, Point.AFTER_COMMIT, 1, 5),
                        halts(Before.EDITED_FACTS, Point.LOG_WRITTEN, 1, 20),
                        halts(Before.NOTHING_OF_MANY, Point.BEFORE_EARLY_COMMIT, 1),
                        halts(Before.NOTHING_OF_MANY, Point.AFTER_EARLY_COMMIT, 1),
                        halts(Before.NOTHING_OF_LARGE, Point.AFTER_COMMIT, 2, 3, 4, 6),
                        halts(Before.NOTHING_OF_LARGE, Point.LOG_GROWN, 1),
                        halts(Before.NOTHING_OF_LARGE, Point.LOG_WRITTEN, 1, 30, 45, 119))
                .flatMap(halts -> halts);
    }

    private static Stream<Halt> halts(Before before, Point point, long... occurrences) {
        return LongStream.of(occurrences).mapToObj(occurrence -> new Halt(before, point, occurrence));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("everywhere")
    void a_run_that_halts_leaves_whole_facts_and_the_next_run_does_the_rest(Halt halt, @TempDir Path root)
            throws Exception {
        MigratedRows.copy(halt.before().root(), root);

        try (ChildJvm child = HaltingMigration.start(
                root,
                halt.before().source().url(),
                halt.before().force(),
                halt.before().batchSize(),
                halt.point(),
                halt.occurrence())) {
            assertThat(child.waitFor()).as(child.output()).isEqualTo(HaltingMigration.HALTED);
        }

        assertMadeGood(root, halt.before());
    }

    /** A named pipe takes the place of a log: whoever opens it to read waits for a writer. */
    @Test
    void a_run_that_is_killed_when_it_begins_to_write_a_log_leaves_the_log_to_the_next(@TempDir Path root)
            throws Exception {
        Path logs = MigratedRows.createFolder(root.resolve("memory"));
        Path pipe = logs.resolve("2026-01-02.md");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                .isZero();

        try (ChildJvm child = MigratingProgram.start(root, database.url(), false)) {
            while (Files.notExists(logs.resolve("2026-01-01.md"))) {
                Thread.sleep(5);
            }
            Thread.sleep(100);
            child.kill();
        }
        Files.delete(pipe);

        assertMadeGood(root, Before.NOTHING);
    }

    /** What a kill in the middle of an append leaves: all that was written until then. */
    @ParameterizedTest
    @ValueSource(ints = {1, 9, 20, 40, 75, 130, 300, 1_000})
    void a_log_that_ends_in_the_middle_of_what_a_killed_run_appended_is_made_good_by_the_next_run(
            int lost, @TempDir Path root) throws Exception {
        MigratedRows.copy(Before.OLD_ROWS.root(), root);
        try (ChildJvm child = HaltingMigration.start(
                root, database.url(), false, HaltingMigration.BATCH_SIZE, Point.LOG_WRITTEN, 1)) {
            assertThat(child.waitFor()).as(child.output()).isEqualTo(HaltingMigration.HALTED);
        }
        Path log = root.resolve("memory/2026-01-04.md");
        try (FileChannel channel = FileChannel.open(log, StandardOpenOption.WRITE)) {
            channel.truncate(channel.size() - lost);
        }

        assertMadeGood(root, Before.OLD_ROWS);
    }

    @Test
    void a_batch_that_ends_early_as_a_thread_waits_leaves_whole_steps(@TempDir Path root) throws Exception {
        for (Point point : List.of(Point.BEFORE_EARLY_COMMIT, Point.AFTER_EARLY_COMMIT)) {
            Path memory = MigratedRows.createFolder(root.resolve(point.name()));
            try (ChildJvm child = HaltingMigration.start(memory, many.url(), false, MANY, point, 1)) {
                assertThat(child.waitFor()).as(child.output()).isEqualTo(HaltingMigration.HALTED);
            }
            try (MemoryStore left = MemoryStore.openReadOnly(memory)) {
                assertThat(left.count()).isEqualTo(point == Point.BEFORE_EARLY_COMMIT ? 0 : 500);
            }
        }
    }

    private static void assertMadeGood(Path root, Before before) throws IOException {
        Path asLeft = folder.resolve(root.getFileName() + " as left");
        MigratedRows.copy(root, asLeft);
        MigratedRows.assertSoundAfterCrash(asLeft);

        migrate(before, root);

        assertThat(MigratedRows.of(root)).isEqualTo(UNDISTURBED.get(before));
    }

    private static void migrate(Before before, Path root) {
        try (PostgresArchive archive = PostgresArchive.of(before.source().url());
                MemoryStore memory = MemoryStore.builder()
                        .root(root)
                        .clock(Clock.fixed(HaltingMigration.NOW, ZoneOffset.UTC))
                        .open()) {
            Migrator migrator = Migrator.from(archive)
                    .into(memory)
                    .acceptChangedContents(true)
                    .force(before.force())
                    .build();
            assertThat(migrator.migrateArchivalMemory().success()).isTrue();
            MigratedRows.assertComplete(root, migrator);
        }
    }
}
