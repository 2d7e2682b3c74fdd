package io.lifeos.memory.examples.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** The memories of an agent after two months, as they would lie in its PostgreSQL. */
final class DemoMemories {

    private static final int DIMENSIONS = 8;

    private static final String CREATE = """
            CREATE TABLE archival_memory (
                id         serial PRIMARY KEY,
                content    text NOT NULL,
                metadata   jsonb,
                embedding  real[],
                created_at timestamptz NOT NULL DEFAULT now()
            )""";

    private static final String INSERT = """
            INSERT INTO archival_memory (content, metadata, embedding, created_at)
            VALUES (?, ?::jsonb, ?, ?::timestamptz)""";

    private final List<JsonNode> memories;

    private DemoMemories(List<JsonNode> memories) {
        this.memories = memories;
    }

    static DemoMemories load() throws IOException {
        try (InputStream resource = DemoMemories.class.getResourceAsStream("archival-memories.jsonl");
                MappingIterator<JsonNode> lines =
                        new ObjectMapper().readerFor(JsonNode.class).readValues(Objects.requireNonNull(resource))) {
            return new DemoMemories(lines.readAll());
        }
    }

    int size() {
        return memories.size();
    }

    void insertInto(String jdbcUrl) throws SQLException {
        try (Connection connection = DriverManager.getConnection(jdbcUrl)) {
            try (Statement statement = connection.createStatement()) {
                statement.execute(CREATE);
            }
            try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
                for (JsonNode memory : memories) {
                    insert.setString(1, memory.get("content").textValue());
                    insert.setString(2, metadata(memory));
                    insert.setObject(3, embedding(memory));
                    insert.setString(4, memory.get("created_at").textValue());
                    insert.addBatch();
                }
                insert.executeBatch();
            }
        }
    }

    /** A memory that has none gets SQL's NULL; one whose metadata is null gets JSON's. */
    private static @Nullable String metadata(JsonNode memory) {
        JsonNode metadata = memory.get("metadata");
        return metadata == null ? null : metadata.toString();
    }

    /** Stands for a model: the same text always gives the same vector. One text in ten was never embedded. */
    private static float @Nullable [] embedding(JsonNode memory) {
        SplittableRandom random =
                new SplittableRandom(memory.get("content").textValue().hashCode());
        if (random.nextInt(10) == 0) {
            return null;
        }
        float[] vector = new float[DIMENSIONS];
        for (int i = 0; i < DIMENSIONS; i++) {
            vector[i] = (float) (2 * random.nextDouble() - 1);
        }
        return vector;
    }
}
