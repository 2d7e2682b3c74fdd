package io.lifeos.memory.recall.vector;

import io.lifeos.memory.database.Durability;
import io.lifeos.memory.jdbc.FloatBytes;
import io.lifeos.memory.jdbc.VectorMath;
import io.lifeos.memory.sqlite.SqliteDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** A real file with facts and vectors, and a plain connection to it, as another program has one. */
public final class VectorFile implements AutoCloseable {

    static final String MODEL = "test-model";

    private final Path path;
    private final Connection other;
    private SqliteDatabase database;

    public VectorFile(Path folder) {
        this.path = folder.resolve("jarvis.db");
        try {
            Files.createFile(path);
            this.database = SqliteDatabase.open(path, Durability.NORMAL);
            this.other = DriverManager.getConnection("jdbc:sqlite:" + path);
            execute("PRAGMA foreign_keys = ON");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    public SqliteDatabase database() {
        return database;
    }

    /** Closes the file and opens it again, as a new process does. */
    void reopen() {
        database.close();
        database = SqliteDatabase.open(path, Durability.NORMAL);
    }

    SqliteDatabase openReadOnly() {
        return SqliteDatabase.openReadOnly(path);
    }

    /** Adds a fact as another program does. */
    public long addFact(String content) {
        return number("INSERT INTO facts (content) VALUES ('" + content + "') RETURNING id");
    }

    void addVector(long factId, float[] vector) {
        write(
                "INSERT INTO fact_vectors (fact_id, model, dimensions, embedding) VALUES (?1, ?4, ?2, ?3)",
                factId,
                vector,
                MODEL);
    }

    public void importVector(long factId, float[] vector, @Nullable String model) {
        write(
                "INSERT INTO fact_embeddings (fact_id, postgres_memory_id, dimensions, embedding, model)"
                        + " VALUES (?1, ?1, ?2, ?3, ?4)",
                factId,
                vector,
                model);
    }

    /** Adds facts with vectors that lie in clusters, half of them made here and half imported. */
    void fill(int count, int dimensions, Random random) {
        execute("BEGIN IMMEDIATE");
        for (float[] vector : clustered(count, dimensions, random)) {
            long id = addFact("fact");
            if (random.nextBoolean()) {
                addVector(id, vector);
            } else {
                importVector(id, vector, MODEL);
            }
        }
        execute("COMMIT");
    }

    /** Vectors around some centres, all of them off the origin, as those of a real model are. */
    static List<float[]> clustered(int count, int dimensions, Random random) {
        List<float[]> centres = new ArrayList<>();
        float[] common = gaussian(dimensions, random, 1);
        for (int i = 0; i < 20; i++) {
            centres.add(sum(common, gaussian(dimensions, random, 0.7)));
        }
        List<float[]> vectors = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            vectors.add(sum(centres.get(random.nextInt(centres.size())), gaussian(dimensions, random, 0.5)));
        }
        return vectors;
    }

    private static float[] gaussian(int dimensions, Random random, double scale) {
        float[] vector = new float[dimensions];
        for (int i = 0; i < dimensions; i++) {
            vector[i] = (float) (random.nextGaussian() * scale);
        }
        return vector;
    }

    private static float[] sum(float[] a, float[] b) {
        float[] sum = a.clone();
        for (int i = 0; i < sum.length; i++) {
            sum[i] += b[i];
        }
        return sum;
    }

    /** What a comparison of the question with every vector finds: the ids of the nearest facts, best first. */
    List<Long> bruteForce(float[] question, String condition, int limit) {
        float[] unit = Objects.requireNonNull(VectorMath.unit(question));
        Map<Long, Double> scores = new HashMap<>();
        try (Statement statement = other.createStatement();
                ResultSet rows = statement.executeQuery("SELECT f.id, coalesce(v.embedding, e.embedding) FROM facts f"
                        + " LEFT JOIN fact_vectors v ON v.fact_id = f.id LEFT JOIN fact_embeddings e ON e.fact_id = f.id"
                        + " WHERE coalesce(v.embedding, e.embedding) IS NOT NULL AND " + condition)) {
            while (rows.next()) {
                scores.put(rows.getLong(1), VectorMath.cosine(unit, rows.getBytes(2)));
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        return scores.entrySet().stream()
                .sorted(Map.Entry.<Long, Double>comparingByValue(Comparator.reverseOrder())
                        .thenComparing(Map.Entry.comparingByKey()))
                .limit(limit)
                .map(Map.Entry::getKey)
                .toList();
    }

    /** A vector made here, drawn at random. */
    float[] vectorOfSomeFact(Random random) {
        try (PreparedStatement select = other.prepareStatement("SELECT embedding FROM fact_vectors LIMIT 1 OFFSET ?")) {
            select.setLong(1, random.nextInt((int) number("SELECT COUNT(*) FROM fact_vectors")));
            try (ResultSet row = select.executeQuery()) {
                row.next();
                return FloatBytes.toFloats(row.getBytes(1));
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    public void execute(String sql) {
        try (Statement statement = other.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    long number(String sql) {
        try (Statement statement = other.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private void write(String sql, long factId, float[] vector, @Nullable String model) {
        try (PreparedStatement statement = other.prepareStatement(sql)) {
            statement.setLong(1, factId);
            statement.setInt(2, vector.length);
            statement.setBytes(3, FloatBytes.of(vector));
            statement.setString(4, model);
            statement.executeUpdate();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        database.close();
        try {
            other.close();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
