package io.lifeos.memory;

import static org.assertj.core.api.Assertions.assertThat;

import io.lifeos.memory.fact.Fact;
import io.lifeos.memory.recall.Embedder;
import io.lifeos.memory.recall.Recall;
import io.lifeos.memory.recall.RecallMode;
import io.lifeos.memory.recall.RecallRequest;
import io.lifeos.memory.recall.ScoredFact;
import io.lifeos.memory.recall.VectorMatches;
import io.lifeos.memory.recall.VectorSearch;
import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** All combinations of filters, on both legs, against the same filter in plain Java over all facts. */
class RecallFilterTest {

    private static final Instant NOW = Instant.parse("2026-01-25T12:00:00Z");
    private static final int FACTS = 400;
    private static final List<String> FORMS =
            List.of("%s %s.%06d", "%s %s", "%sT%s.%06d", "%sT%s", "%s %s.%06d+00:00", "%sT%sZ");

    private final long seed = System.nanoTime();
    private final Random random = new Random(seed);

    @TempDir
    Path root;

    @Test
    void lets_through_what_the_same_filter_in_java_does() {
        System.out.println("RecallFilterTest seed " + seed);
        try (MemoryStore memory = MemoryStore.builder()
                .root(root)
                .clock(Clock.fixed(NOW, ZoneOffset.UTC))
                .open()) {
            List<Fact> facts = fill(memory);
            Recall recall = new Recall(memory.database(), memory.clock(), new OneVector(), search(memory));
            for (int filters = 0; filters < 256; filters++) {
                for (RecallMode mode : List.of(RecallMode.KEYWORD, RecallMode.VECTOR, RecallMode.HYBRID)) {
                    check(recall, facts, filters, mode);
                }
            }
            recall.close();
        }
    }

    private void check(Recall recall, List<Fact> facts, int filters, RecallMode mode) {
        RecallRequest request = recall.ask("zebra").mode(mode).limit(1_000);
        Predicate<Fact> expected = narrow(request, filters);
        Set<Long> found =
                request.fetch().hits().stream().map(hit -> hit.fact().id()).collect(Collectors.toSet());
        Set<Long> wanted = facts.stream().filter(expected).map(Fact::id).collect(Collectors.toSet());
        assertThat(found).as("seed %s, filters %s, %s", seed, filters, mode).isEqualTo(wanted);
    }

    private Predicate<Fact> narrow(RecallRequest request, int filters) {
        List<Predicate<Fact>> expected = new ArrayList<>();
        if ((filters & 1) == 0) {
            expected.add(Fact::active);
        } else {
            request.includeForgotten();
        }
        if ((filters & 2) == 0) {
            expected.add(fact -> !fact.assistantOutput());
        } else {
            request.includeAssistantOutputs();
        }
        if ((filters & 4) != 0) {
            expected.add(time(request));
        }
        if ((filters & 8) != 0) {
            String source = "source " + random.nextInt(4);
            request.source(source);
            expected.add(fact -> fact.source().equals(Optional.of(source)));
        }
        if ((filters & 16) != 0) {
            String context = "context " + random.nextInt(4);
            request.context(context);
            expected.add(fact -> fact.context().equals(Optional.of(context)));
        }
        if ((filters & 32) != 0) {
            String session = "session " + random.nextInt(4);
            request.session(session);
            expected.add(fact -> fact.sessionId().equals(Optional.of(session)));
        }
        if ((filters & 64) != 0) {
            double confidence = random.nextInt(5) / 4.0;
            request.minConfidence(confidence);
            expected.add(fact -> fact.confidence() >= confidence);
        }
        if ((filters & 128) != 0) {
            String name = "E" + random.nextInt(4);
            request.entity(random.nextBoolean() ? name : "@" + name);
            expected.add(fact -> fact.entities().stream()
                    .anyMatch(entity -> entity.replace("@", "").equals(name)));
        }
        return fact -> expected.stream().allMatch(condition -> condition.test(fact));
    }

