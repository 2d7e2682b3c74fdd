package io.lifeos.memory.examples.quickstart;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.lifeos.memory.MemoryStore;
import io.lifeos.memory.fact.Fact;
import io.lifeos.memory.recall.Embedder;
import io.lifeos.memory.recall.RecallHit;
import io.lifeos.memory.recall.RecallMode;
import io.lifeos.memory.recall.RecallResult;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Measures how well recall finds what answers a question. Reads a file of conversations, one JSON object a line: {@code turn}s,
 * and {@code question}s that name the turns which answer them. Each conversation is retained in a memory of its own, a fact
 * for each turn; recall@k is the share of a question's evidence among k recalled facts, averaged over all questions.
 */
public final class RecallQuality {

    private static final List<RecallMode> MODES = List.of(RecallMode.KEYWORD, RecallMode.VECTOR, RecallMode.HYBRID);
    private static final List<Integer> CUTS = List.of(5, 10, 20);

    private static final DateTimeFormatter WHEN = new DateTimeFormatterBuilder()
            .parseCaseInsensitive()
            .appendPattern("h:mm a 'on' d MMMM, uuuu")
            .toFormatter(Locale.ENGLISH);

    private final Embedder embedder = LangChain4jEmbedder.bgeSmall();
    private final Map<String, Double> sums = new HashMap<>();
    private int questions;

    private RecallQuality() {}

    /**
     * Runs the measurement, and prints a line for each mode and k.
     *
     * @param args the file
     * @throws IOException if the file cannot be read, or the temporary folder not be written
     */
    public static void main(String[] args) throws IOException {
        if (args.length != 1) {
            throw new IllegalArgumentException("Name one file of conversations, as JSON lines.");
        }
        RecallQuality quality = new RecallQuality();
        for (List<JsonNode> conversation : conversations(Path.of(args[0]))) {
            quality.measure(conversation);
        }
        quality.print();
    }

    private static Iterable<List<JsonNode>> conversations(Path file) throws IOException {
        JsonMapper json = new JsonMapper();
        Map<String, List<JsonNode>> conversations = new LinkedHashMap<>();
        try (Stream<String> lines = Files.lines(file)) {
            lines.filter(line -> !line.isBlank())
                    .map(line -> read(json, line))
                    .forEach(line -> conversations
                            .computeIfAbsent(line.path("conversation").asText(), name -> new ArrayList<>())
                            .add(line));
        }
        return conversations.values();
    }

    private static JsonNode read(JsonMapper json, String line) {
        try {
            return json.readTree(line);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException("A line of the file is not JSON.", e);
        }
    }

    private void measure(List<JsonNode> conversation) throws IOException {
        Path folder = Files.createTempDirectory("recall-quality");
        try (MemoryStore memory =
                MemoryStore.builder().root(folder).embedder(embedder).open()) {
            Map<Long, String> turns = new HashMap<>();
            for (JsonNode line : conversation) {
                if (line.path("kind").asText().equals("turn")) {
                    turns.put(retain(memory, line).id(), line.path("id").asText());
                }
            }
            for (JsonNode line : conversation) {
                if (line.path("kind").asText().equals("question")) {
                    ask(memory, line, turns);
                }
            }
        } finally {
            delete(folder);
        }
    }

    private static Fact retain(MemoryStore memory, JsonNode turn) {
        String caption = turn.path("caption").isTextual()
                ? " [image: " + turn.path("caption").asText() + "]"
                : "";
        return memory.retain(
                        turn.path("speaker").asText() + ": " + turn.path("text").asText() + caption)
                .session(turn.path("session").asText())
                .happenedAt(time(turn.path("when").asText()))
                .save();
    }

    private static Instant time(String when) {
        return LocalDateTime.parse(when, WHEN).toInstant(ZoneOffset.UTC);
    }

    private void ask(MemoryStore memory, JsonNode question, Map<Long, String> turns) {
        List<String> evidence = new ArrayList<>();
        question.path("evidence").forEach(turn -> evidence.add(turn.asText()));
        questions++;
        for (RecallMode mode : MODES) {
            RecallResult result = memory.recall(question.path("question").asText())
                    .mode(mode)
                    .limit(CUTS.get(CUTS.size() - 1))
                    .fetch();
            if (!result.notes().isEmpty()) {
                throw new IllegalStateException(String.join(" ", result.notes()));
            }
            for (int cut : CUTS) {
                sums.merge(line(mode, cut), share(evidence, result, cut, turns), Double::sum);
            }
        }
    }

    private static double share(List<String> evidence, RecallResult result, int cut, Map<Long, String> turns) {
        List<String> found = result.hits().stream()
                .limit(cut)
                .map(RecallHit::fact)
                .map(fact -> turns.getOrDefault(fact.id(), ""))
                .toList();
        return evidence.stream().filter(found::contains).count() / (double) Math.max(1, evidence.size());
    }

    private void print() {
        for (RecallMode mode : MODES) {
            for (int cut : CUTS) {
                String line = line(mode, cut);
                System.out.printf(Locale.ROOT, "%s %.3f%n", line, sums.getOrDefault(line, 0.0) / questions);
            }
        }
    }

    private static String line(RecallMode mode, int cut) {
        return mode.name().toLowerCase(Locale.ROOT) + " recall@" + cut;
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> paths = Files.walk(folder)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
