package io.lifeos.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.lifeos.memory.fact.EntityType;
import io.lifeos.memory.fact.Fact;
import io.lifeos.memory.recall.EntitySummary;
import io.lifeos.memory.recall.RecallHit;
import io.lifeos.memory.recall.RecallMode;
import io.lifeos.memory.recall.RecallResult;
import io.lifeos.memory.testing.WordEmbedder;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class RecallTest extends RecallFixture {

    @Test
    void finds_facts_by_their_words_best_first_and_says_why() {
        memory.retain("The treasury bought SOL").save();
        Fact best = memory.retain("KR8TIV sold at 0.12, +140 %")
                .context("bags.fm graduation")
                .save();
        Fact other = memory.retain("KR8TIV is a token").save();

        RecallResult result = memory.recall("What was KR8TIV sold at?")
                .mode(RecallMode.KEYWORD)
                .fetch();

        assertThat(contents(result)).containsExactly(best.content(), other.content());
        assertThat(result.requested()).isEqualTo(RecallMode.KEYWORD);
        assertThat(result.mode()).contains(RecallMode.KEYWORD);
        assertThat(result.notes()).isEmpty();
        RecallHit first = result.hits().get(0);
        assertThat(first.fact()).isEqualTo(best);
        assertThat(first.score()).isEqualTo(1.0);
        assertThat(first.vector()).isEmpty();
        assertThat(first.keyword()).hasValueSatisfying(score -> {
            assertThat(score.rank()).isEqualTo(1);
            assertThat(score.score()).isPositive().isEqualTo(score.own());
        });
        assertThat(result.hits().get(1).score()).isBetween(0.01, 0.99);
    }

    @Test
    void finds_words_of_the_context_and_other_forms_of_a_word() {
        Fact fact = memory.retain("Sold at 0.12").context("bags.fm graduation").save();
        assertThat(contents(memory.recall("graduations").fetch())).containsExactly(fact.content());
        assertThat(contents(memory.recall("SELLING or sold?").fetch())).containsExactly(fact.content());
    }

    @Test
    void a_mode_that_cannot_run_says_so() {
        memory.retain("KR8TIV sold").save();
        for (RecallMode mode : List.of(RecallMode.AUTO, RecallMode.HYBRID)) {
            RecallResult result = memory.recall("KR8TIV").mode(mode).fetch();
            assertThat(result.requested()).isEqualTo(mode);
            assertThat(result.mode()).contains(RecallMode.KEYWORD);
            assertThat(result.hits()).hasSize(1);
            assertThat(result.notes()).hasSize(1).first().asString().contains("no embedder");
        }
    }

    @Test
    void a_recall_by_vectors_alone_without_an_embedder_is_refused_as_it_could_find_nothing() {
        memory.retain("KR8TIV sold").save();
        assertThatIllegalStateException()
                .isThrownBy(
                        () -> memory.recall("KR8TIV").mode(RecallMode.VECTOR).fetch())
                .withMessageContainingAll("needs an embedder", "RecallMode.AUTO");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, Integer.MIN_VALUE})
    void a_number_of_days_that_is_none_is_named_as_it_was_given(int days) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> memory.recall("a").lastDays(days))
                .withMessage("The number of days is " + days + "; it must be at least 1.");
    }

    @Test
    void finds_by_words_and_vectors_what_neither_finds_alone() {
        try (MemoryStore both = MemoryStore.builder()
                .root(root.resolve("both"))
                .embedder(new WordEmbedder("words", 64))
                .open()) {
            both.retain("the red bicycle").save();
            both.retain("one red car door").save();
            both.retain("nothing of that").save();

            RecallResult result = both.recall("red car").fetch();

            assertThat(result.mode()).contains(RecallMode.HYBRID);
            assertThat(result.notes()).isEmpty();
            assertThat(result.hits()).hasSize(3);
            RecallHit first = result.hits().get(0);
            assertThat(first.fact().content()).isEqualTo("one red car door");
            assertThat(first.keyword())
                    .hasValueSatisfying(score -> assertThat(score.rank()).isEqualTo(1));
            assertThat(first.vector()).isPresent();
            assertThat(result.hits().get(2).keyword()).isEmpty();
            assertThat(both.recall("red car").weights(1, 0).fetch().hits()).hasSize(2);
            assertThat(both.recall("red car").mode(RecallMode.VECTOR).fetch().mode())
                    .contains(RecallMode.VECTOR);
            assertThat(both.recall("?!").fetch().mode()).contains(RecallMode.VECTOR);
        }
    }

    @Test
    void an_embedder_that_fails_leaves_the_words() {
        WordEmbedder embedder = new WordEmbedder("words", 64);
        try (MemoryStore both = MemoryStore.builder()
                .root(root.resolve("both"))
                .embedder(embedder)
                .open()) {
            both.retain("the red bicycle").save();
            embedder.failing(true);

            RecallResult result = both.recall("red").fetch();
            assertThat(result.mode()).contains(RecallMode.KEYWORD);
            assertThat(result.hits()).hasSize(1);
            assertThat(result.notes()).hasSize(1).first().asString().contains("IllegalStateException");
            RecallResult vector = both.recall("red").mode(RecallMode.VECTOR).fetch();
            assertThat(vector.mode()).isEmpty();
            assertThat(vector.hits()).isEmpty();
            assertThat(vector.notes()).hasSize(1);
        }
    }

    @Test
    void equally_good_facts_come_by_time_then_by_id() {
        List<Fact> facts = new ArrayList<>();
        for (String time : List.of("2026-01-02T00:00:00Z", "2026-01-03T00:00:00Z", "2026-01-03T00:00:00Z")) {
            facts.add(memory.retain("the same words")
                    .happenedAt(Instant.parse(time))
                    .save());
        }
        assertThat(memory.recall("same words").fetch())
                .extracting(RecallHit::fact)
                .containsExactly(facts.get(2), facts.get(1), facts.get(0));
    }

    @Test
    void an_unreadable_time_spoils_no_other_fact() {
        insert("2026-01-25 10:00:00", "zebra one", "s");
        insert("yesterday", "zebra two", "s");
        insert("2026-99-99 99:99:99", "zebra three", "s");
        insert(null, "zebra four", "s");

        RecallResult result = memory.recall("zebra").fetch();

        assertThat(contents(result)).containsExactly("zebra one");
        assertThat(result.notes()).anySatisfy(note -> assertThat(note).contains("2", "3", "4", "cannot be read"));
        assertThat(contents(memory.recall("zebra").lastDays(1).fetch())).containsExactly("zebra one");
        assertThat(memory.recent(10)).extracting(Fact::content).containsExactly("zebra one");
    }

    @Test
    void gives_the_latest_facts() {
        memory.retain("old").happenedAt(NOW.minus(Duration.ofDays(9))).save();
        insert("2026-01-25T15:07:39.5", "T and a short fraction", null);
        insert("2026-01-25 15:07:39", "no fraction", null);
        memory.retain("now").save();
        memory.retain("said").assistantOutput(true).save();
        memory.forget(memory.retain("forgotten").save().id());
        assertThat(memory.recent(3))
                .extracting(Fact::content)
                .containsExactly("now", "T and a short fraction", "no fraction");
        assertThat(memory.recent(99)).hasSize(4);
    }

    @Test
    void knows_entities() {
        Fact given = memory.retain("sold at 0.12").entity("@KR8TIV").save();
        Fact found = memory.retain("KR8TIV is up")
                .happenedAt(NOW.minus(Duration.ofDays(1)))
                .save();
        memory.forget(memory.retain("KR8TIV forgotten").save().id());

        assertThat(memory.factsAbout("KR8TIV")).containsExactly(given, found);
        assertThat(memory.factsAbout("@KR8TIV", 1)).containsExactly(given);
        assertThat(memory.factsAbout("nobody")).isEmpty();
        assertThat(memory.findEntity("KR8TIV"))
                .contains(EntitySummary.of("KR8TIV", EntityType.TOKEN, 2, Optional.of(NOW)));
        assertThat(memory.findEntity("nobody")).isEmpty();
        memory.forget(given.id());
        memory.forget(found.id());
        assertThat(memory.findEntity("@KR8TIV"))
                .contains(EntitySummary.of("@KR8TIV", EntityType.TOKEN, 0, Optional.empty()));
    }

    @Test
    void refuses_bad_values_at_once() {
        assertThatIllegalArgumentException().isThrownBy(() -> memory.recall("a").limit(0));
        assertThatIllegalArgumentException().isThrownBy(() -> memory.recall("a").limit(10_001));
        assertThatIllegalArgumentException().isThrownBy(() -> memory.recall("a").since(Duration.ZERO));
        assertThatIllegalArgumentException().isThrownBy(() -> memory.recall("a").since(Duration.ofSeconds(-1)));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> memory.recall("a").since(Duration.ofSeconds(Long.MAX_VALUE)));
        assertThatIllegalArgumentException().isThrownBy(() -> memory.recall("a").since(Instant.MAX));
        assertThatIllegalArgumentException().isThrownBy(() -> memory.recall("a").lastDays(0));
        assertThatIllegalArgumentException().isThrownBy(() -> memory.recall("a").between(NOW, NOW));
        assertThatIllegalArgumentException().isThrownBy(() -> memory.recall("a").entity(" "));
        assertThatIllegalArgumentException().isThrownBy(() -> memory.recall("a").minConfidence(Double.NaN));
        assertThatIllegalArgumentException().isThrownBy(() -> memory.recall("a").weights(0, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> memory.recall("a").weights(-1, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> memory.recent(0));
        assertThatIllegalArgumentException().isThrownBy(() -> memory.factsAbout(""));
    }

    @Test
    void a_memory_for_reading_only_recalls_and_an_absent_one_is_empty(@TempDir Path empty) {
        memory.retain("KR8TIV sold").save();
        try (MemoryStore reading = MemoryStore.openReadOnly(root)) {
            assertThat(reading.recall("kr8tiv").fetch().hits()).hasSize(1);
        }
        try (MemoryStore absent =
                MemoryStore.builder().root(empty).emptyIfAbsent(true).openReadOnly()) {
            assertThat(absent.recall("kr8tiv").fetch().hits()).isEmpty();
            assertThat(absent.recent(1)).isEmpty();
        }
    }

    @Test
    void a_closed_memory_says_so() {
        memory.close();
        assertThatIllegalStateException()
                .isThrownBy(() -> memory.recall("a").fetch())
                .withMessageContaining("closed");
    }

    @Test
    void recalls_while_others_recall_and_retain() throws Exception {
        for (int i = 0; i < 200; i++) {
            memory.retain("zebra number " + i).session("s" + i % 7).save();
        }
        ExecutorService pool = Executors.newFixedThreadPool(8);
        List<Future<?>> futures = new ArrayList<>();
        for (int t = 0; t < 8; t++) {
            int thread = t;
            futures.add(pool.submit(() -> {
                for (int i = 0; i < 20; i++) {
                    assertThat(memory.recall("number " + (thread * 20 + i))
                                    .fetch()
                                    .hits()
                                    .get(0)
                                    .fact()
                                    .content())
                            .endsWith(" " + (thread * 20 + i));
                    memory.retain("horse " + thread).save();
                }
            }));
        }
        for (Future<?> future : futures) {
            future.get();
        }
        pool.shutdown();
    }

    @ParameterizedTest
    @EnumSource(value = RecallMode.class, mode = EnumSource.Mode.EXCLUDE, names = "VECTOR")
    void an_empty_memory_gives_nothing(RecallMode mode) {
        assertThat(memory.recall("anything").mode(mode).fetch()).isEmpty();
    }
}
