package io.lifeos.memory.postgres;

import io.lifeos.memory.fact.SourceUnavailableException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Learns from the catalog what a table looks like. */
final class TableCatalog {

    private static final String TABLE = """
            SELECT c.oid, n.nspname, c.relname, pg_catalog.has_table_privilege(c.oid, 'SELECT') AS readable,
                   c.relkind = 'r' AND EXISTS (SELECT FROM pg_catalog.pg_inherits h WHERE h.inhparent = c.oid) AS inherited
            FROM pg_catalog.pg_class c
            JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
            WHERE c.oid = pg_catalog.to_regclass(?)
            """;

    /** format_type is given -1 because it then writes a type that a cast does not cut to a length of one. */
    private static final String COLUMNS = """
            SELECT a.attname, format_type(t.oid, -1) AS type, format_type(b.oid, -1) AS base_type,
                   quote_ident(n.nspname) AS type_schema, e.extname,
                   CASE t.typtype WHEN 'd' THEN t.typtypmod ELSE a.atttypmod END AS modifier,
                   coalesce(to_jsonb(a) ->> 'attgenerated', '') <> '' AS generated
            FROM pg_attribute a
            JOIN pg_type t ON t.oid = a.atttypid
            JOIN pg_type b ON b.oid = CASE t.typtype WHEN 'd' THEN t.typbasetype ELSE t.oid END
            JOIN pg_namespace n ON n.oid = b.typnamespace
            LEFT JOIN pg_depend d ON d.classid = 'pg_type'::regclass AND d.objid = b.oid AND d.deptype = 'e'
            LEFT JOIN pg_extension e ON e.oid = d.refobjid
            WHERE a.attrelid = ? AND a.attnum > 0 AND NOT a.attisdropped
            ORDER BY a.attnum
            """;

    /**
     * The primary key, else the smallest index under which no two rows can be equal: unique, whole, over plain columns
     * that are never NULL, by the same notion of equality that comparing the columns has.
     */
    private static final String KEY = """
            WITH part AS (
                SELECT i.indexrelid, i.indisprimary, k.place, a.attnum, a.attname,
                       a.attnotnull AND o.opcdefault AND i.indcollation[k.place - 1] = a.attcollation AS strict
                FROM pg_index i
                CROSS JOIN LATERAL unnest(i.indkey::int2[]) WITH ORDINALITY AS k(attnum, place)
                JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.attnum
                JOIN pg_opclass o ON o.oid = i.indclass[k.place - 1]
                WHERE i.indrelid = ? AND i.indisunique AND i.indisvalid AND k.place <= i.indnkeyatts
                  AND i.indpred IS NULL AND i.indexprs IS NULL
            )
            SELECT array_agg(attname::text ORDER BY place) AS key
            FROM part
            GROUP BY indexrelid, indisprimary
            HAVING bool_and(strict)
            ORDER BY indisprimary DESC, count(*), array_agg(attnum ORDER BY place)
            LIMIT 1
            """;

    private final Connection connection;

    TableCatalog(Connection connection) {
        this.connection = connection;
    }

