package io.lifeos.memory.postgres;

import io.lifeos.memory.archive.ArchiveSummary;
import io.lifeos.memory.archive.MappingException;
import io.lifeos.memory.archive.ScopeCount;
import io.lifeos.memory.archive.catalog.CatalogTable;
import io.lifeos.memory.archive.catalog.MappedTable;
import io.lifeos.memory.archive.row.ArchivalId;
import io.lifeos.memory.archive.row.ArchivalMemory;
import io.lifeos.memory.archive.row.ArchivePage;
import io.lifeos.memory.archive.row.ArchiveSnapshot;
import io.lifeos.memory.archive.row.ArchiveVectors;
import io.lifeos.memory.archive.row.RowDigest;
import io.lifeos.memory.archive.row.RowHasher;
import io.lifeos.memory.archive.row.RowSize;
import io.lifeos.memory.archive.row.TableLayout;
import io.lifeos.memory.archive.table.ArchiveOptions;
import io.lifeos.memory.archive.table.TableName;
import io.lifeos.memory.archive.table.TableSpec;
import io.lifeos.memory.jdbc.Jdbc;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A view of a table: one connection with one {@code REPEATABLE READ, READ ONLY} transaction. PostgreSQL itself refuses any
 * write. The table is held by the weakest of locks, so that it is neither truncated nor altered under the snapshot; keep it
 * open no longer than needed.
 */
final class PostgresSnapshot implements ArchiveSnapshot {

    private final PostgresTransaction transaction;
    private final Jdbc jdbc;
    private final PostgresErrors failures;
    private final MappedTable mapped;
    private final TableLayout table;
    private final ArchiveQueries queries;
    private final PostgresRows rows;
    private @Nullable Counts counts;

    private PostgresSnapshot(PostgresTransaction transaction, PostgresErrors failures, MappedTable mapped) {
        this.transaction = transaction;
        this.jdbc = transaction.jdbc();
        this.failures = failures;
        this.mapped = mapped;
        this.table = mapped.layout();
        this.queries = new ArchiveQueries(mapped);
        this.rows = new PostgresRows(mapped);
    }

    /** Takes the connection over, and closes it even if the transaction cannot begin. */
    static PostgresSnapshot open(Connection connection, ArchiveOptions options, PostgresErrors failures)
            throws SQLException {
        PostgresTransaction transaction = PostgresTransaction.on(connection);
        try {
            TableName name = name(transaction, options.table());
            transaction.begin();
            transaction.lock(name);
            CatalogTable catalog = new CatalogReader(transaction.jdbc()).read(name, options.table());
            return new PostgresSnapshot(transaction, failures, MappedTable.of(catalog, options));
        } catch (SQLException | RuntimeException e) {
            transaction.close();
            throw e;
        }
    }

    /** A table that has to be found is looked for in a transaction before, as the first query takes the snapshot. */
    private static TableName name(PostgresTransaction transaction, TableSpec table) throws SQLException {
        if (table.name().isPresent()) {
            return table.name().get();
        }
        TableName found = new TableFinder(transaction.jdbc()).only(table);
        transaction.connection().rollback();
        return found;
    }

    /**
     * Makes sure that the key tells rows apart, where no index does: rows that look alike would become one fact, and rows
     * without a key none.
     */
    synchronized void requireUniqueKey() {
        if (mapped.catalog().indexed()) {
            return;
        }
        UnfitKeys unfit = failures.translating(
                () -> jdbc.one(queries.unfitKeys(), row -> new UnfitKeys(row.getLong(1), row.getLong(2))));
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
        return failures.translating(() -> summaries().summary());
    }

    @Override
    public synchronized List<ScopeCount> scopes() {
        return failures.translating(() -> summaries().scopes());
    }

    private SummaryReader summaries() {
        return new SummaryReader(jdbc, mapped);
    }

    @Override
    public synchronized List<ArchivalId> ids(@Nullable ArchivalId after, int limit) {
        ArchivePage.requireLimit(limit);
        return failures.translating(() -> jdbc.query(queries.ids(after != null), rows::id, page(after, limit)));
    }

