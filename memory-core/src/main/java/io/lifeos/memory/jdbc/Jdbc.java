package io.lifeos.memory.jdbc;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Runs SQL on one connection: binds parameters by position, maps rows by a function, closes what it opened. Opens and ends
 * no transaction. As thread-safe as the connection.
 */
public final class Jdbc {

    private final Connection connection;

    /**
     * Binds to a connection, which stays the caller's to close.
     *
     * @param connection the connection
     */
    public Jdbc(Connection connection) {
        this.connection = connection;
    }

    /**
     * Reads all rows of a query.
     *
     * @param sql the query
     * @param mapper maps each row
     * @param parameters the values of its placeholders
     * @param <T> the type of a mapped row
     * @return the mapped rows, in the order of the query
     * @throws SQLException if the database refuses
     */
    public <T extends @Nullable Object> List<T> query(String sql, RowMapper<T> mapper, @Nullable Object... parameters)
            throws SQLException {
        List<T> mapped = new ArrayList<>();
        forEach(sql, row -> mapped.add(mapper.map(row)), parameters);
        return mapped;
    }

    /**
     * Passes each row of a query on as it is read; none is kept.
     *
     * @param sql the query
     * @param consumer uses each row
     * @param parameters the values of its placeholders
     * @throws SQLException if the database refuses
     */
    public void forEach(String sql, RowConsumer consumer, @Nullable Object... parameters) throws SQLException {
        try (PreparedStatement select = bound(sql, parameters);
                ResultSet rows = select.executeQuery()) {
            while (rows.next()) {
                consumer.accept(rows);
            }
        }
    }

    /**
     * Reads the first row of a query.
     *
     * @param sql the query
     * @param mapper maps the row; null counts as no row
     * @param parameters the values of its placeholders
     * @param <T> the type of the mapped row
     * @return the mapped row; empty if there is none
     * @throws SQLException if the database refuses
     */
    public <T> Optional<T> first(String sql, RowMapper<? extends @Nullable T> mapper, @Nullable Object... parameters)
            throws SQLException {
        try (PreparedStatement select = bound(sql, parameters);
                ResultSet rows = select.executeQuery()) {
            return rows.next() ? Optional.ofNullable(mapper.map(rows)) : Optional.empty();
        }
    }

    /**
     * Reads the row of a query that always has one, such as an aggregate.
     *
     * @param sql the query
     * @param mapper maps the row
     * @param parameters the values of its placeholders
     * @param <T> the type of the mapped row
     * @return the mapped row
     * @throws SQLException if the database refuses, or there is no row
     */
    public <T extends @Nullable Object> T one(String sql, RowMapper<T> mapper, @Nullable Object... parameters)
            throws SQLException {
        try (PreparedStatement select = bound(sql, parameters);
                ResultSet rows = select.executeQuery()) {
            if (!rows.next()) {
                throw new SQLException("A query that always has a row had none: " + sql);
            }
            return mapper.map(rows);
        }
    }

    /**
     * Reads one number, such as a count.
     *
     * @param sql a query of one row and one column
     * @param parameters the values of its placeholders
     * @return the number; 0 if it is null
     * @throws SQLException if the database refuses, or there is no row
     */
    public long number(String sql, @Nullable Object... parameters) throws SQLException {
        return one(sql, row -> row.getLong(1), parameters);
    }

    /**
     * Tells whether a query has a row.
     *
     * @param sql the query
     * @param parameters the values of its placeholders
     * @return true if it has one
     * @throws SQLException if the database refuses
     */
    public boolean exists(String sql, @Nullable Object... parameters) throws SQLException {
        return first(sql, row -> true, parameters).isPresent();
    }

    /**
     * Runs an INSERT, UPDATE or DELETE.
     *
     * @param sql the statement
     * @param parameters the values of its placeholders
     * @return the number of rows that it changed
     * @throws SQLException if the database refuses
     */
    public int update(String sql, @Nullable Object... parameters) throws SQLException {
        try (PreparedStatement update = bound(sql, parameters)) {
            return update.executeUpdate();
        }
    }

    /**
     * Runs one statement once for each item, as one JDBC batch.
     *
     * @param sql an INSERT, UPDATE or DELETE
     * @param items the items
     * @param mapper gives the parameters of an item
     * @param <T> the type of the items
     * @return the number of rows that each execution changed, in the order of the items
     * @throws SQLException if the database refuses
     */
    public <T> int[] batch(String sql, Collection<T> items, ParameterMapper<? super T> mapper) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (T item : items) {
                bind(statement, mapper.parameters(item));
                statement.addBatch();
            }
            return statement.executeBatch();
        }
    }

    /**
     * Runs a statement without parameters whose result is of no interest: DDL, a PRAGMA, BEGIN.
     *
     * @param sql one statement
     * @throws SQLException if the database refuses
     */
    public void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /**
     * Writes ids as one parameter, for {@code IN (SELECT value FROM json_each(?))}.
     *
     * @param ids the ids
     * @return a JSON array
     */
    public static String ids(Collection<Long> ids) {
        return ids.toString();
    }

    private PreparedStatement bound(String sql, @Nullable Object... parameters) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        try {
            bind(statement, parameters);
            return statement;
        } catch (SQLException | RuntimeException e) {
            statement.close();
            throw e;
        }
    }

    private static void bind(PreparedStatement statement, @Nullable Object... parameters) throws SQLException {
        for (int i = 0; i < parameters.length; i++) {
            statement.setObject(i + 1, requireStorable(parameters[i]));
        }
    }

    /** SQLite's driver would store the {@code toString()} of anything else. */
    private static @Nullable Object requireStorable(@Nullable Object value) {
        if (value == null
                || value instanceof String
                || value instanceof Number
                || value instanceof Boolean
                || value instanceof byte[]
                || value instanceof Array) {
            return value;
        }
        throw new IllegalArgumentException(
                "A parameter is of " + value.getClass() + ", which is no value of a column.");
    }
}
