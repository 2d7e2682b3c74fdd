package io.lifeos.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lifeos.memory.fact.Fact;
import io.lifeos.memory.fact.Owner;
import io.lifeos.memory.recall.RecallMode;
import io.lifeos.memory.recall.RecallQuery;
import io.lifeos.memory.recall.RecallResult;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a host learns of its memory, to count and time it. */
class MemoryListenerTest {

    @TempDir
    Path root;

    private final Meters meters = new Meters();
    private MemoryStore memory;

    @BeforeEach
    void open() {
        memory = MemoryStore.builder()
                .root(root)
                .listener(new Failing())
                .listener(meters)
                .open();
    }

    @AfterEach
    void close() {
        memory.close();
    }

    /** Counts and times as a registry of meters does. */
    private static final class Meters implements MemoryListener {

        private final LongAdder facts = new LongAdder();
        private final LongAdder hits = new LongAdder();
        private final List<Duration> timed = new CopyOnWriteArrayList<>();
        private final List<Fact> retained = new CopyOnWriteArrayList<>();
        private final List<Long> forgotten = new CopyOnWriteArrayList<>();
        private final List<String> asked = new CopyOnWriteArrayList<>();
        private final List<Thread> threads = new CopyOnWriteArrayList<>();

        @Override
        public void retained(List<Fact> some, Duration took) {
            facts.add(some.size());
            retained.addAll(some);
            timed.add(took);
            threads.add(Thread.currentThread());
        }

        @Override
        public void recalled(RecallQuery query, RecallResult result, Duration took) {
            hits.add(result.size());
            asked.add(query.question());
            timed.add(took);
            threads.add(Thread.currentThread());
        }

        @Override
        public void forgotten(List<Long> ids) {
            forgotten.addAll(ids);
            threads.add(Thread.currentThread());
        }
    }

    private static final class Failing implements MemoryListener {

        @Override
        public void retained(List<Fact> facts, Duration took) {
            throw new IllegalStateException("no registry");
        }

        @Override
        public void recalled(RecallQuery query, RecallResult result, Duration took) {
            throw new NoClassDefFoundError("registry");
        }

        @Override
        public void forgotten(List<Long> ids) {
            throw new IllegalStateException("no registry");
        }
    }

    @Test
    void counts_and_times_what_is_done_even_if_another_listener_fails() {
        Fact tea = memory.retain("Ann likes tea").save();
        List<Fact> more = memory.retainAll(List.of(memory.retain("Bob likes tea"), memory.retain("Cid likes rum")));
        memory.recall("tea").fetch();
        memory.forget(tea.id());

        assertThat(meters.facts.sum()).isEqualTo(3);
        assertThat(meters.retained).containsExactly(tea, more.get(0), more.get(1));
        assertThat(meters.hits.sum()).isEqualTo(2);
        assertThat(meters.asked).containsExactly("tea");
        assertThat(meters.forgotten).containsExactly(tea.id());
        assertThat(meters.timed).hasSize(3).allMatch(took -> took.toNanos() > 0);
        assertThat(meters.threads).containsOnly(Thread.currentThread());
    }

    @Test
    void is_told_of_scopes_too() {
        Memory anns = memory.scoped(Owner.user("ann"));
        Fact tea = anns.retain("Ann likes tea").save();
        anns.recall("tea").fetch();
        anns.forget(tea.id());

        assertThat(meters.retained).containsExactly(tea);
        assertThat(meters.hits.sum()).isEqualTo(1);
        assertThat(meters.forgotten).containsExactly(tea.id());
    }

    @Test
    void is_not_told_of_what_did_not_happen() {
        Fact tea = memory.retain("Ann likes tea").key("ann/drink").save();
        memory.forget(tea.id());
        meters.retained.clear();
        meters.forgotten.clear();

        memory.retain("Ann likes coffee").key("ann/drink").save();
        memory.retainAll(List.of());
        memory.forget(tea.id());
        memory.forget(4711);
        assertThatThrownBy(() -> memory.recall("tea").mode(RecallMode.VECTOR).fetch())
                .isInstanceOf(IllegalStateException.class);

        assertThat(meters.retained).isEmpty();
        assertThat(meters.forgotten).isEmpty();
        assertThat(meters.asked).isEmpty();
    }

    @Test
    void is_told_once_the_fact_is_committed() {
        List<Long> seen = new ArrayList<>();
        Path elsewhere = root.resolve("other");
        try (MemoryStore other = MemoryStore.builder()
                .root(elsewhere)
                .listener(new MemoryListener() {
                    @Override
                    public void retained(List<Fact> facts, Duration took) {
                        try (MemoryStore reader = MemoryStore.openReadOnly(elsewhere)) {
                            seen.add(reader.count());
                        }
                    }
                })
                .open()) {
            other.retain("Ann likes tea").save();
        }
        assertThat(seen).containsExactly(1L);
    }
}
