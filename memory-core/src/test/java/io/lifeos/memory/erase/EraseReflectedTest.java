package io.lifeos.memory.erase;

import static org.assertj.core.api.Assertions.assertThat;

import io.lifeos.memory.Memory;
import io.lifeos.memory.MemoryStore;
import io.lifeos.memory.fact.Condition;
import io.lifeos.memory.fact.Entity;
import io.lifeos.memory.fact.FactFilter;
import io.lifeos.memory.fact.Owner;
import io.lifeos.memory.reflect.PeriodFacts;
import io.lifeos.memory.reflect.Reflection;
import io.lifeos.memory.reflect.ReflectionPeriod;
import io.lifeos.memory.reflect.Reflector;
import io.lifeos.memory.report.ErasureReport;
import io.lifeos.memory.sqlite.SqliteDatabase;
import io.lifeos.memory.testing.MemoryOracle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Erasing facts that reflections were made of. */
class EraseReflectedTest {

    private static final ReflectionPeriod DAY = ReflectionPeriod.day(LocalDate.of(2026, 1, 25));
    private static final FactFilter CONCLUSIONS = FactFilter.of(Condition.source("reflection"));

    @TempDir
    Path root;

    private final ErasedPerson ann = new ErasedPerson(5);

    /** Repeats every fact in the summary, in a conclusion and in a note on each entity. */
    private static final class Repeating implements Reflector {

        @Override
        public String name() {
            return "repeating";
        }

        @Override
        public Reflection reflect(PeriodFacts facts) {
            Reflection.Builder told = Reflection.builder(
                    facts.facts().map(fact -> "- so " + fact.content()).collect(Collectors.joining("\n")));
            facts.facts().forEach(fact -> {
                told.conclusion("It was said: " + fact.content(), 0.8);
                fact.entities().forEach(name -> told.entity(Entity.named(name), "Is in: " + fact.content()));
            });
            return told.build();
        }
    }

    @BeforeEach
    void reflect() {
        ann.add("Qplum");
        try (MemoryStore memory = MemoryStore.open(root)) {
            memory.retain("Bob saw @QPLUM")
                    .owner(ErasedPerson.ANN)
                    .happenedAt(ErasedPerson.TIME)
                    .save();
            memory.retain("Bob saw a pear")
                    .owner(Owner.user("bob"))
                    .happenedAt(ErasedPerson.TIME)
                    .save();
            memory.reflect(DAY, new Repeating());
        }
    }

    @Test
    void sections_that_an_erased_fact_went_into_go_and_so_do_the_conclusions() throws Exception {
        Path note = root.resolve("memory.md");
        Files.writeString(note, Files.readString(note) + "\nwhat a person wrote\n");
        try (MemoryStore memory = MemoryStore.open(root)) {
            assertThat(memory.count(CONCLUSIONS)).isEqualTo(2);
            ErasureReport report = memory.erase(ErasedPerson.ALL_OF_ANN);
            assertThat(report.facts()).isEqualTo(3);
            assertThat(report.rewritten()).contains(note);
            assertThat(report.pending()).isEmpty();
            assertThat(memory.count(CONCLUSIONS)).isZero();
        }
        ann.assertGone(root);
        assertThat(note).content().contains("what a person wrote");
        try (MemoryStore memory = MemoryStore.open(root)) {
            memory.reflect(DAY, new Repeating());
            assertThat(memory.facts(CONCLUSIONS).map(fact -> fact.content()))
                    .containsExactly("It was said: Bob saw a pear");
        }
        MemoryOracle.assertSound(root);
    }

    @Test
    void a_section_that_a_person_changed_stays_and_is_named() throws Exception {
        Path note = root.resolve("memory.md");
        Files.writeString(note, Files.readString(note).replace("- so Bob saw a pear", "- so Bob saw an apple"));
        try (MemoryStore memory = MemoryStore.open(root)) {
            assertThat(memory.erase(ErasedPerson.ALL_OF_ANN).unreached())
                    .anySatisfy(what -> assertThat(what).contains(note.toString(), "changed by a person"));
        }
        assertThat(note).content().contains("an apple");
    }

