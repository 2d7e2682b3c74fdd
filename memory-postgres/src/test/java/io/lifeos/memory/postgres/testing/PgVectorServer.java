package io.lifeos.memory.postgres.testing;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;

/**
 * A PostgreSQL with pgvector, from npm: PGlite as a child process. All its connections share one session, so there
 * must be one at a time; it has places for more only because it is slow to free the place of one that was closed.
 */
public final class PgVectorServer implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private final Process process;
    private final TestDatabase database;

    private PgVectorServer(Process process, TestDatabase database) {
        this.process = process;
        this.database = database;
    }

    /** Starts a fresh server; a test that needs it is skipped where npm is missing. */
    public static PgVectorServer start() {
        Requirement.orSkip(Programs.succeeds("npm", "--version"), "npm is missing, and with it pgvector");
        try {
            Path folder = install();
            int port = FreePort.next();
            Process process = new ProcessBuilder(
                            "node",
                            "node_modules/@electric-sql/pglite-socket/dist/scripts/server.js",
                            "-p",
                            Integer.toString(port),
                            "-h",
                            "127.0.0.1",
                            "-m",
                            "4",
                            "-e",
                            "@electric-sql/pglite-pgvector:vector")
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(folder.resolve("server-" + port + ".log").toFile())
                    .start();
            Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
            // In the one session, the named statements of one connection would meet those of the next.
            TestDatabase database = new TestDatabase("127.0.0.1", port, "postgres", "?prepareThreshold=0", () -> {});
            awaitAnswer(process, database);
            return new PgVectorServer(process, database);
        } catch (IOException e) {
            throw new AssertionError("PGlite did not start.", e);
        }
    }

    /** Its only database. */
    public TestDatabase database() {
        return database;
    }

    /** Stops the server. */
    @Override
    public void close() {
        process.destroyForcibly();
    }

    /** Installs the exact versions of the lock file under target, once, while other JVMs that want the same wait. */
    private static synchronized Path install() throws IOException {
        Path folder = Files.createDirectories(Path.of("target", "pglite").toAbsolutePath());
        Path installed = folder.resolve("installed");
        String lock = resource("package-lock.json");
        try (FileChannel turn = FileChannel.open(
                folder.resolve("installing.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            turn.lock();
            if (!Files.exists(installed) || !Files.readString(installed).equals(lock)) {
                Files.writeString(folder.resolve("package-lock.json"), lock);
                Files.writeString(folder.resolve("package.json"), resource("package.json"));
                Programs.run(folder, "npm", "ci");
                Files.writeString(installed, lock);
            }
        }
        return folder;
    }

    /** A file that travels in the test-jar. */
    private static String resource(String name) throws IOException {
        try (InputStream in = PgVectorServer.class.getResourceAsStream("/pglite/" + name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static void awaitAnswer(Process process, TestDatabase database) throws IOException {
        Instant end = Instant.now().plus(PATIENCE);
        while (process.isAlive() && Instant.now().isBefore(end)) {
            try (Connection connection = database.dataSource().getConnection()) {
                if (connection.isValid(5)) {
                    return;
                }
            } catch (SQLException notYet) {
                pause();
            }
        }
        process.destroyForcibly();
        throw new IOException("It does not answer; see target/pglite/server-" + database.port() + ".log.");
    }

    private static void pause() {
        try {
            Thread.sleep(100);
        } catch (InterruptedException e) {
            throw Programs.interrupted(e);
        }
    }
}
