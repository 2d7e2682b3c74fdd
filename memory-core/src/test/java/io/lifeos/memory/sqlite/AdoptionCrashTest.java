package io.lifeos.memory.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import io.lifeos.memory.MemoryStore;
import io.lifeos.memory.database.Durability;
import io.lifeos.memory.testing.ChildJvm;
import io.lifeos.memory.testing.MemoryOracle;
import io.lifeos.memory.testing.PythonMemory;
import io.lifeos.memory.testing.PythonMemory.Shape;
import io.lifeos.memory.workspace.Workspace;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Halts an adoption at each kind of point, in files of all shapes, and has several processes adopt one file at once. */
class AdoptionCrashTest {

    static final int HALTED = 86;

    @TempDir
    Path folder;

    record Halt(Shape shape, String before) {}

    static Stream<Halt> everywhere() {
        Stream<Halt> ofEachShape = Stream.of(Shape.values())
                .flatMap(shape -> Stream.of("ALTER TABLE facts ADD COLUMN recorded_at", "COMMIT", "return")
                        .map(step -> new Halt(shape, step)));
        Stream<Halt> ofOne = Stream.of(
                        "BEGIN",
                        "copy",
                        "ALTER TABLE facts ADD COLUMN is_active",
                        "CREATE INDEX idx_facts_session",
                        "INSERT INTO facts_fts",
                        "ALTER TABLE fact_embeddings ADD COLUMN embedding",
                        "CREATE UNIQUE INDEX",
                        "CREATE TRIGGER facts_edited",
                        "CREATE TABLE outbox",
                        "INSERT OR IGNORE INTO schema_info")
                .map(step -> new Halt(Shape.FIRST, step));
        return Stream.concat(ofOne, ofEachShape);
    }

    @ParameterizedTest
    @MethodSource("everywhere")
    void an_adoption_that_halts_leaves_the_file_as_it_was_or_adopted(Halt halt) throws Exception {
        Path root = PythonMemory.createWithOddities(folder.resolve("root"), halt.shape());
        List<String> queries = PythonMemory.queriesForEverything(root);
        List<String> before = PythonMemory.everything(root.resolve("jarvis.db"), queries);
        Files.writeString(root.resolve("jarvis.db.before-adoption.draft"), "half of a copy");
        Files.writeString(root.resolve("jarvis.db.before-adoption.draft-journal"), "of an earlier crash");

        try (ChildJvm child = ChildJvm.of(HaltingAdoption.class, root.toString(), halt.before())
                .start()) {
            assertThat(child.waitFor()).as(child.output()).isEqualTo(HALTED);
        }

        Path file = root.resolve("jarvis.db");
        assertThat(PythonMemory.everything(file, queries)).isEqualTo(before);
        assertThat(SqliteDatabase.isUnadopted(file)).isEqualTo(!halt.before().equals("return"));
        for (Path copy : copies(root)) {
            assertThat(PythonMemory.everything(copy, queries)).isEqualTo(before);
        }
        try (PythonMemory python = PythonMemory.open(root)) {
            assertThat(python.query("PRAGMA integrity_check")).containsExactly("ok");
            python.execute("INSERT INTO facts (content) VALUES ('by python meanwhile')");
        }
        MemoryStore.open(root).close();
        assertThat(PythonMemory.everything(file, List.of("SELECT id FROM facts")))
                .contains("SELECT id FROM facts | 1");
        assertThat(copies(root)).isNotEmpty();
        assertThat(root.resolve("jarvis.db.before-adoption.draft")).doesNotExist();
        MemoryOracle.assertSound(root);
    }

    /** The copies that are whole. */
    private static List<Path> copies(Path root) throws Exception {
        try (Stream<Path> files = Files.list(root)) {
            return files.filter(path -> path.getFileName().toString().matches("jarvis\\.db\\.before-adoption-.*Z"))
                    .toList();
        }
    }

    /** Adopts a file, and halts before a step, as if the power had gone. */
    static final class HaltingAdoption {

        public static void main(String[] args) throws Exception {
            Workspace workspace = new Workspace(Path.of(args[0]));
            workspace.makePrivate();
            Path file = workspace.database();
            try (Connection writer =
                    SqliteDataSource.writer(file, Durability.FULL).getConnection()) {
                new SchemaInstaller(file, haltingBefore(args[1])).run(writer);
            }
        }

        private static Consumer<String> haltingBefore(String point) {
            return step -> {
                if (step.startsWith(point)) {
                    Runtime.getRuntime().halt(HALTED);
                }
            };
        }
    }

    @Test
    void processes_that_adopt_one_file_at_the_same_moment_adopt_it_once() throws Exception {
        for (int round = 0; round < Opener.ROUNDS; round++) {
            PythonMemory.createWithOddities(folder.resolve("root" + round), Shape.SECOND);
        }
        List<ChildJvm> children = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            children.add(ChildJvm.of(Opener.class, folder.toString()).start());
        }
        for (ChildJvm child : children) {
            child.awaitOutput("ready");
        }
        Files.createFile(folder.resolve("go"));
        for (ChildJvm child : children) {
            assertThat(child.waitFor()).as(child.output()).isZero();
            child.close();
        }
        for (int round = 0; round < Opener.ROUNDS; round++) {
            Path root = folder.resolve("root" + round);
            assertThat(copies(root)).hasSize(1);
            MemoryOracle.assertSound(root);
            try (PythonMemory python = PythonMemory.open(root)) {
                assertThat(python.query("SELECT id FROM facts WHERE source = 'of one of three'"))
                        .hasSize(3);
            }
        }
    }

    /** Opens one memory after the other as soon as it is told to. */
    static final class Opener {

        static final int ROUNDS = 10;

        public static void main(String[] args) throws Exception {
            Path folder = Path.of(args[0]);
            System.out.println("ready");
            while (!Files.exists(folder.resolve("go"))) {
                Thread.onSpinWait();
            }
            for (int round = 0; round < ROUNDS; round++) {
                try (MemoryStore memory = MemoryStore.open(folder.resolve("root" + round))) {
                    memory.retain("by one of three").source("of one of three").save();
                }
            }
        }
    }
}
