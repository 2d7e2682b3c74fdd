package io.lifeos.memory.examples;

import io.lifeos.memory.fact.SourceUnavailableException;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import javax.sql.DataSource;

/**
 * A PostgreSQL that lives as long as the demo, in a temporary folder, on a free port of this machine. It goes when it is
 * closed, or with the process.
 */
final class DemoServer implements AutoCloseable {

    private static final String USER = "postgres";
    private static final String DATABASE = "postgres";

    private final Path folder;
    private final EmbeddedPostgres server;
    private final Thread atExit = new Thread(this::stop, "demo-server-stop");

    private DemoServer(Path folder, EmbeddedPostgres server) {
        this.folder = folder;
        this.server = server;
    }

    static DemoServer start() throws IOException {
        Path folder = Files.createTempDirectory("lifeos-demo-postgres");
        // Not the default, a folder in /tmp that belongs to whichever user came first.
        System.setProperty("ot.epg.working-dir", folder.toString());
        try {
            DemoServer started = new DemoServer(folder, startIn(folder));
            Runtime.getRuntime().addShutdownHook(started.atExit);
            return started;
        } catch (IOException | RuntimeException e) {
            delete(folder);
            throw new SourceUnavailableException(
                    "The demo's PostgreSQL could not be started (" + e.getMessage()
                            + "); nothing was written; if you are root in a container, try as an ordinary user.",
                    e);
        }
    }

    private static EmbeddedPostgres startIn(Path folder) throws IOException {
        return EmbeddedPostgres.builder()
                .setDataDirectory(folder.resolve("data"))
                .setRegisterShutdownHook(false)
                .start();
    }

    DataSource dataSource() {
        return server.getDatabase(USER, DATABASE);
    }

    String url() {
        return "postgresql://" + USER + "@localhost:" + server.getPort() + "/" + DATABASE;
    }

    @Override
    public void close() {
        Runtime.getRuntime().removeShutdownHook(atExit);
        stop();
    }

    private void stop() {
        try {
            server.close();
            delete(folder);
        } catch (IOException e) {
            throw new UncheckedIOException("The demo's PostgreSQL in " + folder + " could not be removed.", e);
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
