package io.lifeos.memory.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.lifeos.memory.MemoryStore;
import io.lifeos.memory.database.DatabaseManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Says whether a memory is sound, whatever was done to it. Looks without repairing. */
public final class MemoryOracle {

    private static final Pattern DAILY_LOG = Pattern.compile("(\\d{4}-\\d\\d-\\d\\d)\\.md");
    private static final Pattern ENTRY = Pattern.compile("(?m)^## \\d\\d:\\d\\d:\\d\\d UTC\\n<!-- fact:(\\d+) -->$");

    private static final String OUTBOX = "SELECT day || ' fact:' || fact_id FROM outbox";
    private static final String ENTRIES_DUE =
            "SELECT substr(timestamp, 1, 10) || ' fact:' || id FROM facts WHERE recorded_at IS NOT NULL";

    private MemoryOracle() {}

    /**
     * Asserts that the file is whole and its full-text index in step; that each link has its fact, and no source row has
     * two; that the outbox is empty; that only the owner can read what is in the folder; and that each fact that was
     * stored by this library has one marked entry in the log of its day, or in its late log, and no log has any other.
     *
     * @param root the memory's folder; no process has it open
     */
    public static void assertSound(Path root) {
        try (MemoryStore memory = MemoryStore.openReadOnly(root)) {
            DatabaseManager database = memory.database();
            assertFileSound(database);
            assertThat(rows(database, OUTBOX)).as("outbox").isEmpty();
            assertThat(entries(memory.workspace().dailyLogs()))
                    .as("entries of the daily logs")
                    .containsExactlyInAnyOrderElementsOf(rows(database, ENTRIES_DUE));
        }
        assertPrivate(root);
    }

    /**
     * Asserts what a crash at any moment leaves behind: all that {@link #assertSound} asks for, but that a daily log may
     * not be in step where the outbox says so.
     *
     * @param root the memory's folder; no process has it open
     */
    public static void assertSoundAfterCrash(Path root) {
        try (MemoryStore memory = MemoryStore.openReadOnly(root)) {
            DatabaseManager database = memory.database();
            assertFileSound(database);
            List<String> entries = entries(memory.workspace().dailyLogs());
            assertThat(entries).as("entries of the daily logs").doesNotHaveDuplicates();
            Set<String> outOfStep = new HashSet<>(rows(database, ENTRIES_DUE));
            entries.stream().filter(entry -> !outOfStep.remove(entry)).toList().forEach(outOfStep::add);
            outOfStep.removeAll(new HashSet<>(rows(database, OUTBOX)));
            assertThat(outOfStep)
                    .as("entries that no opening would put in order")
                    .isEmpty();
        }
        assertPrivate(root);
    }

    private static void assertFileSound(DatabaseManager database) {
        assertThat(database.checkIntegrity().problems()).isEmpty();
        assertThat(rows(database, "SELECT fact_id FROM fact_embeddings WHERE fact_id NOT IN (SELECT id FROM facts)"))
                .as("links whose fact is gone")
                .isEmpty();
        assertThat(rows(
                        database,
                        "SELECT postgres_memory_id FROM fact_embeddings WHERE postgres_memory_id IS NOT NULL"
                                + " GROUP BY source_id, postgres_memory_id HAVING COUNT(*) > 1"))
                .as("source rows with more than one fact")
                .isEmpty();
    }

    /** Asserts that all folders are 0700 and all files 0600, the root included. */
    public static void assertPrivate(Path root) {
        try (Stream<Path> paths = Files.walk(root)) {
            assertThat(paths)
                    .isNotEmpty()
                    .allSatisfy(path -> assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                            .as("permissions of %s", path)
                            .isEqualTo(Files.isDirectory(path) ? "rwx------" : "rw-------"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The first column of a query, as text. */
    public static List<String> rows(DatabaseManager database, String sql) {
        return database.read(connection -> {
            List<String> rows = new ArrayList<>();
            try (Statement statement = connection.createStatement();
                    ResultSet result = statement.executeQuery(sql)) {
                while (result.next()) {
                    rows.add(result.getString(1));
                }
            }
            return rows;
        });
    }

    /** The marked entries of all daily logs and late logs of a folder, each as {@code 2026-01-25 fact:42}. */
    public static List<String> entries(Path dailyLogs) {
        List<String> entries = new ArrayList<>();
        try (Stream<Path> logs = Files.walk(dailyLogs, 2)) {
            for (Path log : logs.filter(log -> !log.startsWith(dailyLogs.resolve("archives")))
                    .toList()) {
                Matcher name = DAILY_LOG.matcher(log.getFileName().toString());
                if (name.matches() && Files.isRegularFile(log)) {
                    Matcher entry = ENTRY.matcher(Files.readString(log, StandardCharsets.ISO_8859_1));
                    while (entry.find()) {
                        entries.add(name.group(1) + " fact:" + entry.group(1));
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return entries;
    }
}
