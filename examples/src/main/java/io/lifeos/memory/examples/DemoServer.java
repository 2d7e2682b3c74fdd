package io.lifeos.memory.examples;

import io.lifeos.memory.fact.SourceUnavailableException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * A PostgreSQL that lives as long as the demo, in a temporary folder, on a free port that only this machine reaches. It
 * goes when it is closed, or with the process.
 */
final class DemoServer implements AutoCloseable {

    private final Path folder;
    private final PostgresPrograms programs;
    private final int port;

    private DemoServer(Path folder, int port) {
        this.folder = folder;
        this.programs = new PostgresPrograms(folder);
        this.port = port;
    }

    static DemoServer start() throws IOException {
        DemoServer server = new DemoServer(Files.createTempDirectory("lifeos-demo"), freePort());
        Runtime.getRuntime().addShutdownHook(new Thread(server::close, "demo-server-close"));
        try {
            server.launch();
            return server;
        } catch (IOException e) {
            server.close();
            throw new SourceUnavailableException(
                    "The demo's PostgreSQL could not be started (" + e.getMessage()
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
        programs.unpack();
        programs.run("initdb", "-D", data(), "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync");
        String options = "-F -p " + port + " -c listen_addresses=127.0.0.1 -c unix_socket_directories=''";
        programs.run("pg_ctl", "-D", data(), "-l", data() + "/server.log", "-o", options, "-w", "start");
    }

    private String data() {
        return folder.resolve("data").toString();
    }

    String url() {
        return "postgresql://postgres@127.0.0.1:" + port + "/postgres";
    }

    String jdbcUrl() {
        return "jdbc:postgresql://127.0.0.1:" + port + "/postgres?user=postgres";
    }

    /** Stops it, once it is launched, and removes its folder; does nothing if that is done. */
    @Override
    public synchronized void close() {
        try {
            if (Files.exists(Path.of(data(), "postmaster.pid"))) {
                programs.run("pg_ctl", "-D", data(), "-m", "fast", "-w", "stop");
            }
            if (Files.exists(folder)) {
                delete(folder);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("The demo's PostgreSQL in " + folder + " could not be removed", e);
        }
    }

    private static void delete(Path folder) throws IOException {
        List<Path> deepestFirst;
        try (Stream<Path> paths = Files.walk(folder)) {
            deepestFirst = paths.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path path : deepestFirst) {
            Files.delete(path);
        }
    }
}
