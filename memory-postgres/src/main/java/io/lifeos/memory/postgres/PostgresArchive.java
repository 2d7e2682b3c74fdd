package io.lifeos.memory.postgres;

import io.lifeos.memory.archive.Archive;
import io.lifeos.memory.archive.ArchiveSnapshot;
import io.lifeos.memory.archive.MappingException;
import io.lifeos.memory.archive.table.ArchiveBuilder;
import io.lifeos.memory.archive.table.ArchiveOptions;
import io.lifeos.memory.archive.table.TableName;
import io.lifeos.memory.archive.table.TableSpec;
import io.lifeos.memory.fact.SourceUnavailableException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * The archival memories of an agent in PostgreSQL, to be read and never written.
 *
 * <pre>{@code
 * try (PostgresArchive archive = PostgresArchive.of("postgresql://agent@db.example/memories");
 *         ArchiveSnapshot snapshot = archive.openSnapshot()) {
 *     List<ArchivalId> first = snapshot.ids(null, 100);
 *     snapshot.memories(first).forEach(memory -> System.out.println(memory.content()));
 * }
 * }</pre>
 *
 * <p>Safe for use by several threads: each snapshot has a connection of its own, and there is none besides. A connection
 * from a URL or from parts is bounded by timeouts, so that a server that hangs is a failure; one from a {@link DataSource}
 * is used as it comes.
 */
public final class PostgresArchive implements Archive {

    private static final String VARIABLE = "DATABASE_URL";

    private final Connector connector;
    private final ArchiveOptions options;
    private final PostgresErrors failures;
    private volatile boolean closed;

    private PostgresArchive(Connector connector, String place, ArchiveOptions options) {
        this.connector = connector;
        this.options = options;
        this.failures = new PostgresErrors(place);
    }

    /**
     * The only table of memories of the database that the environment variable {@code DATABASE_URL} names. If it is not set, the archive is there but not {@linkplain #availability() available}.
     *
     * @return the archive
     * @throws IllegalArgumentException if the URL is malformed; the message shows nothing of it
     */
    public static PostgresArchive fromEnvironment() {
        return builder().fromEnvironment().build();
    }

    /**
     * The only table of memories of a database.
     *
     * @param url as in {@link Builder#url(String)}
     * @return the archive
     * @throws IllegalArgumentException if the URL is malformed; the message shows nothing of it
     */
    public static PostgresArchive of(String url) {
        return builder().url(url).build();
    }

    /**
     * A builder for an archive with its own settings.
     *
     * @return a builder that wants at least a database
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Whether the memories can be read now: the server answers and lets us in, the table is there, it has a key and a
     * content, and this role may read all of it.
     *
     * @return yes, or no with the reason
     */
    public Availability availability() {
        try (ArchiveSnapshot snapshot = openSnapshot()) {
            snapshot.keys(null, 1);
            return Availability.yes();
        } catch (SourceUnavailableException | MappingException e) {
            return Availability.no(String.valueOf(e.getMessage()));
        }
    }

    /**
     * How many memories are selected at this moment.
     *
     * @return as {@link ArchiveSnapshot#selected()}
     * @throws SourceUnavailableException if they cannot be counted
     */
    public long count() {
        try (ArchiveSnapshot snapshot = openSnapshot()) {
            return snapshot.selected();
        }
    }

    /**
     * Looks for tables of memories: in the whole database, in the schema or for the profile that was given, or at the named
     * table alone. It is one read-only transaction, which counts the rows of each table found, on the server. A table that
     * cannot be read is listed with the reason, unless it is the one that was named.
     *
     * @return what was found, at least one table or one that looks like it
     * @throws SourceUnavailableException if the database cannot be read, has no such table, or the named table may not be
     *     read as a whole
     * @throws MappingException if the named table has no content, or not a column that was named
     * @throws IllegalStateException if the archive is closed
     */
    public Detection detect() {
        requireOpen();
        return failures.translating(() -> DetectionRun.of(connector.connect(), options, failures));
    }

