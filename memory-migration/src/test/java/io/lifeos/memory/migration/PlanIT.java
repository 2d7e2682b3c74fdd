package io.lifeos.memory.migration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.lifeos.memory.MemoryStore;
import io.lifeos.memory.archive.ArchiveColumn;
import io.lifeos.memory.archive.RowSecurity;
import io.lifeos.memory.archive.ScopeCount;
import io.lifeos.memory.archive.UnreadColumn;
import io.lifeos.memory.archive.VectorGroup;
import io.lifeos.memory.archive.profile.ColumnRole;
import io.lifeos.memory.archive.table.TableSpec;
import io.lifeos.memory.postgres.DetectedTable;
import io.lifeos.memory.postgres.PostgresArchive;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** What is known before a row is copied. */
final class PlanIT extends MigrationFixture {

    @Test
    void counts_each_row_that_is_left_out_under_its_first_reason() {
        both.execute(
                "CREATE TABLE archival_memory (id int PRIMARY KEY, content text, agent_id text, deleted_at timestamptz,"
                        + " superseded_by int, archived_at timestamptz)",
                """
                INSERT INTO archival_memory VALUES
                    (1, 'kept', 'a', NULL, NULL, NULL), (2, NULL, 'a', now(), 1, now()), (3, 'gone', 'a', now(), 1, NULL),
                    (4, 'replaced', 'b', NULL, 1, NULL), (5, 'put away', 'b', NULL, NULL, now()), (6, 'of b', 'b', NULL, NULL, NULL)""");
        both.readWith(archive -> archive.table(TableSpec.detected().whereScope("agent_id", "a")));
        MigrationPlan plan = plan();
        assertThat(plan.rows().rows()).isEqualTo(6);
        assertThat(plan.rows().selected()).isEqualTo(1);
        assertThat(plan.rows().leftOut())
                .containsExactly(
                        entry("without content", 1L),
                        entry("soft-deleted", 1L),
                        entry("superseded", 1L),
                        entry("archived", 1L),
                        entry("of another agent_id", 1L));
        assertThat(plan.scopes()).containsExactly(new ScopeCount("agent_id", Map.of("a", 1L), 0, 0));
        assertThat(plan.warnings()).noneMatch(warning -> warning.contains("owners"));
    }

    @Test
    void says_where_the_time_of_rows_comes_from() {
        both.execute(
                "CREATE TABLE archival_memory (id int PRIMARY KEY, content text, metadata jsonb, created_at timestamptz)",
                """
                INSERT INTO archival_memory VALUES
                    (1, 'In the column', NULL, '2026-01-23'),
                    (2, 'In the metadata', '{"timestamp": "2026-01-23T10:00:00Z"}', 'infinity'),
                    (3, 'In a text of JSON', '"{\\"created_at\\": \\"2026-01-23T10:00:00Z\\"}"', NULL),
                    (4, 'Nowhere', '{"created_at": "yesterday"}', '0044-03-15 BC'),
                    (5, 'Nor here', '[1, 2]', NULL)""");
        MigrationPlan plan = plan();
        assertThat(plan.rows().times())
                .containsExactly(
                        entry("created_at", 1L), entry("metadata->>created_at", 1L), entry("metadata->>timestamp", 1L));
        assertThat(plan.rows().withoutTime()).isEqualTo(2);
        assertThat(plan.warnings()).anyMatch(warning -> warning.startsWith("2 rows have no time"));
    }

    @Test
    void tells_padded_vectors_from_those_that_may_be() {
        both.execute(
                "CREATE TABLE archival_memory (id int PRIMARY KEY, content text, metadata json, embedding real[])",
                """
                INSERT INTO archival_memory VALUES
                    (1, 'Padded', '{"embedding_dim": 2, "embedding_model": "small"}', '{1,2,0,0}'),
                    (2, 'Perhaps', '{"embedding_model": "small"}', '{1,2,0,0}'),
                    (3, 'Cut', '{"embedding_dim": "8", "embedding_model": "large"}', '{1,2,3,4}'),
                    (4, 'Of no model', '{"nul": "\\u0000"}', '{1,2,3,4}'),
                    (5, 'No vector', NULL, '{1,NULL}'),
                    (6, 'None', NULL, NULL)""");
        MigrationPlan plan = plan();
        assertThat(plan.rows().vectors())
                .containsExactlyInAnyOrder(
                        new VectorGroup(4, OptionalInt.of(2), Optional.of("small"), true, 1),
                        new VectorGroup(4, OptionalInt.empty(), Optional.of("small"), true, 1),
                        new VectorGroup(4, OptionalInt.of(8), Optional.of("large"), false, 1),
                        new VectorGroup(4, OptionalInt.empty(), Optional.empty(), false, 1),
                        new VectorGroup(0, OptionalInt.empty(), Optional.empty(), false, 1));
        assertThat(plan.rows().withoutEmbedding()).isEqualTo(1);
        assertThat(plan.warnings())
                .anyMatch(warning -> warning.startsWith("1 vectors end in zeros and declare no size"))
                .anyMatch(warning -> warning.startsWith("1 vectors declare another size"))
                .anyMatch(warning -> warning.startsWith("1 vectors name no model"))
                .anyMatch(warning -> warning.startsWith("1 embeddings cannot be read"))
                .anyMatch(warning -> warning.startsWith("The vectors are of 4 spaces"));
        assertThat(both.migrator().embeddingModel("known").build().plan().warnings())
                .noneMatch(warning -> warning.contains("name no model"));
    }

