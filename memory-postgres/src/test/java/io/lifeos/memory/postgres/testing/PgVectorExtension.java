package io.lifeos.memory.postgres.testing;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Starts a {@link PgVectorServer} before the tests of a class and stops it after them. */
public final class PgVectorExtension implements BeforeAllCallback, AfterAllCallback {

    private @Nullable PgVectorServer server;

    @Override
    public void beforeAll(ExtensionContext context) {
        server = PgVectorServer.start();
    }

    /** The only database of the server. */
    public TestDatabase database() {
        return Objects.requireNonNull(server, "The server is not running.").database();
    }

    @Override
    public void afterAll(ExtensionContext context) {
        if (server != null) {
            server.close();
        }
    }
}
