package io.lifeos.memory.archive.profile;

import static org.assertj.core.api.Assertions.assertThat;

import io.lifeos.memory.archive.known.KnownPrograms;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Recognises programs by the names of tables and columns alone. */
final class TableProfileTest {

    @ParameterizedTest
    @CsvSource({
        "archival-memory, archival_memory, id content metadata created_at embedding",
        "continuous-claude, archival_memory, id content agent_id",
        "continuous-claude, archival_memory, id content worked failed",
        "archival-memory, archival_memory, id text worked failed",
        "letta, archival_passages, id text embedding_config archive_id",
        "letta, passages, id text embedding_config agent_id source_id",
        "mem0, mem0, id vector payload",
        "mem0, notes, id vector payload text_lemmatized",
        "langchain, langchain_pg_embedding, id collection_id document cmetadata embedding",
        "langchain-store, notes, langchain_id content embedding langchain_metadata",
        "langchain4j, notes, embedding_id embedding text metadata",
        "spring-ai, vector_store, id content metadata embedding extra",
        "spring-ai, notes, id content metadata embedding",
        "llama-index, data_notes, id text metadata_ node_id embedding",
        "hindsight, memory_units, id text fact_type bank_id"
    })
    void a_table_is_of_the_program_whose_columns_it_has(String profile, String table, String columns) {
        assertThat(KnownPrograms.recognise(table, words(columns)))
                .map(TableProfile::label)
                .contains(profile);
    }

    @ParameterizedTest
    @CsvSource({
        "archival, id content metadata",
        "notes, id content metadata embedding extra",
        "memory_units, id text fact_type",
        "mem0_entities, id vector payload",
        "mem0migrations, id vector payload",
        "source_passages, id text embedding_config source_id"
    })
    void other_tables_are_of_none(String table, String columns) {
        assertThat(KnownPrograms.recognise(table, words(columns))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "mem0_entities, id vector payload, Mem0's list of entities",
        "mem0migrations, id user_id, Mem0's own notes",
        "source_passages, id text embedding_config source_id, Letta's passages of files"
    })
    void a_table_that_resembles_a_known_one_is_skipped_with_the_reason(String table, String columns, String reason) {
        assertThat(KnownPrograms.lookAlike(table, words(columns)).orElseThrow()).startsWith(reason);
    }

    @Test
    void what_resembles_none_is_not_skipped() {
        assertThat(KnownPrograms.lookAlike("notes", Set.of("id", "text"))).isEmpty();
    }

    @Test
    void only_rows_of_llama_index_are_badly_told_apart_by_id() {
        assertThat(Arrays.stream(TableProfile.values())
                        .filter(profile -> KnownPrograms.of(profile)
                                .keyWarning(List.of("id"))
                                .isPresent()))
                .containsExactly(TableProfile.LLAMA_INDEX);
        assertThat(KnownPrograms.of(TableProfile.LLAMA_INDEX).keyWarning(List.of("node_id")))
                .isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void each_profile_is_found_by_its_label_and_names_a_key(TableProfile profile) {
        assertThat(TableProfile.of(profile.label())).isEqualTo(profile);
        assertThat(KnownPrograms.of(profile).usualKeys()).isNotEmpty();
        assertThat(KnownPrograms.of(profile).sessionMembers()).contains("session_id");
    }

    private static Set<String> words(String columns) {
        return Set.of(columns.split(" "));
    }
}
