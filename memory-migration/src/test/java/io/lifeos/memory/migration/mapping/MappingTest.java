package io.lifeos.memory.migration.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import io.lifeos.memory.archive.ArchiveColumn;
import io.lifeos.memory.archive.profile.ColumnRole;
import io.lifeos.memory.archive.profile.TableProfile;
import io.lifeos.memory.archive.row.ArchivalId;
import io.lifeos.memory.archive.row.ArchivalMemory;
import io.lifeos.memory.archive.row.Embedding;
import io.lifeos.memory.archive.row.EmbeddingForm;
import io.lifeos.memory.archive.row.MappingVersion;
import io.lifeos.memory.archive.row.TableLayout;
import io.lifeos.memory.archive.row.VectorText;
import io.lifeos.memory.fact.EntityExtractor;
import io.lifeos.memory.fact.NewFact;
import io.lifeos.memory.fact.StoredTime;
import io.lifeos.memory.jdbc.FloatBytes;
import io.lifeos.memory.json.Json;
import io.lifeos.memory.migration.link.NewLink;
import io.lifeos.memory.migration.link.StoredMemory;
import java.time.Instant;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A row comes back from its fact, whatever it says; no server is asked. */
class MappingTest {

    private static final int ROWS = 300;

    private static final List<ArchiveColumn> COMMON = List.of(
            ArchiveColumn.of("content", "text", ColumnRole.CONTENT),
            ArchiveColumn.of("owner", "text", ColumnRole.SCOPE),
            ArchiveColumn.of("n", "bigint", ColumnRole.FIELD),
            ArchiveColumn.of("yes", "boolean", ColumnRole.FIELD),
            ArchiveColumn.of("doc", "jsonb", ColumnRole.FIELD),
            ArchiveColumn.of("price", "double precision", ColumnRole.FIELD),
            ArchiveColumn.of("tags", "text[]", ColumnRole.TAGS),
            ArchiveColumn.of("confidence", "text", ColumnRole.CONFIDENCE),
            ArchiveColumn.of("embedding_model", "text", ColumnRole.MODEL),
            ArchiveColumn.of("embedding_config", "json", ColumnRole.EMBEDDING_CONFIG),
            ArchiveColumn.of("recalls", "integer", ColumnRole.COUNTER),
            ArchiveColumn.of("rest", "text", ColumnRole.EXTRA));

    /** Tables that differ in what decides about the way back. */
    @SuppressWarnings("ImmutableEnumChecker") // a layout never changes
    enum Shape {
        INTEGER_KEY(
                builder("UTC")
                        .key(List.of("id"), true)
                        .time("created_at", "timestamp with time zone")
                        .embedding("embedding", EmbeddingForm.REAL_ARRAY),
                ArchiveColumn.of("id", "bigint", ColumnRole.KEY),
                ArchiveColumn.of("metadata", "json", ColumnRole.METADATA),
                ArchiveColumn.of("session_id", "text", ColumnRole.SESSION),
                ArchiveColumn.of("context", "text", ColumnRole.CONTEXT),
                ArchiveColumn.of("created_at", "timestamp with time zone", ColumnRole.CREATED_AT),
                ArchiveColumn.of("embedding", "real[]", ColumnRole.EMBEDDING)),
        COMPOUND_KEY_WITH_THE_TIME(
                builder("Europe/Berlin")
                        .key(List.of("a", "created_at"), false)
                        .time("created_at", "timestamp without time zone")
                        .embedding("embedding", EmbeddingForm.PGVECTOR),
                ArchiveColumn.of("a", "uuid", ColumnRole.KEY),
                ArchiveColumn.of("created_at", "timestamp without time zone", ColumnRole.CREATED_AT),
                ArchiveColumn.of("metadata", "text", ColumnRole.METADATA),
                ArchiveColumn.of("embedding", "vector", ColumnRole.EMBEDDING)),
        TEXT_KEY_AND_VECTORS_AS_TEXT(
                builder("America/New_York")
                        .key(List.of("id"), false)
                        .time("day", "date")
                        .embedding("embedding", null),
                ArchiveColumn.of("id", "text", ColumnRole.KEY),
                ArchiveColumn.of("metadata", "jsonb", ColumnRole.METADATA),
                ArchiveColumn.of("day", "date", ColumnRole.CREATED_AT),
                ArchiveColumn.of("session_id", "text", ColumnRole.SESSION),
                ArchiveColumn.of("embedding", "text", ColumnRole.EMBEDDING)),
        NEITHER_METADATA_NOR_TIME(
                builder("UTC").key(List.of("id"), true), ArchiveColumn.of("id", "bigint", ColumnRole.KEY));

        private final TableLayout table;

        Shape(TableLayout.Builder table, ArchiveColumn... columns) {
            this.table = table.columns(
                            Stream.concat(Stream.of(columns), COMMON.stream()).toList(), List.of())
                    .build();
        }

