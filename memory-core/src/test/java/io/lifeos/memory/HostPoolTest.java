package io.lifeos.memory;

import static org.assertj.core.api.Assertions.assertThat;

import io.lifeos.memory.testing.ChildJvm;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A save in a task of the JVM's common pool, whose threads run other tasks while they wait for a {@link CompletableFuture}. */
class HostPoolTest {

    private static final int OTHERS = 20;

    @TempDir
    Path root;

    @Test
    void a_save_in_the_common_pool_runs_no_other_task_of_the_host() throws Exception {
        try (ChildJvm host = ChildJvm.of(Host.class, root.toString())
                .property("java.util.concurrent.ForkJoinPool.common.parallelism", "2")
                .start()) {
            host.awaitOutput("stored " + (OTHERS + 1));
            assertThat(host.waitFor()).isZero();
        }
    }

    /** Other tasks wait in the pool while one saves, and each of them saves through a thread of the host's. */
    static final class Host {

        private Host() {}

        public static void main(String[] args) {
            ExecutorService single = Executors.newSingleThreadExecutor();
            try (MemoryStore memory = MemoryStore.open(Path.of(args[0]))) {
                CompletableFuture.runAsync(() -> {
                            List<CompletableFuture<Void>> others = Stream.generate(
                                            () -> CompletableFuture.runAsync(() -> saveThrough(single, memory)))
                                    .limit(OTHERS)
                                    .toList();
                            memory.retain("a").save();
                            others.forEach(CompletableFuture::join);
                        })
                        .join();
                System.out.println("stored " + memory.count());
            } finally {
                single.shutdown();
            }
        }

        private static void saveThrough(ExecutorService single, MemoryStore memory) {
            try {
                single.submit(() -> memory.retain("b").save()).get();
            } catch (InterruptedException | ExecutionException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
