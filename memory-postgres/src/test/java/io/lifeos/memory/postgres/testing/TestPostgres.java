package io.lifeos.memory.postgres.testing;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.atomic.AtomicInteger;

/** One real PostgreSQL for all tests of a JVM, started when first asked for and stopped when the JVM ends. */
public final class TestPostgres {

    private static final AtomicInteger DATABASES = new AtomicInteger();

    private TestPostgres() {}

    /** An empty database. */
    public static TestDatabase newDatabase() {
        Requirement.orSkip(
                canStart(), "PostgreSQL does not run as root, and user namespaces (unshare -U) are not available");
        int port = Server.RUNNING.getPort();
        String name = "test_" + DATABASES.incrementAndGet();
        TestDatabase maintenance = new TestDatabase("127.0.0.1", port, "postgres", "", () -> {});
        maintenance.execute("CREATE DATABASE " + name);
        return new TestDatabase(
                "127.0.0.1", port, name, "", () -> maintenance.execute("DROP DATABASE " + name + " WITH (FORCE)"));
    }

    /** PostgreSQL does not run as root; the embedded one leaves root by a user namespace, where the kernel allows that. */
    private static boolean canStart() {
        return !"root".equals(System.getProperty("user.name")) || Programs.succeeds("unshare", "-U", "true");
    }

    private static final class Server {

        private static final EmbeddedPostgres RUNNING = start();

        /** It stops itself when the JVM ends. */
        private static EmbeddedPostgres start() {
            try {
                return EmbeddedPostgres.builder().setPort(FreePort.next()).start();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
