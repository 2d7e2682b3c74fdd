package io.lifeos.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lifeos.memory.fact.Fact;
import io.lifeos.memory.fact.NewFact;
import io.lifeos.memory.fact.ValueRejectedException;
import io.lifeos.memory.sqlite.table.FactTable;
import io.lifeos.memory.testing.MemoryOracle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Statement;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Threads that retain at once share transactions and writings of the log. */
class SharedRetainTest {

    private static final int THREADS = 16;
    private static final int FACTS_OF_A_THREAD = 40;
    private static final Instant NOON = Instant.parse("2026-01-25T12:00:00Z");

    @TempDir
    Path root;

    private MemoryStore memory;
    private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);

    @BeforeEach
    void open() {
        memory = MemoryStore.open(root);
    }

    @AfterEach
    void close() {
        threads.shutdownNow();
        memory.close();
    }

    @Test
    void each_of_many_threads_gets_its_own_fact() throws Exception {
        List<Future<Set<Long>>> all = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            String name = "thread " + i;
            all.add(threads.submit(() -> retain(name)));
        }
        Set<Long> ids = new HashSet<>();
        for (Future<Set<Long>> each : all) {
            ids.addAll(each.get());
        }
        assertThat(ids).hasSize(THREADS * FACTS_OF_A_THREAD);
        memory.close();
        MemoryOracle.assertSound(root);
    }

    private Set<Long> retain(String name) {
        Set<Long> ids = new HashSet<>();
        for (int i = 0; i < FACTS_OF_A_THREAD; i++) {
            String content = name + " fact " + i;
            Fact fact = memory.retain(content).save();
            assertThat(fact.content()).isEqualTo(content);
            assertThat(memory.find(fact.id())).contains(fact);
            ids.add(fact.id());
        }
        return ids;
    }

    @Test
    void a_fact_that_the_file_refuses_fails_alone() throws Exception {
        memory.database().transaction(connection -> {
            try (Statement statement = connection.createStatement()) {
                return statement.execute("CREATE TEMP TRIGGER refusing BEFORE INSERT ON main.facts"
                        + " WHEN new.content = 'bad' BEGIN SELECT raise(ABORT, 'no bad facts'); END");
            }
        });
        List<Future<Fact>> good = new ArrayList<>();
        List<Future<Fact>> bad = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            (i % 5 == 0 ? bad : good).add(threads.submit(memory.retain(i % 5 == 0 ? "bad" : "good " + i)::save));
        }
        for (Future<Fact> each : good) {
            assertThat(each.get().content()).startsWith("good");
        }
        for (Future<Fact> each : bad) {
            assertThatThrownBy(each::get)
                    .isInstanceOf(ExecutionException.class)
                    .hasCauseInstanceOf(ValueRejectedException.class);
        }
        memory.close();
        MemoryOracle.assertSound(root);
    }

    @Test
    void a_retain_within_a_transaction_is_refused_whoever_else_retains() {
        Future<Set<Long>> other = threads.submit(() -> retain("other"));
        assertThatThrownBy(() -> memory.database()
                        .transaction(connection -> memory.retain("nested").save()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("do not nest");
        assertThat(other).succeedsWithin(java.time.Duration.ofSeconds(30));
    }

    @Test
    void a_log_that_a_person_writes_to_in_between_keeps_what_they_wrote() throws Exception {
        memory.retain("first").save();
        memory.retain("second").save();
        memory.retain("third").save();
        Path log = memory.workspace().dailyLog(LocalDate.now(ZoneOffset.UTC));
        Files.writeString(log, "My own note, without an end", StandardOpenOption.APPEND);
        memory.retain("fourth").save();
        memory.retain("fifth").save();
        memory.close();
        assertThat(log).content().contains("My own note, without an end\n\n## ").contains("fourth", "fifth");
        MemoryOracle.assertSound(root);
    }

    /** They are read some at a time, by size: none may be left out or change its place where one group ends. */
    @Test
    void a_log_of_large_and_small_facts_has_them_all_in_order() throws Exception {
        List<NewFact> facts = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            String content = "fact " + i + (i % 3 == 0 ? " with more".repeat(60_000) : "");
            facts.add(NewFact.of(content).happenedAt(NOON).build());
        }
        memory.database().transaction(connection -> new FactTable(connection).insert(facts, NOON));
        memory.writeDailyLogs();
        List<String> markers = Files.readAllLines(memory.workspace().dailyLog(LocalDate.of(2026, 1, 25))).stream()
                .filter(line -> line.startsWith("<!-- fact:"))
                .toList();
        assertThat(markers)
                .containsExactlyElementsOf(LongStream.rangeClosed(1, 40)
                        .mapToObj(id -> "<!-- fact:" + id + " -->")
                        .toList());
        memory.close();
        MemoryOracle.assertSound(root);
    }

    @Test
    void an_outbox_entry_goes_with_the_next_transaction_or_at_the_end() {
        memory.retain("first").save();
        assertThat(outbox()).containsExactly("1");
        memory.retain("second").save();
        assertThat(outbox()).containsExactly("2");
        memory.close();
        memory = MemoryStore.openReadOnly(root);
        assertThat(outbox()).isEmpty();
    }

    private List<String> outbox() {
        return MemoryOracle.rows(memory.database(), "SELECT fact_id FROM outbox");
    }
}
