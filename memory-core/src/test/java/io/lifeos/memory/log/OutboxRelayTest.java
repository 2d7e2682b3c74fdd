package io.lifeos.memory.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lifeos.memory.MemoryStore;
import io.lifeos.memory.concurrent.Workers;
import io.lifeos.memory.database.DatabaseManager;
import io.lifeos.memory.fact.Fact;
import io.lifeos.memory.fact.NewFact;
import io.lifeos.memory.fact.StoreException;
import io.lifeos.memory.fact.StoredTime;
import io.lifeos.memory.jdbc.Jdbc;
import io.lifeos.memory.sqlite.table.FactTable;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutboxRelayTest {

    private static final Instant TIME = Instant.parse("2026-01-25T15:07:40Z");

    @TempDir
    Path root;

    private final Workers workers = Workers.parallel("test", 1);
    private MemoryStore memory;

    @BeforeEach
    void open() {
        memory = MemoryStore.open(root);
    }

    @AfterEach
    void close() {
        memory.close();
        workers.close();
    }

    @Test
    void a_fact_that_changed_since_it_was_stored_is_logged_as_it_is_now() {
        Fact stored = insert("as stored");
        rewrite(stored, "as it is now");

        relay().relay(List.of(stored));

        assertLogged(stored, "as it is now");
    }

    @Test
    void a_day_that_is_no_date_fails_with_an_exception_of_the_library() {
        memory.database()
                .write(connection -> new Jdbc(connection)
                        .update("INSERT INTO outbox (day, fact_id, changes) VALUES ('soon', 1, 1)"));

        assertThatThrownBy(memory::writeDailyLogs)
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("the day \"soon\"");
    }

    @Test
    void a_fact_that_another_process_logged_and_then_changed_is_logged_as_it_is_now() {
        Fact stored = insert("as stored");
        relay().relayAll();
        rewrite(stored, "as it is now");

        relay().relay(List.of(stored));

        assertLogged(stored, "as it is now");
    }

    @Test
    void a_change_that_comes_after_another_process_worked_an_entry_off_stays_due() {
        Fact stored = insert("as stored");
        rewrite(stored, "changed");
        OutboxRelay relay = relay();
        relay.relay(List.of(stored));
        relay().relayAll();
        rewrite(stored, "as it is now");

        relay.removeRelayed();
        relay.relayAll();

        assertLogged(stored, "as it is now");
    }

    @Test
    void a_log_that_stays_unwritable_costs_a_save_a_look_at_the_outbox_and_at_no_fact() throws Exception {
        AtomicInteger reads = new AtomicInteger();
        DatabaseManager counting = (DatabaseManager) Proxy.newProxyInstance(
                DatabaseManager.class.getClassLoader(),
                new Class<?>[] {DatabaseManager.class},
                (proxy, method, arguments) -> {
                    reads.addAndGet(method.getName().equals("read") ? 1 : 0);
                    return method.invoke(memory.database(), arguments);
                });
        OutboxRelay relay = new OutboxRelay(memory.workspace(), counting, workers);
        for (int day = 1; day <= 5; day++) {
            Fact lagging = insert("lagging", TIME.minus(Duration.ofDays(day)));
            Files.createDirectory(memory.workspace().dailyLog(StoredTime.day(lagging.happenedAt())));
            assertThatThrownBy(() -> relay.relay(List.of(lagging))).isInstanceOf(StoreException.class);
        }
        Fact stored = insert("as it is now");
        reads.set(0);

        relay.relay(List.of(stored));

        assertThat(reads).as("its own entries, and those of one day").hasValue(2);
        assertLogged(stored, "as it is now");
    }

    private OutboxRelay relay() {
        return new OutboxRelay(memory.workspace(), memory.database(), workers);
    }

    private Fact insert(String content) {
        return insert(content, TIME);
    }

    private Fact insert(String content, Instant time) {
        return memory.database().transaction(connection -> {
            FactTable facts = new FactTable(connection);
            List<Long> ids =
                    facts.insert(List.of(NewFact.of(content).happenedAt(time).build()), TIME);
            return Objects.requireNonNull(facts.find(ids).get(ids.get(0)));
        });
    }

    private void rewrite(Fact fact, String content) {
        memory.database().write(connection -> new FactTable(connection).update(fact.id(), saying(content), TIME));
    }

    private static NewFact saying(String content) {
        return NewFact.of(content).happenedAt(TIME).build();
    }

    private void assertLogged(Fact fact, String content) {
        assertThat(memory.workspace().dailyLog(LocalDate.of(2026, 1, 25)))
                .content()
                .contains("<!-- fact:" + fact.id() + " -->\n\n" + content + '\n')
                .doesNotContain("as stored");
    }
}
