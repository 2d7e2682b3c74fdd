package io.lifeos.memory.backup;

import static org.assertj.core.api.Assertions.assertThat;

import io.lifeos.memory.MemoryStore;
import io.lifeos.memory.database.Durability;
import io.lifeos.memory.testing.ChildJvm;
import io.lifeos.memory.testing.FolderContents;
import io.lifeos.memory.testing.MemoryOracle;
import io.lifeos.memory.testing.PythonMemory;
import io.lifeos.memory.testing.PythonMemory.Shape;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Kills restores, imports, adoptions and repairs as {@code kill -9} does, at moments that nobody chose. */
class KilledWorkTest {

    private static final int KILLS = 4;
    private static final int LONGEST_MILLIS = 400;
    private static final Instant TIME = Instant.parse("2026-01-25T15:07:40Z");
    private static final List<String> FACTS =
            List.of("SELECT id, content, timestamp, is_active FROM facts ORDER BY id");
    private static final String NOTE = "A person's own note.";

    private final long seed = Long.getLong("lifeos.seed", System.nanoTime());
    private final Random random = new Random(seed);

    @TempDir
    Path folder;

    /** What is done to a memory. */
    private enum Work {
        RESTORE,
        IMPORT,
        ADOPTION,
        REPAIR
    }

    private Path template() {
        return folder.resolve("template");
    }

    private static Path made(Path folder, int number) {
        return folder.resolve("made" + number);
    }

    private void fill(int facts) throws Exception {
        try (MemoryStore memory = MemoryStore.builder()
                .root(template())
                .durability(Durability.NORMAL)
                .open()) {
            for (int i = 0; i < facts; i++) {
                memory.retain("fact " + i + " about SOL")
                        .happenedAt(TIME.plusSeconds(i * 30_000L))
                        .save();
            }
        }
    }

    /** Has a process do the work on one memory after the other, and kills it; gives the number of memories that it began. */
    private int kill(Work work) throws Exception {
        try (ChildJvm child =
                ChildJvm.of(Worker.class, work.name(), folder.toString()).start()) {
            child.awaitOutput("begun 1;");
            Thread.sleep(random.nextInt(LONGEST_MILLIS));
            child.kill();
            return (int) child.output()
                    .lines()
                    .filter(line -> line.startsWith("begun"))
                    .count();
        }
    }

    @Test
    void a_restore_that_is_killed_leaves_nothing_or_a_whole_memory() throws Exception {
        fill(40);
        try (MemoryStore memory = MemoryStore.openReadOnly(template())) {
            memory.backup(folder.resolve("backup.zip"));
        }
        Map<String, String> files = FolderContents.of(template(), "jarvis.db");
        for (int round = 0; round < KILLS; round++) {
            int begun = kill(Work.RESTORE);
            for (int i = 0; i < begun; i++) {
                Path made = made(folder, i);
                if (i < begun - 1 || Files.exists(made)) {
                    assertThat(FolderContents.of(made, "jarvis.db")).as(seed()).isEqualTo(files);
                    assertSame(made);
                }
            }
        }
    }

    @Test
    void an_import_that_is_killed_leaves_nothing_or_a_whole_memory() throws Exception {
        fill(40);
        try (MemoryStore memory = MemoryStore.openReadOnly(template())) {
            memory.export(folder.resolve("export.jsonl"));
        }
        for (int round = 0; round < KILLS; round++) {
            int begun = kill(Work.IMPORT);
            for (int i = 0; i < begun; i++) {
                Path made = made(folder, i);
                if (i < begun - 1 || Files.exists(made)) {
                    assertSame(made);
                }
            }
        }
    }

    /** The memory is sound without being opened for writing, and has the facts of the template. */
    private void assertSame(Path made) throws Exception {
        MemoryOracle.assertSound(made);
        assertThat(PythonMemory.everything(made.resolve("jarvis.db"), FACTS))
                .as(seed())
                .isEqualTo(PythonMemory.everything(template().resolve("jarvis.db"), FACTS));
        FolderContents.delete(made);
    }

