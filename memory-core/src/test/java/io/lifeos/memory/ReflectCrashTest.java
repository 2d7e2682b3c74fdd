package io.lifeos.memory;

import static org.assertj.core.api.Assertions.assertThat;

import io.lifeos.memory.bank.Bank;
import io.lifeos.memory.database.Durability;
import io.lifeos.memory.fact.Condition;
import io.lifeos.memory.fact.Entity;
import io.lifeos.memory.fact.FactFilter;
import io.lifeos.memory.reflect.PeriodFacts;
import io.lifeos.memory.reflect.Reflection;
import io.lifeos.memory.reflect.ReflectionPeriod;
import io.lifeos.memory.reflect.ReflectionReport.Outcome;
import io.lifeos.memory.reflect.Reflector;
import io.lifeos.memory.sqlite.SqliteDatabase;
import io.lifeos.memory.testing.ChildJvm;
import io.lifeos.memory.testing.MemoryOracle;
import io.lifeos.memory.workspace.Workspace;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Reflecting beside others, and with an end at each step. */
class ReflectCrashTest {

    private static final ReflectionPeriod DAY = ReflectionPeriod.day(LocalDate.of(2026, 1, 25));
    private static final int HALTED = 42;

    @TempDir
    Path root;

    @BeforeEach
    void retain() {
        try (MemoryStore memory = MemoryStore.open(root)) {
            for (String content : List.of("Told by @anna", "Told by @bob")) {
                memory.retain(content)
                        .happenedAt(Instant.parse("2026-01-25T12:00:00Z"))
                        .save();
            }
        }
    }

    /** Concludes a fact of each, and has a note on each entity. */
    static final class Telling implements Reflector {

        @Override
        public String name() {
            return "telling";
        }

        @Override
        public Reflection reflect(PeriodFacts facts) {
            Reflection.Builder told = Reflection.builder(facts.count() + " facts");
            facts.facts().forEach(fact -> {
                told.conclusion("Known: " + fact.content(), 1);
                fact.entities().forEach(name -> told.entity(Entity.named(name), fact.content()));
            });
            return told.build();
        }
    }

    /** Reflects, and halts where it is told to. */
    static final class Halting {

        public static void main(String[] args) {
            Workspace workspace = new Workspace(Path.of(args[0]));
            MemoryParts parts = new MemoryParts(
                    workspace,
                    SqliteDatabase.open(workspace.database(), Durability.FULL, false),
                    MemoryStore.builder());
            MemoryStore memory = new MemoryStore(parts);
            Reflector reflector = new Reflector() {
                private final Reflector told = new Telling();

                @Override
                public String name() {
                    return told.name();
                }

                @Override
                public Reflection reflect(PeriodFacts facts) {
                    haltAt("reflector", args[1]);
                    return told.reflect(facts);
                }
            };
            new Reflecting(parts, new Scope(List.of(), Clock.systemUTC()), memory, new Bank(workspace, file -> {
                        haltAt(String.valueOf(file.getFileName()), args[1]);
                    }))
                    .run(DAY, reflector);
            haltAt("end", args[1]);
        }

        private static void haltAt(String step, String wanted) {
            if (step.equals(wanted)) {
                Runtime.getRuntime().halt(HALTED);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"reflector", "anna.md", "bob.md", "memory.md", "end"})
    void a_reflection_that_ends_at_any_step_is_completed_by_the_next_and_doubles_nothing(String step) throws Exception {
        try (ChildJvm child = ChildJvm.of(Halting.class, root.toString(), step).start()) {
            assertThat(child.waitFor()).as(child.output()).isEqualTo(HALTED);
        }
        try (MemoryStore memory = MemoryStore.open(root)) {
            assertThat(memory.reflect(DAY, new Telling()).outcome())
                    .isEqualTo(step.equals("end") ? Outcome.UNCHANGED : Outcome.WRITTEN);
            assertWhole(memory);
        }
        MemoryOracle.assertSound(root);
    }

    private void assertWhole(MemoryStore memory) throws IOException {
        assertThat(memory.count(FactFilter.of(Condition.source("reflection")))).isEqualTo(2);
        assertThat(memory.count()).isEqualTo(4);
        Map<String, Long> sections;
        try (Stream<Path> files = Files.walk(root)) {
            sections = files.filter(file -> String.valueOf(file.getFileName()).contains(".md"))
                    .filter(file -> text(file).contains("<!-- reflection "))
                    .collect(Collectors.toMap(
                            file -> root.relativize(file).toString(),
                            file -> text(file)
                                    .lines()
                                    .filter("<!-- /reflection -->"::equals)
                                    .count()));
        }
        assertThat(sections)
                .containsOnly(
                        Map.entry("memory.md", 1L),
                        Map.entry("bank/entities/users/anna.md", 1L),
                        Map.entry("bank/entities/users/bob.md", 1L));
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void two_processes_that_reflect_at_once_write_one_section_and_conclude_each_fact_once() throws Exception {
        try (ChildJvm one = ChildJvm.of(Halting.class, root.toString(), "none").start();
                ChildJvm other =
                        ChildJvm.of(Halting.class, root.toString(), "none").start()) {
            assertThat(one.waitFor()).as(one.output()).isZero();
            assertThat(other.waitFor()).as(other.output()).isZero();
        }
        try (MemoryStore memory = MemoryStore.open(root)) {
            assertWhole(memory);
        }
        MemoryOracle.assertSound(root);
    }

    @Test
    void what_a_person_writes_while_a_file_is_drafted_is_there_afterwards() throws Exception {
        Workspace workspace = new Workspace(root);
        try (MemoryParts parts = new MemoryParts(
                workspace, SqliteDatabase.open(workspace.database(), Durability.FULL, false), MemoryStore.builder())) {
            int[] left = {3};
            Bank bank = new Bank(workspace, file -> {
                if (file.endsWith("memory.md") && left[0]-- > 0) {
                    append(file, "a person's line\n");
                }
            });
            new Reflecting(parts, new Scope(List.of(), Clock.systemUTC()), new MemoryStore(parts), bank)
                    .run(DAY, new Telling());
        }
        assertThat(text(root.resolve("memory.md")).split("a person's line\n", -1))
                .hasSize(4);
        try (MemoryStore memory = MemoryStore.open(root)) {
            assertWhole(memory);
        }
    }

    private static void append(Path file, String text) {
        try {
            Files.writeString(file, text, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