    @Test
    void a_step_that_fails_in_any_way_keeps_neither_the_others_nor_the_next_opening_waiting() throws Exception {
        for (Runnable failure :
                List.<Runnable>of(EraseReflectedTest::endlessly, () -> List.of().get(0))) {
            try (MemoryStore memory = MemoryStore.open(root)) {
                memory.retain("Bob ate a @QPLUM")
                        .owner(ErasedPerson.ANN)
                        .happenedAt(ErasedPerson.TIME)
                        .save();
                Erasure erasure =
                        new Erasure(memory.workspace(), (SqliteDatabase) memory.database(), memory.clock(), step -> {
                            if (step.equals("bank")) {
                                failure.run();
                            }
                        });
                ErasureReport report = erasure.erase(ErasedPerson.ALL_OF_ANN, ids -> {});
                assertThat(report.pending()).singleElement().asString().contains("bank", "failed (java.lang.");
                assertThat(report.logEntries()).isPositive();
                assertThat(erasure.isUnfinished()).isTrue();
            }
            try (MemoryStore memory = MemoryStore.open(root)) {
                assertThat(MemoryOracle.rows(memory.database(), "SELECT fact_id FROM erased_facts"))
                        .isEmpty();
            }
            ann.assertGone(root);
        }
    }

    @Test
    void conclusions_that_a_later_reflection_forgot_go_with_the_facts_that_they_were_drawn_from() throws Exception {
        try (MemoryStore memory = MemoryStore.open(root)) {
            long bobs = memory.facts(FactFilter.of(Condition.owner(Owner.user("bob"))))
                    .findFirst()
                    .orElseThrow()
                    .id();
            memory.revise(bobs).happenedAt(ErasedPerson.TIME.minusSeconds(60)).save();
            memory.reflect(DAY, new Repeating());
            memory.forget(ErasedPerson.ALL_OF_ANN);
            memory.reflect(DAY, new Repeating());
            assertThat(memory.facts(CONCLUSIONS).map(fact -> fact.content()))
                    .containsExactly("It was said: Bob saw a pear");
            assertThat(memory.erase(ErasedPerson.ALL_OF_ANN).facts()).isEqualTo(3);
            assertThat(MemoryOracle.rows(
                            memory.database(), "SELECT name FROM memory_properties WHERE name LIKE 'reflected%'"))
                    .isEmpty();
        }
        ann.assertGone(root);
    }

    @Test
    void conclusions_are_found_by_the_file_alone_as_after_a_crash_or_a_deleted_section() throws Exception {
        Path note = root.resolve("memory.md");
        Files.writeString(note, "# A person's own\n");
        try (MemoryStore memory = MemoryStore.open(root)) {
            assertThat(memory.erase(ErasedPerson.ALL_OF_ANN).facts()).isEqualTo(3);
            assertThat(memory.reflect(DAY, new Repeating()).conclusions()).hasSize(1);
            assertThat(memory.facts(CONCLUSIONS).map(fact -> fact.content()))
                    .containsExactly("It was said: Bob saw a pear");
        }
        ann.assertGone(root);
    }

    @Test
    void conclusions_of_another_owner_on_the_same_day_stay() throws Exception {
        try (MemoryStore memory = MemoryStore.open(root)) {
            Memory bobs = memory.scoped(Owner.user("bob"));
            bobs.reflect(DAY, new Repeating());
            memory.erase(ErasedPerson.ALL_OF_ANN);
            assertThat(bobs.facts(CONCLUSIONS).map(fact -> fact.content()))
                    .containsExactly("It was said: Bob saw a pear");
        }
    }

    @Test
    void erasing_while_a_reflector_works_ends_with_something_pending_and_the_next_opening_ends_it() throws Exception {
        try (MemoryStore memory = MemoryStore.open(root)) {
            memory.retain("Bob saw a fig").happenedAt(ErasedPerson.TIME).save();
            Repeating told = new Repeating();
            List<ErasureReport> reports = new ArrayList<>();
            memory.reflect(DAY, new Reflector() {
                @Override
                public String name() {
                    return told.name();
                }

                @Override
                public Reflection reflect(PeriodFacts facts) {
                    Reflection reflection = told.reflect(facts);
                    reports.add(memory.erase(ErasedPerson.ALL_OF_ANN));
                    return reflection;
                }
            });
            assertThat(reports.get(0).facts()).isEqualTo(1);
            assertThat(reports.get(0).pending()).singleElement().asString().contains("reflects on the memory");
        }
        MemoryStore.open(root).close();
        ann.assertGone(root);
        MemoryOracle.assertSound(root);
    }

    private static void endlessly() {
        throw new StackOverflowError();
    }
}
