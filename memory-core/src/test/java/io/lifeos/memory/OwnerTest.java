package io.lifeos.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.lifeos.memory.fact.Condition;
import io.lifeos.memory.fact.Fact;
import io.lifeos.memory.fact.FactFilter;
import io.lifeos.memory.fact.NewFact;
import io.lifeos.memory.fact.Owner;
import io.lifeos.memory.recall.RecallMode;
import io.lifeos.memory.recall.RecallRequest;
import io.lifeos.memory.sqlite.table.FactTable;
import io.lifeos.memory.testing.MemoryOracle;
import io.lifeos.memory.testing.PythonMemory;
import io.lifeos.memory.testing.PythonMemory.Shape;
import io.lifeos.memory.testing.WordEmbedder;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OwnerTest {

    private static final Owner ANN = Owner.user("ann");
    private static final Owner BOB = Owner.user("bob");
    private static final String USERS = "SELECT id || ' ' || coalesce(user_id, 'nobody') FROM facts ORDER BY id";

    @TempDir
    Path folder;

    private MemoryStore open() {
        return MemoryStore.builder()
                .root(folder)
                .embedder(new WordEmbedder("words", 32))
                .open();
    }

    private static List<String> contents(RecallRequest request) {
        return request.fetch().hits().stream()
                .map(hit -> hit.fact().content())
                .sorted()
                .toList();
    }

    @Test
    void a_fact_keeps_one_owner_of_each_kind_in_the_order_of_kinds() {
        try (MemoryStore memory = open()) {
            Fact fact = memory.retain("Ann is ill")
                    .owner(Owner.tenant("acme"))
                    .owner(BOB)
                    .owner(Owner.run("r 1"))
                    .owner(ANN)
                    .save();
            assertThat(fact.owners()).containsExactly(ANN, Owner.run("r 1"), Owner.tenant("acme"));
            assertThat(memory.find(fact.id())).contains(fact);
            assertThat(memory.recent(1)).containsExactly(fact);
            assertThat(memory.recall("ill").fetch().hits())
                    .extracting(hit -> hit.fact())
                    .containsExactly(fact);
            assertThat(memory.retain("of nobody").save().owners()).isEmpty();
        }
        MemoryOracle.assertSound(folder);
    }

    @Test
    void two_people_are_parted_by_words_and_by_vectors() {
        try (MemoryStore memory = open()) {
            memory.retain("Ann likes tea")
                    .owner(ANN)
                    .owner(Owner.agent("helper"))
                    .save();
            memory.retain("Bob likes tea")
                    .owner(BOB)
                    .owner(Owner.agent("helper"))
                    .save();
            memory.retain("someone likes tea").save();
            memory.retain("an agent called ann likes tea")
                    .owner(Owner.agent("ann"))
                    .save();
            for (RecallMode mode : List.of(RecallMode.KEYWORD, RecallMode.VECTOR, RecallMode.HYBRID)) {
                RecallRequest tea = memory.recall("likes tea").mode(mode);
                assertThat(contents(tea)).hasSize(4);
                assertThat(contents(tea.owner(ANN))).containsExactly("Ann likes tea");
                assertThat(contents(tea.owner(BOB))).containsExactly("Bob likes tea");
                assertThat(contents(tea.owner(Owner.agent("helper")))).containsExactly("Bob likes tea");
                assertThat(contents(tea.owner(Owner.user("Ann")))).isEmpty();
                assertThat(contents(memory.recall("tea").mode(mode).owner(Owner.agent("helper"))))
                        .containsExactly("Ann likes tea", "Bob likes tea");
            }
        }
    }

    @Test
    void what_another_owner_said_around_a_fact_does_not_count_for_it() {
        try (MemoryStore memory = open()) {
            memory.retain("Ann asks about the harbour").session("s").owner(ANN).save();
            memory.retain("Bob answers").session("s").owner(BOB).save();
            RecallRequest harbour = memory.recall("harbour").mode(RecallMode.KEYWORD);
            assertThat(contents(harbour)).containsExactly("Ann asks about the harbour", "Bob answers");
            assertThat(contents(harbour.owner(BOB))).isEmpty();
        }
    }

    @Test
    void owners_and_members_of_the_metadata_part_facts_together() {
        try (MemoryStore memory = open()) {
            memory.retain("Ann's bill")
                    .owner(ANN)
                    .metadata("{\"topic\":\"billing\"}")
                    .save();
            memory.retain("Ann's tea")
                    .owner(ANN)
                    .metadata("{\"topic\":\"tea\"}")
                    .save();
            memory.retain("Bob's bill")
                    .owner(BOB)
                    .metadata("{\"topic\":\"billing\"}")
                    .save();
            assertThat(contents(memory.recall("bill tea").owner(ANN).where("topic", "billing")))
                    .containsExactly("Ann's bill");
        }
    }

    @Test
    void an_owner_without_a_name_is_refused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Owner.user(" "))
                .withMessage("The id of the user is blank; give it at least one visible character.");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Owner.tenant("\uD800"))
                .withMessageContaining("not valid Unicode");
    }

    @Test
    void filters_with_other_owners_are_not_equal() {
        FactFilter filter =
                FactFilter.builder().owner(ANN).owner(Owner.run("r")).build();
        assertThat(filter.isStandard()).isFalse();
        assertThat(filter.condition()).isEqualTo(Condition.owner(ANN).and(Condition.owner(Owner.run("r"))));
        assertThat(filter.toBuilder().build()).isEqualTo(filter);
        assertThat(filter.toBuilder().owner(BOB).build().condition())
                .isEqualTo(Condition.owner(BOB).and(Condition.owner(Owner.run("r"))));
        assertThat(filter).isNotEqualTo(FactFilter.builder().owner(ANN).build());
    }

    @Test
    void a_user_has_the_number_by_which_the_other_program_knows_the_name_and_a_new_one_gets_one() throws Exception {
        try (MemoryStore memory = open();
                PythonMemory python = PythonMemory.open(folder)) {
            python.execute("INSERT INTO user_identities (id, canonical_name) VALUES (7, 'ann')");
            memory.retain("of Ann").owner(ANN).save();
            memory.retain("of Bob").owner(BOB).save();
            memory.retain("of an agent").owner(Owner.agent("ann")).save();
            memory.retain("of Bob, too").owner(BOB).save();
            assertThat(python.query(USERS)).containsExactly("1 7", "2 8", "3 nobody", "4 8");
            assertThat(python.query("SELECT canonical_name FROM user_identities ORDER BY id"))
                    .containsExactly("ann", "bob");
            assertThat(contents(memory.recall("of").owner(BOB))).containsExactlyInAnyOrder("of Bob", "of Bob, too");
            assertThat(memory.owners())
                    .extracting(group -> group.key().id() + " " + group.facts())
                    .containsExactly("bob 2", "ann 1", "ann 1");
        }
        MemoryOracle.assertSound(folder);
    }

    @Test
    void a_user_whom_the_other_program_noted_is_read_and_filtered_as_an_owner() throws Exception {
        PythonMemory.create(folder, Shape.FIFTH);
        try (PythonMemory python = PythonMemory.open(folder)) {
            python.execute("INSERT INTO user_identities (id, canonical_name) VALUES (7, 'ann'), (8, 'bob'), (9, ' ')");
            for (int user = 7; user <= 10; user++) {
                python.execute(
                        "INSERT INTO facts (content, user_id) VALUES (?, ?)", "tea " + user, user == 10 ? null : user);
            }
        }
        assertNotedUsers(() -> MemoryStore.openReadOnly(folder));
        assertNotedUsers(this::open);
        try (MemoryStore memory = open();
                PythonMemory python = PythonMemory.open(folder)) {
            memory.retain("tea of Ann").owner(ANN).save();
            python.execute("UPDATE facts SET user_id = 8 WHERE id = 5");
            assertThat(memory.find(5).orElseThrow().owners()).containsExactly(ANN);
            assertThat(contents(memory.recall("tea").owner(ANN))).containsExactly("tea 7", "tea of Ann");
            assertThat(contents(memory.recall("tea").owner(BOB))).containsExactly("tea 8");
        }
    }

    private interface Opening {

        MemoryStore open();
    }

    private static void assertNotedUsers(Opening opening) {
        try (MemoryStore memory = opening.open()) {
            assertThat(memory.find(1).orElseThrow().owners()).containsExactly(ANN);
            assertThat(memory.find(2).orElseThrow().owners()).containsExactly(BOB);
            assertThat(memory.find(3).orElseThrow().owners()).isEmpty();
            assertThat(memory.find(4).orElseThrow().owners()).isEmpty();
            assertThat(contents(memory.recall("tea").owner(ANN))).containsExactly("tea 7");
            assertThat(contents(memory.recall("tea").owner(Owner.agent("ann")))).isEmpty();
        }
    }

    @Test
    void a_fact_that_is_rewritten_takes_the_new_owners() throws Exception {
        try (MemoryStore memory = open();
                PythonMemory python = PythonMemory.open(folder)) {
            python.execute("INSERT INTO user_identities (id, canonical_name) VALUES (7, 'ann'), (8, 'bob')");
            long first =
                    memory.retain("one").owner(ANN).owner(Owner.run("r")).save().id();
            long second = memory.retain("two").owner(ANN).save().id();
            long third = python.retain("three", "2026-01-25 15:07:40");
            python.execute("UPDATE facts SET user_id = 8 WHERE id = ?", third);
            rewrite(memory, first, NewFact.of("one").owner(BOB).build());
            rewrite(memory, second, NewFact.of("two").owner(Owner.agent("a")).build());
            rewrite(memory, third, NewFact.of("three").build());
            assertThat(memory.find(first).orElseThrow().owners()).containsExactly(BOB);
            assertThat(memory.find(second).orElseThrow().owners()).containsExactly(Owner.agent("a"));
            assertThat(memory.find(third).orElseThrow().owners()).containsExactly(BOB);
            assertThat(python.query(USERS)).containsExactly("1 8", "2 nobody", "3 8");
            assertThat(memory.checkIntegrity().problems()).isEmpty();
        }
    }

    private static void rewrite(MemoryStore memory, long id, NewFact fact) {
        boolean done =
                memory.database().transaction(connection -> new FactTable(connection).update(id, fact, Instant.now()));
        assertThat(done).isTrue();
        memory.writeDailyLogs();
    }

    @Test
    void the_owners_of_a_fact_go_with_it() throws Exception {
        try (MemoryStore memory = open();
                PythonMemory python = PythonMemory.open(folder)) {
            memory.retain("tea").owner(ANN).save();
            python.execute("DELETE FROM facts WHERE id = 1");
            assertThat(python.query("SELECT id FROM fact_owners")).isEmpty();
        }
    }
}
