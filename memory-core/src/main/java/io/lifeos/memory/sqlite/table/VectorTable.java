package io.lifeos.memory.sqlite.table;

import io.lifeos.memory.jdbc.FloatBytes;
import io.lifeos.memory.jdbc.Jdbc;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;

/** The vectors made here, of one space. Use it within one read or transaction. */
public final class VectorTable {

    private final Jdbc jdbc;
    private final VectorSpace space;

    /**
     * Binds to a connection.
     *
     * @param connection a connection to the file
     * @param space the vectors to write
     */
    public VectorTable(Connection connection, VectorSpace space) {
        this.jdbc = new Jdbc(connection);
        this.space = space;
    }

    /**
     * The content of a fact.
     *
     * @param factId the id of the fact
     * @param content the content
     */
    public record Text(long factId, String content) {}

    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Vector(Text text, byte[] bytes) {}

    /**
     * Stores vectors, each only if its fact still exists and still has the content that was embedded.
     *
     * @param texts the embedded contents
     * @param vectors the vector of each; null stores nothing
     * @return the number of stored vectors
     */
    public int put(List<Text> texts, List<float @Nullable []> vectors) throws SQLException {
        List<Vector> present = new ArrayList<>(texts.size());
        for (int i = 0; i < texts.size(); i++) {
            float[] vector = vectors.get(i);
            if (vector != null) {
                present.add(new Vector(texts.get(i), FloatBytes.of(vector)));
            }
        }
        int[] stored = jdbc.batch(
                "INSERT INTO fact_vectors (fact_id, model, dimensions, embedding)"
                        + " SELECT id, ?, ?, ? FROM facts WHERE id = ? AND content = ?"
                        + " ON CONFLICT (fact_id, model) DO UPDATE"
                        + " SET dimensions = excluded.dimensions, embedding = excluded.embedding",
                present,
                vector -> new Object[] {
                    space.model(), space.dimensions(), vector.bytes, vector.text.factId, vector.text.content
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
