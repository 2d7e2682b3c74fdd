package io.lifeos.memory.sqlite.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lifeos.memory.MemoryStore;
import io.lifeos.memory.fact.EntityExtractor;
import io.lifeos.memory.fact.Fact;
import io.lifeos.memory.fact.NewFact;
import io.lifeos.memory.jdbc.Jdbc;
import io.lifeos.memory.sqlite.SqliteDatabase;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Facts that are staged in several steps of a transaction, and inserted at once. */
class StagedFactsTest {

    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    private MemoryStore memory;
    private SqliteDatabase database;

    @BeforeEach
    void open(@TempDir Path folder) {
        memory = MemoryStore.open(folder);
        database = (SqliteDatabase) memory.database();
    }

    @AfterEach
    void close() {
        memory.close();
    }

    @Test
    void facts_of_several_steps_have_ids_in_order_and_are_as_if_each_step_had_inserted_its_own() {
        long first = memory.retain("before of @carol").save().id();
        List<Long> ids = database.insertOnly(connection -> {
            FactTable facts = new FactTable(connection);
            facts.stage(List.of(fact("one of @alice"), fact("two of @bob")), NOW);
            List<Long> second = facts.stage(List.of(fact("three of @alice")), NOW);
            assertThat(facts.staged()).isEqualTo(3);
            facts.insertStaged();
            assertThat(facts.staged()).isZero();
            List<Long> third = facts.stage(List.of(fact("four of @dora")), NOW);
            facts.insertStaged();
            assertThat(facts.due()).hasSize(4);
            return List.of(second.get(0), third.get(0));
        });

        assertThat(ids).containsExactly(first + 3, first + 4);
        List<Fact> stored = database.read(connection -> List.copyOf(new FactTable(connection)
                .find(List.of(first + 1, first + 2, first + 3, first + 4))
                .values()));
        assertThat(stored)
                .extracting(Fact::content)
                .containsExactlyInAnyOrder("one of @alice", "two of @bob", "three of @alice", "four of @dora");
        assertThat(memory.factsAbout("@alice")).extracting(Fact::content).hasSize(2);
        assertThat(number("SELECT count(*) FROM facts_fts WHERE facts_fts MATCH 'of'"))
                .isEqualTo(5);
        assertThat(number("SELECT count(*) FROM outbox WHERE day = '2026-03-01'"))
                .isEqualTo(4);
        assertThat(memory.retain("after").save().id()).isEqualTo(first + 5);
    }

    @Test
    void nothing_that_was_staged_in_a_transaction_that_failed_is_inserted_by_a_later_one() {
        assertThatThrownBy(() -> database.insertOnly(connection -> {
                    new FactTable(connection).stage(List.of(fact("lost with its transaction of @alice")), NOW);
                    throw new IllegalStateException("a fault of ours");
                }))
                .isInstanceOf(IllegalStateException.class);

        memory.retain("kept").save();

        assertThat(number("SELECT count(*) FROM facts")).isEqualTo(1);
        assertThat(number("SELECT count(*) FROM entity_mentions")).isZero();
        assertThat(number("SELECT count(*) FROM outbox WHERE day = '2026-03-01'"))
                .isZero();
    }

    private long number(String sql) {
        return database.read(connection -> new Jdbc(connection).number(sql));
    }

    private static NewFact fact(String content) {
        return NewFact.of(content)
                .mentions(EntityExtractor.standard().extract(content))
                .build();
    }
}
