package io.lifeos.memory.examples.benchmark;

import io.lifeos.memory.fact.NewFact;
import io.lifeos.memory.fact.Owner;
import io.lifeos.memory.recall.Embedder;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Facts with vectors, and questions about them. The seed is fixed: a fact's number determines its content. The vectors lie
 * in clusters that lie to one side of the origin, as those of real models do.
 */
final class FactGenerator implements Embedder {

    static final String MODEL = "synthetic";
    static final int DIMENSIONS = 1024;

    private static final long SEED = 20260125;
    private static final int CLUSTERS = 500;
    private static final double CLUSTER_SPREAD = 0.7;
    private static final double FACT_SPREAD = 0.6;
    private static final int OWNERS = 1_000;
    private static final int SESSION_LENGTH = 40;
    private static final String[] SOURCES = {"chat", "treasury", "feed", "news"};
    private static final Duration SPAN = Duration.ofDays(400);

    private final int facts;
    private final Instant now;
    private final Vocabulary words;
    private final float[][] centres = new float[CLUSTERS][DIMENSIONS];

    FactGenerator(int facts, Instant now) {
        SplittableRandom random = new SplittableRandom(SEED);
        this.facts = facts;
        this.now = now.truncatedTo(ChronoUnit.MICROS);
        this.words = Vocabulary.ofWords(20_000, random);
        float[] common = around(new float[DIMENSIONS], 1, random);
        for (int i = 0; i < CLUSTERS; i++) {
            centres[i] = around(common, CLUSTER_SPREAD, random);
        }
    }

    NewFact fact(int number) {
        SplittableRandom random = new SplittableRandom(SEED + number);
        Instant happenedAt =
                now.minus(SPAN.dividedBy(facts).multipliedBy(facts - number)).truncatedTo(ChronoUnit.MICROS);
        return NewFact.of(text(random.nextInt(8, 40), random))
                .happenedAt(happenedAt)
                .source(SOURCES[number % SOURCES.length])
                .assistantOutput(number % 10 == 0)
                .sessionId("session-" + number / SESSION_LENGTH)
                .owner(owner(number % OWNERS))
                .build();
    }

    /** Returns one of the 1,000 owners, whose facts lie all over the memory. */
    static Owner owner(int number) {
        return Owner.user("user-" + number);
    }

    float[] vector(int number) {
        return vector(new SplittableRandom(-SEED - number));
    }

    /** Questions of a number of words in the given range, drawn as they come, common ones included. */
    List<String> questions(int count, int fewestWords, int mostWords) {
        SplittableRandom random = new SplittableRandom(SEED + mostWords);
        List<String> questions = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            questions.add(text(random.nextInt(fewestWords, mostWords + 1), random));
        }
        return questions;
    }

    private String text(int length, SplittableRandom random) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < length; i++) {
            text.append(i == 0 ? "" : " ").append(words.draw(random));
        }
        return text.toString();
    }

    private float[] vector(SplittableRandom random) {
        return around(centres[random.nextInt(CLUSTERS)], FACT_SPREAD, random);
    }

    /** The sum of four uniform numbers is near enough to a normal one, and quicker. */
    private static float[] around(float[] centre, double spread, SplittableRandom random) {
        float[] vector = centre.clone();
        for (int i = 0; i < vector.length; i++) {
            double sum = random.nextDouble() + random.nextDouble() + random.nextDouble() + random.nextDouble();
            vector[i] += (float) ((sum - 2) * Math.sqrt(3) * spread);
        }
        return vector;
    }

    @Override
    public List<float[]> embed(List<String> texts, Purpose purpose) {
        return texts.stream()
                .map(text -> vector(new SplittableRandom(text.hashCode())))
                .toList();
    }

    @Override
    public String model() {
        return MODEL;
    }

    @Override
    public int dimensions() {
        return DIMENSIONS;
    }
}
