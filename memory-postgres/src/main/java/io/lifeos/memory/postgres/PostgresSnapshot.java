package io.lifeos.memory.postgres;

import io.lifeos.memory.archive.ArchiveSummary;
import io.lifeos.memory.archive.MappingException;
import io.lifeos.memory.archive.ScopeCount;
import io.lifeos.memory.archive.catalog.CatalogTable;
import io.lifeos.memory.archive.catalog.MappedTable;
import io.lifeos.memory.archive.catalog.MissingContent;
import io.lifeos.memory.archive.row.ArchivalId;
import io.lifeos.memory.archive.row.ArchivalMemory;
import io.lifeos.memory.archive.row.ArchivePage;
import io.lifeos.memory.archive.row.ArchiveSnapshot;
import io.lifeos.memory.archive.row.ArchiveVectors;
import io.lifeos.memory.archive.row.MappingVersion;
import io.lifeos.memory.archive.row.RowDigest;
import io.lifeos.memory.archive.row.RowHasher;
import io.lifeos.memory.archive.row.RowSize;
import io.lifeos.memory.archive.row.ServerState;
import io.lifeos.memory.archive.row.TableLayout;
import io.lifeos.memory.archive.table.ArchiveOptions;
import io.lifeos.memory.archive.table.TableName;
import io.lifeos.memory.archive.table.TableSpec;
import io.lifeos.memory.jdbc.Jdbc;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A view of a table: one connection with one {@code REPEATABLE READ, READ ONLY} transaction. PostgreSQL refuses any
 * write. The table is held by the weakest of locks, so that it is neither truncated nor altered under the snapshot. Keep it
 * open no longer than needed.
 */
final class PostgresSnapshot implements ArchiveSnapshot {

    private final PostgresTransaction transaction;
    private final ArchiveOptions options;
    private final boolean view;
    private final Jdbc jdbc;
    private final MappedTable mapped;
    private final TableLayout table;
    private final ArchiveQueries queries;
    private final PostgresRows rows;
    private volatile @Nullable Counts counts;

    private PostgresSnapshot(
            PostgresTransaction transaction, ArchiveOptions options, MappedTable mapped, boolean view) {
        this.transaction = transaction;
        this.options = options;
        this.view = view;
        this.jdbc = transaction.jdbc();
        this.mapped = mapped;
        this.table = mapped.layout();
        this.queries = new ArchiveQueries(mapped);
        this.rows = new PostgresRows(mapped);
    }

    /**
     * Takes over the connection, and closes it even if the transaction cannot begin.
     *
     * @param searchOnly true if the rows need not be looked at for what names alone do not tell
     */
    static PostgresSnapshot open(
            Connection connection, ArchiveOptions options, PostgresErrors failures, boolean searchOnly)
            throws SQLException {
        PostgresTransaction transaction = PostgresTransaction.on(connection, failures);
        try {
            TableName name = name(transaction, options.table());
            transaction.begin();
            transaction.lock(name);
            CatalogTable catalog = new CatalogReader(transaction.jdbc()).read(name, options.table());
            MappedTable mapped = MappedTable.of(catalog, options);
            return new PostgresSnapshot(
                    transaction,
                    options,
                    searchOnly ? mapped : new RowFinder(transaction.jdbc()).look(mapped, options),
                    false);
        } catch (SQLException | RuntimeException e) {
            transaction.close();
            throw e;
        }
    }

    /** Finds the table, if necessary, in an earlier transaction, because the first query takes the snapshot. */
    private static TableName name(PostgresTransaction transaction, TableSpec table) throws SQLException {
        if (table.name().isPresent()) {
            return table.name().get();
        }
        TableName found = new TableFinder(transaction.jdbc()).only(table);
        transaction.connection().rollback();
        return found;
    }

