package io.lifeos.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import io.lifeos.memory.fact.Fact;
import io.lifeos.memory.fact.ValueRejectedException;
import io.lifeos.memory.recall.Embedder;
import io.lifeos.memory.testing.MemoryOracle;
import io.lifeos.memory.testing.PythonMemory;
import io.lifeos.memory.testing.WordEmbedder;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Many facts are stored at once, all or none. */
class RetainAllTest extends MemoryFixture {

    private static final Instant NOW = Instant.parse("2026-01-25T15:07:40Z");

    RetainAllTest() {
        super(NOW);
    }

    @Test
    void stores_all_in_order_as_one_by_one_would() {
        List<Fact> facts = memory.retainAll(IntStream.range(0, 1_200)
                .mapToObj(i -> memory.retain("fact " + i + " about $SOL")
                        .source("source " + i % 3)
                        .happenedAt(NOW.minus(Duration.ofHours(i % 100))))
                .toList());
        assertThat(facts)
                .extracting(Fact::id)
                .containsExactlyElementsOf(
                        IntStream.rangeClosed(1, 1_200).mapToObj(i -> (long) i).toList());
        for (int i : List.of(0, 7, 511, 1_199)) {
            assertThat(memory.find(i + 1)).contains(facts.get(i));
            assertThat(facts.get(i).content()).isEqualTo("fact " + i + " about $SOL");
            assertThat(facts.get(i).entities()).containsExactly("SOL");
        }
        close();
        MemoryOracle.assertSound(root);
    }

    @Test
    void stores_none_if_the_file_refuses_one() {
        memory.database()
                .write(connection -> connection
                        .createStatement()
                        .execute("CREATE TEMP TRIGGER refusing BEFORE INSERT ON main.facts"
                                + " WHEN new.content = 'bad' BEGIN SELECT raise(ABORT, 'no bad facts'); END"));
        assertThatExceptionOfType(ValueRejectedException.class)
                .isThrownBy(() -> memory.retainAll(
                        List.of(memory.retain("good").key("a"), memory.retain("bad"), memory.retain("good"))));
        assertThat(memory.count()).isZero();
        assertThat(memory.findByKey("a")).isEmpty();
        memory.retain("later").save();
        close();
        MemoryOracle.assertSound(root);
    }

    @Test
    void names_the_request_that_is_wrong_and_stores_none() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> memory.retainAll(List.of(memory.retain("good"), memory.retain("half \uD800"))))
                .withMessageStartingWith("Request 2 of 2: ")
                .withMessageContaining("not valid Unicode");
        assertThatNullPointerException()
                .isThrownBy(() -> memory.retainAll(Collections.singletonList(null)))
                .withMessage("Request 1 of 1 is null; nothing was stored.");
        assertThat(memory.count()).isZero();
    }

    @Test
    void refuses_a_request_of_another_memory() {
        try (MemoryStore other = MemoryStore.open(root.resolve("other"))) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> memory.retainAll(List.of(memory.retain("mine"), other.retain("theirs"))))
                    .withMessageStartingWith("Request 2 of 2 was made by another memory");
            assertThat(other.count()).isZero();
        }
        assertThat(memory.count()).isZero();
    }

    @Test
    void does_nothing_with_an_empty_list() {
        assertThat(memory.retainAll(List.of())).isEmpty();
        assertThat(memory.count()).isZero();
    }

    @Test
    void refuses_to_write_once_the_memory_is_closed() {
        List<RetainRequest> requests = List.of(memory.retain("late"));
        close();
        assertThatExceptionOfType(IllegalStateException.class).isThrownBy(() -> memory.retainAll(requests));
    }

    @Test
    void hands_many_contents_at_a_time_to_the_embedder() {
        List<Integer> sizes = new ArrayList<>();
        reopenWith(counting(sizes), false);
        memory.retainAll(
                IntStream.range(0, 70).mapToObj(i -> memory.retain("fact " + i)).toList());
        assertThat(sizes).containsExactly(32, 32, 6);
        assertThat(vectors()).isEqualTo(70);
    }

    @Test
    void stores_all_although_the_embedder_is_away_and_asks_it_a_few_times_only() {
        List<Integer> sizes = new ArrayList<>();
        WordEmbedder words = new WordEmbedder("words", 16);
        words.failing(true);
        reopenWith(counting(sizes, words), false);
        memory.retainAll(IntStream.range(0, 500)
                .mapToObj(i -> memory.retain("fact " + i))
                .toList());
        assertThat(sizes).hasSizeLessThan(10);
        assertThat(memory.count()).isEqualTo(500);
        assertThat(vectors()).isZero();
        words.failing(false);
        assertThat(memory.reembed(progress -> {}).made()).isEqualTo(500);
    }

    @Test
    void embeds_in_the_background_if_that_is_asked_for() {
        List<Integer> sizes = Collections.synchronizedList(new ArrayList<>());
        reopenWith(counting(sizes), true);
        memory.retainAll(
                IntStream.range(0, 70).mapToObj(i -> memory.retain("fact " + i)).toList());
        close();
        open();
        assertThat(vectors()).isEqualTo(70);
    }

    @ParameterizedTest
    @EnumSource(PythonMemory.Shape.class)
    void works_on_an_adopted_file(PythonMemory.Shape shape) throws Exception {
        Path adopted = PythonMemory.createWithOddities(root.resolve("adopted"), shape);
        try (MemoryStore other = MemoryStore.open(adopted)) {
            List<Fact> facts = other.retainAll(List.of(other.retain("one"), other.retain("two")));
            assertThat(other.find(facts.get(1).id())).contains(facts.get(1));
        }
        MemoryOracle.assertSound(adopted);
    }

    private void reopenWith(Embedder embedder, boolean inBackground) {
        close();
        memory = MemoryStore.builder()
                .root(root)
                .embedder(embedder)
                .embedInBackground(inBackground)
                .open();
    }

    private static Embedder counting(List<Integer> sizes) {
        return counting(sizes, new WordEmbedder("words", 16));
    }

    private static Embedder counting(List<Integer> sizes, Embedder words) {
        return new Embedder() {
            @Override
            public List<float[]> embed(List<String> texts, Purpose purpose) {
                sizes.add(texts.size());
                return words.embed(texts, purpose);
            }

            @Override
            public String model() {
                return words.model();
            }

            @Override
            public int dimensions() {
                return words.dimensions();
            }
        };
    }

    private long vectors() {
        return Long.parseLong(MemoryOracle.rows(memory.database(), "SELECT count(*) FROM fact_vectors")
                .get(0));
    }
}
