package io.lifeos.memory.archive.file;

import io.lifeos.memory.archive.ArchiveColumn;
import io.lifeos.memory.archive.MappingException;
import io.lifeos.memory.archive.catalog.CatalogColumn;
import io.lifeos.memory.archive.catalog.CatalogTable;
import io.lifeos.memory.archive.catalog.Field;
import io.lifeos.memory.archive.catalog.RowSql;
import io.lifeos.memory.archive.catalog.RowText;
import io.lifeos.memory.archive.known.ColumnRoles;
import io.lifeos.memory.archive.known.KnownPrograms;
import io.lifeos.memory.archive.known.Profile.SideTable;
import io.lifeos.memory.archive.known.WantedTable;
import io.lifeos.memory.archive.profile.ColumnRole;
import io.lifeos.memory.archive.profile.TableProfile;
import io.lifeos.memory.archive.table.TableName;
import io.lifeos.memory.archive.table.TableSpec;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

/** Reconstructs, from the rows of a file, the columns of the table that held them. */
final class FileColumns {

    private final TableName name;
    private final WantedTable wanted;
    private final Map<String, Set<FileRow.Type>> types = new HashMap<>();

    FileColumns(TableName name, TableSpec wanted) {
        this.name = name;
        this.wanted = new WantedTable(wanted);
    }

    /** Looks at the types of a row's values. */
    void add(FileRow row) {
        row.values()
                .forEach((column, value) -> types.computeIfAbsent(column, c -> EnumSet.noneOf(FileRow.Type.class))
                        .add(value.type()));
    }

    /**
     * The table.
     *
     * @param columns the names of its columns, which JSON Lines lack too if the table has no rows
     * @throws MappingException if it lacks a column that is named, or has no id
     */
    CatalogTable describe(Collection<String> columns) {
        TableProfile profile = wanted.profile(name.name(), columns);
        ColumnRoles roles = wanted.roles(profile);
        Collection<String> names = columns.isEmpty() ? usualColumns(profile, roles) : columns;
        wanted.requireColumns(name.sql(), names);
        List<Field> sides = KnownPrograms.of(profile).side().stream()
                .filter(side -> names.contains(side.field()))
                .map(FileColumns::side)
                .toList();
        List<CatalogColumn> own = names.stream()
                .filter(column ->
                        sides.stream().noneMatch(side -> side.column().name().equals(column)))
                .map(column -> column(column, roles))
                .toList();
        String schema = Objects.requireNonNullElse(name.schema(), "");
        return new CatalogTable(schema, name.name(), profile, own, key(profile, roles, own), true, sides);
    }

    private static List<String> usualColumns(TableProfile profile, ColumnRoles roles) {
        return Stream.concat(
                        KnownPrograms.of(profile).usualKeys().stream(),
                        roles.columns().values().stream().flatMap(List::stream))
                .distinct()
                .toList();
    }

    /** The field for the value of a side table, which the row of a file has itself. */
    private static Field side(SideTable side) {
        ArchiveColumn column = ArchiveColumn.of(side.field(), "text", side.role());
        return new Field(column, RowSql.text(side.field()), RowText.column(side.field()));
    }

    private CatalogColumn column(String column, ColumnRoles roles) {
        if (roles.of(ColumnRole.EMBEDDING).contains(column)) {
            return CatalogColumn.vector(column);
        }
        Set<FileRow.Type> shown = types.getOrDefault(column, Set.of());
        if (roles.of(ColumnRole.CONTENT).contains(column) && shown.size() > 1 && shown.contains(FileRow.Type.JSONB)) {
            return CatalogColumn.of(column, CatalogColumn.TEXT_OR_JSON);
        }
        boolean metadata = roles.of(ColumnRole.METADATA).contains(column);
        return CatalogColumn.of(column, metadata ? "jsonb" : type(shown));
    }

    private static String type(Set<FileRow.Type> types) {
        if (types.equals(EnumSet.of(FileRow.Type.BIGINT, FileRow.Type.NUMERIC))) {
            return type(Set.of(FileRow.Type.NUMERIC));
        }
        return types.size() == 1 ? types.iterator().next().name().toLowerCase(Locale.ROOT) : "text";
    }

    private List<CatalogColumn> key(TableProfile profile, ColumnRoles roles, List<CatalogColumn> columns) {
        List<String> named = roles.of(ColumnRole.KEY);
        List<CatalogColumn> key = new ArrayList<>();
        for (String part : named.isEmpty() ? KnownPrograms.of(profile).usualKeys() : named) {
            boolean enough = named.isEmpty() && !key.isEmpty();
            columns.stream()
                    .filter(column -> column.name().equals(part) && !enough)
                    .forEach(key::add);
        }
        if (key.isEmpty()) {
            throw new MappingException("The rows of " + name.sql() + " have no "
                    + String.join(
                            " or ", named.isEmpty() ? KnownPrograms.of(profile).usualKeys() : named)
                    + " that tells them apart; they have "
                    + columns.stream().map(CatalogColumn::name).toList() + "; name the columns of their id.");
        }
        return key;
    }
}
