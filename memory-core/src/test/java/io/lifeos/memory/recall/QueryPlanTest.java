package io.lifeos.memory.recall;

import static org.assertj.core.api.Assertions.assertThat;

import io.lifeos.memory.MemoryStore;
import io.lifeos.memory.database.DatabaseManager;
import io.lifeos.memory.fact.FactFilter;
import io.lifeos.memory.sqlite.query.FactFilterSql;
import io.lifeos.memory.sqlite.query.StoredTimeSql;
import io.lifeos.memory.testing.MemoryOracle;
import io.lifeos.memory.testing.PythonMemory;
import io.lifeos.memory.testing.PythonMemory.Shape;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** SQLite chooses an index without having counted; it is not to choose one that nearly all facts are in. */
class QueryPlanTest {

    private static final String STANDARD =
            FactFilterSql.of(FactFilter.standard()).condition() + " AND " + StoredTimeSql.IS_READABLE;

    @TempDir
    Path folder;

    @Test
    void the_latest_facts_are_found_by_the_index_of_times_in_our_files_and_in_adopted_ones() throws Exception {
        PythonMemory.create(folder.resolve("adopted"), Shape.FIFTH);
        for (String root : List.of("ours", "adopted")) {
            try (MemoryStore memory = MemoryStore.open(folder.resolve(root))) {
                assertThat(MemoryOracle.rows(memory.database(), "SELECT name FROM sqlite_schema"))
                        .contains("idx_facts_timestamp");
                assertThat(plan(memory.database(), STANDARD + " ORDER BY f.timestamp DESC LIMIT 10"))
                        .containsExactly("SCAN f USING INDEX idx_facts_timestamp");
                assertThat(plan(memory.database(), "f.timestamp >= '2026-01-01' AND " + STANDARD))
                        .containsExactly("SEARCH f USING INDEX idx_facts_timestamp (timestamp>?)");
            }
        }
    }

    private static List<String> plan(DatabaseManager database, String condition) {
        return database.read(connection -> {
            List<String> plan = new ArrayList<>();
            try (Statement statement = connection.createStatement();
                    ResultSet rows =
                            statement.executeQuery("EXPLAIN QUERY PLAN SELECT f.id FROM facts f WHERE " + condition)) {
                while (rows.next()) {
                    plan.add(rows.getString("detail"));
                }
            }
            return plan;
        });
    }
}
