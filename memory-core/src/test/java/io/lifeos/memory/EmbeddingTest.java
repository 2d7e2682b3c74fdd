package io.lifeos.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lifeos.memory.fact.Fact;
import io.lifeos.memory.fact.MemoryException;
import io.lifeos.memory.recall.Embedder;
import io.lifeos.memory.recall.RecallMode;
import io.lifeos.memory.recall.RecallResult;
import io.lifeos.memory.recall.ReembedProgress;
import io.lifeos.memory.testing.WordEmbedder;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Vectors are made when facts are retained, or made good later. */
class EmbeddingTest {

    private final WordEmbedder embedder = new WordEmbedder("words", 32);

    @TempDir
    Path root;

    @Test
    void a_retained_fact_gets_a_vector_in_the_same_transaction() {
        try (MemoryStore memory = open(false)) {
            long id = memory.retain("KR8TIV sold").save().id();
            assertThat(number(
                            memory,
                            "SELECT COUNT(*) FROM fact_vectors WHERE fact_id = " + id
                                    + " AND model = 'words' AND dimensions = 32 AND length(embedding) = 128"))
                    .isEqualTo(1);
        }
    }

    /** An embedder that writes to the memory itself would otherwise wait for ever, or be refused. */
    @Test
    void the_embedder_is_never_called_while_the_write_lock_is_held() {
        AtomicReference<MemoryStore> opened = new AtomicReference<>();
        Embedder writing = embedding((texts, purpose) -> {
            execute(Objects.requireNonNull(opened.get()), "UPDATE facts SET context = 'embedding'");
            return embedder.embed(texts, purpose);
        });
        retainWithoutVectors(3);
        try (MemoryStore memory =
                MemoryStore.builder().root(root).embedder(writing).open()) {
            opened.set(memory);
            memory.retain("one more").save();
            assertThat(memory.reembed(progress -> {}).made()).isEqualTo(3);
            assertThat(vectors(memory)).isEqualTo(4);
        }
    }

    private Embedder embedding(BiFunction<List<String>, Embedder.Purpose, List<float[]>> work) {
        return new Embedder() {
            @Override
            public List<float[]> embed(List<String> texts, Purpose purpose) {
                return work.apply(texts, purpose);
            }

            @Override
            public String model() {
                return embedder.model();
            }

            @Override
            public int dimensions() {
                return embedder.dimensions();
            }
        };
    }

    @Test
    void without_an_embedder_no_vectors_are_made() {
        try (MemoryStore memory = MemoryStore.open(root)) {
            memory.retain("KR8TIV sold").save();
            assertThat(vectors(memory)).isZero();
            assertThatThrownBy(() -> memory.reembed(progress -> {}))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("embedder");
        }
    }

