package io.lifeos.memory.examples.benchmark;

import io.lifeos.memory.MemoryStore;
import io.lifeos.memory.fact.NewFact;
import io.lifeos.memory.jdbc.FloatBytes;
import io.lifeos.memory.sqlite.table.FactTable;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Fills a memory with generated facts, their vectors lying where migrated ones do. */
final class FactLoader {

    private static final int BATCH = 5000;

    private final MemoryStore memory;
    private final FactGenerator generator;

    FactLoader(MemoryStore memory, FactGenerator generator) {
        this.memory = memory;
        this.generator = generator;
    }

    void load(int count) {
        for (int from = 0; from < count; from += BATCH) {
            int first = from;
            int last = Math.min(count, from + BATCH);
            memory.database().transaction(connection -> insert(connection, first, last));
        }
    }

    private int insert(Connection connection, int first, int last) throws SQLException {
        List<NewFact> facts = new ArrayList<>();
        for (int number = first; number < last; number++) {
            facts.add(generator.fact(number));
        }
        List<Long> ids = new FactTable(connection).insert(facts, memory.clock().instant());
        try (PreparedStatement insert = connection.prepareStatement(
                "INSERT INTO fact_embeddings (fact_id, model, dimensions, embedding) VALUES (?, ?, ?, ?)")) {
            for (int number = first; number < last; number++) {
                insert.setLong(1, ids.get(number - first));
                insert.setString(2, FactGenerator.MODEL);
                insert.setInt(3, FactGenerator.DIMENSIONS);
                insert.setBytes(4, FloatBytes.of(generator.vector(number)));
                insert.addBatch();
            }
            return insert.executeBatch().length;
        }
    }
}
