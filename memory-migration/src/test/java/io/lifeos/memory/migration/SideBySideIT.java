package io.lifeos.memory.migration;

import static org.assertj.core.api.Assertions.assertThat;

import io.lifeos.memory.MemoryStore;
import io.lifeos.memory.fact.Condition;
import io.lifeos.memory.fact.FactFilter;
import io.lifeos.memory.postgres.PostgresArchive;
import io.lifeos.memory.postgres.testing.Requirement;
import io.lifeos.memory.postgres.testing.TestDatabase;
import io.lifeos.memory.testing.ChildJvm;
import io.lifeos.memory.testing.MemoryOracle;
import io.lifeos.memory.testing.PlainProgram;
import io.lifeos.memory.testing.PythonMemory;
import io.lifeos.memory.testing.PythonMemory.Shape;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A migration into a file into which the Python program retains meanwhile, which waits 5 s at the most. */
class SideBySideIT {

    private static final int ROWS = 3_000;
    private static final int FACTS_OF_PYTHON = 500;
    private static final String WORD = "zebra";

    @TempDir
    Path folder;

    private TestDatabase source;
    private Path root;

    @BeforeEach
    void create() throws Exception {
        source = SourceTableFixture.newDatabase();
        SourceTableFixture.insert(source, 1, ROWS);
        root = PythonMemory.create(folder.resolve("root"), Shape.FIFTH);
        try (PythonMemory python = PythonMemory.open(root)) {
            python.execute("BEGIN");
            for (int id = 1; id <= FACTS_OF_PYTHON; id++) {
                python.link(python.retain("learning " + id + " of @user" + id + " and SOL", "2026-01-25 15:07:40"), id);
            }
            python.execute("COMMIT");
        }
        MemoryStore.open(root).close();
    }

    @AfterEach
    void drop() {
        source.close();
    }

    @Test
    void a_program_in_plain_sqlite_is_not_locked_out() throws Exception {
        try (ChildJvm program = PlainProgram.start(root, WORD)) {
            assertNobodyIsLockedOut(program);
        }
    }

    @Test
    void a_program_in_python_is_not_locked_out() throws Exception {
        Requirement.orSkip(hasPython(), "there is no python3 with sqlite3, so that no program in it can run beside us");
        String script =
                Path.of(SideBySideIT.class.getResource("retain.py").toURI()).toString();
        try (ChildJvm program = ChildJvm.ofCommand("python3", script, root.toString(), WORD)) {
            assertNobodyIsLockedOut(program);
        }
    }

    @Test
    void a_program_in_python_goes_on_while_facts_are_erased_and_after() throws Exception {
        Requirement.orSkip(hasPython(), "there is no python3 with sqlite3, so that no program in it can run beside us");
        FactFilter erased = FactFilter.of(
                Condition.ids(LongStream.rangeClosed(1, 100).boxed().toList()));
        String script =
                Path.of(SideBySideIT.class.getResource("retain.py").toURI()).toString();
        try (MemoryStore memory = MemoryStore.open(root);
                ChildJvm program = ChildJvm.ofCommand("python3", script, root.toString(), WORD)) {
            program.awaitOutput("retaining");
            assertThat(memory.erase(erased).facts()).isEqualTo(100);
            long retained = memory.count();
            while (memory.count() == retained) {
                assertThat(program.output()).as("the program in Python").doesNotContain("Error");
            }
            List<String> contents = PlainProgram.stop(program, root, WORD);
            assertThat(MemoryOracle.rows(memory.database(), "SELECT content FROM facts WHERE content GLOB 'zebra *'"))
                    .containsExactlyInAnyOrderElementsOf(contents);
            assertThat(memory.count(erased)).isZero();
            assertThat(memory.recall("learning").limit(1_000).fetch().hits()).hasSize(FACTS_OF_PYTHON - 100);
        }
        MemoryOracle.assertSound(root);
    }

    private static boolean hasPython() throws InterruptedException {
        try (ChildJvm python = ChildJvm.ofCommand("python3", "-c", "import sqlite3")) {
            return python.waitFor() == 0;
        } catch (IOException notThere) {
            return false;
        }
    }

    private void assertNobodyIsLockedOut(ChildJvm program) throws Exception {
        List<String> retained = new ArrayList<>();
        program.awaitOutput("retaining");
        try (MemoryStore memory = MemoryStore.open(root);
                ChildJvm ours = MigratingProgram.start(root, source.url(), false)) {
            ours.awaitOutput("begun");
            for (int i = 0; !ours.output().contains("done"); i++) {
                retained.add("by an application " + i);
                memory.retain(retained.get(i)).source("application").save();
            }
            assertThat(ours.waitFor()).as(ours.output()).isZero();
            List<String> contents = PlainProgram.stop(program, root, WORD);

            assertThat(contents).isNotEmpty();
            assertThat(MemoryOracle.rows(memory.database(), "SELECT content FROM facts WHERE content GLOB 'zebra *'"))
                    .containsExactlyInAnyOrderElementsOf(contents);
            assertThat(MemoryOracle.rows(memory.database(), "SELECT content FROM facts WHERE source = 'application'"))
                    .isEqualTo(retained);
            assertThat(memory.recall(WORD).limit(1_000).fetch().hits()).hasSize(Math.min(1_000, contents.size()));
            try (PythonMemory python = PythonMemory.open(root)) {
                assertThat(python.search(WORD)).hasSameSizeAs(contents);
                assertThat(python.search("learning")).hasSize(ROWS);
            }
            assertThat(MemoryOracle.rows(
                            memory.database(), "SELECT COUNT(*) FROM fact_embeddings WHERE postgres_id IS NOT NULL"))
                    .containsExactly(String.valueOf(ROWS));
        }
        assertProven();
    }

    private void assertProven() {
        try (MemoryStore memory = MemoryStore.open(root);
                PostgresArchive archive = PostgresArchive.of(source.url())) {
            MigrationResult result = Migrator.from(archive).into(memory).build().migrate();
            assertThat(result.success()).isTrue();
            assertThat(result.run().skipped()).isEqualTo(ROWS);
        }
        MemoryOracle.assertSound(root);
    }
}
