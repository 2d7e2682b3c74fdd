package io.lifeos.memory.postgres.testing;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/** A database of a test, in which it is superuser. */
public final class TestDatabase implements AutoCloseable {

    private final String host;
    private final int port;
    private final String name;
    private final String parameters;
    private final Runnable drop;

    TestDatabase(String host, int port, String name, String parameters, Runnable drop) {
        this.host = host;
        this.port = port;
        this.name = name;
        this.parameters = parameters;
        this.drop = drop;
    }

    /** Its URL for the superuser. */
    public String url() {
        return url("postgres", "postgres");
    }

    /** Its URL for some role, whose name and password need no encoding. */
    public String url(String user, String password) {
        return "postgresql://" + user + ":" + password + "@" + host + ":" + port + "/" + name + parameters;
    }

    /** Its name. */
    public String name() {
        return name;
    }

    /** Where its server listens, on 127.0.0.1. */
    public int port() {
        return port;
    }

    /** Plain connections for the superuser. */
    public DataSource dataSource() {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setServerNames(new String[] {host});
        source.setPortNumbers(new int[] {port});
        source.setDatabaseName(name);
        source.setUser("postgres");
        source.setPassword("postgres");
        // PGlite has one session for all connections, in which named statements of two of them would meet.
        source.setPrepareThreshold(0);
        return source;
    }

    /** Executes statements, each of its own transaction. */
    public void execute(String... statements) {
        try (Connection connection = dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    /** The only value of a query, as text. */
    public String query(String sql) {
        try (Connection connection = dataSource().getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getString(1);
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    /** Drops it, with everyone who is still connected. */
    @Override
    public void close() {
        drop.run();
    }
}