    /**
     * Makes sure that the key distinguishes the rows if no index does: rows with the same key would become one fact, and
     * rows without a key none.
     */
    void requireUniqueKey() {
        if (mapped.catalog().indexed()) {
            return;
        }
        UnfitKeys unfit = transaction.read(
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
    public Optional<String> identity() {
        return transaction.read(
                () -> mayExecute("pg_control_system()") ? Optional.of(readIdentity()) : Optional.empty());
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
    public Map<String, Long> leftOutByReason() {
        return counts().leftOut();
    }

    @Override
    public String missingContent() {
        MissingContent missing = new MissingContent(mapped);
        List<String> members = missing.json()
                .map(json -> transaction.read(() -> jdbc.query(
                        queries.members(json),
                        row -> row.getString(1),
                        MissingContent.ROWS_LOOKED_AT,
                        MissingContent.MOST_MEMBERS)))
                .orElse(List.of());
        return missing.sentence(members);
    }

    @Override
    public ArchiveSummary summary() {
        return transaction.read(() -> summaries().summary());
    }

    @Override
    public List<ScopeCount> scopes() {
        return transaction.read(() -> summaries().scopes());
    }

    private SummaryReader summaries() {
        return new SummaryReader(jdbc, mapped);
    }

    @Override
    public List<ArchivalId> ids(@Nullable ArchivalId after, int limit) {
        ArchivePage.requireLimit(limit);
        return transaction.read(() -> jdbc.query(queries.ids(after != null), rows::id, page(after, limit)));
    }

    @Override
    public List<RowDigest> keys(@Nullable ArchivalId after, int limit) {
        ArchivePage.requireLimit(limit);
        List<Object> parameters = new ArrayList<>(List.of(new RowHasher(table).header()));
        parameters.addAll(List.of(page(after, limit)));
        return transaction.read(() -> jdbc.query(queries.hashedIds(after != null), rows::digest, parameters.toArray()));
    }

    @Override
    public List<RowSize> sizes(@Nullable ArchivalId after, int limit) {
        ArchivePage.requireLimit(limit);
        return transaction.read(() -> jdbc.query(queries.sizedIds(after != null), rows::size, page(after, limit)));
    }

    @Override
    public List<ArchivalMemory> memories(List<ArchivalId> ids) {
        return transaction.read(() -> jdbc.query(
                queries.rows(),
                rows::memory,
                transaction.keyArrays(ids, table.key().size())));
    }

    @Override
    public List<ArchivalId> ofOtherScope(List<ArchivalId> ids) {
        if (!queries.hasScope() || ids.isEmpty()) {
            return List.of();
        }
        return transaction.read(() -> jdbc.query(
                queries.ofOtherScope(),
                rows::id,
                transaction.keyArrays(ids, table.key().size())));
    }

    @Override
    public Map<ArchivalId, String> leftOut(List<ArchivalId> ids) {
        Map<ArchivalId, String> reasons = new HashMap<>();
        if (ids.isEmpty()) {
            return reasons;
        }
        int size = table.key().size();
        return transaction.read(() -> {
            jdbc.forEach(
                    queries.leftOut(),
                    row -> reasons.put(rows.id(row), reason(row.getInt(size + 1))),
                    transaction.keyArrays(ids, size));
            return reasons;
        });
    }

    private String reason(int rule) {
        return mapped.selection().rules().get(rule).reason();
    }

    @Override
    public ArchiveSnapshot asOf(int mappingVersion) {
        MappingVersion.require(mappingVersion);
        return new PostgresSnapshot(transaction, options, mapped.asOf(mappingVersion, options), true);
    }

    @Override
    public Optional<ArchiveVectors> vectors() {
        return VectorColumn.of(mapped.catalog(), table.embeddingColumn())
                .map(column -> new PostgresVectors(transaction, table, rows, queries, column));
    }

    /** Ends the transaction and gives the connection back, unless this is a view of another one. Harmless when repeated. */
    @Override
    public void close() {
        if (!view) {
            transaction.close();
        }
    }

    /** Names the table. */
    @Override
    public String toString() {
        return "ArchiveSnapshot[" + table.qualifiedName() + "]";
    }

    private record Counts(long selected, Map<String, Long> leftOut) {}

    private record UnfitKeys(long missing, long alike) {}

    private Counts counts() {
        Counts known = counts;
        if (known == null) {
            known = transaction.read(this::count);
            counts = known;
        }
        return known;
    }

    private Counts count() throws SQLException {
        Map<String, Long> leftOut = new LinkedHashMap<>();
        long[] selected = {0};
        jdbc.forEach(queries.counts(), row -> {
            int rule = row.getInt(1);
            if (row.wasNull()) {
                selected[0] = row.getLong(2);
            } else {
                leftOut.merge(reason(rule), row.getLong(2), Long::sum);
            }
        });
        return new Counts(selected[0], Collections.unmodifiableMap(leftOut));
    }

    private boolean mayExecute(String function) throws SQLException {
        return jdbc.one(
                "SELECT has_function_privilege(to_regprocedure(?), 'EXECUTE')", row -> row.getBoolean(1), function);
    }

    @Override
    public Optional<ServerState> serverState() {
        return transaction.read(() -> mayExecute("pg_control_checkpoint()")
                ? jdbc.first(
                        "SELECT timeline_id, checkpoint_lsn::text FROM pg_control_checkpoint()",
                        row -> new ServerState(row.getLong(1), row.getString(2)))
                : Optional.empty());
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
}
