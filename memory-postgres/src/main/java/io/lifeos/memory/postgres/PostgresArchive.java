package io.lifeos.memory.postgres;

import io.lifeos.memory.archive.Archive;
import io.lifeos.memory.archive.table.ArchiveBuilder;
import io.lifeos.memory.archive.table.TableSpec;
import io.lifeos.memory.fact.CheckReturnValue;
import java.time.Duration;
import java.util.Map;
import javax.sql.DataSource;

/**
 * The archival memories of an agent in PostgreSQL, which are read but never written.
 *
 * <pre>{@code
 * try (PostgresArchive archive = PostgresArchive.of("postgresql://agent@db.example/memories");
 *         MemoryStore memory = MemoryStore.open()) {
 *     Migrator.from(archive).into(memory).build().migrate();
 * }
 * }</pre>
 *
 * <p>Each reading is one connection with one {@code REPEATABLE READ, READ ONLY} transaction, in which PostgreSQL refuses any
 * write. The table is held by the weakest of locks meanwhile, so that it is neither truncated nor altered. A connection from
 * a URL or from parts is bounded by time-outs, so that a server that hangs is a failure; one from a {@link DataSource} is
 * used as it comes.
 *
 * <p>Safe for use by several threads.
 */
public sealed interface PostgresArchive extends Archive permits OpenPostgresArchive {

    /**
     * Returns the only table of memories of the database that the environment variable {@code DATABASE_URL} names. If it is
     * not set, the archive exists but is not {@linkplain #availability() available}.
     *
     * @return the archive
     * @throws IllegalArgumentException if the URL is malformed; the message shows nothing of it
     */
    @CheckReturnValue
    static PostgresArchive fromEnvironment() {
        return builder().fromEnvironment().build();
    }

    /**
     * Returns the only table of memories of a database.
     *
     * @param url as in {@link Builder#url(String)}
     * @return the archive
     * @throws IllegalArgumentException if the URL is malformed; the message shows nothing of it
     */
    @CheckReturnValue
    static PostgresArchive of(String url) {
        return builder().url(url).build();
    }

    /**
     * Returns a builder for an archive with its own settings.
     *
     * @return a builder, which needs at least a database
     */
    @CheckReturnValue
    static Builder builder() {
        return new Builder();
    }

    /**
     * Tells whether the memories can be read now: the server answers and accepts the login, the table is there, it has a key
     * and content, and this role may read all of it.
     *
     * @return the answer, with the reason if they cannot
     * @throws IllegalStateException if the archive is closed
     */
    Availability availability();

    /**
     * Returns the number of memories that are selected at this moment: rows that have a content and, unless asked for, are
     * neither retired nor of a tool or the system.
     *
     * @return the number of rows
     * @throws io.lifeos.memory.fact.SourceUnavailableException if they cannot be counted
     * @throws io.lifeos.memory.archive.MappingException if it is not clear which table is meant, or a named column is not
     *     there
     * @throws IllegalStateException if the archive is closed
     */
    long count();

    /**
     * Looks for tables of memories: in the whole database, in the schema or for the profile that was given, or at the named
     * table alone. It is one read-only transaction, which counts the rows of each table found, on the server. A table that
     * cannot be read is listed with the reason, unless it is the one that was named.
     *
     * @return the tables found, at least one that holds memories or looks as if it did
     * @throws io.lifeos.memory.fact.SourceUnavailableException if the database cannot be read, has no such table, or the
     *     named table may not be read as a whole
     * @throws io.lifeos.memory.archive.MappingException if the named table has no content, or not a column that was named
     * @throws IllegalStateException if the archive is closed
     */
    Detection detect();

    /**
     * Closes the archive to further reading. A reading that has begun goes on, and a given {@link DataSource} is left alone.
     * Harmless when repeated.
     */
    @Override
    void close();

    /**
     * Builds an archive from its database and settings. The database comes from exactly one of {@link #url}, {@link
     * #fromEnvironment}, {@link #dataSource} and the parts, which begin with {@link #host}. Every setter refuses null with a
     * {@link NullPointerException}. Not safe for use by several threads.
     */
    final class Builder extends ArchiveBuilder<Builder> {

