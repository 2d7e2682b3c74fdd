package io.lifeos.memory.archive.catalog;

import io.lifeos.memory.archive.profile.TableProfile;
import io.lifeos.memory.archive.table.TableName;
import java.util.List;
import java.util.Optional;

/**
 * A table as the catalog describes it.
 *
 * @param schema its schema; empty if it has none, like a file
 * @param name its name
 * @param profile the profile by which its columns are understood
 * @param columns its columns, in its own order
 * @param key the columns that identify a row, in the order of the index; empty if none do
 * @param indexed true if an index ensures that no two rows have the same key
 * @param sides the fields of those side tables of its profile that exist
 */
public record CatalogTable(
        String schema,
        String name,
        TableProfile profile,
        List<CatalogColumn> columns,
        List<CatalogColumn> key,
        boolean indexed,
        List<Field> sides) {

    public CatalogTable withSides(List<Field> found) {
        return new CatalogTable(schema, name, profile, columns, key, indexed, found);
    }

    /** Schema, if there is one, and name as SQL, both quoted. */
    public String sql() {
        return new TableName(schema.isEmpty() ? null : schema, name).sql();
    }

    public Optional<CatalogColumn> column(String wanted) {
        return columns.stream().filter(column -> column.name().equals(wanted)).findFirst();
    }

    public List<String> columnNames() {
        return columns.stream().map(CatalogColumn::name).toList();
    }
}
