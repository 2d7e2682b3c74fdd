package io.lifeos.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.lifeos.memory.fact.Fact;
import io.lifeos.memory.jdbc.Jdbc;
import io.lifeos.memory.recall.Embedder.Purpose;
import io.lifeos.memory.recall.RecallHit;
import io.lifeos.memory.recall.RecallMode;
import io.lifeos.memory.recall.RecallResult;
import io.lifeos.memory.testing.ChildJvm;
import io.lifeos.memory.testing.PythonMemory;
import io.lifeos.memory.testing.PythonMemory.Shape;
import io.lifeos.memory.testing.WordEmbedder;
import java.nio.file.Path;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The score of a hit tells how well the fact itself answers, and hits are chosen by it before they are counted. */
class RecallScoreTest extends RecallFixture {

    private final WordEmbedder embedder = new WordEmbedder("words", 16);

    @Test
    void a_score_is_the_share_of_the_words_by_their_rarity_whatever_else_was_found() {
        Fact both = memory.retain("zebra stable").save();
        Fact one = memory.retain("an old stable").save();
        memory.retain("a new stable").save();
        double zebra = rarity(3, 1);
        double stable = rarity(3, 3);
        double unknown = rarity(3, 0);

        RecallResult result = memory.recall("Which zebra is in the stable?").fetch();
        assertThat(score(result, both)).isEqualTo(1);
        assertThat(score(result, one)).isCloseTo(stable / (zebra + stable), within(1e-9));
        assertThat(score(memory.recall("zebra qagga").fetch(), both))
                .isCloseTo(zebra / (zebra + unknown), within(1e-9));
    }

    /** A question reads 20,000 occurrences at most; these facts hold the word twice, so that their list is cut. */
    @Test
    void the_latest_facts_are_found_by_a_word_that_each_of_many_holds_twice() {
        memory.database()
                .write(connection -> new Jdbc(connection)
                        .update("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 15000)"
                                + " INSERT INTO facts (content, context, timestamp) SELECT 'atlas ' || i, 'atlas',"
                                + " '2026-02-01 12:00:00.000000' FROM n"));
        RecallResult result = memory.recall("atlas")
                .mode(RecallMode.KEYWORD)
                .minScore(0.9)
                .limit(10)
                .fetch();
        assertThat(result.hits()).hasSize(10).allSatisfy(hit -> {
            assertThat(hit.fact().id()).isGreaterThan(14_000);
            assertThat(hit.score()).isEqualTo(1);
            assertThat(hit.explain().words()).containsExactly("atlas");
        });
    }

    @Test
    void what_the_facts_around_a_fact_lend_changes_its_place_and_not_its_score() {
        memory.retain("Where does your sister live?").session("s").save();
        Fact answer = memory.retain("In Berlin, since May").session("s").save();

        RecallHit hit = memory.recall("sister").fetch().hits().get(1);

        assertThat(hit.fact()).isEqualTo(answer);
        assertThat(hit.score()).isZero();
        assertThat(hit.explain().words()).isEmpty();
        assertThat(hit.explain().keyword().orElseThrow().lent()).isPositive();
        assertThat(hit.explain().order()).isPositive();
    }

    @Test
    void each_score_is_the_larger_of_cosine_and_share_and_a_lowest_score_leaves_the_order_as_it_is() {
        long seed = System.nanoTime();
        System.out.println("RecallScoreTest seed " + seed);
        Random random = new Random(seed);
        try (MemoryStore both = MemoryStore.builder()
                .root(root.resolve("both"))
                .embedder(embedder)
                .open()) {
            List<Set<String>> facts = new ArrayList<>();
            for (int i = 0; i < 250; i++) {
                String content = words(random, 1 + random.nextInt(12));
                both.retain(content).session("s" + random.nextInt(20)).save();
                facts.add(Set.copyOf(words(content)));
            }
            for (int i = 0; i < 10; i++) {
                String question = words(random, 1 + random.nextInt(20));
                List<RecallHit> all = both.recall(question).limit(1_000).fetch().hits();
                for (RecallHit hit : all) {
                    assertThat(hit.score())
                            .as("seed %s, %s: %s", seed, question, hit)
                            .isCloseTo(expectedScore(facts, question, hit.content()), within(1e-6));
                }
                for (double lowest : new double[] {0.2, 0.5, 0.9}) {
                    assertThat(both.recall(question)
                                    .limit(1_000)
                                    .minScore(lowest)
                                    .fetch())
                            .as("seed %s, %s, %s", seed, question, lowest)
                            .containsExactlyElementsOf(all.stream()
                                    .filter(hit -> hit.score() >= lowest)
                                    .toList());
                }
            }
        }
    }

