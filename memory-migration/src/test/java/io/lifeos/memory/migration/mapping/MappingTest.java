package io.lifeos.memory.migration.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import io.lifeos.memory.archive.ArchiveColumn;
import io.lifeos.memory.archive.file.FileArchive;
import io.lifeos.memory.archive.profile.ColumnRole;
import io.lifeos.memory.archive.row.ArchivalId;
import io.lifeos.memory.archive.row.ArchivalMemory;
import io.lifeos.memory.archive.row.ArchiveSnapshot;
import io.lifeos.memory.archive.row.SnapshotArchive;
import io.lifeos.memory.archive.row.TableLayout;
import io.lifeos.memory.archive.table.TableSpec;
import io.lifeos.memory.fact.NewFact;
import io.lifeos.memory.migration.link.NewLink;
import io.lifeos.memory.migration.link.StoredMemory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A row comes back from its fact, whatever it says; no server is asked. */
class MappingTest {

    private static final int ROWS = 1_000;

    private static final List<String> TEXTS = List.of(
            "",
            " ",
            "a",
            "7",
            "007",
            "null",
            "high",
            "0.5",
            "NaN",
            "\"",
            "\\",
            "}",
            ", ",
            "{}",
            "[]",
            "[1,\"a\"]",
            "{\"topic\": \"a\"}",
            "{\"topic\": \"a\", \"context\": \"b\", \"tags\": [\"x\", {}]}",
            "\"{\\\"confidence\\\": \\\"low\\\"}\"",
            "{\"metadata\": [1]}",
            "{\"topic\": \"a\"} {}",
            "{\"topic\":",
            " { \"session_id\" : \"s\" , \"created_at\" : \"2026-01-25\" } ",
            "{\"confidence\": 1e999}",
            "infinity",
            "-infinity",
            "0044-03-15 12:00:00 BC",
            "0001-01-01 00:00:00",
            "9999-12-31 23:59:59.999999",
            "12000-01-01 00:00:00",
            "2026-01-25 10:00:00.5",
            "2026-01-25T10:00:00Z",
            "1769353660.123",
            "Gr\u00f6\u00dfe \ud83d\udcc8\u2028 \u0001",
            "{a,\"b c\",NULL}",
            "#tag, other");

    @TempDir
    Path folder;

    @Test
    void a_generated_row_comes_back_from_its_fact() throws IOException {
        long seed = System.nanoTime();
        System.out.println("MappingTest seed " + seed);
        Random random = new Random(seed);
        Path dump = folder.resolve("notes.csv");
        Files.writeString(
                dump, "id,content,metadata,topic,confidence,tags,session_id,context,created_at,extra\n1,a,{},,,,,,,\n");
        TableSpec table = TableSpec.named("notes")
                .id("id")
                .content("content")
                .metadata("metadata")
                .scope("topic")
                .confidence("confidence")
                .tags("tags")
                .sessionId("session_id")
                .context("context")
                .createdAt("created_at");
        try (FileArchive archive = FileArchive.builder(dump).table(table).build();
                ArchiveSnapshot snapshot = SnapshotArchive.of(archive).openSnapshot()) {
            Mapping mapping = new Mapping(snapshot.table(), text -> List.of(), Optional.empty());
            for (int i = 0; i < ROWS; i++) {
                ArchivalMemory row = row(snapshot.table(), i, random);
                StoredMemory stored = stored(mapping.map(row, mapping.hash(row), false));
                ArchivalMemory restored = mapping.restore(stored);
                assertThat(restored.texts()).as("seed %s", seed).isEqualTo(row.texts());
                assertThat(mapping.hash(restored)).as("seed %s", seed).isEqualTo(mapping.hash(row));
                assertThat(mapping.strayFields(stored, restored))
                        .as("seed %s", seed)
                        .isEmpty();
            }
        }
    }

    private static ArchivalMemory row(TableLayout table, int id, Random random) {
        Map<String, @Nullable String> texts = new LinkedHashMap<>();
        for (ArchiveColumn column : table.columns()) {
            if (column.role() != ColumnRole.KEY) {
                boolean isNull = column.role() != ColumnRole.CONTENT && random.nextInt(4) == 0;
                texts.put(column.name(), isNull ? null : TEXTS.get(random.nextInt(TEXTS.size())));
            }
        }
        return new ArchivalMemory(table, ArchivalId.ofInteger(id), texts, Optional.empty());
    }

    /** The fact as the file gives it back: one without a time has got that of its import. */
    private static StoredMemory stored(MappedMemory mapped) {
        NewFact fact = mapped.fact();
        NewLink link = mapped.origin();
        return new StoredMemory(
                link.id(),
                1,
                fact.content(),
                fact.context(),
                fact.happenedAt().or(() -> Optional.of(Instant.parse("2026-02-03T04:05:06Z"))),
                fact.source(),
                fact.confidence(),
                fact.assistantOutput(),
                fact.sessionId(),
                fact.metadata(),
                link.columns(),
                link.model(),
                OptionalInt.empty(),
                link.sourceDimensions(),
                link.embedding(),
                List.of());
    }
}
