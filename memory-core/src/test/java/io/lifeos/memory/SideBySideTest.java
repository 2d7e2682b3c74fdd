package io.lifeos.memory;

import static org.assertj.core.api.Assertions.assertThat;

import io.lifeos.memory.fact.Fact;
import io.lifeos.memory.recall.RecallMode;
import io.lifeos.memory.testing.ChildJvm;
import io.lifeos.memory.testing.MemoryOracle;
import io.lifeos.memory.testing.PlainProgram;
import io.lifeos.memory.testing.PythonMemory;
import io.lifeos.memory.testing.PythonMemory.Shape;
import io.lifeos.memory.testing.WordEmbedder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Two processes of ours and one that issues the Python program's statements retain into one file at the same time. */
class SideBySideTest {

    private static final int FACTS = 200;

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"ours", "adopted"})
    void nobody_loses_a_fact_or_is_locked_out_and_each_search_finds_all(String origin) throws Exception {
        Path root = folder.resolve(origin);
        if (origin.equals("adopted")) {
            PythonMemory.create(root, Shape.SECOND);
        }
        try (MemoryStore memory = MemoryStore.builder()
                .root(root)
                .embedder(new WordEmbedder("words", 16))
                .open()) {
            Fact first = memory.retain("a fact of the JVM that looks on").save();
            assertThat(memory.recall("zebraone zebratwo zebrathree")
                            .mode(RecallMode.KEYWORD)
                            .fetch()
                            .hits())
                    .isEmpty();
            assertThat(memory.recall("a fact").mode(RecallMode.VECTOR).fetch().hits())
                    .hasSize(1);

            Map<String, List<String>> retained = retainSideBySide(root);

            retained.forEach((word, contents) -> assertFoundByUs(memory, word, contents));
            assertFoundByPlainProgram(root, retained);
            int all = retained.values().stream().mapToInt(List::size).sum();
            assertThat(memory.factsAbout("KR8TIV", 10_000)).hasSize(Math.min(all, 10_000));
            assertThat(memory.findEntity("KR8TIV").orElseThrow().facts()).isEqualTo(all);
            assertThat(memory.find(first.id())).contains(first);
            assertNearestByUs(memory, retained);
            assertThat(MemoryOracle.rows(memory.database(), "SELECT COUNT(*) FROM facts"))
                    .containsExactly(String.valueOf(all + 1));
        }
        MemoryOracle.assertSound(root);
    }

    /** Gives what each process retained, by the word that is in all of it. */
    private static Map<String, List<String>> retainSideBySide(Path root) throws Exception {
        try (ChildJvm plain = PlainProgram.start(root, "zebrathree");
                ChildJvm one = OurProgram.start(root, "zebraone");
                ChildJvm two = OurProgram.start(root, "zebratwo")) {
            for (ChildJvm ours : List.of(one, two)) {
                assertThat(ours.waitFor()).as(ours.output()).isZero();
            }
            plain.awaitOutput("retaining");
            return Map.of(
                    "zebraone", OurProgram.contents("zebraone"),
                    "zebratwo", OurProgram.contents("zebratwo"),
                    "zebrathree", PlainProgram.stop(plain, root, "zebrathree"));
        }
    }

    private static void assertFoundByUs(MemoryStore memory, String word, List<String> contents) {
        assertThat(contents).hasSizeGreaterThan(0);
        assertThat(MemoryOracle.rows(
                        memory.database(), "SELECT content FROM facts WHERE content GLOB '" + word + " *'"))
                .containsExactlyInAnyOrderElementsOf(contents);
        int expected = Math.min(contents.size(), 1_000);
        assertThat(memory.recall(word)
                        .mode(RecallMode.KEYWORD)
                        .limit(1_000)
                        .fetch()
                        .hits())
                .as(word)
                .hasSize(expected);
    }

    private static void assertNearestByUs(MemoryStore memory, Map<String, List<String>> retained) {
        memory.reembed(progress -> {});
        retained.values()
                .forEach(contents -> assertThat(memory.recall(contents.get(0))
                                .mode(RecallMode.VECTOR)
                                .limit(1)
                                .fetch()
                                .hits())
                        .extracting(hit -> hit.fact().content())
                        .containsExactly(contents.get(0)));
    }

    private static void assertFoundByPlainProgram(Path root, Map<String, List<String>> retained) throws Exception {
        try (PythonMemory python = PythonMemory.open(root)) {
            for (Map.Entry<String, List<String>> process : retained.entrySet()) {
                assertThat(python.search(process.getKey())).hasSameSizeAs(process.getValue());
            }
            assertThat(python.query("SELECT f.id FROM facts f JOIN entity_mentions em ON f.id = em.fact_id"
                            + " JOIN entities e ON em.entity_id = e.id WHERE e.name = 'KR8TIV'"))
                    .hasSize(retained.values().stream().mapToInt(List::size).sum())
                    .doesNotHaveDuplicates();
        }
    }

    /** Retains by several threads, each of which recalls in between. */
    static final class OurProgram {

        private static final int THREADS = 4;

        static ChildJvm start(Path root, String word) throws Exception {
            return ChildJvm.of(OurProgram.class, root.toString(), word).start();
        }

        static List<String> contents(String word) {
            return IntStream.range(0, FACTS)
                    .mapToObj(i -> word + " number " + i + " about KR8TIV")
                    .toList();
        }

        public static void main(String[] args) throws Exception {
            List<String> contents = contents(args[1]);
            ExecutorService threads = Executors.newFixedThreadPool(THREADS);
            try (MemoryStore memory = MemoryStore.open(Path.of(args[0]))) {
                List<Future<?>> ends = new ArrayList<>();
                for (String content : contents) {
                    ends.add(threads.submit(() -> {
                        memory.retain(content).save();
                        memory.recall(content).limit(3).fetch();
                    }));
                }
                for (Future<?> end : ends) {
                    end.get();
                }
            } finally {
                threads.shutdown();
            }
        }
    }
}