    /**
     * Reads the table of that name, and leaves the search path at what belongs to the server and to the key's types.
     *
     * @param wanted what is said of its columns
     */
    CatalogTable read(TableName name, ArchivalTable wanted) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(TABLE)) {
            statement.setString(1, name.sql());
            try (ResultSet row = statement.executeQuery()) {
                if (!row.next()) {
                    throw new SourceUnavailableException("The table " + name.sql() + " was dropped just now.");
                }
                if (row.getBoolean("inherited")) {
                    throw new SourceUnavailableException("Other tables inherit from " + name.sql()
                            + ", and no key covers the rows of all; name one that nothing inherits from.");
                }
                return describe(row.getString("nspname"), row.getString("relname"), row.getLong("oid"), wanted);
            }
        }
    }

    private CatalogTable describe(String schema, String name, long oid, ArchivalTable wanted) throws SQLException {
        setSearchPath(List.of());
        List<CatalogColumn> columns = columns(oid);
        List<String> names = columns.stream().map(CatalogColumn::name).toList();
        wanted.requireColumns(new TableName(schema, name).sql(), names);
        TableProfile profile = wanted.profile()
                .or(() -> ShapeRecognition.recognise(name, Set.copyOf(names)))
                .orElse(TableProfile.ARCHIVAL_MEMORY);
        List<String> unique = key(oid);
        List<String> id = Optional.of(
                        Shape.of(profile).roles().overriddenBy(wanted.roles()).of(ColumnRole.KEY))
                .filter(named -> !named.isEmpty() && names.containsAll(named))
                .orElse(unique);
        List<CatalogColumn> key =
                id.stream().flatMap(part -> named(part, columns).stream()).toList();
        // The operators that compare a key of an extension's type, such as citext, are found by the search path only.
        setSearchPath(key.stream().map(CatalogColumn::typeSchema).distinct().toList());
        boolean indexed = Set.copyOf(id).equals(Set.copyOf(unique));
        CatalogTable table = new CatalogTable(schema, name, profile, columns, key, indexed, List.of());
        return table.withSides(sides(table));
    }

    private void setSearchPath(List<String> quotedSchemas) throws SQLException {
        List<String> path = new ArrayList<>(List.of("pg_catalog"));
        quotedSchemas.stream().filter(schema -> !schema.equals("pg_catalog")).forEach(path::add);
        try (PreparedStatement statement =
                connection.prepareStatement("SET LOCAL search_path = " + String.join(", ", path))) {
            statement.execute();
        }
    }

    private List<CatalogColumn> columns(long oid) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(COLUMNS)) {
            statement.setLong(1, oid);
            try (ResultSet row = statement.executeQuery()) {
                List<CatalogColumn> columns = new ArrayList<>();
                while (row.next()) {
                    columns.add(new CatalogColumn(
                            row.getString("attname"),
                            row.getString("type"),
                            row.getString("base_type"),
                            row.getString("type_schema"),
                            row.getInt("modifier"),
                            row.getString("extname"),
                            row.getBoolean("generated")));
                }
                return columns;
            }
        }
    }

    /** What the tables say that a profile knows beside this one. */
    private List<Field> sides(CatalogTable table) throws SQLException {
        List<Field> sides = new ArrayList<>();
        for (SideTable side : Shape.of(table.profile()).sides()) {
            Optional<CatalogColumn> owner = table.column(side.owner());
            List<CatalogColumn> columns = sideColumns(new TableName(table.schema(), side.name()));
            Optional<CatalogColumn> key = named(side.key(), columns);
            if (owner.isPresent()
                    && key.isPresent()
                    && named(side.value(), columns).isPresent()) {
                boolean softDeletes = named("is_deleted", columns)
                        .filter(column -> column.baseType().equals("boolean"))
                        .isPresent();
                boolean sameTypes = key.get().type().equals(owner.get().type());
                ArchiveColumn column = new ArchiveColumn(side.field(), "text", side.role());
                sides.add(new Field(
                        column, side.sql(table.schema(), sameTypes, softDeletes), Reading.column(side.field())));
            }
        }
        return sides;
    }

    private List<CatalogColumn> sideColumns(TableName name) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(TABLE)) {
            statement.setString(1, name.sql());
            try (ResultSet row = statement.executeQuery()) {
                if (!row.next()) {
                    return List.of();
                }
                if (!row.getBoolean("readable")) {
                    throw new SourceUnavailableException("This role may not read " + name.sql()
                            + ", which says more about the memories; nothing was read; grant it SELECT there too.");
                }
                return columns(row.getLong("oid"));
            }
        }
    }

    private static Optional<CatalogColumn> named(String name, List<CatalogColumn> columns) {
        return columns.stream().filter(column -> column.name().equals(name)).findFirst();
    }

    private List<String> key(long oid) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(KEY)) {
            statement.setLong(1, oid);
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? List.of((String[]) row.getArray("key").getArray()) : List.of();
            }
        }
    }
}
