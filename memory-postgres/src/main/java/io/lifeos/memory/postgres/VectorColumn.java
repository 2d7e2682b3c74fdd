package io.lifeos.memory.postgres;

import java.util.Collection;
import java.util.Optional;

/**
 * The column of embeddings, where it is one of pgvector's, as SQL that compares its vectors with a question's.
 *
 * @param type its type, with the schema of the extension
 * @param schema the schema of the extension, quoted
 * @param dimensions of how many dimensions its vectors are; -1 if that differs
 */
record VectorColumn(String type, String schema, int dimensions) {

    private static final String ANY = "a.embedding";

    static Optional<VectorColumn> of(Collection<CatalogColumn> columns) {
        return columns.stream()
                .filter(column -> column.name().equals("embedding"))
                .filter(column -> column.isOfPgvector("vector") || column.isOfPgvector("halfvec"))
                .map(column -> new VectorColumn(column.baseType(), column.typeSchema(), column.modifier()))
                .findFirst();
    }

    /** Whether there can be vectors of that many dimensions. */
    boolean allows(int asked) {
        return dimensions == -1 || dimensions == asked;
    }

    /** The cosine distance. It is written as in the expression of an index that fits. Parameter: the question. */
    String distance(int asked) {
        String vector = dimensions == asked ? ANY : ANY + "::" + type + "(" + asked + ")";
        return vector + " OPERATOR(" + schema + ".<=>) " + question();
    }

    /** The condition that a row has a vector of that many dimensions. */
    String comparable(int asked) {
        return dimensions == asked ? ANY + " IS NOT NULL" : dimensionsOf(ANY) + " = " + asked;
    }

    String dimensionsOf(String vector) {
        return schema + ".vector_dims(" + vector + ")";
    }

    /** A question as the column's type has it. */
    String question() {
        return "?::" + type;
    }
}
