package io.lifeos.memory.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.lifeos.memory.database.DatabaseManager;
import io.lifeos.memory.fact.NewFact;
import io.lifeos.memory.jdbc.Jdbc;
import io.lifeos.memory.sqlite.table.FactTable;
import io.lifeos.memory.sqlite.table.Outbox;
import io.lifeos.memory.testing.MemoryOracle;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Logs that are written beside the batches say what the file says, and what was not written stays due. */
class BatchLogsTest extends DailyLogFixture {

    private static final Instant NEXT_DAY = TIME.plus(Duration.ofDays(1));
    private static final int LARGE = 100_000;

    private final AtomicInteger reads = new AtomicInteger();
    private BatchLogs logs;

    @BeforeEach
    void begin() {
        logs = new BatchLogs(memory.workspace(), (DatabaseManager) Proxy.newProxyInstance(
                DatabaseManager.class.getClassLoader(),
                new Class<?>[] {DatabaseManager.class},
                (proxy, method, arguments) -> {
                    reads.addAndGet(method.getName().equals("read") ? 1 : 0);
                    return method.invoke(memory.database(), arguments);
                }));
    }

    @Test
    void inserted_facts_are_logged_in_order_with_one_look_at_the_outbox_a_day_and_none_at_a_fact() throws Exception {
        logs.add(insert(newFact("first", TIME), newFact("third", NEXT_DAY)));
        logs.add(insert(newFact("before", TIME.minusSeconds(1))));
        logs.finish();

        assertThat(reads).hasValue(2);
        assertLog(TITLE + FIRST.replace("first", "before").replace(":1", ":3").replace("15:07:40", "15:07:39") + FIRST);
        assertNothingIsDue();
    }

    @Test
    void rewritten_facts_are_logged_on_their_day_and_taken_out_of_the_day_before_without_a_look_at_a_fact()
            throws Exception {
        logs.add(insert(newFact("first", TIME), newFact("second", TIME), newFact("third", TIME)));
        logs.finish();
        reads.set(0);

        logs.add(update(Map.of(1L, newFact("first anew", null), 2L, newFact("second", NEXT_DAY))));
        logs.finish();

        assertThat(reads).hasValue(2);
        assertLog(TITLE
                + FIRST.replace("first", "first anew")
                + FIRST.replace("first", "third").replace("fact:1", "fact:3"));
        assertThat(entries()).containsExactlyInAnyOrder("2026-01-25 fact:1", "2026-01-25 fact:3", "2026-01-26 fact:2");
        assertNothingIsDue();
    }

    @Test
    void a_fact_that_changed_since_its_batch_is_logged_as_it_is_now() throws Exception {
        logs.add(insert(newFact("first", TIME), newFact("second", TIME)));
        update(Map.of(1L, newFact("as it is now", TIME)));
        logs.finish();

        assertLog(TITLE
                + FIRST.replace("first", "as it is now")
                + FIRST.replace("first", "second").replace("fact:1", "fact:2"));
        assertNothingIsDue();
    }

    @Test
    void a_fact_that_another_program_changed_or_deleted_since_its_batch_is_logged_as_the_file_has_it()
            throws Exception {
        logs.add(insert(newFact("first", TIME), newFact("second", TIME), newFact("third", TIME)));
        memory.database().write(connection -> {
            Jdbc jdbc = new Jdbc(connection);
            jdbc.update("INSERT INTO fact_embeddings (fact_id) VALUES (1)");
            jdbc.update("UPDATE facts SET content = 'as it is now' WHERE id = 1");
            jdbc.update("DELETE FROM facts WHERE id = 2");
        });
        logs.finish();

        assertLog(TITLE
                + FIRST.replace("first", "as it is now")
                + FIRST.replace("first", "third").replace("fact:1", "fact:3"));
        assertNothingIsDue();
    }

    @Test
    void a_change_is_not_taken_for_an_earlier_one_of_its_batch_that_another_process_has_logged() throws Exception {
        logs.add(insert(newFact("first", TIME)));
        logs.finish();
        logs.add(update(Map.of(1L, newFact("of the batch", TIME))));
        memory.writeDailyLogs();
        update(Map.of(1L, newFact("as it is now", TIME)));
        logs.finish();
        memory.writeDailyLogs();

        assertLog(TITLE + FIRST.replace("first", "as it is now"));
        assertNothingIsDue();
    }

