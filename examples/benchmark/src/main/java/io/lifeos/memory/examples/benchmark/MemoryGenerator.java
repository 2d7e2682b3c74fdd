package io.lifeos.memory.examples.benchmark;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** Archival memories as an agent gathers them. The seed is fixed: a row's number determines its content. */
final class MemoryGenerator {

    static final int DIMENSIONS = 1024;

    private static final long SEED = 20260125;
    private static final Instant FIRST = Instant.parse("2025-01-01T00:00:00Z");
    private static final long SPAN_MICROS = Duration.ofDays(400).toMillis() * 1000;
    private static final String[] TYPES = {"observation", "trade", "decision", "preference", "summary"};
    private static final String[] TAGS = {
        "trading", "lesson", "risk", "treasury", "social", "bags", "launch", "alert", "user", "plan", "research", "bug"
    };

    private final int rows;
    private final Vocabulary words;
    private final Vocabulary users;
    private final Vocabulary tickers;

    MemoryGenerator(int rows) {
        SplittableRandom random = new SplittableRandom(SEED);
        this.rows = rows;
        this.words = Vocabulary.ofWords(5000, random);
        this.users = Vocabulary.ofUsers(2000, random);
        this.tickers = Vocabulary.ofTickers(400, random);
    }

    GeneratedMemory row(int number) {
        SplittableRandom random = new SplittableRandom(SEED + number);
        return new GeneratedMemory(content(random), metadata(random), createdAt(number, random));
    }

    /** Numbers of a unit vector's size. They cannot be compressed, as a model's cannot. */
    float[] embedding(int number) {
        SplittableRandom random = new SplittableRandom(-SEED - number);
        float[] vector = new float[DIMENSIONS];
        for (int i = 0; i < DIMENSIONS; i++) {
            vector[i] = (float) ((random.nextDouble() - 0.5) / 9.2);
        }
        return vector;
    }

    private String content(SplittableRandom random) {
        int length = (int) (100 + 490 * Math.pow(random.nextDouble(), 1.5));
        StringBuilder content = new StringBuilder(length + 20);
        while (content.length() < length) {
            if (content.length() > 0) {
                content.append(random.nextInt(12) == 0 ? ". " : " ");
            }
            content.append(word(random));
        }
        return content.toString();
    }

    private String word(SplittableRandom random) {
        return switch (random.nextInt(28)) {
            case 0 -> users.draw(random);
            case 1 -> tickers.draw(random);
            case 2 -> String.valueOf(random.nextInt(100_000) / 100.0);
            default -> words.draw(random);
        };
    }

    private @Nullable String metadata(SplittableRandom random) {
        int shape = random.nextInt(20);
        if (shape < 14) {
            return object(random);
        } else if (shape < 17) {
            return "{\"type\": \"" + pick(TYPES, random) + "\", \"tags\": \"" + pick(TAGS, random) + ", "
                    + pick(TAGS, random) + "\"}";
        } else if (shape == 17) {
            return "{}";
        }
        return shape == 18 ? null : "[\"" + pick(TAGS, random) + "\", " + random.nextInt(1000) + "]";
    }

    private String object(SplittableRandom random) {
        return "{\"type\": \"" + pick(TYPES, random)
                + "\", \"session_id\": \"chat-" + random.nextInt(5000)
                + "\", \"tags\": [\"" + pick(TAGS, random) + "\", \"" + pick(TAGS, random)
                + "\"], \"confidence\": " + random.nextInt(101) / 100.0
                + ", \"context\": \"" + words.draw(random) + " " + words.draw(random) + "\"}";
    }

    private static String pick(String[] among, SplittableRandom random) {
        return among[random.nextInt(among.length)];
    }

    private Instant createdAt(int number, SplittableRandom random) {
        long step = SPAN_MICROS / rows;
        return FIRST.plus(number * step + random.nextLong(step), ChronoUnit.MICROS);
    }
}
