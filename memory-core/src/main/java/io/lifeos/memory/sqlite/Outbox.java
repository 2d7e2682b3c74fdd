package io.lifeos.memory.sqlite;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The daily logs that are not in step with a fact yet. A row is written in the transaction that changes the fact, and
 * goes when the log was written; what a crash leaves is done at the next open.
 */
public final class Outbox {

    private final Connection connection;

    /**
     * Binds the outbox to a connection.
     *
     * @param connection the connection that a read or a transaction gives
     */
    public Outbox(Connection connection) {
        this.connection = connection;
    }

    /**
     * That the log of a day is to follow a fact.
     *
     * @param factId the fact
     * @param changes how often the fact was changed since the log last followed
     */
    public record Entry(long factId, long changes) {}

    /** Has the logs of their days follow the facts that were just staged and inserted. */
    void addStaged() throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.executeUpdate("INSERT INTO outbox (day, fact_id)"
                    + " SELECT substr(timestamp, 1, 10), id FROM temp.staged_facts");
        }
    }

    /** Has the logs of the days on which the facts now lie follow them. A time that another program spoilt has no day. */
    void add(List<Long> factIds) throws SQLException {
        try (PreparedStatement insert =
                connection.prepareStatement("INSERT INTO outbox (day, fact_id) SELECT substr(timestamp, 1, 10), id"
                        + " FROM facts WHERE id IN (SELECT value FROM json_each(?))"
                        + " AND date(substr(timestamp, 1, 10)) = substr(timestamp, 1, 10)"
                        + " ON CONFLICT (day, fact_id) DO UPDATE SET changes = changes + 1")) {
            insert.setString(1, factIds.toString());
            insert.executeUpdate();
        }
    }

    /**
     * Has the log of a day follow some facts, wherever they lie.
     *
     * @param day the day
     * @param factIds the facts, which need not exist
     * @throws SQLException if SQLite refuses the statement
     */
    public void add(LocalDate day, Collection<Long> factIds) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(
                "INSERT INTO outbox (day, fact_id) SELECT ?, value FROM json_each(?) WHERE true"
                        + " ON CONFLICT (day, fact_id) DO UPDATE SET changes = changes + 1")) {
            insert.setString(1, day.toString());
            insert.setString(2, factIds.toString());
            insert.executeUpdate();
        }
    }

    /**
     * The days whose logs are not in step.
     *
     * @return the days, in order
     * @throws SQLException if SQLite refuses the statement
     */
    public List<LocalDate> days() throws SQLException {
        List<LocalDate> days = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT DISTINCT day FROM outbox ORDER BY day")) {
            while (rows.next()) {
                days.add(LocalDate.parse(rows.getString(1)));
            }
        }
        return days;
    }

    /**
     * What a day's log is to follow.
     *
     * @param day the day
     * @return its entries, in the order in which the facts happened
     * @throws SQLException if SQLite refuses the statement
     */
    public List<Entry> entries(LocalDate day) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(
                "SELECT o.fact_id, o.changes FROM outbox o LEFT JOIN facts f ON f.id = o.fact_id"
                        + " WHERE o.day = ? ORDER BY replace(f.timestamp, 'T', ' '), o.fact_id")) {
            select.setString(1, day.toString());
            return entries(select);
        }
    }

    /**
     * What a day's log is to follow, of some facts.
     *
     * @param day the day
     * @param factIds the facts
     * @return their entries, in the order of their ids
     * @throws SQLException if SQLite refuses the statement
     */
    public List<Entry> entries(LocalDate day, Collection<Long> factIds) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("SELECT fact_id, changes FROM outbox WHERE day = ?"
                + " AND fact_id IN (SELECT value FROM json_each(?)) ORDER BY fact_id")) {
            select.setString(1, day.toString());
            select.setString(2, factIds.toString());
            return entries(select);
        }
    }

    private static List<Entry> entries(PreparedStatement select) throws SQLException {
        List<Entry> entries = new ArrayList<>();
        try (ResultSet rows = select.executeQuery()) {
            while (rows.next()) {
                entries.add(new Entry(rows.getLong(1), rows.getLong(2)));
            }
        }
        return entries;
    }

    /**
     * Removes what a log now follows. An entry whose fact was changed once more meanwhile stays.
     *
     * @param day the day
     * @param entries what was followed
     * @return the number of entries
     * @throws SQLException if SQLite refuses the statement
     */
    public int remove(LocalDate day, List<Entry> entries) throws SQLException {
        Map<Long, List<Long>> factsByChanges = entries.stream()
                .collect(Collectors.groupingBy(Entry::changes, Collectors.mapping(Entry::factId, Collectors.toList())));
        try (PreparedStatement delete = connection.prepareStatement("DELETE FROM outbox WHERE day = ? AND changes = ?"
                + " AND fact_id IN (SELECT value FROM json_each(?))")) {
            for (Map.Entry<Long, List<Long>> facts : factsByChanges.entrySet()) {
                delete.setString(1, day.toString());
                delete.setLong(2, facts.getKey());
                delete.setString(3, facts.getValue().toString());
                delete.executeUpdate();
            }
        }
        return entries.size();
    }
}
