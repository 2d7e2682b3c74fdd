package io.lifeos.memory.backup;

import io.lifeos.memory.MemoryStore;
import io.lifeos.memory.fact.StoreException;
import io.lifeos.memory.testing.MemoryOracle;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.io.TempDir;

/** A small memory with files of every kind, and the places of its backup and of what is restored from it. */
abstract class BackupFixture {

    static final Instant TIME = Instant.parse("2026-01-25T15:07:40Z");

    @TempDir
    Path folder;

    Path root() {
        return folder.resolve("root");
    }

    Path backup() {
        return folder.resolve("backup.zip");
    }

    Path restored() {
        return folder.resolve("above/restored");
    }

    void fill() throws IOException {
        try (MemoryStore memory = MemoryStore.open(root())) {
            memory.retain("KR8TIV sold").happenedAt(TIME).metadata("{\"a\": 1}").save();
            memory.retain("a day later").happenedAt(TIME.plusSeconds(86_400)).save();
            memory.forget(2);
            Files.writeString(root().resolve("SOUL.md"), "what a person wrote, größer");
            Files.writeString(
                    memory.workspace().archives().resolve("2025-12-01.md"), "put away", StandardCharsets.UTF_8);
            Files.createDirectories(root().resolve("projects/größe 記憶"));
            Files.write(root().resolve("projects/größe 記憶/bytes"), new byte[] {0, -1, 13, 10});
            Files.createDirectory(root().resolve("projects/empty"));
            Files.writeString(root().resolve("projects/with \\ and : and %"), "odd");
        }
    }

    static List<String> tables(Path root) {
        try (MemoryStore memory = MemoryStore.openReadOnly(root)) {
            return List.of(
                    MemoryOracle.rows(
                                    memory.database(),
                                    "SELECT json_array(id, content, timestamp, metadata, is_active,"
                                            + " recorded_at) FROM facts")
                            .toString(),
                    MemoryOracle.rows(
                                    memory.database(),
                                    "SELECT json_array(fact_id, entity_id, position) FROM entity_mentions")
                            .toString());
        }
    }

    /** Writes the backup's entries and more, with a manifest that fits. */
    void forge(Path forged, Map<String, byte[]> more) throws IOException {
        Map<String, byte[]> contents = new LinkedHashMap<>();
        try (ZipFile zip = new ZipFile(backup().toFile())) {
            for (ZipEntry entry : zip.stream().toList()) {
                contents.put(entry.getName(), zip.getInputStream(entry).readAllBytes());
            }
        }
        contents.remove(BackupManifest.NAME);
        contents.putAll(more);
        List<ZipEntry> entries = new ArrayList<>();
        try (OutputStream file = Files.newOutputStream(forged);
                ZipOutputStream out = new ZipOutputStream(file)) {
            for (Map.Entry<String, byte[]> content : contents.entrySet()) {
                ZipEntry entry = new ZipEntry(content.getKey());
                out.putNextEntry(entry);
                out.write(content.getValue());
                out.closeEntry();
                entries.add(entry);
            }
            out.putNextEntry(new ZipEntry(BackupManifest.NAME));
            out.write(new BackupManifest(
                            Clock.systemUTC().instant(), 2, new BackupEntries(entries, StoreException::new).checksum())
                    .toJson());
        }
    }
}
