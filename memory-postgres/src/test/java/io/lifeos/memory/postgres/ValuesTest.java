package io.lifeos.memory.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.lifeos.memory.archive.row.ArchivalId;
import io.lifeos.memory.archive.row.Embedding;
import io.lifeos.memory.archive.row.Floats;
import io.lifeos.memory.archive.row.RowHash;
import io.lifeos.memory.archive.table.TableName;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Ids, names of tables, embeddings and hashes. */
final class ValuesTest {

    @Test
    void an_id_is_stored_as_what_it_is() {
        assertThat(ArchivalId.ofInteger(7).value()).isEqualTo(7L);
        assertThat(ArchivalId.ofText("007").value()).isEqualTo("007");
        assertThat(ArchivalId.ofParts(List.of("a\"\\\n", "7")).value()).isEqualTo("[\"a\\\"\\\\\\u000a\",\"7\"]");
    }

    @Test
    void ids_are_equal_only_when_their_stored_values_are() {
        assertThat(ArchivalId.ofInteger(7)).isEqualTo(ArchivalId.ofInteger(7)).hasToString("7");
        assertThat(ArchivalId.ofInteger(7)).isNotEqualTo(ArchivalId.ofText("7"));
        assertThat(ArchivalId.ofText("7")).isNotEqualTo(ArchivalId.ofText("007"));
        assertThat(ArchivalId.ofParts(List.of("a", "bc"))).isNotEqualTo(ArchivalId.ofParts(List.of("ab", "c")));
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "archival_memory, \"archival_memory\"",
                "Archival_Memory, \"archival_memory\"",
                "Agent.ÄMemory, \"agent\".\"Ämemory\"",
                "\"Agent\".memory, \"Agent\".\"memory\"",
                "\"a.b\".\"c\"\"d\", \"a.b\".\"c\"\"d\"",
            })
    void the_name_of_a_table_is_read_by_the_rules_of_sql(String text, String sql) {
        assertThat(TableName.parse(text).sql()).isEqualTo(sql);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "1table", "my-table", "a.b.c", "a.", "\"\"", "\"a", "a; DROP TABLE b", "a b"})
    void what_is_no_name_of_a_table_is_refused(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PostgresArchive.builder().table(text))
                .withMessageContaining("schema.name");
    }

    @Test
    void an_embedding_is_whole_numbers_of_four_bytes() {
        assertThat(Embedding.ofLittleEndian(new byte[8]).dimensions()).isEqualTo(2);
        assertThatIllegalArgumentException().isThrownBy(() -> Embedding.ofLittleEndian(new byte[0]));
        assertThatIllegalArgumentException().isThrownBy(() -> Embedding.ofLittleEndian(new byte[7]));
    }

    @Test
    void embeddings_are_equal_bit_for_bit() {
        assertThat(Floats.embedding(0f)).isEqualTo(Floats.embedding(0f)).isNotEqualTo(Floats.embedding(-0f));
    }

    @Test
    void a_hash_keeps_its_bytes_to_itself() {
        byte[] bytes = new byte[32];
        RowHash hash = RowHash.of(bytes);
        bytes[0] = 1;
        assertThat(hash).isEqualTo(RowHash.of(new byte[32]));
        assertThatIllegalArgumentException().isThrownBy(() -> RowHash.of(new byte[31]));
    }

    @Test
    void a_database_is_given_once() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PostgresArchive.builder().url("postgres://h").host("h"))
                .withMessageContaining("given twice");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PostgresArchive.builder().build())
                .withMessageContaining("No database");
    }
}
