package io.lifeos.memory.recall.vector;

import io.lifeos.memory.jdbc.FloatBytes;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The vectors made here, in the file. To be used within one read or transaction. */
final class VectorTable {

    private final Connection connection;
    private final VectorSpace space;

    VectorTable(Connection connection, VectorSpace space) {
        this.connection = connection;
        this.space = space;
    }

    /** A fact and what it says. */
    record Text(long factId, String content) {}

    /**
     * Stores vectors, each unless its fact is gone or says something else by now.
     *
     * @return how many were stored
     */
    int put(List<Text> texts, List<float @Nullable []> vectors) throws SQLException {
        int stored = 0;
        try (PreparedStatement insert =
                connection.prepareStatement("INSERT INTO fact_vectors (fact_id, model, dimensions, embedding)"
                        + " SELECT id, ?, ?, ? FROM facts WHERE id = ? AND content = ?"
                        + " ON CONFLICT (fact_id, model) DO UPDATE"
                        + " SET dimensions = excluded.dimensions, embedding = excluded.embedding")) {
            for (int i = 0; i < texts.size(); i++) {
                float[] vector = vectors.get(i);
                if (vector != null) {
                    insert.setString(1, space.model());
                    insert.setInt(2, space.dimensions());
                    insert.setBytes(3, FloatBytes.of(vector));
                    insert.setLong(4, texts.get(i).factId());
                    insert.setString(5, texts.get(i).content());
                    stored += insert.executeUpdate();
                }
            }
        }
        return stored;
    }

    /** What some facts say. */
    List<Text> texts(List<Long> factIds) throws SQLException {
        List<Text> texts = new ArrayList<>();
        try (PreparedStatement select = connection.prepareStatement(
                "SELECT id, content FROM facts WHERE id IN (SELECT value FROM json_each(?)) ORDER BY id")) {
            select.setString(1, factIds.toString());
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    texts.add(new Text(rows.getLong(1), rows.getString(2)));
                }
            }
        }
        return texts;
    }

    /** The ids of the facts whose vector is missing, or not known to be of this space, as of an index. */
    List<Long> missingIn(BinaryIndex index) throws SQLException {
        List<Long> missing = new ArrayList<>();
        try (PreparedStatement select = connection.prepareStatement("SELECT id FROM facts ORDER BY id");
                ResultSet rows = select.executeQuery()) {
            while (rows.next()) {
                long id = rows.getLong(1);
                if (!index.hasNamedVector(id)) {
                    missing.add(id);
                }
            }
        }
        return missing;
    }
}
