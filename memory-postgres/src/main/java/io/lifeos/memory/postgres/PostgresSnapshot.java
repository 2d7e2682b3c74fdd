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
 * A view of a table: one connection with one {@code REPEATABLE READ, READ ONLY} transaction. PostgreSQL itself refuses any
 * write. The table is held by the weakest of locks, so that it is neither truncated nor altered under the snapshot; keep it
 * open no longer than needed.
 */
final class PostgresSnapshot implements ArchiveSnapshot {

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
            "quote_all_identifiers = off",
            "standard_conforming_strings = on");

    private final Connection connection;
    private final boolean autoCommit;
    private final PostgresFailures failures;
    private final TableLayout table;
    private final ArchiveQueries queries;
    private final boolean indexed;
    private final SummaryReader summaries;
    private final @Nullable VectorColumn vectors;
    private @Nullable Counts counts;
    private boolean closed;

    private PostgresSnapshot(
            Connection connection,
            boolean autoCommit,
            PostgresFailures failures,
            TableLayout table,
            ArchiveQueries queries,
            boolean indexed,
            SummaryReader summaries,
            @Nullable VectorColumn vectors) {
        this.connection = connection;
        this.autoCommit = autoCommit;
        this.failures = failures;
        this.table = table;
        this.queries = queries;
        this.indexed = indexed;
        this.summaries = summaries;
        this.vectors = vectors;
    }

    /** Takes the connection over, and closes it even if the transaction cannot begin. */
    static PostgresSnapshot open(Connection connection, ArchiveOptions options, PostgresFailures failures)
            throws SQLException {
        boolean autoCommit = connection.getAutoCommit();
        try {
            connection.setAutoCommit(false);
            TableName name = name(connection, options.table());
            begin(connection);
            lock(connection, name);
            CatalogTable catalog = new TableCatalog(connection).read(name, options.table());
            TableLayout table = TableLayout.of(catalog, options);
            Selection selection = Selection.of(catalog, table, options);
            ArchiveQueries queries = new ArchiveQueries(catalog, table, selection);
            SummaryReader summaries = new SummaryReader(connection, catalog, table, selection);
            VectorColumn vectors =
                    VectorColumn.of(catalog, table.embeddingColumn()).orElse(null);
            return new PostgresSnapshot(
                    connection, autoCommit, failures, table, queries, catalog.indexed(), summaries, vectors);
        } catch (SQLException | RuntimeException e) {
            end(connection, autoCommit);
            throw e;
        }
    }

    /** A table that has to be found is looked for in a transaction before, as the first query takes the snapshot. */
    private static TableName name(Connection connection, ArchivalTable table) throws SQLException {
        if (table.name().isPresent()) {
            return table.name().get();
        }
        TableName found = new TableDetector(connection).only(table);
        connection.rollback();
        return found;
    }

    /** Begins a transaction on a connection without autocommit; the first query takes its snapshot. */
    static void begin(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY");
            for (String setting : SETTINGS) {
                statement.execute("SET LOCAL " + setting);
            }
        }
    }

    /** Before the first query, which takes the snapshot: a TRUNCATE in between would show an empty table. */
    static void lock(Connection connection, TableName table) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("LOCK TABLE " + table.sql() + " IN ACCESS SHARE MODE");
        }
    }

    /** Ends the transaction and gives the connection back as it was. */
    static void end(Connection connection, boolean autoCommit) {
        try (connection) {
            connection.rollback();
            connection.setAutoCommit(autoCommit);
        } catch (SQLException lost) {
            // The connection is gone, and with it the transaction, which had nothing to save.
        }
    }

    /**
     * Makes sure that the key tells rows apart, where no index does: rows that look alike would become one fact, and rows
     * without a key none.
     */
    synchronized void requireUniqueKey() {
        if (indexed) {
            return;
        }
        UnfitKeys unfit = failures.translating(() -> {
            try (PreparedStatement statement = connection.prepareStatement(queries.unfitKeys())) {
                return only(statement, row -> new UnfitKeys(row.getLong(1), row.getLong(2)));
            }
        });
        if (unfit.missing() > 0 || unfit.alike() > 0) {
            String names = String.join(", ", table.key());
            throw new MappingException("The rows of " + table.qualifiedName() + " cannot be told apart by " + names
                    + ": "
                    + unfit.missing() + " rows have none, and " + unfit.alike() + " values of it are in several rows;"
                    + " name other columns as the id, such as " + names + " together with the primary key.");
        }
    }

    @Override
    public synchronized Optional<String> identity() {
        return failures.translating(() -> maySeeSystemIdentifier() ? Optional.of(readIdentity()) : Optional.empty());
    }

    @Override
    public boolean provesIdentity() {
        return true;
    }

    @Override
    public TableLayout table() {
        return table;
    }

    @Override
    public long selected() {
        return counts().selected();
    }

    @Override
    public long leftOut() {
        return counts().all() - counts().selected();
    }

    @Override
    public synchronized ArchiveSummary summary() {
        return failures.translating(summaries::summary);
    }

    @Override
    public synchronized List<ScopeCount> scopes() {
        return failures.translating(summaries::scopes);
    }

    @Override
    public synchronized List<ArchivalId> ids(@Nullable ArchivalId after, int limit) {
        requirePositive(limit);
        return failures.translating(() -> {
            try (PreparedStatement statement = connection.prepareStatement(queries.ids(after != null))) {
                bindPage(statement, 1, after, limit);
                return list(statement, table::id);
            }
        });
    }

    @Override
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

    @Override
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

    @Override
    public synchronized List<ArchivalMemory> memories(List<ArchivalId> ids) {
        return failures.translating(() -> {
            try (PreparedStatement statement = connection.prepareStatement(queries.rows())) {
                bindKeys(statement, ids);
                return list(statement, this::memory);
            }
        });
    }

    @Override
    public synchronized List<ArchivalId> ofOtherScope(List<ArchivalId> ids) {
        if (!queries.hasScope() || ids.isEmpty()) {
            return List.of();
        }
        return failures.translating(() -> {
            try (PreparedStatement statement = connection.prepareStatement(queries.ofOtherScope())) {
                bindKeys(statement, ids);
                return list(statement, table::id);
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

    private record UnfitKeys(long missing, long alike) {}

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

    private void bindKeys(PreparedStatement statement, List<ArchivalId> ids) throws SQLException {
        for (int i = 0; i < table.key().size(); i++) {
            int part = i;
            String[] values = ids.stream().map(id -> id.parts().get(part)).toArray(String[]::new);
            statement.setArray(i + 1, connection.createArrayOf("text", values));
        }
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
