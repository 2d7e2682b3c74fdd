package io.lifeos.memory.postgres;

import io.lifeos.memory.archive.ArchiveColumn;
import io.lifeos.memory.archive.catalog.CatalogColumn;
import io.lifeos.memory.archive.catalog.CatalogTable;
import io.lifeos.memory.archive.catalog.Field;
import io.lifeos.memory.archive.catalog.RowText;
import io.lifeos.memory.archive.known.KnownPrograms;
import io.lifeos.memory.archive.known.Profile.SideTable;
import io.lifeos.memory.archive.known.WantedTable;
import io.lifeos.memory.archive.profile.ColumnRole;
import io.lifeos.memory.archive.profile.TableProfile;
import io.lifeos.memory.archive.table.TableName;
import io.lifeos.memory.archive.table.TableSpec;
import io.lifeos.memory.fact.SourceUnavailableException;
import io.lifeos.memory.jdbc.Jdbc;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads the columns and the key of a table from the catalog. */
final class CatalogReader {

    private static final String TABLE = """
            SELECT c.oid, n.nspname, c.relname, pg_catalog.has_table_privilege(c.oid, 'SELECT') AS readable,
                   c.relkind = 'r' AND EXISTS (SELECT FROM pg_catalog.pg_inherits h WHERE h.inhparent = c.oid) AS inherited
            FROM pg_catalog.pg_class c
            JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
            WHERE c.oid = pg_catalog.to_regclass(?)
            """;

    /** The -1 makes format_type write a type to which a cast does not truncate the value to a length of one. */
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
     * The primary key, or else the smallest index under which no two rows can be equal: unique, not partial, over plain
     * columns that are never NULL, with the same notion of equality as a comparison of the columns.
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

    private final Jdbc jdbc;

    CatalogReader(Jdbc jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * Reads the table of that name, and leaves the search path at the schemas of the server and of the key's types.
     *
     * @param wanted the profile and the columns that were asked for
     */
    CatalogTable read(TableName name, TableSpec wanted) throws SQLException {
        Relation table = relation(name)
                .orElseThrow(
                        () -> new SourceUnavailableException("The table " + name.sql() + " was dropped just now."));
        if (table.inherited()) {
            throw new SourceUnavailableException("Other tables inherit from " + name.sql()
                    + ", and no key covers the rows of all; name one that nothing inherits from.");
        }
        return describe(table.schema(), table.name(), table.oid(), wanted);
    }

    private Optional<Relation> relation(TableName name) throws SQLException {
        return jdbc.first(
                TABLE,
                row -> new Relation(
                        row.getLong("oid"),
                        row.getString("nspname"),
                        row.getString("relname"),
                        row.getBoolean("readable"),
                        row.getBoolean("inherited")),
                name.sql());
    }

    private record Relation(long oid, String schema, String name, boolean readable, boolean inherited) {}

    private CatalogTable describe(String schema, String name, long oid, TableSpec wanted) throws SQLException {
        setSearchPath(List.of());
        List<CatalogColumn> columns = columns(oid);
        List<String> names = columns.stream().map(CatalogColumn::name).toList();
        new WantedTable(wanted).requireColumns(new TableName(schema, name).sql(), names);
        TableProfile profile = new WantedTable(wanted).profile(name, names);
        List<String> unique = key(oid);
        List<String> id = Optional.of(new WantedTable(wanted).roles(profile).of(ColumnRole.KEY))
                .filter(named -> !named.isEmpty() && names.containsAll(named))
                .orElse(unique);
        List<CatalogColumn> key =
                id.stream().flatMap(part -> named(part, columns).stream()).toList();
        // Only the search path finds the operators that compare a key of an extension's type, such as citext.
        setSearchPath(key.stream().map(CatalogColumn::typeSchema).distinct().toList());
        boolean indexed = Set.copyOf(id).equals(Set.copyOf(unique));
        CatalogTable table = new CatalogTable(schema, name, profile, columns, key, indexed, List.of());
        return table.withSides(sides(table));
    }

    private void setSearchPath(List<String> quotedSchemas) throws SQLException {
        List<String> path = new ArrayList<>(List.of("pg_catalog"));
        quotedSchemas.stream().filter(schema -> !schema.equals("pg_catalog")).forEach(path::add);
        jdbc.execute("SET LOCAL search_path = " + String.join(", ", path));
    }

    private List<CatalogColumn> columns(long oid) throws SQLException {
        return jdbc.query(
                COLUMNS,
                row -> new CatalogColumn(
                        row.getString("attname"),
                        row.getString("type"),
                        row.getString("base_type"),
                        row.getString("type_schema"),
                        row.getInt("modifier"),
                        row.getString("extname"),
                        row.getBoolean("generated")),
                oid);
    }

    /** Reads the table that the profile knows beside this one, if it is there. */
    private List<Field> sides(CatalogTable table) throws SQLException {
        Optional<SideTable> known = KnownPrograms.of(table.profile()).side();
        if (known.isEmpty()) {
            return List.of();
        }
        SideTable side = known.get();
        Optional<CatalogColumn> owner = table.column(side.owner());
        List<CatalogColumn> columns = sideColumns(new TableName(table.schema(), side.name()));
        Optional<CatalogColumn> key = named(side.key(), columns);
        if (owner.isEmpty() || key.isEmpty() || named(side.value(), columns).isEmpty()) {
            return List.of();
        }
        boolean softDeletes = named("is_deleted", columns)
                .filter(column -> column.baseType().equals("boolean"))
                .isPresent();
        boolean sameTypes = key.get().type().equals(owner.get().type());
        ArchiveColumn column = ArchiveColumn.of(side.field(), "text", side.role());
        return List.of(
                new Field(column, sql(side, table.schema(), sameTypes, softDeletes), RowText.column(side.field())));
    }

    /** The text that a side table has for the row {@code a}; side rows marked {@code is_deleted} are ignored. */
    private static String sql(SideTable side, String schema, boolean sameTypes, boolean softDeletes) {
        String table = new TableName(schema, side.name()).sql();
        String cast = sameTypes ? "" : "::text";
        String said = "s." + TableName.quote(side.value());
        String text = side.role() == ColumnRole.TAGS
                ? "json_agg(" + said + "::text ORDER BY " + said + "::text COLLATE \"C\")::text"
                : "min(" + said + "::text)";
        return "(SELECT " + text + " FROM " + table + " AS s WHERE s." + TableName.quote(side.key()) + cast + " = a."
                + TableName.quote(side.owner()) + cast + (softDeletes ? " AND s.is_deleted IS NOT TRUE" : "") + ")";
    }

    private List<CatalogColumn> sideColumns(TableName name) throws SQLException {
        Optional<Relation> table = relation(name);
        if (table.isEmpty()) {
            return List.of();
        }
        if (!table.get().readable()) {
            throw new SourceUnavailableException("This role may not read " + name.sql()
                    + ", which says more about the memories; nothing was read; grant it SELECT there too.");
        }
        return columns(table.get().oid());
    }

    private static Optional<CatalogColumn> named(String name, List<CatalogColumn> columns) {
        return columns.stream().filter(column -> column.name().equals(name)).findFirst();
    }

    private List<String> key(long oid) throws SQLException {
        return jdbc.first(KEY, row -> List.of((String[]) row.getArray("key").getArray()), oid)
                .orElse(List.of());
    }
}
