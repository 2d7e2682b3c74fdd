package io.lifeos.memory.backup;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.lifeos.memory.fact.IncompatibleStoreException;
import io.lifeos.memory.json.Json;
import java.io.IOException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

/**
 * The last entry of a backup, which identifies the file and describes the entries before it.
 *
 * @param createdAt the time at which the backup was made
 * @param facts the number of facts
 * @param entries the checksum of the names and checksums of all other entries, in order
 */
record BackupManifest(Instant createdAt, long facts, long entries) {

    static final String NAME = "lifeos-memory-backup.json";

    /** In bytes; a manifest has some hundred. */
    static final int LARGEST = 1 << 14;

    private static final String FORMAT = "lifeos-memory-backup";
    private static final int VERSION = 1;

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
        JsonNode json = parse(bytes, backup);
        if (!json.path("format").asText().equals(FORMAT) || json.path("version").asInt() < 1) {
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

    private static JsonNode parse(byte[] bytes, Path backup) throws IOException {
        try {
            return OwnJson.READER.readTree(bytes);
        } catch (JsonProcessingException noJson) {
            throw notABackup(backup);
        }
    }

    static IncompatibleStoreException notABackup(Path file) {
        return new IncompatibleStoreException(
                "The file " + file + " is not a backup of a memory; nothing was stored; name one that backup made.");
    }
}
