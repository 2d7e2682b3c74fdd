package io.lifeos.memory.postgres;

import io.lifeos.memory.fact.SourceUnavailableException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** The database of an archive as a host names it: once, by a URL, the environment, a source of connections, or parts. */
final class ArchiveOrigin {

    private static final String VARIABLE = "DATABASE_URL";
    private static final String UNNAMED = "PostgreSQL";
    private static final Duration SHORTEST_TIMEOUT = Duration.ofSeconds(1);
    private static final Duration LONGEST_TIMEOUT = Duration.ofDays(24);

    private @Nullable Kind kind;
    private @Nullable PostgresServer server;
    private @Nullable DataSource dataSource;
    private String host = PostgresServer.DEFAULT_HOST;
    private int port = PostgresServer.DEFAULT_PORT;
    private @Nullable String database;
    private @Nullable String user;
    private @Nullable String password;
    private Duration connectTimeout = Duration.ofSeconds(10);
    private Duration readTimeout = Duration.ofMinutes(5);

    /** Opens connections. */
    @FunctionalInterface
    interface Connector {
        Connection connect() throws SQLException;
    }

    /**
     * The connections to a database.
     *
     * @param connector opens each
     * @param place the server as a message may name it
     * @param tls what its URL asks of encryption
     */
    record Connections(Connector connector, String place, TlsSettings tls) {}

    /** The ways to name a database; messages show their names. */
    private enum Kind {
        URL,
        ENVIRONMENT,
        DATA_SOURCE,
        PARTS
    }

    void url(String url) {
        from(Kind.URL);
        server = PostgresUrl.parse(url);
    }

    void environment(Map<String, String> environment) {
        from(Kind.ENVIRONMENT);
        String url = environment.getOrDefault(VARIABLE, "");
        server = url.isBlank() ? null : PostgresUrl.parse(url);
    }

    void dataSource(DataSource source) {
        from(Kind.DATA_SOURCE);
        dataSource = source;
    }

    void host(String name) {
        from(Kind.PARTS);
        if (name.isBlank()) {
            throw new IllegalArgumentException("The host is blank; give a name or an address.");
        }
        host = name;
    }

    void port(int number) {
        from(Kind.PARTS);
        if (number < 1 || number > 65535) {
            throw new IllegalArgumentException("The port is " + number + "; it must be from 1 to 65535.");
        }
        port = number;
    }

    void database(String name) {
        from(Kind.PARTS);
        database = name;
    }

    void user(String name) {
        from(Kind.PARTS);
        user = name;
    }

    void password(String secret) {
        from(Kind.PARTS);
        password = secret;
    }

    void connectTimeout(Duration timeout) {
        connectTimeout = requireInRange(timeout);
    }

    void readTimeout(Duration timeout) {
        readTimeout = requireInRange(timeout);
    }

    /**
     * Returns the connections; none is opened yet.
     *
     * @throws IllegalArgumentException if no database is given, or a parameter of the URL is not known
     */
    Connections connections() {
        if (kind == null) {
            throw new IllegalArgumentException(
                    "No database is given; give a url, the environment, a dataSource, or host and the other parts.");
        }
        if (dataSource != null) {
            return connections(dataSource, UNNAMED, TlsSettings.UNKNOWN);
        }
        PostgresServer named =
                kind == Kind.PARTS ? new PostgresServer(host, port, database, user, password, Map.of()) : server;
        if (named == null) {
            return new Connections(ArchiveOrigin::notConfigured, UNNAMED, TlsSettings.UNKNOWN);
        }
        return connections(
                named.dataSource(connectTimeout, readTimeout),
                UNNAMED + " at " + named,
                new TlsSettings(named.properties()));
    }

    private void from(Kind next) {
        if (kind != null && (kind != next || next != Kind.PARTS)) {
            throw new IllegalArgumentException(
                    "The database is given twice, as " + kind + " and as " + next + "; give it once.");
        }
        kind = next;
    }

    private static Connections connections(DataSource source, String place, TlsSettings tls) {
        return new Connections(() -> connect(source), place, tls);
    }

    /** Takes a connection. A pool may throw exceptions of its own, and answer with null. */
    private static Connection connect(DataSource source) throws SQLException {
        Connection connection;
        try {
            connection = source.getConnection();
        } catch (RuntimeException e) {
            throw new SQLException(e);
        }
        if (connection == null) {
            throw new SQLException("The DataSource answered with null.");
        }
        return connection;
    }

    private static Connection notConfigured() {
        throw new SourceUnavailableException("PostgreSQL is not configured: set " + VARIABLE
                + " to something like postgresql://user:password@host:5432/database.");
    }

    /** The driver counts milliseconds in an int. */
    private static Duration requireInRange(Duration timeout) {
        if (timeout.compareTo(SHORTEST_TIMEOUT) < 0 || timeout.compareTo(LONGEST_TIMEOUT) > 0) {
            throw new IllegalArgumentException(
                    "The timeout is " + timeout + "; it must be from one second to 24 days.");
        }
        return timeout;
    }
}