    @Test
    void a_batch_removes_the_outbox_entries_of_logs_that_are_written_meanwhile() {
        fill(5);
        long large = due();
        long next = 0;
        while (due() >= large) {
            logs.add(insert(newFact("next", NEXT_DAY)));
            next++;
        }
        assertThat(due()).isEqualTo(next);
        logs.finish();
        soundAfterClose();
    }

    @Test
    void a_writer_that_does_not_come_to_write_takes_bounded_memory_and_leaves_the_rest_to_the_outbox()
            throws Exception {
        CountDownLatch held = new CountDownLatch(1);
        CountDownLatch filled = new CountDownLatch(1);
        Thread other = new Thread(() -> new DailyLogs(memory.workspace()).exclusively(() -> {
            held.countDown();
            awaitUninterruptibly(filled);
        }));
        other.start();
        held.await();

        long left = fill(18);

        assertThat(left * LARGE).isGreaterThan(8L << 20);
        assertThat(entries()).isEmpty();
        filled.countDown();
        other.join();
        logs.finish();
        assertThat(due()).isGreaterThanOrEqualTo(left);
        memory.writeDailyLogs();
        soundAfterClose();
    }

    @Test
    void days_whose_facts_come_scattered_are_written_at_the_end_in_one_order() {
        long left = 0;
        for (int batch = 0; batch < 18; batch++) {
            List<NewFact> facts = new ArrayList<>();
            for (int day = 0; day < 10; day++) {
                facts.add(newFact(
                        "x".repeat(LARGE), TIME.plus(Duration.ofDays(day)).minusSeconds(batch)));
            }
            left += logs.add(insert(facts.toArray(NewFact[]::new)));
        }
        logs.finish();
        assertThat(left).isPositive();
        memory.writeDailyLogs();

        assertThat(entries().stream().filter(entry -> entry.startsWith("2026-01-25")))
                .containsExactlyElementsOf(IntStream.iterate(171, id -> id > 0, id -> id - 10)
                        .mapToObj(id -> "2026-01-25 fact:" + id)
                        .toList());
        soundAfterClose();
    }

    @Test
    void a_log_that_cannot_be_written_keeps_no_other_waiting_and_leaves_the_rest_to_the_outbox() throws Exception {
        Files.createDirectory(log);
        logs.add(insert(newFact("first", TIME), newFact("second", NEXT_DAY)));
        logs.finish();

        assertThat(entries()).containsExactly("2026-01-26 fact:2");
        assertThat(logs.add(insert(newFact("third", NEXT_DAY)))).isEqualTo(1);
        logs.finish();
        assertThat(due()).isEqualTo(2);
        Files.delete(log);
        memory.writeDailyLogs();
        soundAfterClose();
    }

    /** Stores batches of a megabyte; returns the number of facts that the logs did not take. Five are enough to begin to write. */
    private long fill(int batches) {
        long left = 0;
        for (int batch = 0; batch < batches; batch++) {
            left += logs.add(insert(
                    Collections.nCopies(10, newFact("x".repeat(LARGE), TIME)).toArray(NewFact[]::new)));
        }
        return left;
    }

    private List<Outbox.Due> insert(NewFact... facts) {
        return logs.removingWritten(memory.database()::transaction, connection -> {
            FactTable table = new FactTable(connection);
            assertThat(table.insert(List.of(facts), TIME)).hasSameSizeAs(facts);
            return new ArrayList<>(table.due());
        });
    }

    private List<Outbox.Due> update(Map<Long, NewFact> facts) {
        return memory.database().transaction(connection -> {
            FactTable table = new FactTable(connection);
            assertThat(table.update(facts, TIME)).hasSameSizeAs(facts.keySet());
            return table.due();
        });
    }

    private List<String> entries() {
        return MemoryOracle.entries(memory.workspace().dailyLogs());
    }

    private void assertNothingIsDue() {
        assertThat(due()).isZero();
    }

    private long due() {
        return memory.database().read(connection -> new Jdbc(connection).number("SELECT count(*) FROM outbox"));
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
