package io.lifeos.memory.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.lifeos.memory.archive.ArchiveColumn;
import io.lifeos.memory.archive.profile.ColumnRole;
import io.lifeos.memory.archive.row.ArchivalMemory;
import io.lifeos.memory.archive.row.ArchiveSnapshot;
import io.lifeos.memory.archive.row.Floats;
import io.lifeos.memory.archive.row.RowDigest;
import io.lifeos.memory.archive.row.SnapshotArchive;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Embeddings in the types that every PostgreSQL has. */
final class EmbeddingIT extends DatabaseFixture {

    @Test
    void a_real_array_arrives_bit_for_bit_and_not_as_a_text_too() {
        ArchivalMemory memory = read("real[]", "{1,-0,1e-45,3.4028235e38,NaN,-Infinity}");
        assertThat(memory.embedding())
                .contains(Floats.embedding(
                        1f, -0f, Float.MIN_VALUE, Float.MAX_VALUE, Float.NaN, Float.NEGATIVE_INFINITY));
        assertThat(memory.texts()).containsOnlyKeys("content");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{1,NULL}", "{{1,2},{3,4}}", "[0:1]={1,2}"})
    void a_real_array_that_is_no_vector_arrives_as_a_text(String value) {
        ArchivalMemory memory = read("real[]", value);
        assertThat(memory.embedding()).isEmpty();
        assertThat(memory.texts()).containsEntry("embedding", value);
    }

    @Test
    void doubles_arrive_rounded_and_as_a_text_too() {
        ArchivalMemory memory = read("double precision[]", "{0.1,1e-60,-2.5}");
        assertThat(memory.embedding()).contains(Floats.embedding(0.1f, 0f, -2.5f));
        assertThat(memory.texts()).containsEntry("embedding", "{0.1,1e-60,-2.5}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{1,NULL}", "{{1,2},{3,4}}", "[0:1]={1,2}", "{1e300}"})
    void doubles_that_are_no_vector_of_floats_arrive_as_a_text_only(String value) {
        ArchivalMemory memory = read("double precision[]", value);
        assertThat(memory.embedding()).isEmpty();
        assertThat(memory.texts().get("embedding")).isIn(value, "{1e+300}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {"text | [1,2]", "jsonb | [1, 2]", "integer[] | {1,2}"})
    void any_other_type_is_a_column_like_others(String type, String value) {
        ArchivalMemory memory = read(type, value);
        assertThat(memory.embedding()).isEmpty();
        assertThat(memory.texts()).containsEntry("embedding", value);
    }

    @Test
    void no_embedding_is_fine() {
        database.execute(
                "CREATE TABLE archival_memory (id int PRIMARY KEY, content text, embedding real[])",
                "INSERT INTO archival_memory VALUES (1, 'a', NULL)");
        try (ArchiveSnapshot snapshot =
                SnapshotArchive.of(PostgresArchive.of(database.url())).openSnapshot()) {
            ArchivalMemory memory = snapshot.memories(snapshot.ids(null, 1)).get(0);
            assertThat(memory.embedding()).isEmpty();
            assertThat(memory.texts()).containsEntry("embedding", null);
            HashParity.check(snapshot);
        }
    }

    @Test
    void embeddings_that_are_switched_off_are_neither_read_nor_hashed() {
        database.execute(
                "CREATE TABLE archival_memory (id int PRIMARY KEY, content text, embedding real[])",
                "INSERT INTO archival_memory VALUES (1, 'a', '{1}'), (2, 'a', '{2}')");
        PostgresArchive archive =
                PostgresArchive.builder().url(database.url()).embeddings(false).build();
        try (ArchiveSnapshot snapshot = SnapshotArchive.of(archive).openSnapshot()) {
            List<RowDigest> keys = snapshot.keys(null, 2);
            assertThat(keys.get(0).hash()).isEqualTo(keys.get(1).hash());
            assertThat(snapshot.table().columns())
                    .extracting(ArchiveColumn::role)
                    .containsExactly(ColumnRole.KEY, ColumnRole.CONTENT);
            HashParity.check(snapshot);
        }
    }

    private ArchivalMemory read(String type, String value) {
        database.execute(
                "CREATE TABLE archival_memory (id int PRIMARY KEY, content text, embedding " + type + ")",
                "INSERT INTO archival_memory VALUES (1, 'a', '" + value + "')");
        try (ArchiveSnapshot snapshot =
                SnapshotArchive.of(PostgresArchive.of(database.url())).openSnapshot()) {
            HashParity.check(snapshot);
            return snapshot.memories(snapshot.ids(null, 1)).get(0);
        }
    }
}
