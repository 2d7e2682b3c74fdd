package io.lifeos.memory.sqlite;

import io.lifeos.memory.fact.IncompatibleStoreException;
import io.lifeos.memory.fact.StoreException;
import io.lifeos.memory.jdbc.Jdbc;
import io.lifeos.memory.sqlite.SchemaPart.Kind;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Looks for what would run with our own statements without being ours: triggers, indexes that can refuse a row or compute a
 * value, conflict clauses that delete rows, generated columns. What another program keeps beside our tables, and plain indexes
 * and views over them, never run with our statements, so they are nobody's matter.
 */
final class ForeignObjects {

    /** The trigger of the Python program that ours differs from; its other two are ours word for word. */
    private static final String PYTHON_TRIGGER = "facts_au";

    private static final String OF_COLUMNS = " OF id, content, context";

    /** The constraints that a table has in our schema, or in that of the Python program. */
    private static final Map<String, String> UNIQUE = Map.of(
            "entities", "name,type",
            "user_identities", "canonical_name",
            "migration_sources", "identity",
            "fact_embeddings", "fact_id",
            "preferences", "user_id,category,preference_key");

    private static final Map<String, String> CONFLICT_CLAUSES = Map.of("entity_mentions", "on conflict ignore");

    private final Jdbc jdbc;

    private ForeignObjects(Connection connection) {
        this.jdbc = new Jdbc(connection);
    }

    /** What the schema has: taken apart once, and not each time that a file is opened. */
    private static final class Ours {

        private static final Set<String> TABLES = new HashSet<>();
        private static final Map<String, Set<List<String>>> STATEMENTS = new HashMap<>();

        static {
            for (SchemaPart part : Schema.parts()) {
                if (part.kind() == Kind.TABLE || part.kind() == Kind.VIRTUAL_TABLE) {
                    TABLES.add(part.name());
                }
                know(part.name(), part.sql());
                if (part.name().equals(PYTHON_TRIGGER)) {
                    know(part.name(), part.sql().replace(OF_COLUMNS, ""));
                }
            }
        }

        private static void know(String name, String sql) {
            STATEMENTS.computeIfAbsent(name, key -> new HashSet<>()).add(SqlTokens.of(sql));
        }
    }

    /** Finds them all. */
    static List<ForeignObject> in(Connection connection) throws SQLException {
        ForeignObjects looking = new ForeignObjects(connection);
        List<ForeignObject> found = new ArrayList<>(looking.triggers());
        found.addAll(looking.indexes());
        found.addAll(looking.conflictClauses());
        found.addAll(looking.generatedColumns());
        return found;
    }

    /** Refuses a file in which another program's view or virtual table is where a table of ours should be. */
    static void requireTables(Connection connection, Path file) throws SQLException {
        for (String name : new ForeignObjects(connection).replacedTables()) {
            throw new IncompatibleStoreException(
                    "The file " + file + " has a view or virtual table in the place of the table " + name
                            + ", so it is no memory of this library; it was not touched; choose another folder.");
        }
    }

    /** Refuses a file that has some. */
    static void requireNone(List<ForeignObject> found, Path file) {
        if (!found.isEmpty()) {
            throw new StoreException("The file " + file
                    + " has what is neither this library's nor the Python program's, and would run with the memory's own"
                    + " statements: " + named(found)
                    + "; nothing was opened or changed; remove it, or, if it is meant to run, allow it by"
                    + " allowForeignTriggers(true) or --allow-foreign-triggers.");
        }
    }

    static String named(List<ForeignObject> found) {
        return found.stream().map(ForeignObject::sentence).collect(Collectors.joining(", "));
    }

    private boolean isOurs(String table) {
        String name = table.toLowerCase(Locale.ROOT);
        return Ours.TABLES.contains(name) || name.startsWith("facts_fts_");
    }

    private boolean isKnown(String name, String sql) {
        return Ours.STATEMENTS.getOrDefault(name, Set.of()).contains(SqlTokens.of(sql));
    }

    private List<String> replacedTables() throws SQLException {
        return jdbc
                .query(
                        "SELECT name FROM main.sqlite_schema WHERE type = 'view'"
                                + " OR (type = 'table' AND sql LIKE 'CREATE VIRTUAL %' AND name <> 'facts_fts')",
                        row -> row.getString(1))
                .stream()
                .filter(this::isOurs)
                .toList();
    }

    private List<ForeignObject> triggers() throws SQLException {
        List<ForeignObject> found = new ArrayList<>();
        jdbc.forEach("SELECT name, tbl_name, sql FROM main.sqlite_schema WHERE type = 'trigger'", row -> {
            if (isOurs(row.getString(2)) && !isKnown(row.getString(1), row.getString(3))) {
                found.add(ForeignObject.trigger(row.getString(1), row.getString(2)));
            }
        });
        return found;
    }

    /** Indexes that can refuse a row, or that compute something for each. */
    private List<ForeignObject> indexes() throws SQLException {
        List<ForeignObject> found = new ArrayList<>();
        jdbc.forEach(
                "SELECT i.name, t.name, s.sql, i.origin, i.\"unique\" = 1 OR i.partial = 1 OR max(c.cid = -2),"
                        + " group_concat(c.name) FROM main.sqlite_schema t JOIN pragma_index_list(t.name, 'main') i"
                        + " JOIN pragma_index_info(i.name, 'main') c"
                        + " LEFT JOIN main.sqlite_schema s ON s.type = 'index' AND s.name = i.name"
                        + " WHERE t.type = 'table' AND t.sql LIKE 'CREATE TABLE %' AND i.origin <> 'pk' GROUP BY t.name, i.name",
                row -> {
                    String name = row.getString(1);
                    String table = row.getString(2);
                    if (!isOurs(table) || !row.getBoolean(5)) {
                        return;
                    } else if (row.getString(4).equals("u")) {
                        String columns = row.getString(6);
                        if (!columns.equals(UNIQUE.get(table))) {
                            found.add(ForeignObject.constraint("UNIQUE (" + columns + ")", table));
                        }
                    } else if (!isKnown(name, row.getString(3))) {
                        found.add(ForeignObject.index(name, table));
                    }
                });
        return found;
    }

    /** Clauses that delete or drop rows. We have one, for a fact that names an entity twice. */
    private List<ForeignObject> conflictClauses() throws SQLException {
        List<ForeignObject> found = new ArrayList<>();
        jdbc.forEach(
                "SELECT name, sql FROM main.sqlite_schema WHERE type = 'table' AND sql LIKE '%CONFLICT%'",
                row -> {
                    String table = row.getString(1);
                    List<String> tokens = SqlTokens.of(row.getString(2));
                    for (int i = 0; i < tokens.size() - 1 && isOurs(table); i++) {
                        String clause = "on conflict " + tokens.get(i + 1);
                        if (tokens.get(i).equals("conflict") && !clause.equals(CONFLICT_CLAUSES.get(table))) {
                            found.add(ForeignObject.constraint(clause, table));
                        }
                    }
                });
        return found;
    }

    private List<ForeignObject> generatedColumns() throws SQLException {
        List<ForeignObject> found = new ArrayList<>();
        jdbc.forEach(
                "SELECT c.name, t.name FROM main.sqlite_schema t JOIN pragma_table_xinfo(t.name, 'main') c"
                        + " WHERE t.type = 'table' AND t.sql LIKE 'CREATE TABLE %' AND c.hidden IN (2, 3)",
                row -> {
                    if (isOurs(row.getString(2))) {
                        found.add(ForeignObject.generatedColumn(row.getString(1), row.getString(2)));
                    }
                });
        return found;
    }
}