    @Test
    void a_lowest_score_is_applied_before_the_limit_however_many_fall_short_of_it() {
        insertMany("'alpha alpha alpha alpha alpha alpha alpha alpha'", 150);
        insertMany("'beta'", 1_000);
        for (int i = 0; i < 5; i++) {
            memory.retain("alpha beta and much else that nobody asked for, number " + i)
                    .save();
        }
        assertThat(memory.recall("alpha beta").limit(3).fetch())
                .noneMatch(hit -> hit.content().contains("beta"));
        assertThat(memory.recall("alpha beta").limit(3).minScore(1).fetch())
                .hasSize(3)
                .allMatch(hit -> hit.score() == 1);
        assertThat(memory.recall("alpha beta").limit(10).minScore(1).fetch()).hasSize(5);
        assertThat(memory.recall("alpha beta gamma").minScore(1).fetch()).isEmpty();
    }

    @Test
    void common_words_and_those_beyond_the_rarest_twelve_count_for_the_score() {
        insertMany("'common ' || value", 25_000);
        String twenty = words(0, 20);
        Fact all = memory.retain("common " + twenty).save();
        Fact most = memory.retain(twenty).save();
        Fact nine = memory.retain(words(0, 9)).save();
        double common = rarity(nine.id(), 25_001);
        double total = common + 11 * rarity(nine.id(), 2) + 9 * rarity(nine.id(), 3);

        RecallResult result = memory.recall(twenty + " common").fetch();
        assertThat(score(result, all)).isEqualTo(1);
        assertThat(score(result, most)).isCloseTo(1 - common / total, within(1e-9));
        assertThat(score(result, nine)).isCloseTo(9 * rarity(nine.id(), 3) / total, within(1e-9));
        assertThat(memory.recall(twenty + " common").minScore(1).fetch())
                .extracting(RecallHit::fact)
                .containsExactly(all);
        assertThat(memory.recall("common").limit(1).fetch().hits().get(0).score())
                .isEqualTo(1);
    }

    @Test
    void a_fact_that_only_words_found_has_the_exact_cosine_of_its_vector() {
        try (MemoryStore both = MemoryStore.builder()
                .root(root.resolve("both"))
                .embedder(embedder)
                .open()) {
            Fact far = both.retain("zebra in a stable of stone").save();
            for (int i = 0; i < 120; i++) {
                both.retain("red").save();
            }
            float[] red = vector("red");
            RecallHit hit = both.recall("zebra")
                    .embedding("words", red)
                    .weights(5, 1)
                    .limit(1)
                    .fetch()
                    .hits()
                    .get(0);
            assertThat(hit.fact()).isEqualTo(far);
            assertThat(hit.vector()).isEmpty();
            assertThat(hit.explain().cosine().orElseThrow())
                    .isCloseTo(cosine(red, vector(far.content())), within(1e-6));
        }
    }

    @Test
    void a_mode_scores_by_what_it_looks_at() {
        try (MemoryStore both = MemoryStore.builder()
                .root(root.resolve("both"))
                .embedder(embedder)
                .open()) {
            both.retain("zebra stable").save();
            RecallHit word = both.recall("zebra qagga")
                    .mode(RecallMode.KEYWORD)
                    .fetch()
                    .hits()
                    .get(0);
            assertThat(word.score()).isEqualTo(word.explain().wordShare());
            assertThat(word.explain().cosine()).isEmpty();
            RecallHit vector =
                    both.recall("zebra").mode(RecallMode.VECTOR).fetch().hits().get(0);
            assertThat(vector.score()).isEqualTo(vector.explain().cosine().orElseThrow());
            assertThat(vector.explain().words()).isEmpty();
        }
    }

