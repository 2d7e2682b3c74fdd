package io.lifeos.memory.migration;

import static org.assertj.core.api.Assertions.assertThat;

import io.lifeos.memory.MemoryStore;
import io.lifeos.memory.testing.MemoryOracle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What became of the rows of a source, by their ids, so that two memories can be compared. */
final class MigratedRows {

    private static final Pattern LOG_ENTRY =
            Pattern.compile("(?ms)^## \\d\\d:\\d\\d:\\d\\d UTC\\n<!-- fact:(\\d+) -->$.*?^---$");

    private MigratedRows() {}

    /** All that a memory holds of each row: its fact, its link, its mentions and its entry in the daily log. */
    static Map<String, String> of(Path root) throws IOException {
        Map<String, String> rows = new TreeMap<>();
        try (MemoryStore memory = MemoryStore.openReadOnly(root)) {
            List<String> stored = MemoryOracle.rows(
                    memory.database(),
                    "SELECT l.fact_id || '|' || json_array(l.postgres_memory_id, f.content, f.context, f.timestamp,"
                            + " f.source, f.confidence, f.is_active, f.session_id, f.metadata, hex(l.row_hash), l.edited,"
                            + " l.source_columns, l.model, l.dimensions, hex(l.embedding),"
                            + " (SELECT group_concat(m.said, ', ') FROM (SELECT e.name || ' ' || e.type || ' '"
                            + " || x.mention_text || ' ' || coalesce(x.position, '-') AS said"
                            + " FROM entity_mentions x JOIN entities e ON e.id = x.entity_id"
                            + " WHERE x.fact_id = f.id ORDER BY x.place) m))"
                            + " FROM fact_embeddings l JOIN facts f ON f.id = l.fact_id");
            Map<String, String> entries = logEntries(memory.workspace().dailyLogs());
            for (String row : stored) {
                String factId = row.substring(0, row.indexOf('|'));
                String text = row.substring(factId.length() + 1);
                rows.put(text.substring(0, text.indexOf(',')), text + '\n' + entries.get(factId));
            }
            assertThat(rows).as("source rows of %s links", stored.size()).hasSameSizeAs(stored);
        }
        return rows;
    }

    private static Map<String, String> logEntries(Path folder) throws IOException {
        Map<String, String> entries = new TreeMap<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path log :
                    files.filter(file -> file.toString().endsWith(".md")).toList()) {
                Matcher entry = LOG_ENTRY.matcher(Files.readString(log));
                while (entry.find()) {
                    String text = log.getFileName() + "\n" + entry.group();
                    entries.put(entry.group(1), text.replace("<!-- fact:" + entry.group(1) + " -->", ""));
                }
            }
        }
        return entries;
    }

    /** Asserts what a crash leaves behind: a sound file, and no fact that was migrated without its link. */
    static void assertSoundAfterCrash(Path root) {
        MemoryOracle.assertSoundAfterCrash(root);
        try (MemoryStore memory = MemoryStore.openReadOnly(root)) {
            assertThat(MemoryOracle.rows(
                            memory.database(),
                            "SELECT id FROM facts WHERE source = 'archival_memory'"
                                    + " AND id NOT IN (SELECT fact_id FROM fact_embeddings)"))
                    .as("migrated facts without a link")
                    .isEmpty();
        }
    }

    /** Asserts that every row has its one fact and its one log entry, by a verification too. */
    static void assertComplete(Path root, Migrator migrator) {
        VerificationReport report = migrator.verifyMigration();
        assertThat(report.reason()).isEmpty();
        assertThat(report.success()).isTrue();
        assertSoundAfterCrash(root);
        MemoryOracle.assertSound(root);
    }

    /** An empty folder for a memory, which only its owner may enter. */
    static Path createFolder(Path folder) throws IOException {
        return Files.createDirectory(
                folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }

    /** Copies a memory that no process has open. */
    static void copy(Path root, Path to) throws IOException {
        try (Stream<Path> paths = Files.walk(root)) {
            for (Path path : paths.toList()) {
                Path copy = to.resolve(root.relativize(path));
                if (!Files.isDirectory(copy)) {
                    Files.copy(path, copy, StandardCopyOption.COPY_ATTRIBUTES);
                }
            }
        }
    }
}
