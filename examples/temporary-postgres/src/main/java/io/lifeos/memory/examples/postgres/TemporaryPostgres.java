package io.lifeos.memory.examples.postgres;

import io.lifeos.memory.fact.SourceUnavailableException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A PostgreSQL that lives as long as a demonstration, in a temporary folder, on a free port that only this machine
 * reaches. It goes when it is closed, or with the process. It does not wait for the disk.
 */
public final class TemporaryPostgres implements AutoCloseable {

    private final TemporaryFolder folder;
    private final PostgresPrograms programs;
    private final int port;

    private TemporaryPostgres(TemporaryFolder folder, PostgresPrograms programs, int port) {
        this.folder = folder;
        this.programs = programs;
        this.port = port;
    }

    /**
     * Starts one whose programs come with this module.
     *
     * @return the server, ready for connections
     * @throws IOException if it has no place
     * @throws SourceUnavailableException if it does not start
     */
    public static TemporaryPostgres start() throws IOException {
        TemporaryFolder folder = TemporaryFolder.create("lifeos-postgres");
        return start(folder, PostgresPrograms.embedded(folder.path()));
    }

    /**
     * Starts one with the programs of an installed PostgreSQL.
     *
     * @param bin their folder
     * @return the server, ready for connections
     * @throws IOException if it has no place
     * @throws SourceUnavailableException if it does not start
     */
    public static TemporaryPostgres start(Path bin) throws IOException {
        TemporaryFolder folder = TemporaryFolder.create("lifeos-postgres");
        return start(folder, PostgresPrograms.installed(bin, folder.path()));
    }

    private static TemporaryPostgres start(TemporaryFolder folder, PostgresPrograms programs) throws IOException {
        TemporaryPostgres server = new TemporaryPostgres(folder, programs, freePort());
        Runtime.getRuntime().addShutdownHook(new Thread(server::close, "temporary-postgres-close"));
        try {
            server.launch();
            return server;
        } catch (IOException e) {
            server.close();
            throw new SourceUnavailableException(
                    "A temporary PostgreSQL could not be started (" + e.getMessage()
                            + "); nothing was written; to migrate from one that runs, use --database-url.",
                    e);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private synchronized void launch() throws IOException {
        programs.prepare();
        programs.run("initdb", "-D", data(), "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync");
        String options = "-F -p " + port + " -c listen_addresses=127.0.0.1 -c unix_socket_directories=''";
        programs.run("pg_ctl", "-D", data(), "-l", data() + "/server.log", "-o", options, "-w", "start");
    }

    private String data() {
        return folder.path().resolve("data").toString();
    }

    /**
     * Returns the URL of the server for {@code psql}.
     *
     * @return its URL, as {@code psql} takes it
     */
    public String url() {
        return "postgresql://postgres@127.0.0.1:" + port + "/postgres";
    }

    /**
     * Returns the URL of the server for JDBC.
     *
     * @return its URL, as JDBC takes it
     */
    public String jdbcUrl() {
        return "jdbc:postgresql://127.0.0.1:" + port + "/postgres?user=postgres";
    }

    /** Stops it, once it is launched, and removes its folder; does nothing if that was done before. */
    @Override
    public synchronized void close() {
        try {
            if (Files.exists(Path.of(data(), "postmaster.pid"))) {
                programs.run("pg_ctl", "-D", data(), "-m", "fast", "-w", "stop");
            }
            folder.close();
        } catch (IOException e) {
            throw new UncheckedIOException("The temporary PostgreSQL in " + folder.path() + " could not be removed", e);
        }
    }
}
