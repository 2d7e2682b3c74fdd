package io.lifeos.memory;

import static org.assertj.core.api.Assertions.assertThat;

import io.lifeos.memory.fact.EntityType;
import io.lifeos.memory.fact.Fact;
import io.lifeos.memory.fact.Owner;
import io.lifeos.memory.testing.PythonMemory;
import io.lifeos.memory.testing.PythonMemory.Shape;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A retained fact is not read again, so it has to be what reading it gives. */
class RetainedFactTest {

    private static final int FACTS = 100;

    private static final List<String> WORDS = List.of(
            "SOL",
            "@SOL",
            "@alice",
            "github",
            "a",
            "1",
            "007",
            "1e5",
            "2026-01-25",
            "\u0000",
            "\uD83D\uDE00",
            "e\u0301",
            "\u00e9",
            "'",
            "\"",
            "\\",
            "\r\n",
            "\n",
            "\t",
            "",
            " ",
            "#tag",
            "\uFEFF",
            "\uFFFD",
            "\u2028",
            "NULL",
            "x'00'",
            "0.0",
            "-0");

    @TempDir
    Path folder;

    private final long seed = System.nanoTime();
    private final Random random = new Random(seed);

    @Test
    void a_fact_is_returned_as_it_is_read() {
        System.out.println("RetainedFactTest seed " + seed);
        assertReturnedAsRead(folder);
    }

    @Test
    void a_fact_is_returned_as_it_is_read_from_an_adopted_file() throws Exception {
        System.out.println("RetainedFactTest seed " + seed);
        assertReturnedAsRead(PythonMemory.createWithOddities(folder.resolve("python"), Shape.FIRST));
    }

    private void assertReturnedAsRead(Path root) {
        Clock nanos = Clock.tick(
                Clock.fixed(Instant.parse("2026-01-25T15:07:40.123456789Z"), ZoneOffset.UTC), Duration.ofNanos(1));
        List<Fact> returned = new ArrayList<>();
        try (MemoryStore memory = MemoryStore.builder().root(root).clock(nanos).open()) {
            for (int i = 0; i < FACTS; i++) {
                returned.add(anyRequest(memory).save());
            }
            for (Fact fact : returned) {
                assertThat(memory.find(fact.id())).as("seed %s", seed).contains(fact);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"a long string", "deep", "a number of many digits", "an exponent of many digits"})
    void metadata_is_kept_as_it_is_written_however_long_or_deep(String form) {
        String json = switch (form) {
            case "deep" -> "[".repeat(20_000) + "]".repeat(20_000);
            case "a number of many digits" -> "7".repeat(100_000);
            case "an exponent of many digits" -> "1e" + "7".repeat(2_000);
            default -> '"' + "x".repeat(21_000_000) + '"';
        };
        try (MemoryStore memory = MemoryStore.open(folder)) {
            Fact fact = memory.retain("with metadata").metadata(json).save();
            assertThat(memory.find(fact.id())
                            .orElseThrow()
                            .metadata()
                            .orElseThrow()
                            .equals(json))
                    .isTrue();
        }
    }

    private RetainRequest anyRequest(MemoryStore memory) {
        RetainRequest request = memory.retain(text() + "x");
        if (random.nextBoolean()) {
            request = request.context(text());
        }
        if (random.nextBoolean()) {
            request = request.source(text());
        }
        if (random.nextBoolean()) {
            request = request.session(text());
        }
        if (random.nextBoolean()) {
            request = request.metadata(List.of("{}", " [1.50, 1e400] ", "\"\\u0000\"", "12", "null")
                    .get(random.nextInt(5)));
        }
        if (random.nextBoolean()) {
            request = request.confidence(List.of(-0.0, 0.0, 1.0, Double.MIN_VALUE, random.nextDouble())
                    .get(random.nextInt(5)));
        }
        if (random.nextBoolean()) {
            request = request.happenedAt(Instant.ofEpochSecond(
                    random.nextLong(-62_135_596_800L, 253_402_300_800L), random.nextInt(1_000_000_000)));
        }
        for (int i = random.nextInt(4); i > 0; i--) {
            request = request.owner(new Owner(List.of(Owner.Kind.values()).get(random.nextInt(4)), name()));
        }
        for (int i = random.nextInt(4); i > 0; i--) {
            if (random.nextBoolean()) {
                request = request.entity(name(), EntityType.of(random.nextBoolean() ? "project" : "token"));
            } else {
                request = request.entity(name());
            }
        }
        return request.assistantOutput(random.nextBoolean());
    }

    private String name() {
        return text() + random.nextInt(3);
    }

    private String text() {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(5); i > 0; i--) {
            text.append(WORDS.get(random.nextInt(WORDS.size())));
            text.append(random.nextBoolean() ? " " : "");
        }
        return text.toString();
    }
}
