package io.lifeos.memory.postgres;

import io.lifeos.memory.archive.row.ArchivalId;
import io.lifeos.memory.archive.table.TableName;
import io.lifeos.memory.jdbc.Jdbc;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A {@code REPEATABLE READ, READ ONLY} transaction, and the connection that it uses alone. */
final class PostgresTransaction implements AutoCloseable {

    /** Settings that give a value the same text, whatever the role's own settings are. */
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

    private static final String WRONG_OBJECT_TYPE = "42809";

    private static final String CANNOT_BE_LOCKED =
            "SELECT FROM pg_catalog.pg_class WHERE oid = pg_catalog.to_regclass(?) AND relkind IN ('m', 'f')";

    private final Connection connection;
    private final PostgresErrors failures;
    private final Jdbc jdbc;
    private final boolean autoCommit;
    private boolean closed;

    private PostgresTransaction(Connection connection, PostgresErrors failures, boolean autoCommit) {
        this.connection = connection;
        this.failures = failures;
        this.jdbc = new Jdbc(connection);
        this.autoCommit = autoCommit;
    }

    /** Takes over the connection, without autocommit, and closes it if that fails; {@link #begin()} must still be called. */
    static PostgresTransaction on(Connection connection, PostgresErrors failures) throws SQLException {
        try {
            boolean autoCommit = connection.getAutoCommit();
            connection.setAutoCommit(false);
            return new PostgresTransaction(connection, failures, autoCommit);
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    /** Begins; the first query takes the snapshot. */
    void begin() throws SQLException {
        jdbc.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY");
        for (String setting : SETTINGS) {
            jdbc.execute("SET LOCAL " + setting);
        }
    }

    /**
     * Locks a table before the first query, which takes the snapshot: a TRUNCATE in between would show an empty table.
     * PostgreSQL has no such lock for materialized views and foreign tables; for these the transaction begins anew.
     */
    void lock(TableName table) throws SQLException {
        try {
            jdbc.execute("LOCK TABLE " + table.sql() + " IN ACCESS SHARE MODE");
        } catch (SQLException e) {
            connection.rollback();
            if (!WRONG_OBJECT_TYPE.equals(e.getSQLState()) || !jdbc.exists(CANNOT_BE_LOCKED, table.sql())) {
                throw e;
            }
            connection.rollback();
            begin();
        }
    }

    /**
     * Reads something, while others wait.
     *
     * @throws IllegalStateException if this is closed
     */
    synchronized <T extends @Nullable Object> T read(PostgresErrors.Call<T> call) {
        if (closed) {
            throw new IllegalStateException(
                    "The snapshot of " + failures.place() + " is closed, and its transaction ended; open another one.");
        }
        return failures.translating(call);
    }

    /** Makes a text array for each part of a key. */
    Object[] keyArrays(List<ArchivalId> ids, int parts) throws SQLException {
        Object[] arrays = new Object[parts];
        for (int i = 0; i < parts; i++) {
            int part = i;
            String[] values = ids.stream().map(id -> id.parts().get(part)).toArray(String[]::new);
            arrays[i] = connection.createArrayOf("text", values);
        }
        return arrays;
    }

    Connection connection() {
        return connection;
    }

    Jdbc jdbc() {
        return jdbc;
    }

    /** Ends the transaction and gives the connection back as it was. Harmless when repeated. */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        try (connection) {
            connection.rollback();
            connection.setAutoCommit(autoCommit);
        } catch (SQLException lost) {
            // The connection is gone, and with it the transaction, which had nothing to save.
        }
    }
}
