package io.lifeos.memory.sqlite.table;

import io.lifeos.memory.fact.NamedVector;
import io.lifeos.memory.jdbc.FloatBytes;
import io.lifeos.memory.jdbc.Jdbc;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;

/** The vectors made here, or given with a fact. Use it within one read or transaction. */
public final class VectorTable {

    private final Jdbc jdbc;

    /**
     * Binds to a connection.
     *
     * @param connection a connection to the file
     */
    public VectorTable(Connection connection) {
        this.jdbc = new Jdbc(connection);
    }

    /**
     * The content of a fact.
     *
     * @param factId the id of the fact
     * @param content the content
     */
    public record Text(long factId, String content) {}

    private record Embedded(Text text, NamedVector vector) {}

    /**
     * Stores vectors, each only if its fact still exists and still has the content that was embedded.
     *
     * @param texts the embedded contents
     * @param vectors the vector of each; null stores nothing
     * @return the number of stored vectors
     */
    public int put(List<Text> texts, List<? extends @Nullable NamedVector> vectors) throws SQLException {
        List<Embedded> present = new ArrayList<>(texts.size());
        for (int i = 0; i < texts.size(); i++) {
            NamedVector vector = vectors.get(i);
            if (vector != null) {
                present.add(new Embedded(texts.get(i), vector));
            }
        }
        int[] stored = jdbc.batch(
                "INSERT INTO fact_vectors (fact_id, model, dimensions, embedding)"
                        + " SELECT id, ?, ?, ? FROM facts WHERE id = ? AND content = ?"
                        + " ON CONFLICT (fact_id, model) DO UPDATE"
                        + " SET dimensions = excluded.dimensions, embedding = excluded.embedding",
                present,
                each -> new Object[] {
                    each.vector.model(),
                    each.vector.dimensions(),
                    FloatBytes.of(each.vector.components()),
                    each.text.factId,
                    each.text.content
                });
        return Arrays.stream(stored).sum();
    }

    /**
     * Reads the contents of facts.
     *
     * @param factIds the facts
     * @return the contents, in the order of ids; none for a fact that does not exist
     */
    public List<Text> texts(List<Long> factIds) throws SQLException {
        return jdbc.query(
                "SELECT id, content FROM facts WHERE id IN (SELECT value FROM json_each(?)) ORDER BY id",
                row -> new Text(row.getLong(1), row.getString(2)),
                Jdbc.ids(factIds));
    }

    /**
     * Finds the facts that lack a vector.
     *
     * @param hasVector tells by the id whether a fact has one
     * @return the ids of the others, ascending
     */
    public List<Long> missing(LongPredicate hasVector) throws SQLException {
        List<Long> missing = new ArrayList<>();
        jdbc.forEach("SELECT id FROM facts ORDER BY id", row -> {
            long id = row.getLong(1);
            if (!hasVector.test(id)) {
                missing.add(id);
            }
        });
        return missing;
    }
}
