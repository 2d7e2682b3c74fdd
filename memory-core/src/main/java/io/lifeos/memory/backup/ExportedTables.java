package io.lifeos.memory.backup;

import io.lifeos.memory.jdbc.Jdbc;
import io.lifeos.memory.sqlite.TableShape;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/** The tables of a file that an export holds, and those that it does not. */
final class ExportedTables {

    /** The order of the tables: those that others refer to come first, those of another program last. */
    private static final List<String> ORDER = List.of(
            "user_identities",
            "sessions",
            "preferences",
            "entities",
            "facts",
            "entity_mentions",
            "fact_owners",
            "fact_keys",
            "fact_successors",
            "migration_sources",
            "fact_embeddings",
            "migration_rejects",
            "erased_rows",
            "fact_vectors",
            "memory_properties",
            "schema_info");

    /** The tables that are rebuilt from the others, or that speak of the file and its folder alone. */
    private static final Set<String> DERIVED =
            Set.of("outbox", "vector_changes", "vector_indexes", "vector_blocks", "erased_facts");

    private ExportedTables() {}

    static boolean isDerived(String name) {
        return DERIVED.contains(name);
    }

    /** Returns all tables except virtual ones and the tables that these are made of. */
    static List<TableShape> of(Connection connection) throws SQLException {
        List<TableShape> tables = new ArrayList<>();
        new Jdbc(connection)
                .forEach(
                        "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table'"
                                + " AND name NOT LIKE 'sqlite~_%' ESCAPE '~' ORDER BY name",
                        row -> {
                            if (!isDerived(row.getString(1))) {
                                tables.add(TableShape.of(connection, row.getString(1)));
                            }
                        });
        tables.sort(Comparator.comparingInt(table -> place(table.name())));
        return tables;
    }

    private static int place(String table) {
        int place = ORDER.indexOf(table);
        return place < 0 ? ORDER.size() : place;
    }

    /** Returns the names of what another program added and no export holds, as each would run statements. */
    static List<String> leftOut(Connection connection) throws SQLException {
        return new Jdbc(connection)
                .query(
                        "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type IN ('view', 'virtual')"
                                + " AND name <> 'facts_fts' ORDER BY name",
                        row -> row.getString(1));
    }
}