    @Test
    void an_adoption_that_is_killed_leaves_the_file_as_it_was_or_adopted() throws Exception {
        PythonMemory.createWithOddities(template(), Shape.FIRST);
        try (PythonMemory python = PythonMemory.open(template())) {
            for (int i = 0; i < 400; i++) {
                python.execute("INSERT INTO facts (content) VALUES ('fact " + i + "')");
            }
        }
        List<String> queries = PythonMemory.queriesForEverything(template());
        List<String> before = PythonMemory.everything(template().resolve("jarvis.db"), queries);
        for (int round = 0; round < KILLS; round++) {
            int begun = kill(Work.ADOPTION);
            Path last = made(folder, begun - 1);
            assertThat(PythonMemory.everything(last.resolve("jarvis.db"), queries))
                    .as(seed())
                    .isEqualTo(before);
            for (Path copy : copies(last)) {
                assertThat(PythonMemory.everything(copy, queries)).as(seed()).isEqualTo(before);
            }
            MemoryStore.open(last).close();
            assertThat(copies(last)).as(seed()).isNotEmpty();
            assertThat(last.resolve("jarvis.db.before-adoption.draft")).doesNotExist();
            MemoryOracle.assertSound(last);
            deleteAll(begun);
        }
    }

    private static List<Path> copies(Path root) throws Exception {
        try (Stream<Path> files = Files.list(root)) {
            return files.filter(path -> path.getFileName().toString().matches("jarvis\\.db\\.before-adoption-.*Z"))
                    .toList();
        }
    }

    @Test
    void a_repair_that_is_killed_touches_no_fact_and_is_finished_by_the_next_one() throws Exception {
        fill(60);
        damage();
        List<String> before = PythonMemory.everything(template().resolve("jarvis.db"), FACTS);
        for (int round = 0; round < KILLS; round++) {
            int begun = kill(Work.REPAIR);
            Path last = made(folder, begun - 1);
            assertThat(PythonMemory.everything(last.resolve("jarvis.db"), FACTS))
                    .as(seed())
                    .isEqualTo(before);
            try (MemoryStore memory = MemoryStore.open(last)) {
                assertThat(memory.repair().remaining().problems()).as(seed()).isEmpty();
            }
            MemoryOracle.assertSound(last);
            assertThat(last.resolve("memory/2026-01-25.md"))
                    .content()
                    .as(seed())
                    .containsOnlyOnce(NOTE);
            assertThat(PythonMemory.everything(last.resolve("jarvis.db"), FACTS))
                    .as(seed())
                    .isEqualTo(before);
            deleteAll(begun);
        }
    }

    /** Takes logs, index entries and full text out of step with the facts. */
    private void damage() throws Exception {
        try (PythonMemory file = PythonMemory.open(template())) {
            file.execute("INSERT INTO facts_fts (facts_fts) VALUES ('delete-all')");
            file.execute("PRAGMA foreign_keys = OFF");
            file.execute("INSERT INTO entity_mentions (fact_id, entity_id, mention_text) VALUES (777, 1, 'SOL')");
        }
        try (Stream<Path> logs = Files.list(template().resolve("memory"))) {
            for (Path log : logs.filter(path -> path.toString().endsWith(".md")).toList()) {
                String text = Files.readString(log);
                boolean first = log.endsWith("2026-01-25.md");
                Files.writeString(log, first ? text + "\n" + NOTE + "\n" : text.substring(0, text.indexOf("<!--")));
            }
        }
        Files.delete(template().resolve("memory/2026-01-28.md"));
    }

    private void deleteAll(int begun) throws Exception {
        for (int i = 0; i < begun; i++) {
            FolderContents.delete(made(folder, i));
        }
    }

    private String seed() {
        return "seed " + seed;
    }

    /** Does one kind of work again and again, on a memory of its own each time. */
    static final class Worker {

        public static void main(String[] args) throws Exception {
            Path folder = Path.of(args[1]);
            for (int i = 0; ; i++) {
                begin(Work.valueOf(args[0]), folder, i);
            }
        }

        private static void begin(Work work, Path folder, int number) throws Exception {
            Path root = made(folder, number);
            switch (work) {
                case RESTORE -> {
                    System.out.println("begun " + number + ";");
                    MemoryStore.restore(folder.resolve("backup.zip"), root);
                }
                case IMPORT -> {
                    System.out.println("begun " + number + ";");
                    MemoryStore.importFrom(folder.resolve("export.jsonl"), root);
                }
                case ADOPTION -> {
                    copy(folder.resolve("template"), root);
                    System.out.println("begun " + number + ";");
                    MemoryStore.open(root).close();
                }
                case REPAIR -> {
                    copy(folder.resolve("template"), root);
                    System.out.println("begun " + number + ";");
                    try (MemoryStore memory = MemoryStore.open(root)) {
                        memory.repair();
                    }
                }
            }
        }

        private static void copy(Path from, Path to) throws Exception {
            try (Stream<Path> paths = Files.walk(from)) {
                for (Path path : paths.toList()) {
                    Files.copy(path, to.resolve(from.relativize(path).toString()), StandardCopyOption.COPY_ATTRIBUTES);
                }
            }
        }
    }
}
