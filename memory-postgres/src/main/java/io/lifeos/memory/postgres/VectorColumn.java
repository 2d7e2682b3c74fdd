package io.lifeos.memory.postgres;

import io.lifeos.memory.archive.catalog.CatalogTable;
import io.lifeos.memory.archive.catalog.RowSql;
import java.util.Optional;

/**
 * The column of embeddings, if it has a pgvector type, as SQL that compares its vectors with a question's.
 *
 * @param column its name, as SQL
 * @param type its type, with the schema of the extension
 * @param schema the schema of the extension, quoted
 * @param dimensions the number of dimensions of its vectors; -1 if it varies
 */
record VectorColumn(String column, String type, String schema, int dimensions) {

    /** The column of that name, if it is one. */
    static Optional<VectorColumn> of(CatalogTable table, Optional<String> name) {
        return name.flatMap(table::column)
                .filter(column -> column.isOfPgvector("vector") || column.isOfPgvector("halfvec"))
                .map(column -> new VectorColumn(
                        RowSql.column(column.name()), column.baseType(), column.typeSchema(), column.modifier()));
    }

    /** Tells whether there can be vectors of that many dimensions. */
    boolean allows(int asked) {
        return dimensions == -1 || dimensions == asked;
    }

    /** The cosine distance. It is written as in the expression of an index that fits. Parameter: the question. */
    String distance(int asked) {
        String vector = dimensions == asked ? column : column + "::" + type + "(" + asked + ")";
        return vector + " OPERATOR(" + schema + ".<=>) " + question();
    }

    /** The condition that a row has a vector of that many dimensions. */
    String comparable(int asked) {
        return dimensions == asked ? column + " IS NOT NULL" : dimensionsOf(column) + " = " + asked;
    }

    String dimensionsOf(String vector) {
        return schema + ".vector_dims(" + vector + ")";
    }

    /** A question, cast to the column's type. */
    String question() {
        return "?::" + type;
    }
}
