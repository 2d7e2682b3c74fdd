package io.lifeos.memory;

import static org.assertj.core.api.Assertions.assertThat;

import io.lifeos.memory.fact.Fact;
import io.lifeos.memory.fact.OnSameKey;
import io.lifeos.memory.testing.ChildJvm;
import io.lifeos.memory.testing.MemoryOracle;
import io.lifeos.memory.testing.PythonMemory;
import io.lifeos.memory.testing.PythonMemory.Shape;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Threads and processes that retain under the same keys at once store each fact once. */
class SharedKeyTest {

    private static final int THREADS = 16;
    private static final int KEYS = 40;

    @TempDir
    Path folder;

    @Test
    void sixteen_threads_with_the_same_keys_store_each_fact_once() throws Exception {
        try (MemoryStore memory = MemoryStore.open(folder)) {
            for (List<Fact> each : retain(memory, "thread ")) {
                assertThat(each).extracting(Fact::id).doesNotHaveDuplicates().hasSize(KEYS);
                assertThat(each)
                        .allSatisfy(
                                fact -> assertThat(memory.findByKey(fact.key().orElseThrow())
                                                .map(Fact::id))
                                        .contains(fact.id()));
            }
            assertThat(memory.count()).isEqualTo(KEYS);
        }
        MemoryOracle.assertSound(folder);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ours", "adopted"})
    void two_processes_with_the_same_keys_store_each_fact_once(String origin) throws Exception {
        Path root = folder.resolve(origin);
        if (origin.equals("adopted")) {
            PythonMemory.create(root, Shape.SECOND);
        }
        try (MemoryStore memory = MemoryStore.open(root)) {
            long before = memory.count();
            try (ChildJvm one =
                            ChildJvm.of(Retainer.class, root.toString(), "one ").start();
                    ChildJvm two =
                            ChildJvm.of(Retainer.class, root.toString(), "two ").start()) {
                assertThat(one.waitFor()).as(one.output()).isZero();
                assertThat(two.waitFor()).as(two.output()).isZero();
            }
            assertThat(memory.count() - before).isEqualTo(KEYS);
            for (int key = 0; key < KEYS; key++) {
                assertThat(memory.findByKey("key " + key)).isPresent();
            }
        }
        MemoryOracle.assertSound(root);
    }

    private static List<List<Fact>> retain(MemoryStore memory, String name) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            List<Future<List<Fact>>> all = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                String content = name + i;
                all.add(threads.submit(() -> retainEachKey(memory, content)));
            }
            List<List<Fact>> facts = new ArrayList<>();
            for (Future<List<Fact>> each : all) {
                facts.add(each.get());
            }
            return facts;
        } finally {
            threads.shutdownNow();
        }
    }

    private static List<Fact> retainEachKey(MemoryStore memory, String content) {
        List<Fact> facts = new ArrayList<>();
        for (int key = 0; key < KEYS; key++) {
            OnSameKey onSameKey = key % 2 == 0 ? OnSameKey.KEEP : OnSameKey.REPLACE;
            facts.add(memory.retain(content + " at " + key)
                    .key("key " + key, onSameKey)
                    .save());
        }
        return facts;
    }

    /** Retains by several threads. */
    static final class Retainer {

        public static void main(String[] args) throws Exception {
            try (MemoryStore memory = MemoryStore.open(Path.of(args[0]))) {
                retain(memory, args[1]);
            }
        }
    }
}
