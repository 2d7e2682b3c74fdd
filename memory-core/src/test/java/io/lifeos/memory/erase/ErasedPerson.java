package io.lifeos.memory.erase;

import static org.assertj.core.api.Assertions.assertThat;

import io.lifeos.memory.Memory;
import io.lifeos.memory.MemoryStore;
import io.lifeos.memory.RetainRequest;
import io.lifeos.memory.fact.EntityType;
import io.lifeos.memory.fact.FactFilter;
import io.lifeos.memory.fact.Owner;
import io.lifeos.memory.jdbc.FloatBytes;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/** Facts of a person among those of others, and what a folder must not hold once they are erased. */
final class ErasedPerson {

    static final Owner ANN = Owner.user("annabelle.zwo");
    static final Instant TIME = Instant.parse("2026-01-25T15:07:40Z");
    static final FactFilter ALL_OF_ANN = FactFilter.builder()
            .owner(ANN)
            .includeForgotten()
            .includeExpired()
            .includeAssistantOutputs()
            .build();

    private static final int DIMENSIONS = 16;
    private static final int FACTS_AT_ONCE = 40;

    /** Words that only facts of the person hold. */
    private final List<String> words = new ArrayList<>();

    private final List<byte[]> vectors = new ArrayList<>();
    private final Random random;

    ErasedPerson(long seed) {
        this.random = new Random(seed);
        words.add(ANN.id());
    }

    /** Retains facts of several people, a third of them the person's, each with words and a vector of its own. */
    void retain(Memory memory, int facts) {
        List<RetainRequest> some = new ArrayList<>();
        for (int i = 0; i < facts; i++) {
            boolean anns = i % 3 == 0;
            some.add(memory.retain("The " + word(anns) + " was " + word(anns) + "ing about @" + word(anns) + "\nand "
                            + word(anns))
                    .context("in the " + word(anns))
                    .source(anns ? word(true) : "chat")
                    .entity(word(anns), EntityType.of(anns ? "t" + word(true).substring(1) : "plain"))
                    .owner(anns ? ANN : Owner.user("bob" + i % 7))
                    .session(anns ? word(true) : "common")
                    .metadata("{\"" + (anns ? word(true) : "member") + "\":\"" + word(anns) + "\"}")
                    .key(anns ? word(true) : "key" + random.nextLong())
                    .assistantOutput(i % 6 == 0)
                    .happenedAt(TIME.plusSeconds(i % 4 * 86_400L))
                    .embedding("model", vector(anns)));
            if (some.size() == FACTS_AT_ONCE || i == facts - 1) {
                memory.retainAll(some);
                some.clear();
            }
        }
    }

    private String word(boolean anns) {
        String word = (anns ? "Q" : "z") + Long.toString(random.nextLong(1L << 40, 1L << 41), 36);
        if (anns) {
            words.add(word);
        }
        return word;
    }

    private float[] vector(boolean anns) {
        float[] vector = new float[DIMENSIONS];
        for (int i = 0; i < DIMENSIONS; i++) {
            vector[i] = random.nextFloat() - 0.5f;
        }
        if (anns) {
            vectors.add(FloatBytes.of(vector));
        }
        return vector;
    }

    /** Adds a word that is to be gone too. */
    void add(String word) {
        words.add(word);
    }

    /** Asserts that no file of a folder that nobody has open holds a word, its stem or a vector of the person. */
    void assertGone(Path root) throws IOException {
        List<String> left = new ArrayList<>();
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                left.addAll(in(file));
            }
        }
        assertThat(left).isEmpty();
    }

    /** Asserts that it does hold them. */
    void assertThere(Path root) throws IOException {
        assertThat(in(root.resolve("jarvis.db"))).hasSizeGreaterThan(words.size() / 2);
    }

    private List<String> in(Path file) throws IOException {
        String text = file.getFileName() + new String(bytes(file), StandardCharsets.ISO_8859_1);
        String folded = text.toLowerCase(Locale.ROOT);
        List<String> found = new ArrayList<>();
        for (String word : words) {
            if (folded.contains(word.toLowerCase(Locale.ROOT))) {
                found.add(word + " in " + file);
            }
        }
        for (byte[] vector : vectors) {
            if (text.contains(new String(vector, StandardCharsets.ISO_8859_1))) {
                found.add("a vector in " + file);
            }
        }
        return found;
    }

    private static byte[] bytes(Path file) throws IOException {
        if (!file.toString().endsWith(".gz")) {
            return Files.readAllBytes(file);
        }
        ByteArrayOutputStream unpacked = new ByteArrayOutputStream();
        try (InputStream in = new GZIPInputStream(Files.newInputStream(file))) {
            in.transferTo(unpacked);
        }
        return unpacked.toByteArray();
    }

    /** Asserts that others lost nothing. */
    static void assertOthersWhole(MemoryStore memory, long facts) {
        assertThat(memory.count(FactFilter.builder()
                        .includeForgotten()
                        .includeAssistantOutputs()
                        .build()))
                .isEqualTo(facts);
    }
}
