package io.lifeos.memory.examples.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.lifeos.memory.MemoryStore;
import io.lifeos.memory.examples.tool.JavaProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The demo, started as the README says, and by the tool. */
class DemoIT {

    private static final Path DEMO = Path.of("target", "demo.jar");
    private static final Path TOOL = Path.of("..", "tool", "target", "migrate-archival-memory.jar");

    @TempDir
    Path folder;

    @Test
    void migrates_and_verifies_at_least_120_memories_and_leaves_the_home_folder_alone() throws IOException {
        assertShowsItAll(JavaProcess.jar(folder, DEMO).run());
    }

    @Test
    void is_what_the_tool_shows_too() throws IOException {
        assertShowsItAll(JavaProcess.jar(folder, TOOL, "--demo").run());
    }

    @Test
    void ends_the_tool_with_its_own_exit_code_and_message() throws IOException {
        Files.createFile(folder.resolve("lifeos-demo"));
        JavaProcess.Ended demo = JavaProcess.jar(folder, DEMO).run().exitsWith(4);

        JavaProcess.Ended tool = JavaProcess.jar(folder, TOOL, "--demo").run().exitsWith(4);

        assertThat(tool.err()).isEqualTo(demo.err()).contains("lifeos-demo");
        assertThat(tool.out()).isEqualTo(demo.out());
    }

    private void assertShowsItAll(JavaProcess.Ended ended) throws IOException {
        ended.exitsWith(0);
        Matcher done =
                Pattern.compile("Done: (\\d+) memories migrated and verified").matcher(ended.out());
        assertThat(done.find()).as(ended.out()).isTrue();
        int memories = Integer.parseInt(done.group(1));
        assertThat(memories)
                .isGreaterThanOrEqualTo(120)
                .isEqualTo(DemoMemories.load().size());
        assertThat(ended.out())
                .contains("still to migrate                  " + memories, "Verification: complete")
                .contains("read " + memories + ", migrated 0, skipped " + memories)
                .contains("entities: #trading", "jarvis.db", "2025-11-24.md", "<!-- fact:1 -->");
        assertThat(ended.out().substring(ended.out().indexOf("== Recalled: ")))
                .containsPattern("(?m)\\A.*KR8TIV.*\\R^fact 1, 2025-11-24T12:23:11\\.343086Z$");
        assertThat(ended.err()).isEmpty();

        assertThat(folder.resolve("home")).doesNotExist();
        try (MemoryStore memory = MemoryStore.openReadOnly(folder.resolve("lifeos-demo/run-1"))) {
            assertThat(memory.find(memories)).isPresent();
            assertThat(memory.find(memories + 1)).isEmpty();
        }
    }
}
