package io.lifeos.memory;

import static org.assertj.core.api.Assertions.assertThat;

import io.lifeos.memory.fact.StoreException;
import io.lifeos.memory.testing.ChildJvm;
import io.lifeos.memory.testing.MemoryOracle;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FullDiskTest {

    @TempDir
    Path root;

    @Test
    void where_no_file_can_grow_further_nothing_is_lost_that_was_stored() throws Exception {
        String output;
        try (ChildJvm child = ChildJvm.of(Filler.class, root.toString())
                .after("ulimit -f 16384")
                .start()) {
            assertThat(child.waitFor()).as(child.output()).isZero();
            output = child.output();
        }
        assertThat(output)
                .contains("refused:")
                .contains("jarvis.db")
                .containsPattern("safe|may or may not have landed");
        long saved = output.lines().filter("saved"::equals).count();

        MemoryStore.open(root).close();
        MemoryOracle.assertSound(root);
        try (MemoryStore memory = MemoryStore.openReadOnly(root)) {
            assertThat(MemoryOracle.rows(memory.database(), "SELECT id FROM facts"))
                    .hasSizeBetween((int) saved, (int) saved + (output.contains("may or may not") ? 1 : 0));
        }
    }

    /** Retains until that is refused. */
    static final class Filler {

        public static void main(String[] args) {
            try (MemoryStore memory = MemoryStore.open(Path.of(args[0]))) {
                for (int i = 0; i < 1_000; i++) {
                    memory.retain(("word" + i + " ").repeat(20_000))
                            .happenedAt(Instant.EPOCH.plus(Duration.ofDays(i)))
                            .save();
                    System.out.println("saved");
                }
            } catch (StoreException e) {
                System.out.println("refused: " + e.getMessage());
            }
        }
    }
}
