package io.lifeos.memory.migration;

import static org.assertj.core.api.Assertions.assertThat;

import io.lifeos.memory.MemoryStore;
import io.lifeos.memory.migration.VerificationReport.Outcome;
import io.lifeos.memory.postgres.PostgresArchive;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What verification sees, and what it rightly overlooks. Ten rows are migrated and proven before each test. */
final class VerificationIT extends MigrationFixture {

    @BeforeEach
    void migrate_ten_rows() {
        both.execute(
                "CREATE TABLE archival_memory (id serial PRIMARY KEY, content text, metadata json, embedding real[],"
                        + " session_id text, project text, recall_count int DEFAULT 0, created_at timestamptz)",
                "INSERT INTO archival_memory (content, metadata, embedding, session_id, project, created_at)"
                        + " SELECT 'learning ' || i, '{\"context\": \"release\", \"confidence\": 0.5, \"n\": 7}',"
                        + " ARRAY[i, 0, 0.1], 'session ' || i, 'apollo',"
                        + " '2026-01-25 15:07:40.123456+00'::timestamptz + i * interval '1 hour'"
                        + " FROM generate_series(1, 10) i");
        assertThat(both.migrate().success()).isTrue();
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "one changed character      ; content = 'learning 8'                                       ; content",
                "a blank at the end         ; content = content || ' '                                     ; content",
                "another letter's case      ; content = 'Learning 3'                                       ; content",
                "a shifted microsecond      ; timestamp = substr(timestamp, 1, 25) || '7'                  ; created_at",
                "a changed value            ; metadata = replace(metadata, '7', '8')                       ; metadata",
                "a changed space            ; metadata = replace(metadata, ': 7', ':7')                    ; metadata",
                "no metadata                ; metadata = NULL                                              ; metadata",
                "a changed context          ; context = 'another'                                          ; context",
                "no context                 ; context = NULL                                               ; context",
                "a changed confidence       ; confidence = 0.5000000000000001                              ; confidence",
                "a changed source           ; source = 'elsewhere'                                         ; source",
                "a changed session          ; session_id = 'session 4'                                     ; session_id",
                "no session                 ; session_id = NULL                                            ; session_id",
                "a time that is none        ; timestamp = 'yesterday'                                      ; timestamp",
                "no time                    ; timestamp = NULL                                             ; timestamp",
            })
    void a_changed_fact_is_seen(String what, String change, String column) {
        both.tamper("UPDATE facts SET " + change + " WHERE id = 3");
        assertDiffers(3, column);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "a changed other column     ; source_columns = json_set(source_columns, '$.project', 'b') ; project",
                "a missing other column     ; source_columns = json_remove(source_columns, '$.project')   ; project",
                "no other columns           ; source_columns = NULL                                       ; project",
                "what is no JSON            ; source_columns = 'apollo'                                   ; source_columns",
                "no embedding               ; embedding = NULL                                            ; embedding",
                "an embedding cut short     ; embedding = x'0000803f00000000'                             ; embedding",
                "an embedding that is none  ; embedding = x'000080'                                       ; embedding",
                "an empty embedding         ; embedding = x''                                             ; embedding",
            })
    void a_changed_link_is_seen(String what, String change, String column) {
        both.tamper("UPDATE fact_embeddings SET " + change + " WHERE fact_id = 3");
        assertDiffers(3, column);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 31, 63, 95})
    void one_flipped_bit_of_an_embedding_is_seen(int bit) throws SQLException {
        flipBit(3, bit);
        assertDiffers(3, "embedding");
    }

    @Test
    void one_flipped_bit_of_an_embedding_that_was_rounded_is_seen() throws SQLException {
        both.execute("ALTER TABLE archival_memory ALTER embedding TYPE double precision[]");
        assertThat(both.migrate().success()).isTrue();
        flipBit(3, 64);
        assertDiffers(3, "embedding");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "content = 'learning 8'                                   ; content",
                "created_at = created_at + interval '1 microsecond'       ; created_at",
                "created_at = NULL                                        ; created_at",
                "metadata = replace(metadata::text, ': 7', ':7')::json    ; metadata",
                "embedding[2] = '-0'                                      ; embedding",
                "embedding = NULL                                         ; embedding",
                "project = NULL                                           ; project",
                "session_id = ''                                          ; session_id",
            })
    void a_row_that_changed_since_is_seen(String change, String column) {
        both.execute("UPDATE archival_memory SET " + change + " WHERE id = 3");
        assertDiffers(3, column);
    }

    @Test
    void all_columns_that_differ_are_named() {
        both.tamper("UPDATE facts SET content = 'another', metadata = '{}', session_id = 'x' WHERE id = 3");
        assertThat(both.verify().changed().first())
                .containsExactly(new RowDifference(3L, 3, List.of("content", "metadata", "session_id")));
    }

    @Test
    void a_changed_hash_of_a_link_does_not_matter_as_the_content_is_compared() {
        both.tamper("UPDATE fact_embeddings SET row_hash = zeroblob(32)");
        assertThat(both.verify().outcome()).isEqualTo(Outcome.COMPLETE);
    }

    @Test
    void a_hash_that_is_none_does_not_matter_and_is_mended_by_the_next_run() {
        both.tamper("UPDATE fact_embeddings SET row_hash = x'00' WHERE fact_id = 3");
        assertThat(both.verify().outcome()).isEqualTo(Outcome.COMPLETE);
        assertThat(both.migrateAndProve().updated()).isEqualTo(1);
    }

    @Test
    void text_behind_the_columns_of_a_link_does_not_matter() {
        both.tamper("UPDATE fact_embeddings SET source_columns = source_columns || ' {}' WHERE fact_id = 3");
        assertThat(both.verify().outcome()).isEqualTo(Outcome.COMPLETE);
    }

    @Test
    void whatever_was_changed_here_is_restored_by_force() {
        both.tamper(
                "UPDATE facts SET timestamp = 'yesterday', metadata = '' WHERE id = 3",
                "UPDATE facts SET timestamp = NULL, source = NULL, context = NULL WHERE id = 4",
                "UPDATE facts SET timestamp = '2026-02-30 00:00:00', content = '' WHERE id = 5",
                "UPDATE fact_embeddings SET source_columns = '[', embedding = x'', row_hash = NULL WHERE fact_id = 6",
                "DELETE FROM facts WHERE id = 7",
                "DELETE FROM fact_embeddings WHERE fact_id = 8");
        assertThat(both.migrator().force(true).build().migrate().success()).isTrue();
    }

    @Test
    void a_hash_that_was_moved_along_with_the_content_does_not_hide_the_change() {
        both.execute("UPDATE archival_memory SET content = 'another' WHERE id = 3");
        both.migrate();
        both.tamper("UPDATE facts SET content = 'learning 3' WHERE id = 3");
        assertDiffers(3, "content");
    }

    @Test
    void half_of_the_contents_replaced_is_seen() {
        both.tamper("UPDATE facts SET content = 'x' WHERE id % 2 = 0");
        VerificationReport report = both.verify();
        assertThat(report.outcome()).isEqualTo(Outcome.INCOMPLETE);
        assertThat(report.changed().first()).extracting(RowDifference::id).containsExactly(2L, 4L, 6L, 8L, 10L);
        assertThat(report.reason()).contains("5 facts differ from their row.");
    }

    @Test
    void two_contents_that_changed_places_are_seen() {
        both.tamper("UPDATE facts SET content = 'learning ' || (9 - id) WHERE id IN (4, 5)");
        assertThat(both.verify().changed().count()).isEqualTo(2);
    }

    @Test
    void a_fact_that_was_deleted_with_its_link_is_missing() {
        both.tamper("PRAGMA foreign_keys = ON", "DELETE FROM facts WHERE id = 3");
        VerificationReport report = both.verify();
        assertThat(report.outcome()).isEqualTo(Outcome.INCOMPLETE);
        assertThat(report.missing().first()).containsExactly(3L);
        assertThat(report.strayLinks().isEmpty()).isTrue();
    }

    @Test
    void a_fact_that_was_deleted_behind_its_link_is_missing_and_its_link_stray() {
        both.tamper("DELETE FROM facts WHERE id = 3");
        VerificationReport report = both.verify();
        assertThat(report.outcome()).isEqualTo(Outcome.INCOMPLETE);
        assertThat(report.missing().first()).containsExactly(3L);
        assertThat(report.strayLinks().first()).containsExactly(3L);
        assertThat(report.problems()).isNotEmpty();
    }

    @Test
    void a_link_that_was_deleted_leaves_its_row_missing() {
        both.tamper("DELETE FROM fact_embeddings WHERE fact_id = 3");
        assertThat(both.verify().missing().first()).containsExactly(3L);
    }

    @Test
    void a_stray_link_is_seen() {
        both.tamper("INSERT INTO fact_embeddings (fact_id, source_id, postgres_memory_id) VALUES (99, 1, 99)");
        VerificationReport report = both.verify();
        assertThat(report.outcome()).isEqualTo(Outcome.INCOMPLETE);
        assertThat(report.strayLinks().first()).containsExactly(99L);
    }

    @Test
    void a_stray_link_of_no_known_source_is_seen() {
        both.tamper("INSERT INTO fact_embeddings (fact_id) VALUES (99)");
        VerificationReport report = both.verify();
        assertThat(report.outcome()).isEqualTo(Outcome.INCOMPLETE);
        assertThat(report.problems()).singleElement().asString().contains("fact_embeddings");
    }

    @Test
    void a_deleted_full_text_entry_is_seen() {
        both.tamper("INSERT INTO facts_fts (facts_fts, rowid, content, context)"
                + " SELECT 'delete', id, content, context FROM facts WHERE id = 3");
        VerificationReport report = both.verify();
        assertThat(report.outcome()).isEqualTo(Outcome.INCOMPLETE);
        assertThat(report.problems()).singleElement().asString().startsWith("Full text:");
    }

    @Test
    void a_truncated_source_is_seen() {
        both.execute("TRUNCATE archival_memory");
        VerificationReport report = both.verify();
        assertThat(report.outcome()).isEqualTo(Outcome.INCOMPLETE);
        assertThat(report.checked()).isZero();
        assertThat(report.reason().orElseThrow()).contains("10 were migrated");
    }

    @Test
    void a_new_row_is_missing() {
        both.execute("INSERT INTO archival_memory (id, content) VALUES (-1, 'late')");
        assertThat(both.verify().missing().first()).containsExactly(-1L);
    }

    @Test
    void a_row_that_is_gone_is_listed_and_nothing_is_incomplete() {
        both.execute("DELETE FROM archival_memory WHERE id = 3");
        VerificationReport report = both.verify();
        assertThat(report.outcome()).isEqualTo(Outcome.COMPLETE);
        assertThat(report.orphaned().first()).containsExactly(3L);
        assertThat(report.checked()).isEqualTo(9);
    }

    @Test
    void counters_that_change_on_reading_are_not_compared() {
        both.execute("UPDATE archival_memory SET recall_count = recall_count + 1");
        assertThat(both.verify().outcome()).isEqualTo(Outcome.COMPLETE);
        assertThat(both.migrate().run().skipped()).isEqualTo(10);
    }

    @Test
    void a_forgotten_fact_is_not_compared_in_that() {
        both.memory().forget(3);
        assertThat(both.verify().outcome()).isEqualTo(Outcome.COMPLETE);
    }

    @Test
    void a_source_that_does_not_answer_proves_nothing() {
        try (PostgresArchive down = PostgresArchive.of("postgresql://postgres:hunter2@127.0.0.1:1/postgres")) {
            VerificationReport report =
                    Migrator.from(down).into(both.memory()).build().verifyMigration();
            assertThat(report.outcome()).isEqualTo(Outcome.UNVERIFIABLE);
            assertThat(report.success()).isFalse();
            assertThat(report.reason().orElseThrow())
                    .contains("does not answer")
                    .doesNotContain("hunter2");
        }
    }

    @Test
    void a_memory_that_is_not_there_is_missing_everything_and_stays_away() {
        Path absent = root.resolveSibling(root.getFileName() + "-absent");
        try (PostgresArchive archive = PostgresArchive.of(both.source().url());
                MemoryStore memory =
                        MemoryStore.builder().root(absent).emptyIfAbsent(true).openReadOnly()) {
            VerificationReport report =
                    Migrator.from(archive).into(memory).build().verifyMigration();
            assertThat(report.outcome()).isEqualTo(Outcome.INCOMPLETE);
            assertThat(report.missing().count()).isEqualTo(10);
        }
        assertThat(absent).doesNotExist();
    }

    @Test
    void verification_commits_nothing_to_an_open_memory() throws Exception {
        both.tamper("UPDATE facts SET content = 'x' WHERE id = 3", "DELETE FROM facts WHERE id = 4");
        Map<String, String> before = files();
        try (Connection observer = both.connectAsAnotherProgram()) {
            long version = dataVersion(observer);
            assertThat(both.verify().outcome()).isEqualTo(Outcome.INCOMPLETE);
            assertThat(dataVersion(observer)).isEqualTo(version);
        }
        assertThat(files()).isEqualTo(before);
    }

    @Test
    void verification_of_a_memory_that_is_open_for_reading_touches_no_file() throws Exception {
        both.whileClosed(() -> {
            Map<String, String> before = files();
            try (PostgresArchive archive = PostgresArchive.of(both.source().url());
                    MemoryStore memory = MemoryStore.openReadOnly(root)) {
                assertThat(Migrator.from(archive)
                                .into(memory)
                                .build()
                                .verifyMigration()
                                .outcome())
                        .isEqualTo(Outcome.COMPLETE);
            }
            assertThat(files()).isEqualTo(before);
        });
    }

    private void assertDiffers(long id, String column) {
        VerificationReport report = both.verify();
        assertThat(report.outcome()).isEqualTo(Outcome.INCOMPLETE);
        assertThat(report.success()).isFalse();
        assertThat(report.checked()).isEqualTo(10);
        assertThat(report.missing().isEmpty()).isTrue();
        assertThat(report.changed().first()).containsExactly(new RowDifference(id, id, List.of(column)));
    }

    private void flipBit(long fact, int bit) throws SQLException {
        byte[] embedding = HexFormat.of()
                .parseHex(both.stored("SELECT hex(embedding) FROM fact_embeddings WHERE fact_id = " + fact)
                        .get(0));
        embedding[bit / Byte.SIZE] ^= (byte) (1 << bit % Byte.SIZE);
        both.tamper("UPDATE fact_embeddings SET embedding = x'" + HexFormat.of().formatHex(embedding)
                + "' WHERE fact_id = " + fact);
    }

    private static long dataVersion(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("PRAGMA data_version")) {
            return row.getLong(1);
        }
    }

    /** Every file with its time of change and what it holds, but for those that SQLite keeps beside an open file. */
    private Map<String, String> files() throws IOException {
        Map<String, String> files = new TreeMap<>();
        try (Stream<Path> all = Files.walk(root)) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                if (!file.toString().matches(".*-(wal|shm)")) {
                    files.put(
                            file.toString(),
                            Files.getLastModifiedTime(file) + HexFormat.of().formatHex(Files.readAllBytes(file)));
                }
            }
        }
        return files;
    }
}
