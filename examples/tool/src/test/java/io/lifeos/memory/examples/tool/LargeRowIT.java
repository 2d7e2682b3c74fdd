package io.lifeos.memory.examples.tool;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.lifeos.memory.MemoryStore;
import io.lifeos.memory.fact.Fact;
import io.lifeos.memory.postgres.testing.TestDatabase;
import io.lifeos.memory.postgres.testing.TestPostgres;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A row or a line that does not fit the heap is named and set aside, and all others are brought over. */
class LargeRowIT {

    private static final String HEAP = "128m";
    private static final String PIECE = "huge word ".repeat(1_000);
    private static final int PIECES = 5_000;

    @TempDir
    Path folder;

    @Test
    void a_row_that_is_larger_than_the_heap_allows_is_named_and_the_rest_goes_on() {
        try (TestDatabase database = TestPostgres.newDatabase()) {
            database.execute(
                    "CREATE TABLE archival_memory (id int PRIMARY KEY, content text, created_at timestamptz)",
                    "INSERT INTO archival_memory VALUES (1, 'before', '2026-01-01Z'), (3, 'after', '2026-01-03Z'),"
                            + " (2, repeat('huge word ', 5000000), '2026-01-02Z')");
            for (int run = 1; run <= 2; run++) {
                assertSetAside("2", "--database-url", database.url());
            }
            database.execute("UPDATE archival_memory SET content = 'small again' WHERE id = 2");
            tool("--database-url", database.url()).run().exitsWith(0);
            assertThat(contents()).containsExactlyInAnyOrder("before", "small again", "after");
            database.execute("UPDATE archival_memory SET content = repeat('huge word ', 5000000) WHERE id = 2");
            assertSetAsideBeside("small again", "--database-url", database.url());
        }
    }

    @Test
    void rows_that_just_fit_the_heap_are_brought_over_one_after_the_other() {
        try (TestDatabase database = TestPostgres.newDatabase()) {
            database.execute(
                    "CREATE TABLE archival_memory (id int PRIMARY KEY, content text)",
                    "INSERT INTO archival_memory SELECT n, repeat('large word', 1200000) FROM generate_series(1, 4) AS n");
            tool("--database-url", database.url()).run().exitsWith(0);
        }
    }

    @Test
    void a_line_of_a_dump_that_is_larger_than_the_heap_allows_is_named_and_the_rest_goes_on() throws IOException {
        Path file = folder.resolve("archival_memory.jsonl");
        try (Writer out = Files.newBufferedWriter(file)) {
            out.write("{\"id\": 1, \"content\": \"before\"}\n{\"id\": 2, \"content\": \"");
            writeHuge(out, "");
            out.write("\"}\n{\"id\": 3, \"content\": \"after\"}\n");
        }
        assertSetAside("line 2", "--from-file", file.toString());
    }

    @Test
    void so_is_one_of_a_dump_in_csv_whose_text_has_lines_of_its_own() throws IOException {
        Path file = folder.resolve("archival_memory.csv");
        try (Writer out = Files.newBufferedWriter(file)) {
            out.write("id,content\n1,before\n2,\"");
            writeHuge(out, "a line, \"\"quoted\"\"\n");
            out.write("\"\n3,after\n");
        }
        assertSetAside("line 3", "--from-file", file.toString());
    }

    private static void writeHuge(Writer out, String more) throws IOException {
        for (int i = 0; i < PIECES; i++) {
            out.write(PIECE);
            out.write(more);
        }
    }

    private void assertSetAside(String place, String... source) {
        JsonNode json = tool(with(source, "--json")).run().exitsWith(1).json();
        assertThat(json.get("rejected").asInt()).isEqualTo(1);
        assertThat(json.get("errors").get(0).get("id").asText()).isEqualTo(place);
        assertThat(json.get("errors").get(0).get("reason").textValue()).contains("It was not read", "java -Xmx");
        assertThat(json.get("verification").get("outcome").textValue()).isEqualTo("incomplete");
        assertThat(contents()).containsExactlyInAnyOrder("before", "after");
    }

    /** A fact whose row has become too large stays, and is not called complete. */
    private void assertSetAsideBeside(String content, String... source) {
        JsonNode json = tool(with(source, "--json")).run().exitsWith(1).json();
        assertThat(json.get("rejected").asInt()).isEqualTo(1);
        assertThat(json.get("orphanedCount").asInt()).isZero();
        assertThat(json.get("verification").get("changedCount").asInt()).isEqualTo(1);
        assertThat(contents()).contains(content);
    }

    private JavaProcess tool(String... arguments) {
        return JavaProcess.tool(folder, with(arguments, "--root", memory().toString()))
                .heap(HEAP);
    }

    private List<String> contents() {
        try (MemoryStore memory = MemoryStore.openReadOnly(memory())) {
            return memory.recent(10).stream().map(Fact::content).toList();
        }
    }

    private static String[] with(String[] arguments, String... more) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of(more));
        return all.toArray(String[]::new);
    }

    private Path memory() {
        return folder.resolve("memory");
    }
}
