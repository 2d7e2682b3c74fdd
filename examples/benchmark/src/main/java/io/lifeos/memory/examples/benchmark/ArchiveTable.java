package io.lifeos.memory.examples.benchmark;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * The table {@code archival_memory}, filled with generated rows.
 *
 * @param rows their number
 * @param embeddings the type of the embeddings, or NONE
 * @param server the server's version
 */
record ArchiveTable(int rows, Embeddings embeddings, String server) {

    private static final int BATCH = 1000;

    /** The type of the column of embeddings. */
    enum Embeddings {
        NONE(""),
        VECTOR(", embedding vector(" + MemoryGenerator.DIMENSIONS + ")"),
        REAL_ARRAY(", embedding real[]");

        private final String column;

        Embeddings(String column) {
            this.column = column;
        }
    }

    static ArchiveTable create(String jdbcUrl, int rows, boolean embedded) throws SQLException {
        try (Connection connection = DriverManager.getConnection(jdbcUrl + "&reWriteBatchedInserts=true");
                Statement statement = connection.createStatement()) {
            Embeddings embeddings = embedded ? embeddings(statement) : Embeddings.NONE;
            statement.execute("CREATE TABLE archival_memory (id serial PRIMARY KEY, content text NOT NULL,"
                    + " metadata jsonb, created_at timestamptz NOT NULL" + embeddings.column + ")");
            connection.setAutoCommit(false);
            fill(connection, rows, embedded);
            connection.setAutoCommit(true);
            statement.execute("VACUUM ANALYZE archival_memory");
            statement.execute("CHECKPOINT");
            return new ArchiveTable(rows, embeddings, connection.getMetaData().getDatabaseProductVersion());
        }
    }

    private static Embeddings embeddings(Statement statement) throws SQLException {
        try (ResultSet extension =
                statement.executeQuery("SELECT 1 FROM pg_available_extensions WHERE name = 'vector'")) {
            if (!extension.next()) {
                return Embeddings.REAL_ARRAY;
            }
        }
        statement.execute("CREATE EXTENSION vector");
        return Embeddings.VECTOR;
    }

    private static void fill(Connection connection, int rows, boolean embedded) throws SQLException {
        MemoryGenerator generator = new MemoryGenerator(rows);
        try (PreparedStatement insert = connection.prepareStatement("INSERT INTO archival_memory"
                + " (content, metadata, created_at" + (embedded ? ", embedding" : "")
                + ") VALUES (?, ?::jsonb, ?::timestamptz" + (embedded ? ", ?" : "") + ")")) {
            for (int number = 0; number < rows; number++) {
                GeneratedMemory memory = generator.row(number);
                insert.setString(1, memory.content());
                insert.setString(2, memory.metadata());
                insert.setString(3, memory.createdAt().toString());
                if (embedded) {
                    insert.setObject(4, generator.embedding(number));
                }
                insert.addBatch();
                if ((number + 1) % BATCH == 0 || number + 1 == rows) {
                    insert.executeBatch();
                    connection.commit();
                }
            }
        }
    }
}
