package io.lifeos.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.lifeos.memory.fact.Condition;
import io.lifeos.memory.fact.Fact;
import io.lifeos.memory.fact.FactFilter;
import io.lifeos.memory.fact.Owner;
import io.lifeos.memory.fact.ValueRejectedException;
import io.lifeos.memory.testing.MemoryOracle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is forgotten, by a filter too, and remembered again; and whether a memory can be used. */
class ForgetTest {

    @TempDir
    Path root;

    private final List<Long> told = new ArrayList<>();
    private MemoryStore memory;

    @BeforeEach
    void open() {
        memory = MemoryStore.builder()
                .root(root)
                .listener(new MemoryListener() {
                    @Override
                    public void forgotten(List<Long> ids) {
                        told.addAll(ids);
                    }
                })
                .open();
    }

    @AfterEach
    void close() {
        memory.close();
        MemoryOracle.assertSound(root);
    }

    @Test
    void a_fact_that_was_forgotten_by_mistake_comes_back_as_it_was() {
        Fact tea = memory.retain("Ann likes tea").entity("Ann").save();
        assertThat(memory.forget(tea.id())).isTrue();
        assertThat(memory.recall("tea").fetch()).isEmpty();

        assertThat(memory.unforget(tea.id())).isTrue();
        assertThat(memory.find(tea.id())).contains(tea);
        assertThat(memory.recall("tea").fetch().hits()).hasSize(1);
        assertThat(memory.factsAbout("Ann")).containsExactly(tea);
        assertThat(memory.unforget(tea.id())).isFalse();
        assertThat(memory.unforget(4711)).isFalse();
    }

    @Test
    void what_a_filter_admits_is_forgotten_and_nothing_else() {
        Fact kept = memory.retain("Ann likes tea").source("mail").save();
        Fact said = memory.retain("You like tea")
                .source("chat")
                .assistantOutput(true)
                .save();
        Fact chat = memory.retain("Bob likes rum").source("chat").save();
        FactFilter chats = FactFilter.of(Condition.source("chat"));

        assertThat(memory.forget(chats)).isEqualTo(1);
        assertThat(told).containsExactly(chat.id());
        assertThat(memory.forget(chats)).isZero();
        assertThat(memory.forget(chats.toBuilder().includeForgotten().build())).isZero();
        assertThat(memory.forget(chats.toBuilder().includeAssistantOutputs().build()))
                .isEqualTo(1);
        assertThat(told).containsExactly(chat.id(), said.id());
        assertThat(memory.facts(FactFilter.standard())).containsExactly(kept);
    }

    @Test
    void a_fact_whose_time_cannot_be_read_is_forgotten_too() {
        execute("INSERT INTO facts (content, timestamp) VALUES ('odd', 'once')");
        assertThat(memory.forget(FactFilter.standard())).isEqualTo(1);
        assertThat(memory.count()).isZero();
    }

    private void execute(String sql) {
        memory.database().write(connection -> {
            try (Statement statement = connection.createStatement()) {
                statement.execute(sql);
            }
        });
    }

    @Test
    void many_are_forgotten_in_steps_and_what_fails_midway_is_made_good_by_a_repeated_call() {
        memory.retainAll(IntStream.range(0, 12_000)
                .mapToObj(i -> memory.retain("tea " + i))
                .toList());
        execute("CREATE TEMP TRIGGER refused BEFORE UPDATE ON main.facts WHEN old.id = 6000"
                + " BEGIN SELECT RAISE(ABORT, 'not this one'); END");
        assertThatExceptionOfType(ValueRejectedException.class).isThrownBy(() -> memory.forget(FactFilter.standard()));
        assertThat(memory.count()).isEqualTo(7_000);
        assertThat(told).hasSize(5_000);
        execute("DROP TRIGGER temp.refused");
        assertThat(memory.forget(FactFilter.standard())).isEqualTo(7_000);
        assertThat(memory.count()).isZero();
        assertThat(told).hasSize(12_000).doesNotHaveDuplicates();
    }

    @Test
    void a_memory_can_be_used_until_it_is_closed() {
        assertThat(memory.isUsable()).isTrue();
        assertThat(memory.scoped(Owner.user("ann")).isUsable()).isTrue();
        try (MemoryStore reader = MemoryStore.openReadOnly(root)) {
            assertThat(reader.isUsable()).isTrue();
        }
        memory.close();
        assertThat(memory.isUsable()).isFalse();
    }

    @Test
    void a_memory_whose_file_was_deleted_or_replaced_cannot_be_used() throws Exception {
        memory.retain("Ann likes tea").save();
        Path file = memory.workspace().database();
        Path aside = root.resolve("aside");
        Files.move(file, aside);
        assertThat(memory.isUsable()).as("without its file").isFalse();
        Files.copy(aside, file);
        assertThat(memory.isUsable()).as("with another file").isFalse();
        Files.move(aside, file, StandardCopyOption.REPLACE_EXISTING);
        assertThat(memory.isUsable()).as("with its file again").isTrue();
    }
}
