package io.lifeos.memory.postgres;

import java.util.List;

/**
 * What the catalog says of a table.
 *
 * @param schema its schema
 * @param name its name
 * @param columns its columns, in its own order
 * @param key the columns that identify a row, in the order of the index; empty if none do
 */
record CatalogTable(String schema, String name, List<CatalogColumn> columns, List<CatalogColumn> key) {

    /** Schema and name as SQL, both quoted. */
    String sql() {
        return new TableName(schema, name).sql();
    }
}