    private Predicate<Fact> time(RecallRequest request) {
        Instant from = someTime();
        Instant to = from.plusMillis(random.nextInt(200_000_000)).plusNanos(1 + random.nextInt(999));
        switch (random.nextInt(4)) {
            case 0 -> {
                request.since(from);
                return fact -> !fact.happenedAt().isBefore(from);
            }
            case 1 -> {
                request.between(from, to);
                return fact ->
                        !fact.happenedAt().isBefore(from) && fact.happenedAt().isBefore(to);
            }
            case 2 -> {
                int days = 1 + random.nextInt(6);
                request.lastDays(days);
                return fact -> !fact.happenedAt().isBefore(NOW.minus(Duration.ofDays(days)));
            }
            default -> {
                Duration age = Duration.ofMillis(1 + random.nextInt(500_000_000));
                request.since(age);
                return fact -> !fact.happenedAt().isBefore(NOW.minus(age));
            }
        }
    }

    /** Whole seconds often, and few of them, so that times are equal. */
    private Instant someTime() {
        Instant second = NOW.minusSeconds(random.nextInt(60) * 7_200L);
        return random.nextBoolean() ? second : second.plusNanos(random.nextInt(4) * 250_000_000L);
    }

    private List<Fact> fill(MemoryStore memory) {
        for (int i = 0; i < FACTS; i++) {
            RetainRequest request = memory.retain("zebra " + i)
                    .confidence(random.nextInt(5) / 4.0)
                    .assistantOutput(random.nextInt(4) == 0);
            if (random.nextInt(4) > 0) {
                request.source("source " + random.nextInt(4));
            }
            if (random.nextInt(4) > 0) {
                request.context("context " + random.nextInt(4));
            }
            if (random.nextInt(4) > 0) {
                request.session("session " + random.nextInt(4));
            }
            if (random.nextInt(4) > 0) {
                request.entity((random.nextBoolean() ? "@E" : "E") + random.nextInt(4));
            }
            long id = request.save().id();
            if (random.nextInt(4) == 0) {
                memory.forget(id);
            }
            respell(memory, id, someTime());
        }
        return memory.recall("zebra").includeForgotten().includeAssistantOutputs().limit(1_000).fetch().hits().stream()
                .map(hit -> memory.find(hit.fact().id()).orElseThrow())
                .toList();
    }

    /** As another program writes times. */
    private void respell(MemoryStore memory, long id, Instant time) {
        String[] text = time.toString().replace("Z", "").split("[T.]");
        String form = FORMS.get(random.nextInt(FORMS.size()));
        String spelled = String.format(form, text[0], text[1], time.getNano() / 1_000);
        memory.database().transaction(connection -> {
            try (PreparedStatement update =
                    connection.prepareStatement("UPDATE facts SET timestamp = ? WHERE id = ?")) {
                update.setString(1, spelled);
                update.setLong(2, id);
                return update.executeUpdate();
            }
        });
    }

    /** Finds every fact that the filter lets through, as a server of vectors would: by the filter's own SQL. */
    private static VectorSearch search(MemoryStore memory) {
        return (question, model, filter, limit) -> memory.database().read(connection -> {
            List<ScoredFact> found = new ArrayList<>();
            try (PreparedStatement select = connection.prepareStatement(
                    "SELECT f.id FROM facts f WHERE " + filter.condition() + " ORDER BY f.id LIMIT ?")) {
                select.setInt(filter.bind(select, 1), limit);
                try (var rows = select.executeQuery()) {
                    while (rows.next()) {
                        found.add(new ScoredFact(rows.getLong(1), 1.0 / rows.getLong(1)));
                    }
                }
            }
            return new VectorMatches(found, Optional.empty());
        });
    }

    private static final class OneVector implements Embedder {

        @Override
        public List<float[]> embed(List<String> texts, Purpose purpose) {
            return List.of(new float[] {1});
        }

        @Override
        public String model() {
            return "one";
        }

        @Override
        public int dimensions() {
            return 1;
        }
    }
}
