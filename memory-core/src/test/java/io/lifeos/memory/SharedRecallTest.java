package io.lifeos.memory;

import static org.assertj.core.api.Assertions.assertThat;

import io.lifeos.memory.recall.RecallMode;
import io.lifeos.memory.recall.RecallResult;
import io.lifeos.memory.testing.WordEmbedder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SharedRecallTest {

    private static final int THREADS = 16;

    /** The file has four readers, and each recall uses up to two of them at once. */
    @Test
    void many_threads_recall_at_once_and_none_fails(@TempDir Path root) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try (MemoryStore memory = MemoryStore.builder()
                .root(root)
                .embedder(new WordEmbedder("words", 16))
                .open()) {
            for (int i = 0; i < 20; i++) {
                memory.retain("zebra number " + i).save();
            }
            List<Future<RecallResult>> results = new ArrayList<>();
            for (int i = 0; i < 20 * THREADS; i++) {
                results.add(threads.submit(() ->
                        memory.recall("zebra").mode(RecallMode.HYBRID).limit(5).fetch()));
            }
            for (Future<RecallResult> result : results) {
                assertThat(result.get().hits()).hasSize(5);
                assertThat(result.get().mode()).contains(RecallMode.HYBRID);
            }
        } finally {
            threads.shutdownNow();
        }
    }
}