    @Override
    public synchronized List<RowDigest> keys(@Nullable ArchivalId after, int limit) {
        ArchivePage.requireLimit(limit);
        List<Object> parameters = new ArrayList<>(List.of(new RowHasher(table).header()));
        parameters.addAll(List.of(page(after, limit)));
        return failures.translating(
                () -> jdbc.query(queries.hashedIds(after != null), rows::digest, parameters.toArray()));
    }

    @Override
    public synchronized List<RowSize> sizes(@Nullable ArchivalId after, int limit) {
        ArchivePage.requireLimit(limit);
        return failures.translating(() -> jdbc.query(queries.sizedIds(after != null), rows::size, page(after, limit)));
    }

    @Override
    public synchronized List<ArchivalMemory> memories(List<ArchivalId> ids) {
        return failures.translating(() -> jdbc.query(queries.rows(), rows::memory, keyArrays(ids)));
    }

    @Override
    public synchronized List<ArchivalId> ofOtherScope(List<ArchivalId> ids) {
        if (!queries.hasScope() || ids.isEmpty()) {
            return List.of();
        }
        return failures.translating(() -> jdbc.query(queries.ofOtherScope(), rows::id, keyArrays(ids)));
    }

    /** The column of pgvector's that has the embeddings, even if it is not read; empty if there is none. */
    Optional<VectorColumn> vectorColumn() {
        return VectorColumn.of(mapped.catalog(), table.embeddingColumn());
    }

    /** Compares vectors with a question that they {@linkplain VectorColumn#allows allow}. */
    synchronized <T> T compare(VectorColumn column, float[] question, Comparison<T> comparison) {
        return failures.translating(() -> comparison.run(new RowVectors(transaction, rows, queries, column, question)));
    }

    /** What is asked of the vectors. */
    @FunctionalInterface
    interface Comparison<T> {
        T run(RowVectors vectors) throws SQLException;
    }

    @Override
    public Optional<ArchiveVectors> vectors() {
        return vectorColumn().map(column -> new PostgresVectors(this, column));
    }

    /** Ends the transaction and gives the connection back. Harmless when repeated. */
    @Override
    public synchronized void close() {
        transaction.close();
    }

    /** Names the table. */
    @Override
    public String toString() {
        return "ArchiveSnapshot[" + table.qualifiedName() + "]";
    }

    private record Counts(long all, long selected) {}

    private record UnfitKeys(long missing, long alike) {}

    private synchronized Counts counts() {
        if (counts == null) {
            counts = failures.translating(
                    () -> jdbc.one(queries.counts(), row -> new Counts(row.getLong(1), row.getLong(2))));
        }
        return counts;
    }

    private boolean maySeeSystemIdentifier() throws SQLException {
        return jdbc.one(
                "SELECT has_function_privilege(to_regprocedure('pg_control_system()'), 'EXECUTE')",
                row -> row.getBoolean(1));
    }

    private String readIdentity() throws SQLException {
        return jdbc.one(
                "SELECT system_identifier || '/' || quote_ident(current_database()) || '/'"
                        + " || quote_ident(?) || '.' || quote_ident(?) FROM pg_control_system()",
                row -> row.getString(1),
                table.schema(),
                table.name());
    }

    private static Object[] page(@Nullable ArchivalId after, int limit) {
        List<Object> parameters = new ArrayList<>();
        if (after != null) {
            parameters.addAll(after.parts());
        }
        parameters.add(limit);
        return parameters.toArray();
    }

    /** A text array for each part of the key. */
    private Object[] keyArrays(List<ArchivalId> ids) throws SQLException {
        Object[] arrays = new Object[table.key().size()];
        for (int i = 0; i < arrays.length; i++) {
            int part = i;
            String[] values = ids.stream().map(id -> id.parts().get(part)).toArray(String[]::new);
            arrays[i] = transaction.connection().createArrayOf("text", values);
        }
        return arrays;
    }
}