    @Test
    void names_what_becomes_of_each_column() {
        both.execute(
                "CREATE TABLE archival_memory (id int PRIMARY KEY, content text NOT NULL, embedding text, mood text,"
                        + " recall_count int, length int GENERATED ALWAYS AS (char_length(content)) STORED)");
        MigrationPlan plan = plan();
        assertThat(plan.columns())
                .contains(
                        ArchiveColumn.of("content", "text", ColumnRole.CONTENT),
                        ArchiveColumn.of("mood", "text", ColumnRole.EXTRA),
                        ArchiveColumn.of("recall_count", "integer", ColumnRole.COUNTER));
        assertThat(plan.unread())
                .containsExactly(new UnreadColumn("length", "PostgreSQL computes it from the other columns"));
        assertThat(plan.warnings())
                .containsExactly("The column embedding is of a type that is no vector: it is kept as text.");
    }

    @Test
    void caps_the_owners_that_it_names_and_counts_the_others() {
        both.execute(
                "CREATE TABLE archival_memory (id int PRIMARY KEY, content text, agent_id text)",
                "INSERT INTO archival_memory SELECT n, 'Row', 'agent ' || n % 30 FROM generate_series(1, 100) AS n",
                "INSERT INTO archival_memory VALUES (1000, 'Of nobody', NULL)");
        ScopeCount agents = plan().scopes().get(0);
        assertThat(agents.values()).hasSize(ScopeCount.MOST_VALUES).containsEntry("agent 1", 4L);
        assertThat(agents.moreValues()).isEqualTo(10);
        assertThat(agents.withoutValue()).isEqualTo(1);
        assertThat(both.migrator().build().ownerWarnings())
                .singleElement()
                .asString()
                .contains("agent_id", "25 more");
    }

    @Test
    void knows_what_was_migrated_before_and_writes_nothing() {
        both.execute(
                "CREATE TABLE archival_memory (id int PRIMARY KEY, content text)",
                "INSERT INTO archival_memory VALUES (1, 'One'), (2, 'Two')");
        assertThat(plan().migrated()).hasValue(0);
        both.migrate();
        both.execute("INSERT INTO archival_memory VALUES (3, 'Three')");
        try (MemoryStore readOnly = MemoryStore.openReadOnly(root);
                PostgresArchive archive = PostgresArchive.of(both.source().url())) {
            MigrationPlan plan = Migrator.from(archive).into(readOnly).build().plan();
            assertThat(plan.migrated()).hasValue(2);
            assertThat(plan.pending()).hasValue(1);
        }
        assertThat(both.stored("SELECT count(*) FROM facts")).containsExactly("2");
    }

    @Test
    void says_so_where_the_server_hides_its_identity() {
        both.execute(
                "CREATE TABLE archival_memory (id int PRIMARY KEY, content text)",
                "DROP ROLE IF EXISTS planner",
                "CREATE ROLE planner LOGIN",
                "GRANT SELECT ON archival_memory TO planner",
                "REVOKE EXECUTE ON FUNCTION pg_control_system() FROM PUBLIC");
        try (PostgresArchive archive = PostgresArchive.of(both.source().url("planner", "none"))) {
            MigrationPlan plan =
                    Migrator.from(archive).into(both.memory()).build().plan();
            assertThat(plan.source()).isEmpty();
            assertThat(plan.pending()).isEmpty();
            assertThat(plan.warnings()).anyMatch(warning -> warning.contains("hides its identity"));
        } finally {
            both.execute("DROP OWNED BY planner", "DROP ROLE planner");
        }
    }

    @Test
    void tells_of_row_level_security_that_this_role_is_exempt_from() {
        both.execute(
                "CREATE TABLE archival_memory (id int PRIMARY KEY, content text)",
                "ALTER TABLE archival_memory ENABLE ROW LEVEL SECURITY");
        assertThat(plan().rows().rowSecurity()).isEqualTo(RowSecurity.ON);
        both.execute("ALTER TABLE archival_memory FORCE ROW LEVEL SECURITY");
        assertThat(plan().rows().rowSecurity()).isEqualTo(RowSecurity.FORCED);
        assertThat(plan().warnings()).anyMatch(warning -> warning.startsWith("Row-level security is on"));
    }

    @Test
    void detection_lists_tables_that_this_role_cannot_read_beside_those_that_it_can() {
        both.execute(
                "DROP ROLE IF EXISTS detector",
                "CREATE ROLE detector LOGIN",
                "CREATE SCHEMA a",
                "CREATE SCHEMA b",
                "CREATE SCHEMA c",
                "CREATE SCHEMA d",
                "GRANT USAGE ON SCHEMA a, b, c TO detector",
                "CREATE TABLE a.archival_memory (id int PRIMARY KEY, content text)",
                "CREATE TABLE b.archival_memory (id int, content text)",
                "CREATE TABLE c.archival_memory (id int PRIMARY KEY, content text)",
                "CREATE TABLE d.archival_memory (id int PRIMARY KEY, content text)",
                "ALTER TABLE a.archival_memory ENABLE ROW LEVEL SECURITY",
                "GRANT SELECT ON a.archival_memory, b.archival_memory, c.archival_memory TO detector");
        try (PostgresArchive archive = PostgresArchive.of(both.source().url("detector", "none"))) {
            List<DetectedTable> tables = archive.detect().tables();
            assertThat(tables).hasSize(4);
            assertThat(tables.get(0).problem().orElseThrow()).contains("row-level security");
            assertThat(tables.get(1).problem().orElseThrow()).contains("no primary key");
            assertThat(tables.get(2).problem()).isEmpty();
            assertThat(tables.get(2).contents()).isPresent();
            assertThat(tables.get(3).problem().orElseThrow()).contains("may not read it");
            assertThat(tables).allSatisfy(table -> assertThat(table.columns()).containsExactly("id", "content"));
        } finally {
            both.execute("DROP OWNED BY detector", "DROP ROLE detector");
        }
    }

    private MigrationPlan plan() {
        return both.migrator().build().plan();
    }
}
