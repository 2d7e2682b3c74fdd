package io.lifeos.memory.sqlite;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/**
 * The facts that have an entry in the log of their day: those that this library stored. Another program's have none, unless
 * a migration rewrote them. Bound to a connection, as a {@link FactTable} is.
 */
public final class LoggedFacts {

    private final Connection connection;

    /**
     * Binds the facts to a connection.
     *
     * @param connection the connection that a read or a transaction gives
     */
    public LoggedFacts(Connection connection) {
        this.connection = connection;
    }

    /**
     * The days on which there are such facts.
     *
     * @return the days, in order
     * @throws SQLException if SQLite refuses the statement
     */
    public List<LocalDate> days() throws SQLException {
        List<LocalDate> days = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT DISTINCT substr(timestamp, 1, 10) AS day FROM facts"
                        + " WHERE recorded_at IS NOT NULL AND date(substr(timestamp, 1, 10)) = substr(timestamp, 1, 10)"
                        + " ORDER BY day")) {
            while (rows.next()) {
                days.add(LocalDate.parse(rows.getString(1)));
            }
        }
        return days;
    }

    /**
     * The facts of a day.
     *
     * @param day the day, in UTC
     * @return their ids, in the order in which they happened
     * @throws SQLException if SQLite refuses the statement
     */
    public List<Long> of(LocalDate day) throws SQLException {
        List<Long> ids = new ArrayList<>();
        try (PreparedStatement select = connection.prepareStatement(
                "SELECT id FROM facts"
                        + " WHERE recorded_at IS NOT NULL AND timestamp >= ?1 AND timestamp < ?1 || '~' ORDER BY timestamp, id")) {
            select.setString(1, day.toString());
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    ids.add(rows.getLong(1));
                }
            }
        }
        return ids;
    }
}
