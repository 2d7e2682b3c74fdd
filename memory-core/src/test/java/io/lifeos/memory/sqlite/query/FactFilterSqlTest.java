package io.lifeos.memory.sqlite.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.lifeos.memory.MemoryStore;
import io.lifeos.memory.database.DatabaseManager;
import io.lifeos.memory.fact.FactFilter;
import io.lifeos.memory.fact.Owner;
import io.lifeos.memory.jdbc.Jdbc;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FactFilterSqlTest {

    @TempDir
    Path folder;

    private static final String STANDARD =
            "+f.is_active = 1 AND (f.expires_at IS NULL OR f.expires_at > ?)" + " AND f.is_assistant_output = 0";

    private static final Instant NOON = Instant.parse("2026-01-25T12:00:00Z");
    private static final String NOON_TEXT = "2026-01-25 12:00:00.000000";

    private static FactFilter asOfNoon(FactFilter filter) {
        return filter.toBuilder().asOf(NOON).build();
    }

    @Test
    void the_standard_filter_leaves_out_what_was_forgotten_has_expired_or_was_said_by_an_assistant() {
        FactFilterSql sql = FactFilterSql.of(asOfNoon(FactFilter.standard()));
        assertThat(sql.condition()).isEqualTo(STANDARD);
        assertThat(sql.parameters()).containsExactly(NOON_TEXT);
    }

    @Test
    void a_filter_for_forgotten_facts_leaves_out_only_those_expired_ones_that_are_remembered() {
        FactFilterSql sql = FactFilterSql.of(asOfNoon(FactFilter.builder()
                .includeForgotten()
                .includeAssistantOutputs()
                .build()));
        assertThat(sql.condition()).isEqualTo("(f.expires_at IS NULL OR f.is_active = 0 OR f.expires_at > ?)");
        assertThat(sql.parameters()).containsExactly(NOON_TEXT);
    }

    @Test
    void a_filter_that_admits_all_is_still_a_condition() {
        FactFilterSql sql = FactFilterSql.of(FactFilter.builder()
                .includeForgotten()
                .includeExpired()
                .includeAssistantOutputs()
                .build());
        assertThat(sql).isEqualTo(new FactFilterSql("1", List.of()));
    }

    @Test
    void each_condition_has_its_parameters_in_order() {
        FactFilterSql sql = FactFilterSql.of(FactFilter.builder()
                .includeForgotten()
                .includeExpired()
                .includeAssistantOutputs()
                .source("mail")
                .context("work")
                .session("s")
                .minConfidence(0.5)
                .build());
        assertThat(sql.condition())
                .isEqualTo("f.source = ? AND f.context = ? AND f.session_id = ? AND f.confidence >= ?");
        assertThat(sql.parameters()).containsExactly("mail", "work", "s", 0.5);
    }

    @Test
    void every_placeholder_has_a_parameter() {
        FactFilterSql sql = FactFilterSql.of(asOfNoon(FactFilter.builder()
                .from(Instant.parse("2026-01-25T12:00:00Z"))
                .to(Instant.parse("2026-01-26T12:00:00Z"))
                .entity("@Anna")
                .metadata("project", "atlas")
                .build()));
        assertThat(sql.parameters())
                .containsExactly(
                        NOON_TEXT,
                        "2026-01-24",
                        "2026-01-25 12:00:00.000000",
                        "2026-01-26 12:00:00.000000",
                        "project",
                        "atlas",
                        "@Anna",
                        "Anna");
        assertThat(sql.condition().chars().filter(c -> c == '?').count()).isEqualTo(8);
        assertThat(sql.parametersBetween(List.of(1), 2))
                .startsWith(1)
                .endsWith(2)
                .hasSize(10);
    }

    @Test
    void all_facts_of_an_owner_are_found_by_the_index_of_owners() throws Exception {
        FactFilter filter = asOfNoon(FactFilter.builder()
                .owner(Owner.user("ann"))
                .owner(Owner.run("r"))
                .source("mail")
                .build());
        FactFilterSql one = FactFilterSql.of(filter);
        FactFilterSql all = FactFilterSql.ofAll(filter);
        assertThat(one.parameters()).containsExactly(NOON_TEXT, "mail", "ann", "run", "r");
        assertThat(all.parameters()).containsExactly("user", "ann", "ann", NOON_TEXT, "mail", "ann", "run", "r");
        assertThat(FactFilterSql.ofAll(asOfNoon(FactFilter.standard())))
                .isEqualTo(FactFilterSql.of(asOfNoon(FactFilter.standard())));
        try (MemoryStore memory = MemoryStore.open(folder)) {
            memory.retain("a")
                    .source("mail")
                    .owner(Owner.user("ann"))
                    .owner(Owner.run("r"))
                    .save();
            memory.retain("b")
                    .source("mail")
                    .owner(Owner.user("ann"))
                    .owner(Owner.run("s"))
                    .save();
            memory.retain("c")
                    .source("mail")
                    .owner(Owner.user("bob"))
                    .owner(Owner.run("r"))
                    .save();
            for (FactFilterSql sql : List.of(one, all)) {
                assertThat(memory.database()
                                .<Set<Long>>read(connection -> sql.admitted(connection, List.of(1L, 2L, 3L))))
                        .containsExactly(1L);
            }
            FactFilter ofAnn = FactFilter.builder().owner(Owner.user("ann")).build();
            assertThat(plan(memory.database(), FactFilterSql.ofAll(ofAnn)))
                    .contains("SEARCH f USING INTEGER PRIMARY KEY (rowid=?)")
                    .contains("SEARCH o USING COVERING INDEX idx_fact_owners_owner (kind=? AND id=?)")
                    .doesNotContain("SCAN f");
            assertThat(plan(memory.database(), one)).doesNotContain("LIST SUBQUERY 1");
        }
    }

    private static List<String> plan(DatabaseManager database, FactFilterSql sql) {
        return database.read(connection -> new Jdbc(connection)
                .query(
                        "EXPLAIN QUERY PLAN SELECT f.id FROM facts f WHERE " + sql.condition(),
                        row -> row.getString("detail"),
                        sql.parameters().toArray()));
    }

    /** The values of one column of metadata, as programs write it: objects, other JSON, no JSON at all. */
    @Test
    void metadata_members_are_compared_by_name_and_value() throws Exception {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite::memory:")) {
            try (Statement statement = connection.createStatement()) {
                statement.execute("CREATE TABLE facts (id INTEGER PRIMARY KEY, metadata TEXT)");
                statement.execute("INSERT INTO facts (metadata) VALUES"
                        + " ('{\"project\":\"atlas\",\"size\":7,\"done\":true,\"$.a\\\"b\":\"c\"}'),"
                        + " ('{\"project\":\"Atlas\",\"size\":\"7\",\"done\":false}'), ('[\"atlas\"]'), ('atlas'),"
                        + " ('{\"project\":{\"project\":\"atlas\"}}'), ('{\"project\":null}'), (NULL), ('{torn')");
            }
            assertThat(with(connection, "project", "atlas")).containsExactly(1L);
            assertThat(with(connection, "size", "7")).containsExactlyInAnyOrder(1L, 2L);
            assertThat(with(connection, "done", "true")).containsExactly(1L);
            assertThat(with(connection, "$.a\"b", "c")).containsExactly(1L);
            assertThat(with(connection, "0", "atlas")).isEmpty();
            assertThat(with(connection, "project", "null")).isEmpty();
        }
    }

    private static Set<Long> with(Connection connection, String name, String value) throws Exception {
        FactFilter filter = FactFilter.builder()
                .includeForgotten()
                .includeExpired()
                .includeAssistantOutputs()
                .metadata(name, value)
                .build();
        return FactFilterSql.of(filter).admitted(connection, List.of(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L));
    }
}
