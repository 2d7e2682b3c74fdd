package io.lifeos.memory.backup;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.lifeos.memory.fact.IncompatibleStoreException;
import io.lifeos.memory.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;

/**
 * The last entry of a backup, which identifies the file and describes the entries before it.
 *
 * @param createdAt the time at which the backup was made
 * @param facts the number of facts
 * @param entries the checksum of the names and checksums of all other entries, in order
 */
record BackupManifest(Instant createdAt, long facts, long entries) {

    static final String NAME = "lifeos-memory-backup.json";

    private static final String FORMAT = "lifeos-memory-backup";
    private static final int VERSION = 1;

    static long checksum(List<ZipEntry> entries) {
        CRC32 checksum = new CRC32();
        for (ZipEntry entry : entries) {
            checksum.update((entry.getName() + '\0' + entry.getCrc() + '\0').getBytes(StandardCharsets.UTF_8));
        }
        return checksum.getValue();
    }

    byte[] toJson() {
        Map<String, Object> json = new TreeMap<>(Map.of(
                "format",
                FORMAT,
                "version",
                VERSION,
                "createdAt",
                createdAt.toString(),
                "facts",
                facts,
                "entries",
                entries));
        try {
            return Json.mapper().writerWithDefaultPrettyPrinter().writeValueAsBytes(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Strings and numbers always have a form in JSON.", e);
        }
    }

    static BackupManifest of(byte[] bytes, Path backup) throws IOException {
        JsonNode json = Json.mapper().readTree(bytes);
        if (!json.path("format").asText().equals(FORMAT)) {
            throw notABackup(backup);
        }
        if (json.path("version").asInt() > VERSION) {
            throw new IncompatibleStoreException(
                    "The backup " + backup + " has format version " + json.path("version") + ", newer than " + VERSION
                            + ", which this library knows; nothing was stored; use a newer library.");
        }
        try {
            return new BackupManifest(
                    Instant.parse(json.path("createdAt").asText()),
                    json.path("facts").asLong(),
                    json.path("entries").asLong());
        } catch (DateTimeException noTime) {
            throw notABackup(backup);
        }
    }

    static IncompatibleStoreException notABackup(Path file) {
        return new IncompatibleStoreException(
                "The file " + file + " is not a backup of a memory; nothing was stored; name one that backup made.");
    }
}
