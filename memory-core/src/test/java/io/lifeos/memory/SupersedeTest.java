package io.lifeos.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.lifeos.memory.fact.Fact;
import io.lifeos.memory.fact.FactFilter;
import io.lifeos.memory.fact.OnSameKey;
import io.lifeos.memory.fact.Owner;
import io.lifeos.memory.recall.RecallHit;
import io.lifeos.memory.testing.ChildJvm;
import io.lifeos.memory.testing.MemoryOracle;
import io.lifeos.memory.testing.PythonMemory;
import io.lifeos.memory.testing.PythonMemory.Shape;
import java.nio.file.Path;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A fact that was true takes its place in history when another one supersedes it. */
class SupersedeTest {

    private static final Owner ANN = Owner.user("ann");
    private static final Owner BOB = Owner.user("bob");

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

    private void execute(String sql) {
        memory.database().write(connection -> {
            try (Statement statement = connection.createStatement()) {
                statement.execute(sql);
            }
        });
    }

    private Fact again(long id) {
        return memory.find(id).orElseThrow();
    }

    @Test
    void the_old_fact_is_forgotten_and_history_shows_all_from_the_first_to_the_last() {
        Fact oslo = memory.retain("Ann lives in Oslo").save();
        Fact rome =
                memory.supersede(oslo.id(), "Ann lives in Rome").source("mail").save();
        Fact bonn = memory.supersede(rome.id(), "Ann lives in Bonn").save();

        assertThat(again(oslo.id()).active()).isFalse();
        assertThat(rome.source()).contains("mail");
        assertThat(memory.recall("Where does Ann live?").fetch().hits())
                .extracting(RecallHit::fact)
                .containsExactly(bonn);
        for (Fact any : List.of(oslo, rome, bonn)) {
            assertThat(memory.history(any.id())).containsExactly(again(oslo.id()), again(rome.id()), bonn);
        }
        assertThat(told).containsExactly(oslo.id(), rome.id());
        Fact other = memory.retain("Bob lives in Rome").save();
        assertThat(memory.history(other.id())).containsExactly(other);
        assertThat(memory.history(4711)).isEmpty();
    }

    @Test
    void one_fact_supersedes_several_and_the_history_of_each_is_its_own() {
        Fact oslo = memory.retain("Ann lives in Oslo").save();
        Fact rome = memory.retain("Ann moved to Rome").save();
        Fact both = memory.supersede(oslo.id(), "Ann moved from Oslo to Rome")
                .supersedes(rome.id())
                .supersedes(rome.id())
                .save();
        assertThat(memory.history(both.id())).extracting(Fact::id).containsExactly(oslo.id(), rome.id(), both.id());
        assertThat(memory.history(oslo.id())).extracting(Fact::id).containsExactly(oslo.id(), both.id());
        assertThat(memory.count()).isEqualTo(1);
    }

