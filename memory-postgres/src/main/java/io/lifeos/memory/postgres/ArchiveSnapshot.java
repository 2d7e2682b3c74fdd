package io.lifeos.memory.postgres;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The archive as it was at one moment: one connection with one {@code REPEATABLE READ, READ ONLY} transaction. What others
 * commit meanwhile is not seen, and PostgreSQL itself refuses any write. The table is held by the weakest of locks, so that
 * it is neither truncated nor altered under the snapshot; keep it open no longer than needed.
 *
 * <p>Safe for use by several threads, which wait for each other. Every method throws {@link
 * io.lifeos.memory.fact.SourceUnavailableException} if PostgreSQL fails, after which the snapshot can only be closed; where
 * that is {@linkplain io.lifeos.memory.fact.SourceUnavailableException#retryable() retryable}, open another one.
 */
public final class ArchiveSnapshot implements AutoCloseable {

    /** Whatever the role's settings are, the same value always has the same text. */
    private static final List<String> SETTINGS = List.of(
            "row_security = off",
            "TimeZone = 'UTC'",
            "DateStyle = 'ISO, YMD'",
            "IntervalStyle = 'postgres'",
            "bytea_output = 'hex'",
            "extra_float_digits = 3",
            "idle_in_transaction_session_timeout = 0",
            "lc_monetary = 'C'",
            "quote_all_identifiers = off");

    private final Connection connection;
    private final boolean autoCommit;
    private final PostgresFailures failures;
    private final ArchiveTable table;
    private final ArchiveQueries queries;
    private final @Nullable VectorColumn vectors;
    private @Nullable Counts counts;
    private boolean closed;

    private ArchiveSnapshot(
            Connection connection,
            boolean autoCommit,
            PostgresFailures failures,
            ArchiveTable table,
            ArchiveQueries queries,
            @Nullable VectorColumn vectors) {
        this.connection = connection;
        this.autoCommit = autoCommit;
        this.failures = failures;
        this.table = table;
        this.queries = queries;
        this.vectors = vectors;
    }

    /** Takes the connection over, and closes it even if the transaction cannot begin. */
    static ArchiveSnapshot open(Connection connection, ArchiveOptions options, PostgresFailures failures)
            throws SQLException {
        boolean autoCommit = connection.getAutoCommit();
        try {
            begin(connection, options.table());
            CatalogTable catalog = new TableCatalog(connection).read(options.table());
            ArchiveTable table = ArchiveTable.of(catalog, options.embeddings(), options.sourceZone());
            ArchiveQueries queries = new ArchiveQueries(catalog, table, options.includeLeftOut());
            VectorColumn vectors = VectorColumn.of(catalog.columns()).orElse(null);
            return new ArchiveSnapshot(connection, autoCommit, failures, table, queries, vectors);
        } catch (SQLException | RuntimeException e) {
            end(connection, autoCommit);
            throw e;
        }
    }

    private static void begin(Connection connection, TableName table) throws SQLException {
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY");
            for (String setting : SETTINGS) {
                statement.execute("SET LOCAL " + setting);
            }
            // Before the first query, which takes the snapshot: a TRUNCATE in between would show an empty table.
            statement.execute("LOCK TABLE " + table.sql() + " IN ACCESS SHARE MODE");
        }
    }

    private static void end(Connection connection, boolean autoCommit) {
        try (connection) {
            connection.rollback();
            connection.setAutoCommit(autoCommit);
        } catch (SQLException lost) {
            // The connection is gone, and with it the transaction, which had nothing to save.
        }
    }

    /**
     * Which table of which database this is, wherever its server is reached: the system identifier of the server, the
     * database, and the table with its schema.
     *
     * @return the identity; empty if the server hides its system identifier from this role
     */
    public synchronized Optional<String> identity() {
        return failures.translating(() -> maySeeSystemIdentifier() ? Optional.of(readIdentity()) : Optional.empty());
    }

    /**
     * What the catalog says of the table.
     *
     * @return its columns and what they mean
     */
    public ArchiveTable table() {
        return table;
    }

    /**
     * How many rows are selected.
     *
     * @return the number of rows that have a content and, unless asked for, are neither soft-deleted nor superseded
     */
    public long selected() {
        return counts().selected();
    }

    /**
     * How many rows are left out: those without a content and, unless asked for, those soft-deleted or superseded.
     *
     * @return the number of all other rows
     */
    public long leftOut() {
        return counts().all() - counts().selected();
    }

    /**
     * A page of ids, in PostgreSQL's own order of the key. Begin with null, and go on after the last id of the page
     * before; an empty page is the end.
     *
     * @param after the id after which the page begins, or null for the first page
     * @param limit how many ids at most, at least one
     * @return the ids of selected rows
     * @throws IllegalArgumentException if the limit is not positive
     */
    public synchronized List<ArchivalId> ids(@Nullable ArchivalId after, int limit) {
        requirePositive(limit);
        return failures.translating(() -> {
            try (PreparedStatement statement = connection.prepareStatement(queries.ids(after != null))) {
                bindPage(statement, 1, after, limit);
                return list(statement, table::id);
            }
        });
    }

    /**
     * A page of ids with row hashes that PostgreSQL computes, otherwise as {@link #ids(ArchivalId, int)}.
     *
     * @param after the id after which the page begins, or null for the first page
     * @param limit how many at most, at least one
     * @return ids and hashes of selected rows
     * @throws IllegalArgumentException if the limit is not positive
     */
    public synchronized List<ArchivalKey> keys(@Nullable ArchivalId after, int limit) {
        requirePositive(limit);
        return failures.translating(() -> {
            try (PreparedStatement statement = connection.prepareStatement(queries.hashedIds(after != null))) {
                statement.setBytes(1, table.hashHeader());
                bindPage(statement, 2, after, limit);
                int hash = table.key().size() + 1;
                return list(
                        statement,
                        row -> new ArchivalKey(table.id(row), RowHash.of(row.getBytes(hash)), row.getLong(hash + 1)));
            }
        });
    }

    /**
     * A page of ids with row sizes, otherwise as {@link #ids(ArchivalId, int)}.
     *
     * @param after the id after which the page begins, or null for the first page
     * @param limit how many at most, at least one
     * @return ids and sizes of selected rows
     * @throws IllegalArgumentException if the limit is not positive
     */
    public synchronized List<SizedId> sizes(@Nullable ArchivalId after, int limit) {
        requirePositive(limit);
        return failures.translating(() -> {
            try (PreparedStatement statement = connection.prepareStatement(queries.sizedIds(after != null))) {
                bindPage(statement, 1, after, limit);
                int size = table.key().size() + 1;
                return list(statement, row -> new SizedId(table.id(row), row.getLong(size)));
            }
        });
    }

    /**
     * The rows of some ids, complete. All of them are in memory at once.
     *
     * @param ids ids that this snapshot gave
     * @return the rows, in the order of the ids; an id that is not selected has none
     */
    public synchronized List<ArchivalMemory> memories(List<ArchivalId> ids) {
        return failures.translating(() -> {
            try (PreparedStatement statement = connection.prepareStatement(queries.rows())) {
                for (int i = 0; i < table.key().size(); i++) {
                    int part = i;
                    String[] values =
                            ids.stream().map(id -> id.parts().get(part)).toArray(String[]::new);
                    statement.setArray(i + 1, connection.createArrayOf("text", values));
                }
                return list(statement, this::memory);
            }
        });
    }

    /** The column of pgvector's that has the embeddings, even if it is not read; empty if there is none. */
    Optional<VectorColumn> vectorColumn() {
        return Optional.ofNullable(vectors);
    }

    /** Compares vectors with a question that they {@linkplain VectorColumn#allows allow}. */
    synchronized <T> T compare(VectorColumn column, float[] question, Comparison<T> comparison) {
        return failures.translating(() -> comparison.run(new RowVectors(connection, table, queries, column, question)));
    }

    /** What is asked of the vectors. */
    @FunctionalInterface
    interface Comparison<T> {
        T run(RowVectors vectors) throws SQLException;
    }

    /** Ends the transaction and gives the connection back. Harmless when repeated. */
    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            end(connection, autoCommit);
        }
    }

    /** Names the table. */
    @Override
    public String toString() {
        return "ArchiveSnapshot[" + table.qualifiedName() + "]";
    }

    /** One row of a result, which it does not leave. */
    private interface RowReader<T> {
        T read(ResultSet row) throws SQLException;
    }

    private record Counts(long all, long selected) {}

    private synchronized Counts counts() {
        if (counts == null) {
            counts = failures.translating(() -> {
                try (PreparedStatement statement = connection.prepareStatement(queries.counts())) {
                    return only(statement, row -> new Counts(row.getLong(1), row.getLong(2)));
                }
            });
        }
        return counts;
    }

    private boolean maySeeSystemIdentifier() throws SQLException {
        String sql = "SELECT has_function_privilege(to_regprocedure('pg_control_system()'), 'EXECUTE')";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            return only(statement, row -> row.getBoolean(1));
        }
    }

    private String readIdentity() throws SQLException {
        String sql = "SELECT system_identifier || '/' || quote_ident(current_database()) || '/'"
                + " || quote_ident(?) || '.' || quote_ident(?) FROM pg_control_system()";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, table.schema());
            statement.setString(2, table.name());
            return only(statement, row -> row.getString(1));
        }
    }

    private static void bindPage(PreparedStatement statement, int first, @Nullable ArchivalId after, int limit)
            throws SQLException {
        int next = first;
        if (after != null) {
            for (String part : after.parts()) {
                statement.setString(next++, part);
            }
        }
        statement.setInt(next, limit);
    }

    private ArchivalMemory memory(ResultSet row) throws SQLException {
        int next = table.key().size() + 1;
        Map<String, @Nullable String> texts = new LinkedHashMap<>();
        for (ArchiveColumn column : table.columns()) {
            if (column.role() != ColumnRole.KEY) {
                texts.put(column.name(), row.getString(next++));
            }
        }
        byte[] packed = table.embeddingForm() == null ? null : row.getBytes(next);
        return table.memory(table.id(row), texts, packed);
    }

    private static <T> T only(PreparedStatement statement, RowReader<T> reader) throws SQLException {
        return list(statement, reader).get(0);
    }

    private static <T> List<T> list(PreparedStatement statement, RowReader<T> reader) throws SQLException {
        try (ResultSet row = statement.executeQuery()) {
            List<T> list = new ArrayList<>();
            while (row.next()) {
                list.add(reader.read(row));
            }
            return list;
        }
    }

    private static void requirePositive(int limit) {
        if (limit < 1) {
            throw new IllegalArgumentException("A page of " + limit + " rows cannot be read; the limit is at least 1.");
        }
    }
}
