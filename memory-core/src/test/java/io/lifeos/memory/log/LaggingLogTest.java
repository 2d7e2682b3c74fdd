package io.lifeos.memory.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lifeos.memory.MemoryStore;
import io.lifeos.memory.concurrent.Workers;
import io.lifeos.memory.fact.Fact;
import io.lifeos.memory.fact.StoreException;
import io.lifeos.memory.sqlite.table.FactTable;
import io.lifeos.memory.testing.MemoryOracle;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A log that could not be written is written by what comes next, not only when the memory is opened again. */
class LaggingLogTest extends DailyLogFixture {

    private static final Instant NEXT_DAY = TIME.plus(Duration.ofDays(1));

    @Test
    void what_one_save_could_not_write_the_next_one_of_the_day_writes() throws Exception {
        Files.createDirectory(log);
        retain("first").save();
        Files.delete(log);
        retain("second").save();
        assertLog(TITLE + FIRST + FIRST.replace("first", "second").replace("fact:1", "fact:2"));
        retain("third").save();
        soundAfterClose();
    }

    @Test
    void what_one_save_could_not_write_the_next_one_of_another_day_writes() throws Exception {
        Files.createDirectory(log);
        retain("first").save();
        memory.retain("meanwhile").happenedAt(NEXT_DAY).save();
        Files.delete(log);
        memory.retain("second").happenedAt(NEXT_DAY).save();
        assertLog(TITLE + FIRST);
        soundAfterClose();
    }

    @Test
    void what_the_last_save_could_not_write_is_written_when_the_memory_is_closed() throws Exception {
        Files.createDirectory(log);
        retain("first").save();
        Files.delete(log);
        soundAfterClose();
        assertLog(TITLE + FIRST);
    }

    @Test
    void what_opening_could_not_write_the_next_save_writes() throws Exception {
        memory.database()
                .transaction(connection -> new FactTable(connection).insert(List.of(newFact("first", TIME)), TIME));
        Files.createDirectory(log);
        memory.close();
        memory = MemoryStore.open(root);
        Files.delete(log);
        memory.retain("second").happenedAt(NEXT_DAY).save();
        assertLog(TITLE + FIRST);
        soundAfterClose();
    }

    @Test
    void a_log_that_cannot_be_written_keeps_no_other_log_of_the_same_group_waiting() throws Exception {
        memory.database()
                .transaction(connection -> new FactTable(connection)
                        .insert(List.of(newFact("first", TIME), newFact("second", NEXT_DAY)), TIME));
        Collection<Fact> facts = memory.database()
                .read(connection ->
                        new FactTable(connection).find(List.of(1L, 2L)).values());
        Files.createDirectory(log);
        try (Workers workers = Workers.parallel("test", 1)) {
            OutboxRelay relay = new OutboxRelay(memory.workspace(), memory.database(), workers);
            assertThatThrownBy(() -> relay.relay(facts))
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining(log.toString());
            assertThat(MemoryOracle.entries(memory.workspace().dailyLogs())).containsExactly("2026-01-26 fact:2");
            Files.delete(log);
            relay.finish();
            assertLog(TITLE + FIRST);
        }
        soundAfterClose();
    }
}
