package io.lifeos.memory.migration;

import io.lifeos.memory.MemoryStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/** What a memory holds, as text that tests compare. */
final class Stored {

    private Stored() {}

    static long number(MemoryStore memory, String sql) {
        return memory.database().read(connection -> {
            try (Statement statement = connection.createStatement();
                    ResultSet row = statement.executeQuery(sql)) {
                row.next();
                return row.getLong(1);
            }
        });
    }

    static long links(MemoryStore memory) {
        return number(memory, "SELECT COUNT(*) FROM fact_embeddings WHERE postgres_memory_id IS NOT NULL");
    }

    static String facts(MemoryStore memory) {
        return memory.database()
                .read(connection -> rows(connection, "SELECT * FROM facts ORDER BY id")
                        + rows(connection, "SELECT * FROM fact_embeddings ORDER BY fact_id"));
    }

    /** Facts, links, mentions and every file of the workspace but the database's own. */
    static String everything(MemoryStore memory) throws IOException {
        StringBuilder all = new StringBuilder(facts(memory));
        all.append(memory.database()
                .<String>read(
                        connection -> rows(connection, "SELECT * FROM entity_mentions ORDER BY fact_id, entity_id")));
        try (Stream<Path> files = Files.walk(memory.workspace().root())) {
            List<Path> sorted = files.filter(Files::isRegularFile)
                    .filter(file -> !file.getFileName().toString().startsWith("jarvis.db"))
                    .sorted()
                    .toList();
            for (Path file : sorted) {
                all.append(file).append('\n').append(HexFormat.of().formatHex(Files.readAllBytes(file)));
            }
        }
        return all.toString();
    }

    private static String rows(Connection connection, String sql) throws SQLException {
        StringBuilder text = new StringBuilder();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            int columns = rows.getMetaData().getColumnCount();
            while (rows.next()) {
                for (int i = 1; i <= columns; i++) {
                    Object value = rows.getObject(i);
                    text.append(value instanceof byte[] bytes ? HexFormat.of().formatHex(bytes) : value)
                            .append('|');
                }
                text.append('\n');
            }
        }
        return text.toString();
    }
}
