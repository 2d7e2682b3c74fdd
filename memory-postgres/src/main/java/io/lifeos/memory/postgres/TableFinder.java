package io.lifeos.memory.postgres;

import io.lifeos.memory.archive.MappingException;
import io.lifeos.memory.archive.catalog.RowSql;
import io.lifeos.memory.archive.known.ColumnRoles;
import io.lifeos.memory.archive.known.KnownPrograms;
import io.lifeos.memory.archive.profile.ColumnRole;
import io.lifeos.memory.archive.profile.TableProfile;
import io.lifeos.memory.archive.table.TableName;
import io.lifeos.memory.archive.table.TableSpec;
import io.lifeos.memory.fact.SourceUnavailableException;
import io.lifeos.memory.jdbc.Jdbc;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Finds the tables of memories in a database, by their shapes. */
final class TableFinder {

    private static final String TABLES = """
            SELECT n.nspname, c.relname,
                   has_schema_privilege(n.oid, 'USAGE') AND has_table_privilege(c.oid, 'SELECT') AS readable,
                   c.relispopulated AS filled,
                   array_agg(a.attname::text ORDER BY a.attnum) AS columns,
                   bool_or(t.typname IN ('vector', 'halfvec')) AS vectors
            FROM pg_catalog.pg_class c
            JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
            JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
            JOIN pg_catalog.pg_type t ON t.oid = a.atttypid
            WHERE (c.relkind IN ('r', 'p') OR c.relkind IN ('v', 'm', 'f') AND c.relname = 'archival_memory')
              AND NOT c.relispartition AND c.relpersistence <> 't'
              AND n.nspname NOT IN ('pg_catalog', 'information_schema', 'pg_toast')
            GROUP BY n.nspname, c.relname, n.oid, c.oid
            ORDER BY n.nspname, c.relname
            """;

    private static final String OTHER_CONTENTS =
            "its columns are those of a known program, but its rows have other contents; name it and its columns";

    private static final int ROWS_LOOKED_AT = 100;

    private final Jdbc jdbc;

    TableFinder(Jdbc jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * A table that may hold memories.
     *
     * @param name its name, with the schema
     * @param columns its columns, in its own order
     * @param profile the profile that it matches; empty if it does not hold memories, or not as a known program keeps them
     * @param readable true if this role may read it
     * @param filled false if it is a view whose rows are not there yet
     * @param skipped the reason that it is not taken; empty if it is
     */
    record Candidate(
            TableName name,
            List<String> columns,
            Optional<TableProfile> profile,
            boolean readable,
            boolean filled,
            Optional<String> skipped) {

        /** The same, of no known program. */
        Candidate ofNoProfile() {
            return new Candidate(name, columns, Optional.empty(), readable, filled, Optional.of(OTHER_CONTENTS));
        }

        /** Tells whether it can be the wanted table. A table of no known profile can be of any. */
        boolean fits(TableSpec wanted) {
            return wanted.schema()
                            .filter(schema -> !schema.equals(name.schema()))
                            .isEmpty()
                    && (profile.isEmpty()
                            || wanted.profile().filter(p -> p != profile.get()).isEmpty());
        }
    }

    /** All tables that hold memories, or look as if they did, by schema and name. */
    List<Candidate> candidates() throws SQLException {
        List<Candidate> candidates = new ArrayList<>();
        for (Candidate table : jdbc.query(TABLES, TableFinder::candidate)) {
            if (table.profile().isPresent() || table.skipped().isPresent()) {
                candidates.add(hasOtherContents(table) ? table.ofNoProfile() : table);
            }
        }
        return candidates;
    }

    /**
     * Tells whether a table that has the columns of a known program was made by another: the first rows lack the member that
     * is the content, of any spelling.
     */
    private boolean hasOtherContents(Candidate table) throws SQLException {
        Optional<ColumnRoles> roles =
                table.profile().map(profile -> KnownPrograms.of(profile).roles());
        Optional<String> member = roles.map(ColumnRoles::contentMember);
        if (member.isEmpty() || !table.readable() || !table.filled()) {
            return false;
        }
        String json = RowSql.text(roles.get().of(ColumnRole.METADATA).get(0));
        return jdbc.one(
                "SELECT count(*) > 0 AND NOT bool_or(strpos(json, ?) > 0) FROM (SELECT " + json + " AS json FROM "
                        + table.name().sql() + " AS a WHERE " + json + " IS NOT NULL LIMIT ?) AS first",
                row -> row.getBoolean(1),
                '"' + member.get() + '"',
                ROWS_LOOKED_AT);
    }

    private static Candidate candidate(ResultSet row) throws SQLException {
        String table = row.getString("relname");
        List<String> names = List.of((String[]) row.getArray("columns").getArray());
        Set<String> columns = Set.copyOf(names);
        Optional<TableProfile> profile = KnownPrograms.recognise(table, columns);
        Optional<String> skipped =
                profile.isPresent() ? Optional.empty() : lookAlike(table, columns, row.getBoolean("vectors"));
        return new Candidate(
                new TableName(row.getString("nspname"), table),
                names,
                profile,
                row.getBoolean("readable"),
                row.getBoolean("filled"),
                skipped);
    }

    private static Optional<String> lookAlike(String table, Set<String> columns, boolean vectors) {
        return KnownPrograms.lookAlike(table, columns)
                .or(() -> vectors
                        ? Optional.of("it has vectors, but no known shape; name it and its columns")
                        : Optional.empty());
    }

    /** The only table that can be meant. */
    TableName only(TableSpec wanted) throws SQLException {
        List<Candidate> fit = candidates().stream()
                .filter(table -> table.profile().isPresent())
                .filter(table -> table.fits(wanted))
                .toList();
        if (fit.isEmpty()) {
            throw nothingFound(wanted);
        }
        if (fit.size() > 1) {
            throw new MappingException("The database has several tables of memories: "
                    + fit.stream().map(TableFinder::described).collect(Collectors.joining(", "))
                    + "; nothing was read; name one of them as the table, or its profile if no other has that.");
        }
        return fit.get(0).name();
    }

    static SourceUnavailableException nothingFound(TableSpec wanted) {
        return new SourceUnavailableException(
                wanted.schema().map(schema -> "The schema " + schema).orElse("The database")
                        + " has no table of memories"
                        + wanted.profile()
                                .map(profile -> " of the profile " + profile.label())
                                .orElse("")
                        + "; check the database, or name the table and its columns.");
    }

    private static String described(Candidate table) {
        return table.name().sql() + " ("
                + table.profile().map(TableProfile::label).orElse("unknown") + ")";
    }
}
