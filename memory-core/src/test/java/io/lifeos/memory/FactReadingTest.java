package io.lifeos.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.entry;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.lifeos.memory.fact.Fact;
import io.lifeos.memory.fact.Origin;
import io.lifeos.memory.jdbc.Jdbc;
import io.lifeos.memory.testing.PythonMemory;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A fact tells its metadata as values, and which row it came from. */
class FactReadingTest extends MemoryFixture {

    FactReadingTest() {
        super(Instant.parse("2026-01-25T15:07:40Z"));
    }

    record Trade(
            String token,
            @JsonProperty("unit_price") double price,
            List<String> tags,
            @Nullable Trade before) {}

    @Test
    void metadata_is_read_as_a_map() {
        Fact fact = memory.retain("a")
                .metadata("{\"s\": \"x\", \"i\": 7, \"l\": 12345678901, \"d\": 0.5, \"b\": true, \"n\": null,"
                        + " \"list\": [1, \"a\"], \"map\": {\"z\": 1, \"a\": 2}}")
                .save();
        Fact read = memory.find(fact.id()).orElseThrow();
        assertThat(read.metadataMap())
                .containsExactly(
                        entry("s", "x"),
                        entry("i", 7),
                        entry("l", 12_345_678_901L),
                        entry("d", 0.5),
                        entry("b", true),
                        entry("n", null),
                        entry("list", Arrays.asList(1, "a")),
                        entry("map", Map.of("z", 1, "a", 2)));
        read.metadataMap().clear();
        assertThat(read.metadataMap()).hasSize(8);
    }

    @ParameterizedTest
    @ValueSource(strings = {"[1, 2]", "7", "null", "\"text\""})
    void metadata_that_is_no_object_is_an_empty_map(String json) {
        Fact fact = memory.retain("a").metadata(json).save();
        assertThat(fact.metadataMap()).isEmpty();
        assertThat(memory.retain("a").save().metadataMap()).isEmpty();
        assertThat(Fact.builder(1, "a", Instant.EPOCH)
                        .metadata("{\"cut")
                        .build()
                        .metadataMap())
                .isEmpty();
    }

    @Test
    void deep_metadata_is_read() {
        int depth = 50_000;
        Fact fact = memory.retain("a")
                .metadata("{\"deep\":" + "[".repeat(depth) + "]".repeat(depth) + "}")
                .save();
        assertThat(fact.metadataMap().get("deep")).isInstanceOf(List.class);
    }

    @Test
    void metadata_is_read_as_a_type_of_the_hosts_own() {
        Fact fact = memory.retain("a")
                .metadata("{\"token\":\"SOL\",\"unit_price\":0.12,\"tags\":[\"a\"],\"unknown\":1}")
                .save();
        assertThat(fact.metadata(Trade.class)).contains(new Trade("SOL", 0.12, List.of("a"), null));
        assertThat(memory.retain("a").save().metadata(Trade.class)).isEmpty();
        assertThat(memory.retain("a").metadata("null").save().metadata(Trade.class))
                .isEmpty();
        assertThat(memory.retain("a").metadata("[1, 2]").save().metadata(int[].class))
                .hasValueSatisfying(numbers -> assertThat(numbers).containsExactly(1, 2));
    }

    @Test
    void metadata_that_does_not_fit_a_type_says_so() {
        Fact fact = memory.retain("a").metadata("{\"unit_price\":\"dear\"}").save();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> fact.metadata(Trade.class))
                .withMessageStartingWith("The metadata of fact " + fact.id() + " cannot be read as ")
                .withMessageContaining("dear");
        Fact broken = Fact.builder(7, "a", Instant.EPOCH).metadata("{\"cut").build();
        assertThatIllegalArgumentException().isThrownBy(() -> broken.metadata(Trade.class));
    }

    @Test
    void a_migrated_fact_tells_its_row_wherever_it_is_read() {
        memory.retain("KR8TIV one").save();
        memory.retain("KR8TIV two").save();
        memory.retain("KR8TIV three").save();
        memory.database().write(connection -> {
            Jdbc jdbc = new Jdbc(connection);
            jdbc.update("INSERT INTO migration_sources (id, identity) VALUES (1, '77/jarvis/public.archival_memory')");
            jdbc.update("INSERT INTO fact_embeddings (fact_id, source_id, postgres_memory_id, source_columns)"
                    + " VALUES (1, 1, 41, '{\"lang\":\"en\",\"size\":\"7\",\"none\":null}'), (2, 1, '007', '{broken')");
        });
        Origin first = new Origin(
                Optional.of("77/jarvis/public.archival_memory"),
                Optional.of("public.archival_memory"),
                "41",
                Map.of("lang", "en", "size", "7"));
        assertThat(memory.find(1).orElseThrow().origin()).contains(first);
        assertThat(memory.find(2).orElseThrow().origin())
                .contains(new Origin(first.source(), first.table(), "007", Map.of()));
        assertThat(memory.find(3).orElseThrow().origin()).isEmpty();
        assertThat(memory.recall("one").fetch().hits().get(0).fact().origin()).contains(first);
        assertThat(memory.recent(3))
                .filteredOn(fact -> fact.origin().isPresent())
                .hasSize(2);
        assertThat(memory.factsAbout("KR8TIV"))
                .filteredOn(fact -> fact.origin().isPresent())
                .hasSize(2);
    }

    @Test
    void a_fact_that_the_python_program_migrated_tells_the_id_of_its_row() throws Exception {
        Path adopted = PythonMemory.create(root.resolve("adopted"), PythonMemory.Shape.FIFTH);
        long id;
        try (PythonMemory python = PythonMemory.open(adopted)) {
            python.execute("INSERT INTO facts (content) VALUES ('migrated by Python')");
            id = Long.parseLong(python.query("SELECT max(id) FROM facts").get(0));
            python.execute("INSERT INTO fact_embeddings (fact_id, postgres_id) VALUES (" + id + ", 4711)");
        }
        Origin origin = new Origin(Optional.empty(), Optional.empty(), "4711", Map.of());
        try (MemoryStore other = MemoryStore.openReadOnly(adopted)) {
            assertThat(other.find(id).orElseThrow().origin()).contains(origin);
        }
        try (MemoryStore other = MemoryStore.open(adopted)) {
            assertThat(other.find(id).orElseThrow().origin()).contains(origin);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            77/jarvis/public.archival_memory | public.archival_memory
            77/"a/b"/public."Odd/Name"       | public."Odd/Name"
            file/public.memories             | public.memories
            file/memories/of ann             | memories/of ann
            production                       |
            our/own/name                     |
            77/not an identity               |
            """)
    void the_table_is_read_out_of_an_identity_and_not_out_of_a_given_name(String source, String table) {
        assertThat(Origin.of(source, "1", Map.of()).table()).isEqualTo(Optional.ofNullable(table));
    }
}