    @Test
    void refuses_a_lowest_score_that_is_none() {
        for (double bad : new double[] {-0.01, 1.01, Double.NaN}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> memory.recall("a").minScore(bad))
                    .withMessageContaining("must be from 0 to 1");
        }
    }

    @ParameterizedTest
    @EnumSource(Shape.class)
    void facts_of_an_adopted_file_are_scored_as_any_other(Shape shape) throws Exception {
        Path adopted = PythonMemory.create(root.resolve("python"), shape);
        try (PythonMemory python = PythonMemory.open(adopted)) {
            for (String content : List.of("zebra stable", "quagga stable")) {
                python.execute(
                        "INSERT INTO facts (content, timestamp, source) VALUES (?, '2026-01-25 10:00:00', 'python')",
                        content);
            }
        }
        try (MemoryStore memory = MemoryStore.open(adopted)) {
            assertThat(memory.recall("zebra stable").minScore(0.9).fetch())
                    .extracting(RecallHit::describe)
                    .containsExactly("[2026-01-25, python, 1.00] zebra stable");
        }
    }

    @Test
    void what_another_process_retains_is_scored_with_its_words_and_its_vector() throws Exception {
        try (MemoryStore both = MemoryStore.builder()
                .root(root.resolve("both"))
                .embedder(embedder)
                .open()) {
            both.retain("an old stable").save();
            assertThat(both.recall("zebra").minScore(0.99).fetch()).isEmpty();
            try (ChildJvm child = ChildJvm.of(
                            Retaining.class, root.resolve("both").toString(), "zebra stable")
                    .start()) {
                assertThat(child.waitFor()).as(child.output()).isZero();
            }
            RecallHit hit = both.recall("zebra").minScore(0.99).fetch().hits().get(0);
            assertThat(hit.content()).isEqualTo("zebra stable");
            assertThat(hit.explain().cosine().orElseThrow())
                    .isCloseTo(cosine(vector("zebra"), vector("zebra stable")), within(1e-6));
        }
    }

    /** Retains one fact. */
    static final class Retaining {

        private Retaining() {}

        public static void main(String[] args) {
            try (MemoryStore memory = MemoryStore.builder()
                    .root(Path.of(args[0]))
                    .embedder(new WordEmbedder("words", 16))
                    .open()) {
                memory.retain(args[1]).save();
            }
        }
    }

    private double expectedScore(List<Set<String>> facts, String question, String content) {
        double held = 0;
        double all = 0;
        for (String word : words(question)) {
            long holders = facts.stream().filter(fact -> fact.contains(word)).count();
            double rarity = rarity(facts.size(), holders);
            all += rarity;
            held += words(content).contains(word) ? rarity : 0;
        }
        return Math.max(held / all, cosine(vector(question), vector(content)));
    }

    private static List<String> words(String text) {
        return Arrays.stream(text.split(" ", -1)).distinct().toList();
    }

    private static String words(int from, int to) {
        return IntStream.range(from, to).mapToObj(i -> "word" + i).collect(Collectors.joining(" "));
    }

    private static double rarity(long facts, long holders) {
        return Math.log(1 + (facts - holders + 0.5) / (holders + 0.5));
    }

    /** Few words are common, most are rare, and none has two forms. */
    private static String words(Random random, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> "w" + (int) (60 * Math.pow(random.nextDouble(), 3)))
                .collect(Collectors.joining(" "));
    }

    private float[] vector(String text) {
        return embedder.embed(List.of(text), Purpose.QUESTION).get(0);
    }

    private static double cosine(float[] a, float[] b) {
        double products = 0;
        double squaresOfA = 0;
        double squaresOfB = 0;
        for (int i = 0; i < a.length; i++) {
            products += (double) a[i] * b[i];
            squaresOfA += (double) a[i] * a[i];
            squaresOfB += (double) b[i] * b[i];
        }
        return products / Math.sqrt(squaresOfA * squaresOfB);
    }

    private static double score(RecallResult result, Fact fact) {
        return result.stream()
                .filter(hit -> hit.fact().equals(fact))
                .mapToDouble(RecallHit::score)
                .findFirst()
                .orElseThrow();
    }

    private void insertMany(String content, int count) {
        memory.database().transaction(connection -> {
            try (Statement statement = connection.createStatement()) {
                return statement.executeUpdate("INSERT INTO facts (content, timestamp) SELECT " + content
                        + ", datetime(1700000000 + value, 'unixepoch') FROM " + numbers(count));
            }
        });
    }
}