        private final ArchiveOrigin origin = new ArchiveOrigin();

        private Builder() {}

        /**
         * Sets the database by its URL: {@code postgresql://user:password@host:5432/database?sslmode=require}. {@code
         * postgres:} and {@code jdbc:postgresql:} work as well. User, password and database are percent-decoded. The
         * parameters are those of the PostgreSQL JDBC driver, and override the time-outs set here. A
         * pooler that mixes up prepared statements needs {@code prepareThreshold=0}, which is slower with embeddings.
         *
         * @param url the URL
         * @return this builder
         * @throws IllegalArgumentException if the URL is malformed; the message shows nothing of it but the name of a
         *     parameter
         */
        public Builder url(String url) {
            origin.url(require(url, "url"));
            return this;
        }

        /**
         * Sets the database by the URL in the environment variable {@code DATABASE_URL}. If that is not set the archive can
         * be built, but is not available.
         *
         * @return this builder
         * @throws IllegalArgumentException if the URL is malformed; the message shows nothing of it but the name of a
         *     parameter
         */
        public Builder fromEnvironment() {
            return fromEnvironment(System.getenv());
        }

        Builder fromEnvironment(Map<String, String> environment) {
            origin.environment(environment);
            return this;
        }

        /**
         * Sets the database by a source of connections, which is used as it is: its time-outs are up to the host. With
         * {@code prepareThreshold=-1} embeddings travel in half the bytes.
         *
         * @param dataSource gives connections to PostgreSQL; one is taken for each snapshot
         * @return this builder
         */
        public Builder dataSource(DataSource dataSource) {
            origin.dataSource(require(dataSource, "dataSource"));
            return this;
        }

        /**
         * Sets the server, as one of the parts.
         *
         * @param host its name or address; {@code localhost} unless set
         * @return this builder
         * @throws IllegalArgumentException if the host is blank
         */
        public Builder host(String host) {
            origin.host(require(host, "host"));
            return this;
        }

        /**
         * Sets the server's port, as one of the parts.
         *
         * @param port 1 to 65535; 5432 unless set
         * @return this builder
         * @throws IllegalArgumentException if it is no port
         */
        public Builder port(int port) {
            origin.port(port);
            return this;
        }

        /**
         * Sets the database, as one of the parts.
         *
         * @param database its name; the user's name unless set
         * @return this builder
         */
        public Builder database(String database) {
            origin.database(require(database, "database"));
            return this;
        }

        /**
         * Sets the role, as one of the parts.
         *
         * @param user its name; that of the operating system's user unless set
         * @return this builder
         */
        public Builder user(String user) {
            origin.user(require(user, "user"));
            return this;
        }

        /**
         * Sets the role's password, as one of the parts.
         *
         * @param password the password; none unless set
         * @return this builder
         */
        public Builder password(String password) {
            origin.password(require(password, "password"));
            return this;
        }

        /**
         * Sets the table, by its name; its shape determines the meaning of its columns.
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
         * Sets the time that a connection may take, unless a {@code DataSource} is given.
         *
         * @param timeout one second to 24 days; 10 seconds unless set
         * @return this builder
         * @throws IllegalArgumentException if it is out of that range
         */
        public Builder connectTimeout(Duration timeout) {
            origin.connectTimeout(require(timeout, "connectTimeout"));
            return this;
        }

        /**
         * Sets the time for which the server may be silent in the middle of an answer, unless a {@code DataSource} is given.
         *
         * @param timeout one second to 24 days; 5 minutes unless set
         * @return this builder
         * @throws IllegalArgumentException if it is out of that range
         */
        public Builder readTimeout(Duration timeout) {
            origin.readTimeout(require(timeout, "readTimeout"));
            return this;
        }

        /**
         * Builds the archive. Nothing is connected yet.
         *
         * @return the archive
         * @throws IllegalArgumentException if no database is given, or a parameter of the URL is not known
         */
        public PostgresArchive build() {
            return new OpenPostgresArchive(origin.connections(), options());
        }
    }
}