    @Test
    void a_fact_is_retained_although_its_embedding_fails_and_made_good_later() {
        try (MemoryStore memory = open(false)) {
            embedder.failing(true);
            long id = memory.retain("KR8TIV sold").save().id();
            memory.retain("KR8TIV bought").save();
            assertThat(memory.find(id)).isPresent();
            assertThat(vectors(memory)).isZero();
            assertThatThrownBy(() -> memory.reembed(progress -> {}))
                    .isInstanceOf(MemoryException.class)
                    .hasMessageContaining("2 facts are still missing");

            embedder.failing(false);
            assertThat(memory.reembed(progress -> {})).isEqualTo(ReembedProgress.of(2, 0, 2));
            assertThat(vectors(memory)).isEqualTo(2);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void an_embedder_that_throws_an_error_costs_the_vector_and_not_the_fact(boolean inBackground) {
        Embedder broken = embedding((texts, purpose) -> {
            throw new UnsatisfiedLinkError("no native library");
        });
        try (MemoryStore memory = MemoryStore.builder()
                .root(root)
                .embedder(broken)
                .embedInBackground(inBackground)
                .open()) {
            memory.retain("KR8TIV sold").save();
            RecallResult found = memory.recall("KR8TIV").fetch();
            assertThat(found.hits()).hasSize(1);
            assertThat(found.notes()).anyMatch(note -> note.contains("UnsatisfiedLinkError"));
        }
        try (MemoryStore memory = open(false)) {
            assertThat(vectors(memory)).isZero();
            assertThat(memory.reembed(progress -> {}).made()).isEqualTo(1);
        }
    }

    @Test
    @Timeout(60)
    void a_slow_embedder_keeps_only_its_own_fact_waiting() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch released = new CountDownLatch(1);
        Embedder slow = new Embedder() {
            @Override
            public List<float[]> embed(List<String> texts, Purpose purpose) {
                if (texts.contains("slow")) {
                    asked.countDown();
                    await(released);
                }
                return embedder.embed(texts, purpose);
            }

            @Override
            public String model() {
                return embedder.model();
            }

            @Override
            public int dimensions() {
                return embedder.dimensions();
            }
        };
        try (MemoryStore memory =
                MemoryStore.builder().root(root).embedder(slow).open()) {
            CompletableFuture<Fact> waiting =
                    CompletableFuture.supplyAsync(() -> memory.retain("slow").save());
            asked.await();
            memory.retain("fast").save();
            assertThat(waiting).isNotDone();
            released.countDown();
            waiting.join();
            assertThat(vectors(memory)).isEqualTo(2);
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void facts_that_are_stored_together_get_each_its_own_vector() {
        try (MemoryStore memory = open(false)) {
            List<Fact> facts = IntStream.range(0, 200)
                    .parallel()
                    .mapToObj(i -> memory.retain("fact " + i).save())
                    .toList();
            for (Fact fact : facts) {
                assertThat(memory.recall(fact.content())
                                .mode(RecallMode.VECTOR)
                                .limit(1)
                                .fetch()
                                .hits())
                        .singleElement()
                        .satisfies(hit -> assertThat(hit.fact().id()).isEqualTo(fact.id()));
            }
        }
    }

    @Test
    void closing_waits_for_the_facts_that_are_embedded_in_the_background() {
        try (MemoryStore memory = open(true)) {
            for (int i = 0; i < 100; i++) {
                memory.retain("fact " + i).save();
            }
        }
        assertThat(embedder.embedded()).isEqualTo(100);
        try (MemoryStore memory = open(true)) {
            assertThat(vectors(memory)).isEqualTo(100);
        }
    }

    @Test
    void a_background_that_fails_leaves_the_facts_to_be_made_good() {
        embedder.failing(true);
        try (MemoryStore memory = open(true)) {
            memory.retain("one").save();
            memory.retain("two").save();
        }
        embedder.failing(false);
        try (MemoryStore memory = open(true)) {
            assertThat(vectors(memory)).isZero();
            assertThat(memory.reembed(progress -> {}).made()).isEqualTo(2);
        }
    }

    @Test
    void reembedding_makes_only_what_is_missing_and_tells_how_far_it_is() {
        retainWithoutVectors(100);
        try (MemoryStore memory = open(false)) {
            memory.retain("with a vector").save();
            List<ReembedProgress> told = new ArrayList<>();
            assertThat(memory.reembed(told::add)).isEqualTo(ReembedProgress.of(100, 0, 100));
            assertThat(told).startsWith(ReembedProgress.of(0, 0, 100)).endsWith(ReembedProgress.of(100, 0, 100));
            assertThat(told)
                    .hasSizeGreaterThan(2)
                    .extracting(ReembedProgress::made)
                    .isSorted();

            int before = embedder.embedded();
            assertThat(memory.reembed(progress -> {})).isEqualTo(ReembedProgress.of(0, 0, 0));
            assertThat(embedder.embedded()).isEqualTo(before);
        }
    }

    @Test
    void an_interrupted_reembedding_is_continued_by_the_next() {
        retainWithoutVectors(100);
        try (MemoryStore memory = open(false)) {
            ReembedProgress stopped = memory.reembed(progress -> {
                if (progress.made() > 0) {
                    Thread.currentThread().interrupt();
                }
            });
            assertThat(Thread.interrupted()).isTrue();
            assertThat(stopped.isDone()).isFalse();
            assertThat(vectors(memory)).isEqualTo(stopped.made());

            assertThat(memory.reembed(progress -> {}).made()).isEqualTo(100 - stopped.made());
            assertThat(vectors(memory)).isEqualTo(100);
        }
    }

    @Test
    void one_text_that_cannot_be_embedded_does_not_keep_the_others_without_a_vector() {
        retainWithoutVectors(40);
        try (MemoryStore memory = open(false)) {
            memory.retain("poison").save();
            memory.retain("after it").save();
            assertThat(memory.reembed(progress -> {})).isEqualTo(ReembedProgress.of(40, 1, 41));
        }
    }

    @Test
    void an_edited_fact_gets_another_vector() {
        try (MemoryStore memory = open(false)) {
            memory.retain("before").save();
            execute(memory, "UPDATE facts SET context = 'elsewhere'");
            assertThat(vectors(memory)).isEqualTo(1);
            execute(memory, "CREATE TABLE first_vector AS SELECT embedding FROM fact_vectors");
            execute(memory, "UPDATE facts SET content = 'after'");
            assertThat(vectors(memory)).isZero();
            assertThat(memory.reembed(progress -> {}).made()).isEqualTo(1);
            assertThat(number(
                            memory,
                            "SELECT COUNT(*) FROM fact_vectors v, first_vector f WHERE v.embedding = f.embedding"))
                    .isZero();
        }
    }

    @Test
    void vectors_of_another_model_are_made_beside_those_that_are_there() {
        try (MemoryStore memory = open(false)) {
            memory.retain("one").save();
        }
        WordEmbedder another = new WordEmbedder("other-words", 16);
        try (MemoryStore memory =
                MemoryStore.builder().root(root).embedder(another).open()) {
            assertThat(memory.reembed(progress -> {})).isEqualTo(ReembedProgress.of(1, 0, 1));
            assertThat(vectors(memory)).isEqualTo(2);
        }
    }

    @Test
    void an_embedder_that_names_no_model_is_refused() {
        for (WordEmbedder bad : List.of(new WordEmbedder(" ", 3), new WordEmbedder("words", 0))) {
            assertThatThrownBy(
                            () -> MemoryStore.builder().root(root).embedder(bad).open())
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("must name a model");
        }
    }

    private MemoryStore open(boolean inBackground) {
        return MemoryStore.builder()
                .root(root)
                .embedder(embedder)
                .embedInBackground(inBackground)
                .open();
    }

    private void retainWithoutVectors(int count) {
        try (MemoryStore memory = MemoryStore.open(root)) {
            for (int i = 0; i < count; i++) {
                memory.retain("fact " + i).save();
            }
        }
    }

    private static long vectors(MemoryStore memory) {
        return number(memory, "SELECT COUNT(*) FROM fact_vectors");
    }

    private static long number(MemoryStore memory, String sql) {
        return memory.database().read(connection -> {
            try (Statement statement = connection.createStatement();
                    ResultSet row = statement.executeQuery(sql)) {
                row.next();
                return row.getLong(1);
            }
        });
    }

    private static void execute(MemoryStore memory, String sql) {
        memory.database().transaction(connection -> {
            try (Statement statement = connection.createStatement()) {
                return statement.execute(sql);
            }
        });
    }
}
