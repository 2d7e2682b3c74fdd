package io.lifeos.memory.examples.tool;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The tool as a process that reads a dump of a table. */
class FromFileIT {

    private static final String DUMP = """
            {"id": 1, "vector": [0.5, 1], "payload": {"data": "likes tea", "user_id": "alice"}}
            {"id": 2, "vector": null, "payload": {"data": "likes coffee", "user_id": "bob"}}
            """;

    @TempDir
    Path folder;

    @Test
    void migrates_a_dump_and_does_nothing_the_second_time() throws IOException {
        String file = write("mem0.jsonl", DUMP);
        JsonNode first = tool(file, "--json").exitsWith(0).json();
        assertThat(first.get("migrated").asInt()).isEqualTo(2);
        assertThat(first.get("verification").get("outcome").textValue()).isEqualTo("complete");
        assertThat(tool(file, "--json").exitsWith(0).json().get("skipped").asInt())
                .isEqualTo(2);

        Files.writeString(Path.of(file), DUMP.replace("coffee", "water"));
        assertThat(tool(file, "--status", "--json")
                        .exitsWith(0)
                        .json()
                        .get("migratedCount")
                        .asInt())
                .isEqualTo(2);
        tool(file, "--verify").exitsWith(1);
        assertThat(tool(file, "--json").exitsWith(0).json().get("updated").asInt())
                .isEqualTo(1);
    }

    @Test
    void takes_a_file_of_any_name_as_the_table_and_format_that_are_named() throws IOException {
        String file = write("dump.txt", "id,content\n7,hello\n");
        JsonNode json = tool(file, "--file-format", "csv", "--table", "archival_memory", "--json")
                .exitsWith(0)
                .json();
        assertThat(json.get("migrated").asInt()).isEqualTo(1);
    }

    @Test
    void wrong_usage_ends_with_2() throws IOException {
        String dump = write("mem0.jsonl", DUMP);
        assertThat(tool(write("dump.txt", DUMP)).exitsWith(2).err()).contains("does not show its format");
        assertThat(tool(dump, "--file-format", "xml").exitsWith(2).err()).contains("jsonl, csv");
        assertThat(tool(dump, "--database-url", "postgresql://agent@db/memories")
                        .exitsWith(2)
                        .err())
                .contains("not from both");
        assertThat(JavaProcess.tool(folder, "--file-format", "csv")
                        .run()
                        .exitsWith(2)
                        .err())
                .contains("--from-file");
    }

    @Test
    void a_file_that_cannot_be_read_ends_with_3() throws IOException {
        assertThat(tool(folder.resolve("none.csv").toString()).exitsWith(3).err())
                .contains("There is no file")
                .hasLineCount(1);
        assertThat(tool(write("mem0.jsonl", DUMP + "{\"id\": 3")).exitsWith(3).err())
                .contains("Line 3 of ")
                .hasLineCount(1);
    }

    private String write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text).toString();
    }

    private JavaProcess.Ended tool(String file, String... arguments) {
        List<String> all = new ArrayList<>(
                List.of("--from-file", file, "--root", folder.resolve("memory").toString()));
        all.addAll(List.of(arguments));
        return JavaProcess.tool(folder, all.toArray(String[]::new)).run();
    }
}