    @Test
    void a_fact_that_was_superseded_is_not_superseded_once_more_and_nothing_is_stored() {
        Fact oslo = memory.retain("Ann lives in Oslo").save();
        Fact rome = memory.supersede(oslo.id(), "Ann lives in Rome").save();
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> memory.supersede(oslo.id(), "Ann lives in Bonn").save())
                .withMessageContaining("by fact " + rome.id())
                .withMessageContaining("nothing was stored");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> memory.retainAll(List.of(
                        memory.retain("not stored"),
                        memory.supersede(rome.id(), "Ann lives in Bonn"),
                        memory.supersede(rome.id(), "Ann lives in Kiel"))));
        assertThat(memory.count()).isEqualTo(1);
        assertThat(memory.history(oslo.id())).extracting(Fact::id).containsExactly(oslo.id(), rome.id());
    }

    @Test
    void a_forgotten_fact_may_be_superseded_and_stays_in_the_history() {
        Fact oslo = memory.retain("Ann lives in Oslo").save();
        memory.forget(oslo.id());
        told.clear();
        Fact rome = memory.supersede(oslo.id(), "Ann lives in Rome").save();
        assertThat(memory.history(rome.id())).extracting(Fact::id).containsExactly(oslo.id(), rome.id());
        assertThat(told).isEmpty();
        assertThat(memory.unforget(oslo.id())).isTrue();
        assertThat(memory.history(rome.id())).hasSize(2);
        assertThat(memory.count()).isEqualTo(2);
    }

    @Test
    void a_fact_that_is_remembered_again_may_be_superseded_again() {
        Fact oslo = memory.retain("Ann lives in Oslo").save();
        Fact rome = memory.supersede(oslo.id(), "Ann lives in Rome").save();
        memory.unforget(oslo.id());
        memory.forget(rome.id());
        Fact bonn = memory.supersede(oslo.id(), "Ann lives in Bonn").save();
        assertThat(memory.history(oslo.id())).containsExactly(again(oslo.id()), bonn);
        assertThat(memory.history(rome.id())).containsExactly(again(rome.id()));
        assertThat(memory.facts(FactFilter.standard())).containsExactly(bonn);
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> memory.supersede(oslo.id(), "Ann lives in Kiel").save())
                .withMessageContaining("by fact " + bonn.id());
    }

    @Test
    void a_refusal_does_not_name_the_fact_of_another_owner() {
        Memory anns = memory.scoped(ANN);
        Fact oslo = anns.retain("Ann lives in Oslo").save();
        Fact bobs = memory.supersede(oslo.id(), "Bob lives in Oslo").owner(BOB).save();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> anns.supersede(oslo.id(), "Ann lives in Kiel").save())
                .withMessageContaining("by a fact that is not in this memory")
                .withMessageNotContaining("fact " + bobs.id());
    }

    @Test
    void what_is_not_there_or_not_of_the_scope_cannot_be_superseded() {
        Fact anns = memory.scoped(ANN).retain("Ann lives in Oslo").save();
        for (Memory view : List.of(memory.scoped(BOB), memory.scoped(Owner.agent("helper")))) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> view.supersede(anns.id(), "nowhere").save())
                    .withMessageContaining("nothing was stored");
            assertThat(view.history(anns.id())).isEmpty();
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> memory.supersede(4711, "nowhere").save())
                .withMessageContaining("4711");
        assertThat(memory.count()).isEqualTo(1);
        assertThat(memory.find(anns.id())).contains(anns);
    }

    @Test
    void the_new_fact_belongs_to_whom_the_old_one_belonged_to_unless_it_says_otherwise() {
        Fact anns = memory.scoped(ANN)
                .retain("Ann lives in Oslo")
                .owner(Owner.agent("helper"))
                .save();
        Fact rome = memory.supersede(anns.id(), "Ann lives in Rome").save();
        assertThat(rome.owners()).containsExactly(ANN, Owner.agent("helper"));
        assertThat(memory.find(rome.id())).contains(rome);
        assertThat(memory.scoped(ANN).history(rome.id())).hasSize(2);
        Fact bobs = memory.supersede(rome.id(), "Bob lives in Rome").owner(BOB).save();
        assertThat(bobs.owners()).containsExactly(BOB, Owner.agent("helper"));
        assertThat(memory.scoped(ANN).history(rome.id())).extracting(Fact::id).containsExactly(anns.id(), rome.id());

        Fact annsTea = memory.scoped(ANN).retain("Ann likes tea").save();
        Fact bobsTea = memory.scoped(BOB).retain("Bob likes tea").save();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> memory.supersede(annsTea.id(), "Both like tea")
                        .supersedes(bobsTea.id())
                        .save())
                .withMessageContaining("different owners");
        assertThat(memory.supersede(annsTea.id(), "Both like tea")
                        .supersedes(bobsTea.id())
                        .owner(Owner.user("both"))
                        .save()
                        .owners())
                .containsExactly(Owner.user("both"));
    }

    @Test
    void a_call_that_is_repeated_under_its_key_supersedes_once() {
        Fact oslo = memory.retain("Ann lives in Oslo").save();
        Fact rome = memory.supersede(oslo.id(), "Ann lives in Rome")
                .key("message 7")
                .save();
        assertThat(memory.supersede(oslo.id(), "Ann lives in Rome")
                        .key("message 7")
                        .save())
                .isEqualTo(rome);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> memory.supersede(rome.id(), "x")
                        .key("message 7", OnSameKey.REPLACE)
                        .save())
                .withMessageContaining("nothing was stored");
    }

    @Test
    void many_are_superseded_at_once_as_if_one_by_one() {
        List<Fact> old = memory.retainAll(List.of(memory.retain("one").key("k"), memory.retain("two")));
        List<Fact> facts = memory.retainAll(List.of(
                memory.supersede(old.get(0).id(), "1"),
                memory.supersede(old.get(1).id(), "2"),
                memory.retain("one").key("k"),
                memory.retain("two").unlessKnown()));
        assertThat(facts.get(2)).isEqualTo(again(old.get(0).id()));
        assertThat(facts.get(2).active()).isFalse();
        assertThat(facts.get(3).id())
                .as("what was superseded is not known")
                .isGreaterThan(old.get(1).id());
        assertThat(told).containsExactly(old.get(0).id(), old.get(1).id());
    }

    @Test
    void a_history_ends_even_if_another_program_made_a_ring_of_it() {
        Fact one = memory.retain("one").save();
        Fact two = memory.supersede(one.id(), "two").save();
        execute("INSERT INTO fact_successors VALUES (" + two.id() + ", " + one.id()
                + ", '2026-01-25 00:00:00.000000')");
        assertThat(memory.history(one.id())).extracting(Fact::id).containsExactly(one.id(), two.id());
    }

    @Test
    void a_migrated_fact_that_was_superseded_does_not_come_back_with_its_row() {
        Fact fact = memory.retain("one").save();
        memory.forget(fact.id());
        execute("INSERT INTO fact_embeddings (fact_id, postgres_id, pruned) VALUES (" + fact.id() + ", '7', 1)");
        memory.supersede(fact.id(), "two").save();
        assertThat(MemoryOracle.rows(memory.database(), "SELECT pruned FROM fact_embeddings"))
                .containsExactly("0");
    }

    @Test
    void an_export_and_a_backup_keep_the_history(@TempDir Path other) {
        Fact one = memory.retain("one").save();
        Fact two = memory.supersede(one.id(), "two").save();
        memory.export(other.resolve("all.jsonl"));
        memory.backup(other.resolve("all.zip"));
        MemoryStore.importFrom(other.resolve("all.jsonl"), other.resolve("imported"));
        MemoryStore.restore(other.resolve("all.zip"), other.resolve("restored"));
        for (String copy : List.of("imported", "restored")) {
            try (MemoryStore copied = MemoryStore.openReadOnly(other.resolve(copy))) {
                assertThat(copied.history(two.id()))
                        .as(copy)
                        .isEqualTo(memory.history(one.id()))
                        .hasSize(2);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"ours", "adopted"})
    void of_two_processes_that_supersede_a_fact_at_once_the_second_learns_of_the_first(
            String origin, @TempDir Path other) throws Exception {
        Path folder = other.resolve(origin);
        if (origin.equals("adopted")) {
            PythonMemory.create(folder, Shape.SECOND);
        }
        long first;
        try (MemoryStore theirs = MemoryStore.open(folder)) {
            first = theirs.retain("0 steps").save().id();
        }
        try (ChildJvm one = ChildJvm.of(Superseder.class, folder.toString(), String.valueOf(first), "25")
                        .start();
                ChildJvm two = ChildJvm.of(Superseder.class, folder.toString(), String.valueOf(first), "25")
                        .start()) {
            assertThat(one.waitFor()).as(one.output()).isZero();
            assertThat(two.waitFor()).as(two.output()).isZero();
        }
        try (MemoryStore theirs = MemoryStore.open(folder)) {
            assertThat(theirs.history(first)).hasSize(51);
            assertThat(theirs.recall("steps").limit(100).fetch().hits()).hasSize(1);
        }
        MemoryOracle.assertSound(folder);
    }

    @Test
    void a_process_that_is_killed_leaves_one_fact_to_recall_and_a_history_without_gaps() throws Exception {
        Fact first = memory.retain("0 steps").save();
        long seed = System.nanoTime();
        System.out.println("SupersedeTest seed " + seed);
        Random random = new Random(seed);
        for (int round = 0; round < 3; round++) {
            String output;
            try (ChildJvm child = ChildJvm.of(Superseder.class, root.toString(), String.valueOf(first.id()), "1000000")
                    .start()) {
                child.awaitOutput("superseded");
                Thread.sleep(random.nextInt(100));
                child.kill();
                output = child.output();
            }
            List<Fact> history = memory.history(first.id());
            assertThat(history)
                    .extracting(Fact::content)
                    .contains(lastSaid(output))
                    .doesNotHaveDuplicates();
            assertThat(history.stream().filter(Fact::active))
                    .as("seed %s", seed)
                    .hasSize(1);
            assertThat(memory.count()).isEqualTo(1);
        }
        memory.writeDailyLogs();
    }

    private static String lastSaid(String output) {
        return output.lines()
                .filter(line -> line.endsWith(";"))
                .reduce((one, other) -> other)
                .orElseThrow()
                .replaceAll("superseded by (.*);", "$1");
    }

    /** Supersedes the last of a history again and again, and counts on; looks once more if another one was faster. */
    static final class Superseder {

        public static void main(String[] args) {
            try (MemoryStore memory = MemoryStore.open(Path.of(args[0]))) {
                int done = 0;
                while (done < Integer.parseInt(args[2])) {
                    List<Fact> history = memory.history(Long.parseLong(args[1]));
                    Fact last = history.get(history.size() - 1);
                    try {
                        Fact next = memory.supersede(last.id(), history.size() + " steps")
                                .save();
                        System.out.println("superseded by " + next.content() + ";");
                        done++;
                    } catch (IllegalArgumentException e) {
                        System.out.println("another was faster: " + e.getMessage());
                    }
                }
            }
        }
    }
}
