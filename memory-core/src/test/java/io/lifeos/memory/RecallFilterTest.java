package io.lifeos.memory;

import static org.assertj.core.api.Assertions.assertThat;

import io.lifeos.memory.fact.Fact;
import io.lifeos.memory.fact.Owner;
import io.lifeos.memory.fact.StoredTime;
import io.lifeos.memory.jdbc.Jdbc;
import io.lifeos.memory.recall.RecallMode;
import io.lifeos.memory.recall.RecallRequest;
import io.lifeos.memory.testing.WordEmbedder;
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
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** All combinations of filters, on both legs, against the same filter in plain Java over all facts. */
class RecallFilterTest {

    private static final Instant NOW = Instant.parse("2026-01-25T12:00:00Z");
    private static final int FACTS = 400;
    private static final List<UnaryOperator<String>> SPELLINGS = List.of(
            text -> text,
            text -> text.substring(0, "2026-01-25 12:00:00".length()),
            text -> text.replace(' ', 'T'),
            text -> text.substring(0, "2026-01-25 12:00:00".length()).replace(' ', 'T'),
            text -> text + "+00:00",
            text -> text.substring(0, "2026-01-25 12:00:00".length()) + "Z");

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
                .embedder(new WordEmbedder("words", 64))
                .open()) {
            List<Fact> facts = fill(memory);
            for (int filters = 0; filters < 512; filters++) {
                for (RecallMode mode : List.of(RecallMode.KEYWORD, RecallMode.VECTOR, RecallMode.HYBRID)) {
                    check(memory, facts, filters, mode);
                }
            }
        }
    }

    private void check(MemoryStore memory, List<Fact> facts, int filters, RecallMode mode) {
        RecallRequest request = memory.recall("zebra").mode(mode).limit(1_000);
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
            request = request.includeForgotten();
        }
        if ((filters & 2) == 0) {
            expected.add(fact -> !fact.assistantOutput());
        } else {
            request = request.includeAssistantOutputs();
        }
        if ((filters & 4) != 0) {
            expected.add(time(request));
        }
        if ((filters & 8) != 0) {
            String source = "source " + random.nextInt(4);
            request = request.source(source);
            expected.add(fact -> fact.source().equals(Optional.of(source)));
        }
        if ((filters & 16) != 0) {
            String context = "context " + random.nextInt(4);
            request = request.context(context);
            expected.add(fact -> fact.context().equals(Optional.of(context)));
        }
        if ((filters & 32) != 0) {
            String session = "session " + random.nextInt(4);
            request = request.session(session);
            expected.add(fact -> fact.sessionId().equals(Optional.of(session)));
        }
        if ((filters & 64) != 0) {
            double confidence = random.nextInt(5) / 4.0;
            request = request.minConfidence(confidence);
            expected.add(fact -> fact.confidence() >= confidence);
        }
        if ((filters & 128) != 0) {
            String name = "E" + random.nextInt(4);
            request = request.entity(random.nextBoolean() ? name : "@" + name);
            expected.add(fact -> fact.entities().stream()
                    .anyMatch(entity -> entity.replace("@", "").equals(name)));
        }
        if ((filters & 256) != 0) {
            Owner owner = anyOwner();
            request = request.owner(owner);
            expected.add(fact -> fact.owners().contains(owner));
        }
        return fact -> expected.stream().allMatch(condition -> condition.test(fact));
    }

    /** Of two kinds only, and of few names, some of which the other program knows. */
    private Owner anyOwner() {
        return new Owner(random.nextBoolean() ? Owner.Kind.USER : Owner.Kind.RUN, "o" + random.nextInt(3));
    }

    private Predicate<Fact> time(RecallRequest request) {
        Instant from = someTime();
        Instant to = from.plusMillis(random.nextInt(200_000_000)).plusNanos(1 + random.nextInt(999));
        switch (random.nextInt(4)) {
            case 0 -> {
                request = request.since(from);
                return fact -> !fact.happenedAt().isBefore(from);
            }
            case 1 -> {
                request = request.between(from, to);
                return fact ->
                        !fact.happenedAt().isBefore(from) && fact.happenedAt().isBefore(to);
            }
            case 2 -> {
                int days = 1 + random.nextInt(6);
                request = request.lastDays(days);
                return fact -> !fact.happenedAt().isBefore(NOW.minus(Duration.ofDays(days)));
            }
            default -> {
                Duration age = Duration.ofMillis(1 + random.nextInt(500_000_000));
                request = request.since(age);
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
                request = request.source("source " + random.nextInt(4));
            }
            if (random.nextInt(4) > 0) {
                request = request.context("context " + random.nextInt(4));
            }
            if (random.nextInt(4) > 0) {
                request = request.session("session " + random.nextInt(4));
            }
            if (random.nextInt(4) > 0) {
                request = request.entity((random.nextBoolean() ? "@E" : "E") + random.nextInt(4));
            }
            for (int owners = random.nextInt(3); owners > 0; owners--) {
                request = request.owner(anyOwner());
            }
            long id = request.save().id();
            if (random.nextInt(4) == 0) {
                memory.forget(id);
            }
            respell(memory, id, someTime());
        }
        noteUsers(memory);
        return memory
                .recall("zebra")
                .mode(RecallMode.KEYWORD)
                .includeForgotten()
                .includeAssistantOutputs()
                .limit(1_000)
                .fetch()
                .hits()
                .stream()
                .map(hit -> memory.find(hit.fact().id()).orElseThrow())
                .toList();
    }

    /** As another program notes whose fact it is. */
    private static void noteUsers(MemoryStore memory) {
        memory.database().write(connection -> {
            Jdbc jdbc = new Jdbc(connection);
            jdbc.update("INSERT OR IGNORE INTO user_identities (canonical_name) VALUES ('o1'), ('o2')");
            jdbc.update("UPDATE facts SET user_id = (SELECT id FROM user_identities"
                    + " WHERE canonical_name = 'o' || (1 + facts.id % 2)) WHERE id % 3 = 0");
        });
    }

    /** As another program writes times. */
    private void respell(MemoryStore memory, long id, Instant time) {
        String spelled = SPELLINGS.get(random.nextInt(SPELLINGS.size())).apply(StoredTime.format(time));
        memory.database().transaction(connection -> {
            try (PreparedStatement update =
                    connection.prepareStatement("UPDATE facts SET timestamp = ? WHERE id = ?")) {
                update.setString(1, spelled);
                update.setLong(2, id);
                return update.executeUpdate();
            }
        });
    }
}