    /**
     * {@inheritDoc}
     *
     * <p>It is one connection with one {@code REPEATABLE READ, READ ONLY} transaction, in which PostgreSQL refuses any write.
     * The table is held by the weakest of locks meanwhile, so that it is neither truncated nor altered; keep it open no
     * longer than needed.
     */
    @Override
    public ArchiveSnapshot openSnapshot() {
        PostgresSnapshot snapshot = open();
        try {
            snapshot.requireUniqueKey();
            return snapshot;
        } catch (RuntimeException e) {
            snapshot.close();
            throw e;
        }
    }

    /**
     * Opens a snapshot of which not every row is going to be read. Otherwise as {@link #openSnapshot()}, but does not check
     * that the key tells all rows apart, which can take a look at each of them.
     *
     * @return a snapshot, to be closed by the caller
     * @throws SourceUnavailableException as {@link #openSnapshot()}
     * @throws MappingException as {@link #openSnapshot()}
     * @throws IllegalStateException if the archive is closed
     */
    public ArchiveSnapshot openForSearch() {
        return open();
    }

    private PostgresSnapshot open() {
        requireOpen();
        return failures.translating(() -> PostgresSnapshot.open(connector.connect(), options, failures));
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("The archive is closed; open another one.");
        }
    }

    /**
     * Opens no more snapshots. Those that are open stay so, and a given {@link DataSource} is left alone. Harmless when
     * repeated.
     */
    @Override
    public void close() {
        closed = true;
    }

    /** Names the table and the place, without user and password. */
    @Override
    public String toString() {
        String table = options.table().name().map(TableName::sql).orElse("the memories");
        return "PostgresArchive[" + table + " of " + failures.place() + "]";
    }

    /** Opens connections. */
    private interface Connector {
        Connection connect() throws SQLException;
    }

    /**
     * Says which archive, and how to read it. The database comes from exactly one of {@link #url}, {@link
     * #fromEnvironment}, {@link #dataSource} and the parts, which begin with {@link #host}.
     */
    public static final class Builder extends ArchiveBuilder<Builder> {

        private @Nullable Origin origin;
        private @Nullable PostgresServer server;
        private @Nullable DataSource dataSource;
        private String host = PostgresServer.DEFAULT_HOST;
        private int port = PostgresServer.DEFAULT_PORT;
        private @Nullable String database;
        private @Nullable String user;
        private @Nullable String password;
        private Duration connectTimeout = Duration.ofSeconds(10);
        private Duration readTimeout = Duration.ofMinutes(5);

        private Builder() {}

        /**
         * The database by its URL: {@code postgresql://user:password@host:5432/database?sslmode=require}. {@code postgres:}
         * and {@code jdbc:postgresql:} do as well. User, password and database are percent-decoded. The parameters are
         * those of the PostgreSQL JDBC driver, and have the last word over the timeouts set here. A
         * pooler that mixes up prepared statements needs {@code prepareThreshold=0}, which is slower with embeddings.
         *
         * @param url the URL
         * @return this builder
         * @throws IllegalArgumentException if the URL is malformed; the message shows nothing of it but the name of a
         *     parameter
         */
        public Builder url(String url) {
            from(Origin.URL);
            server = PostgresUrl.parse(require(url, "url"));
            return this;
        }

        /**
         * The database by the URL in the environment variable {@code DATABASE_URL}. If that is not set the archive can be
         * built, but is not available.
         *
         * @return this builder
         * @throws IllegalArgumentException if the URL is malformed; the message shows nothing of it but the name of a
         *     parameter
         */
        public Builder fromEnvironment() {
            return fromEnvironment(System.getenv());
        }

        Builder fromEnvironment(Map<String, String> environment) {
            from(Origin.ENVIRONMENT);
            String url = environment.getOrDefault(VARIABLE, "");
            server = url.isBlank() ? null : PostgresUrl.parse(url);
            return this;
        }

        /**
         * The database by a source of connections, which is used as it is: its timeouts are the host's business. With {@code
         * prepareThreshold=-1} embeddings travel in half the bytes.
         *
         * @param dataSource gives connections to PostgreSQL; one is taken for each snapshot
         * @return this builder
         */
        public Builder dataSource(DataSource dataSource) {
            from(Origin.DATA_SOURCE);
            this.dataSource = require(dataSource, "dataSource");
            return this;
        }

        /**
         * The server, as one of the parts.
         *
         * @param host its name or address; {@code localhost} unless set
         * @return this builder
         * @throws IllegalArgumentException if the host is blank
         */
        public Builder host(String host) {
            from(Origin.PARTS);
            if (require(host, "host").isBlank()) {
                throw new IllegalArgumentException("The host is blank; give a name or an address.");
            }
            this.host = host;
            return this;
        }

        /**
         * The server's port, as one of the parts.
         *
         * @param port 1 to 65535; 5432 unless set
         * @return this builder
         * @throws IllegalArgumentException if it is no port
         */
        public Builder port(int port) {
            from(Origin.PARTS);
            if (port < 1 || port > 65535) {
                throw new IllegalArgumentException("The port is " + port + "; it must be from 1 to 65535.");
            }
            this.port = port;
            return this;
        }

        /**
         * The database, as one of the parts.
         *
         * @param database its name; the user's name unless set
         * @return this builder
         */
        public Builder database(String database) {
            from(Origin.PARTS);
            this.database = require(database, "database");
            return this;
        }

        /**
         * The role, as one of the parts.
         *
         * @param user its name; that of the operating system's user unless set
         * @return this builder
         */
        public Builder user(String user) {
            from(Origin.PARTS);
            this.user = require(user, "user");
            return this;
        }

        /**
         * The role's password, as one of the parts.
         *
         * @param password the password; none unless set
         * @return this builder
         */
        public Builder password(String password) {
            from(Origin.PARTS);
            this.password = require(password, "password");
            return this;
        }

        /**
         * The table, by its name; what its columns mean follows from its shape.
         *
         * @param name as for {@link TableSpec#named(String)}
         * @return this builder
         * @throws IllegalArgumentException if it is not the name of a table
         */
        public Builder table(String name) {
            return table(TableSpec.named(name));
        }

        @Override
        protected Builder self() {
            return this;
        }

        /**
         * How long a connection may take, unless a {@code DataSource} is given.
         *
         * @param timeout one second or more; 10 seconds unless set
         * @return this builder
         * @throws IllegalArgumentException if it is shorter
         */
        public Builder connectTimeout(Duration timeout) {
            this.connectTimeout = requireSecond(timeout);
            return this;
        }

        /**
         * How long the server may be silent in the middle of an answer, unless a {@code DataSource} is given.
         *
         * @param timeout one second or more; 5 minutes unless set
         * @return this builder
         * @throws IllegalArgumentException if it is shorter
         */
        public Builder readTimeout(Duration timeout) {
            this.readTimeout = requireSecond(timeout);
            return this;
        }

        /**
         * The archive. Nothing is connected yet.
         *
         * @return the archive
         * @throws IllegalArgumentException if no database is given, or a parameter of the URL is not known
         */
        public PostgresArchive build() {
            ArchiveOptions options = options();
            if (origin == null) {
                throw new IllegalArgumentException(
                        "No database is given; give a url, the environment, a dataSource, or host and the other parts.");
            }
            if (dataSource != null) {
                return new PostgresArchive(dataSource::getConnection, "PostgreSQL", options);
            }
            PostgresServer named = origin == Origin.PARTS
                    ? new PostgresServer(host, port, database, user, password, Map.of())
                    : server;
            if (named == null) {
                return new PostgresArchive(Builder::notConfigured, "PostgreSQL", options);
            }
            DataSource connections = named.dataSource(connectTimeout, readTimeout);
            return new PostgresArchive(connections::getConnection, "PostgreSQL at " + named, options);
        }

        /** Where the database is said to come from. */
        private enum Origin {
            URL,
            ENVIRONMENT,
            DATA_SOURCE,
            PARTS
        }

        private void from(Origin next) {
            if (origin != null && (origin != next || next != Origin.PARTS)) {
                throw new IllegalArgumentException(
                        "The database is given twice, as " + origin + " and as " + next + "; give it once.");
            }
            origin = next;
        }

        private static Connection notConfigured() {
            throw new SourceUnavailableException("PostgreSQL is not configured: set " + VARIABLE
                    + " to something like postgresql://user:password@host:5432/database.");
        }

        private static Duration requireSecond(Duration timeout) {
            if (require(timeout, "timeout").compareTo(Duration.ofSeconds(1)) < 0) {
                throw new IllegalArgumentException("The timeout is " + timeout + "; it must be one second or more.");
            }
            return timeout;
        }
    }
}
