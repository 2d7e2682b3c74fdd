package io.lifeos.memory.examples.tool;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.lifeos.memory.MemoryStore;
import io.lifeos.memory.postgres.testing.TestDatabase;
import io.lifeos.memory.postgres.testing.TestPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The tool as a process that is told to end: it says so, and what it had stored stays. */
class SignalIT {

    private static final int EXIT_CODE_OF_SIGTERM = 143;
    private static final String SAFE = "what was committed is safe, and the same command goes on from there.";

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"", "--plan", "--status", "--verify", "--dry-run", "--detect"})
    void a_person_is_told_in_one_sentence(String task) throws IOException {
        JavaProcess.Ended ended = interrupted(task).exitsWith(EXIT_CODE_OF_SIGTERM);
        assertThat(ended.err()).startsWith("Error: ").hasLineCount(1).contains(SAFE);
        assertThat(ended.out()).isEmpty();
    }

    @Test
    void a_program_is_told_in_one_object() throws IOException {
        JavaProcess.Ended ended = interrupted("--json").exitsWith(EXIT_CODE_OF_SIGTERM);
        JsonNode json = ended.json();
        assertThat(json.get("success").booleanValue()).isFalse();
        assertThat(json.get("error").textValue()).contains(SAFE);
        assertThat(ended.err()).isEmpty();
    }

    @Test
    void the_same_command_goes_on_from_what_was_stored() throws IOException {
        try (TestDatabase database = TestPostgres.newDatabase()) {
            database.execute(
                    "CREATE TABLE archival_memory (id int PRIMARY KEY, content text)",
                    "INSERT INTO archival_memory SELECT n, 'memory ' || n FROM generate_series(1, 30000) AS n");
            Path memory = folder.resolve("memory");
            String[] command = {"--database-url", database.url(), "--root", memory.toString()};
            JavaProcess.tool(folder, command)
                    .interruptedWhen(() -> hasCommitted(memory))
                    .exitsWith(EXIT_CODE_OF_SIGTERM);
            assertThat(storedIn(memory)).isBetween(1L, 29_999L);
            JavaProcess.tool(folder, command).run().exitsWith(0);
            assertThat(storedIn(memory)).isEqualTo(30_000);
        }
    }

    /** The tool, told to end while it waits for a server that says nothing. */
    private JavaProcess.Ended interrupted(String option) throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Connections connections = new Connections(silent)) {
            String url = "postgresql://127.0.0.1:" + silent.getLocalPort() + "/memories";
            List<String> arguments =
                    option.isEmpty() ? List.of("--database-url", url) : List.of("--database-url", url, option);
            return JavaProcess.tool(folder, arguments.toArray(String[]::new)).interruptedWhen(connections::areThere);
        }
    }

    private static boolean hasCommitted(Path memory) {
        return memory.resolve("jarvis.db-wal").toFile().length() > 1 << 20;
    }

    private static long storedIn(Path memory) {
        try (MemoryStore store = MemoryStore.openReadOnly(memory)) {
            return store.count();
        }
    }

    /** Those that a server has and does not answer. */
    private record Connections(ServerSocket server, List<Socket> sockets) implements AutoCloseable {

        Connections(ServerSocket server) throws IOException {
            this(server, new ArrayList<>());
            server.setSoTimeout(10);
        }

        boolean areThere() {
            try {
                sockets.add(server.accept());
                return true;
            } catch (SocketTimeoutException e) {
                return false;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void close() throws IOException {
            for (Socket socket : sockets) {
                socket.close();
            }
        }
    }
}