        private static TableLayout.Builder builder(String zone) {
            return TableLayout.builder(TableProfile.ARCHIVAL_MEMORY, ZoneId.of(zone))
                    .named("public", "notes", "\"public\".\"notes\"");
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_generated_row_comes_back_from_its_fact(Shape shape) throws JsonProcessingException {
        long seed = Long.getLong("lifeos.seed", System.nanoTime());
        System.out.println("MappingTest: -Dlifeos.seed=" + seed);
        Random random = new Random(seed);
        Mapping named = new Mapping(shape.table, EntityExtractor.standard(), Optional.of("default model"));
        Mapping unnamed = new Mapping(shape.table, EntityExtractor.standard(), Optional.empty());
        for (int i = 0; i < ROWS; i++) {
            Mapping mapping = random.nextBoolean() ? named : unnamed;
            ArchivalMemory row = row(shape.table, i, random);
            StoredMemory stored = stored(mapping.map(row, mapping.hash(row), false));
            ArchivalMemory restored = mapping.restore(stored);
            String said = "-Dlifeos.seed=" + seed + ", row " + i;
            assertThat(restored.id()).as(said).isEqualTo(row.id());
            assertThat(restored.texts()).as(said).isEqualTo(row.texts());
            assertThat(restored.embedding()).as(said).isEqualTo(row.embedding());
            assertThat(mapping.hash(restored)).as(said).isEqualTo(mapping.hash(row));
            assertThat(mapping.differences(restored, row)).as(said).isEmpty();
            assertThat(mapping.strayFields(stored, restored)).as(said).isEmpty();
        }
    }

    private static ArchivalMemory row(TableLayout table, int number, Random random) {
        RandomTexts texts = new RandomTexts(random);
        Map<String, @Nullable String> values = new LinkedHashMap<>();
        Optional<Embedding> embedding = Optional.empty();
        for (ArchiveColumn column : table.columns()) {
            boolean mayBeNull =
                    column.role() != ColumnRole.CONTENT && !table.key().contains(column.name());
            boolean isNull = mayBeNull && random.nextInt(4) == 0;
            if (column.role() == ColumnRole.EMBEDDING && !isNull) {
                String text = random.nextBoolean() || table.embeddingForm().isEmpty() ? texts.vector() : null;
                Optional<VectorText> read = Optional.ofNullable(text).flatMap(VectorText::parse);
                embedding = text == null
                        ? Optional.of(Embedding.ofLittleEndian(FloatBytes.of(texts.floats())))
                        : read.map(VectorText::embedding);
                boolean isExact = table.embeddingForm().isPresent()
                        && read.filter(VectorText::exact).isPresent();
                values.put(column.name(), isExact ? null : text);
            } else if (column.role() != ColumnRole.KEY) {
                values.put(column.name(), isNull ? null : value(column, texts, random));
            }
        }
        return new ArchivalMemory(table, id(table, number, values, texts), values, embedding);
    }

    private static ArchivalId id(
            TableLayout table, int number, Map<String, @Nullable String> values, RandomTexts texts) {
        return table.id(table.key().stream()
                .map(name -> {
                    String value = values.get(name);
                    return value != null ? value : table.hasIntegerKey() ? "" + number : texts.text();
                })
                .toList());
    }

    private static String value(ArchiveColumn column, RandomTexts texts, Random random) {
        if (column.role() == ColumnRole.CREATED_AT) {
            return texts.time(column.type());
        }
        if (column.role() == ColumnRole.EMBEDDING_CONFIG && random.nextBoolean()) {
            return "{\"embedding_dim\": " + (1 + random.nextInt(5)) + ", \"embedding_model\": \"m\"}";
        }
        return switch (column.type()) {
            case "json", "jsonb" -> texts.json(3);
            case "bigint", "integer" -> texts.any(List.of("7", "0", "-1", "" + random.nextLong()));
            case "boolean" -> texts.any(List.of("true", "false"));
            case "double precision" -> texts.number();
            case "text[]" -> texts.any(List.of("{}", "{a,\"b c\"}", "{NULL}", "{{a},{b}}", "{\"\\\"\"}", "[\"a\"]"));
            default -> random.nextInt(3) == 0 ? texts.json(2) : texts.text();
        };
    }

    /** The fact as the file gives it back: one without a time has got that of its import. */
    private static StoredMemory stored(MappedMemory mapped) throws JsonProcessingException {
        NewFact fact = mapped.fact();
        NewLink link = mapped.origin();
        Instant time = fact.happenedAt().orElse(Instant.parse("2026-02-03T04:05:06Z"));
        return new StoredMemory(
                link.id(),
                1,
                fact.content(),
                fact.context(),
                Optional.of(StoredTime.parse(StoredTime.format(time))),
                fact.source(),
                fact.confidence(),
                fact.assistantOutput(),
                fact.sessionId(),
                fact.metadata(),
                fact.owners(),
                columns(link),
                link.model(),
                link.embedding().stream().mapToInt(Embedding::dimensions).findFirst(),
                link.sourceDimensions(),
                link.embedding().map(vector -> Embedding.ofLittleEndian(vector.toLittleEndian())),
                MappingVersion.CURRENT,
                List.of());
    }

    private static Map<String, @Nullable String> columns(NewLink link) throws JsonProcessingException {
        return Json.mapper()
                .readValue(Json.write(link.columns()), new TypeReference<LinkedHashMap<String, @Nullable String>>() {});
    }
}
