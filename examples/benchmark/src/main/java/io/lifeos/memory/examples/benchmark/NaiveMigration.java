package io.lifeos.memory.examples.benchmark;

import io.lifeos.memory.MemoryStore;
import io.lifeos.memory.examples.benchmark.ArchiveTable.Embeddings;
import io.lifeos.memory.fact.StoredTime;
import io.lifeos.memory.workspace.Workspace;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;

/**
 * A migration as one would first write it: pages of 50 by OFFSET, and for each row one transaction and one append to its
 * day's file. Full text is kept by the triggers; entities, hashes and mapping are left out.
 */
final class NaiveMigration {

    private static final int PAGE = 50;

    private final String jdbcUrl;
    private final ArchiveTable table;
    private final boolean embedded;

    NaiveMigration(String jdbcUrl, ArchiveTable table) {
        this.jdbcUrl = jdbcUrl;
        this.table = table;
        this.embedded = table.embeddings() != Embeddings.NONE;
    }

    Run run(Path root) throws IOException, SQLException {
        MemoryStore.open(root).close();
        Workspace workspace = new Workspace(root);
        long start = System.nanoTime();
        try (Connection source = DriverManager.getConnection(jdbcUrl);
                Connection target = DriverManager.getConnection("jdbc:sqlite:" + workspace.database())) {
            try (Statement pragmas = target.createStatement()) {
                pragmas.execute("PRAGMA synchronous = FULL");
            }
            target.setAutoCommit(false);
            migrate(source, target, workspace);
        }
        return new Run(
                Duration.ofNanos(System.nanoTime() - start), Duration.ZERO, null, Files.size(workspace.database()));
    }

    private void migrate(Connection source, Connection target, Workspace workspace) throws IOException, SQLException {
        try (PreparedStatement select = source.prepareStatement("SELECT id, content, metadata::text, created_at"
                        + (embedded ? ", embedding::text" : "")
                        + " FROM archival_memory ORDER BY id LIMIT " + PAGE + " OFFSET ?");
                PreparedStatement fact = target.prepareStatement("INSERT INTO facts"
                        + " (id, content, context, timestamp, source, metadata) VALUES (?, ?, ?, ?, ?, ?)");
                PreparedStatement link = target.prepareStatement("INSERT INTO fact_embeddings"
                        + " (fact_id, postgres_memory_id, postgres_id, embedding) VALUES (?, ?, ?, ?)")) {
            for (int offset = 0; offset < table.rows(); offset += PAGE) {
                select.setInt(1, offset);
                try (ResultSet row = select.executeQuery()) {
                    while (row.next()) {
                        insert(row, fact, link);
                        target.commit();
                        append(row, workspace);
                    }
                }
            }
        }
    }

    private void insert(ResultSet row, PreparedStatement fact, PreparedStatement link) throws SQLException {
        long id = row.getLong(1);
        fact.setLong(1, id);
        fact.setString(2, row.getString(2));
        fact.setString(3, "migrated from archival_memory");
        fact.setString(4, StoredTime.format(createdAt(row)));
        fact.setString(5, "archival_memory");
        fact.setString(6, row.getString(3));
        fact.executeUpdate();
        link.setLong(1, id);
        link.setLong(2, id);
        link.setLong(3, id);
        link.setBytes(4, embedded ? floats(row.getString(5)) : null);
        link.executeUpdate();
    }

    private static byte[] floats(String text) {
        String[] numbers = text.substring(1, text.length() - 1).split(",", -1);
        ByteBuffer bytes = ByteBuffer.allocate(4 * numbers.length).order(ByteOrder.LITTLE_ENDIAN);
        for (String number : numbers) {
            bytes.putFloat(Float.parseFloat(number));
        }
        return bytes.array();
    }

    private static void append(ResultSet row, Workspace workspace) throws IOException, SQLException {
        Instant createdAt = createdAt(row);
        Files.writeString(
                workspace.dailyLog(StoredTime.day(createdAt)),
                "## " + StoredTime.format(createdAt) + "\n\n" + row.getString(2) + "\n\n---\n\n",
                StandardOpenOption.CREATE,
                StandardOpenOption.APPEND);
    }

    private static Instant createdAt(ResultSet row) throws SQLException {
        return row.getObject(4, OffsetDateTime.class).toInstant();
    }
}
