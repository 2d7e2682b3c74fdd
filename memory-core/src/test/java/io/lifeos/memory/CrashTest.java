package io.lifeos.memory;

import static org.assertj.core.api.Assertions.assertThat;

import io.lifeos.memory.testing.ChildJvm;
import io.lifeos.memory.testing.MemoryOracle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Statement;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CrashTest {

    private static final Instant TIME = Instant.parse("2026-01-25T15:07:40Z");

    @TempDir
    Path root;

    @Test
    void a_process_that_is_killed_at_any_moment_loses_and_doubles_nothing() throws Exception {
        long seed = System.nanoTime();
        System.out.println("CrashTest seed " + seed);
        Random random = new Random(seed);
        for (int round = 0; round < 10; round++) {
            String name = "round" + round;
            String output;
            try (ChildJvm child = ChildJvm.of(Retainer.class, root.toString(), name, "1000000")
                    .start()) {
                child.awaitOutput("saved");
                Thread.sleep(random.nextInt(150));
                child.kill();
                output = child.output();
            }
            MemoryStore.open(root).close();
            MemoryOracle.assertSound(root);
            List<String> acknowledged = output.lines()
                    .filter(line -> line.matches("saved \\d+;"))
                    .map(line -> line.replaceAll("saved (\\d+);", "$1"))
                    .toList();
            assertThat(stored(name)).as("seed %s", seed).doesNotHaveDuplicates().containsAll(acknowledged);
        }
    }

    @Test
    void two_processes_that_retain_at_once_lose_and_double_nothing() throws Exception {
        try (ChildJvm one = ChildJvm.of(Retainer.class, root.toString(), "one", "150")
                        .start();
                ChildJvm other = ChildJvm.of(Retainer.class, root.toString(), "other", "150")
                        .start()) {
            assertThat(one.waitFor()).as(one.output()).isZero();
            assertThat(other.waitFor()).as(other.output()).isZero();
        }
        MemoryOracle.assertSound(root);
        assertThat(stored("one")).hasSize(150).doesNotHaveDuplicates();
        assertThat(stored("other")).hasSize(150).doesNotHaveDuplicates();
    }

    private List<String> stored(String name) {
        try (MemoryStore memory = MemoryStore.openReadOnly(root)) {
            return MemoryOracle.rows(
                    memory.database(), "SELECT context FROM facts WHERE source = '" + name + "' ORDER BY id");
        }
    }

    /** Retains one fact after the other, and tells of each that is saved. */
    static final class Retainer {

        public static void main(String[] args) {
            try (MemoryStore memory = MemoryStore.open(Path.of(args[0]))) {
                for (int i = 0; i < Integer.parseInt(args[2]); i++) {
                    memory.retain("# some content\n---\nabout SOL and @alice\n".repeat(i % 5 + 1))
                            .source(args[1])
                            .context(String.valueOf(i))
                            .happenedAt(TIME.plusSeconds(i % 3 * 86_400L))
                            .save();
                    System.out.println("saved " + i + ";");
                }
            }
        }
    }

    @Test
    void an_entry_that_was_cut_off_anywhere_is_completed() throws Exception {
        Path log;
        try (MemoryStore memory = MemoryStore.open(root)) {
            log = memory.workspace().dailyLog(LocalDate.of(2026, 1, 25));
            memory.retain("first").happenedAt(TIME).save();
            long before = Files.size(log);
            memory.retain("# second\n\n---").happenedAt(TIME).source("a").save();
            byte[] whole = Files.readAllBytes(log);
            for (int size = (int) before; size <= whole.length; size++) {
                Files.write(log, Arrays.copyOf(whole, size));
                leaveBehind(memory, 2);
                memory.writeDailyLogs();
                assertThat(log).as("cut off after %s bytes", size - before).hasBinaryContent(whole);
            }
        }
        MemoryOracle.assertSound(root);
    }

    @Test
    void what_a_crash_left_behind_is_made_good_when_the_memory_is_opened() throws Exception {
        Path log;
        byte[] whole;
        try (MemoryStore memory = MemoryStore.open(root)) {
            log = memory.workspace().dailyLog(LocalDate.of(2026, 1, 25));
            memory.retain("first").happenedAt(TIME).save();
            memory.retain("second").happenedAt(TIME).save();
            whole = Files.readAllBytes(log);
            leaveBehind(memory, 1);
            leaveBehind(memory, 2);
        }
        Files.delete(log);
        Files.writeString(log.resolveSibling(".2026-01-25.md.new"), "half a draft");
        MemoryStore.open(root).close();
        assertThat(log).hasBinaryContent(whole);
        assertThat(log.resolveSibling(".2026-01-25.md.new")).doesNotExist();
        MemoryOracle.assertSound(root);
    }

    @Test
    void an_entry_that_is_there_twice_is_made_one() throws Exception {
        try (MemoryStore memory = MemoryStore.open(root)) {
            Path log = memory.workspace().dailyLog(LocalDate.of(2026, 1, 25));
            memory.retain("first").happenedAt(TIME).save();
            String whole = Files.readString(log);
            Files.writeString(log, whole + whole.substring(whole.indexOf("## ")));
            leaveBehind(memory, 1);
            memory.writeDailyLogs();
            assertThat(log).hasContent(whole);
        }
        MemoryOracle.assertSound(root);
    }

    /** As a crash between the commit and the log's end would. */
    private static void leaveBehind(MemoryStore memory, long fact) {
        memory.database().transaction(connection -> {
            try (Statement statement = connection.createStatement()) {
                return statement.executeUpdate("INSERT INTO outbox (day, fact_id) VALUES ('2026-01-25', " + fact
                        + ") ON CONFLICT DO UPDATE SET changes = changes + 1");
            }
        });
    }
}
