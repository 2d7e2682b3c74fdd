package io.lifeos.memory.erase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.lifeos.memory.MemoryStore;
import io.lifeos.memory.fact.FactFilter;
import io.lifeos.memory.fact.Owner;
import io.lifeos.memory.report.ErasureReport;
import io.lifeos.memory.sqlite.SqliteDatabase;
import io.lifeos.memory.testing.MemoryOracle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What goes wrong with one part of erasing keeps nothing else from being erased. */
class EraseFaultTest {

    @TempDir
    Path root;

    private final ErasedPerson ann = new ErasedPerson(6);

    private static Erasure erasure(MemoryStore memory, Consumer<String> before) {
        return new Erasure(memory.workspace(), (SqliteDatabase) memory.database(), memory.clock(), before);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void a_step_that_fails_in_an_unexpected_way_is_named_and_keeps_no_other_step_from_running(boolean overflow)
            throws Exception {
        try (MemoryStore memory = MemoryStore.open(root)) {
            ann.retain(memory, 30);
            ErasureReport report = erasure(memory, step -> {
                        if (step.equals("bank") && overflow) {
                            throw new StackOverflowError();
                        } else if (step.equals("bank")) {
                            throw new IllegalStateException("why");
                        }
                    })
                    .erase(ErasedPerson.ALL_OF_ANN, ids -> {});
            assertThat(report.pending())
                    .singleElement()
                    .asString()
                    .contains("bank", overflow ? "StackOverflow" : "why");
            assertThat(report.logEntries()).isEqualTo(10);
            ErasureReport repeated = memory.erase(ErasedPerson.ALL_OF_ANN);
            assertThat(repeated.complete()).isTrue();
            assertThat(MemoryOracle.rows(memory.database(), "SELECT fact_id FROM erased_facts"))
                    .isEmpty();
        }
        ann.assertGone(root);
    }

    @Test
    void facts_that_were_erased_before_others_failed_are_told_of() {
        List<Long> told = new ArrayList<>();
        List<String> steps = new ArrayList<>();
        try (MemoryStore memory = MemoryStore.open(root)) {
            ann.retain(memory, 90);
            Erasure failing = erasure(memory, step -> {
                steps.add(step);
                if (steps.size() == 2) {
                    throw new IllegalStateException("why");
                }
            });
            assertThatThrownBy(() -> failing.erase(ErasedPerson.ALL_OF_ANN, told::addAll))
                    .hasMessage("why");
            assertThat(told).hasSize(10);
            assertThat(memory.count(ErasedPerson.ALL_OF_ANN)).isEqualTo(20);
        }
    }

    @Test
    void a_log_that_cannot_be_read_is_named_and_the_others_are_rewritten() throws Exception {
        Path log = root.resolve("memory/2026-01-25.md");
        try (MemoryStore memory = MemoryStore.open(root)) {
            ann.retain(memory, 30);
            Files.setPosixFilePermissions(log, PosixFilePermissions.fromString("---------"));
            assumeThat(Files.isReadable(log))
                    .as("permissions hold for everybody")
                    .isFalse();
            ErasureReport report = memory.erase(ErasedPerson.ALL_OF_ANN);
            assertThat(report.pending()).singleElement().asString().contains(log.toString());
            assertThat(report.unreached())
                    .anySatisfy(what -> assertThat(what).contains(log + " could not be looked through"));
            assertThat(report.rewritten()).hasSize(3);
            Files.setPosixFilePermissions(log, PosixFilePermissions.fromString("rw-------"));
        }
        MemoryStore.open(root).close();
        ann.assertGone(root);
    }

    @Test
    void a_note_that_cannot_be_read_to_its_end_is_named_and_the_report_is_not_lost() throws Exception {
        Path note = root.resolve("note.md.gz");
        try (MemoryStore memory = MemoryStore.open(root)) {
            ann.retain(memory, 3);
            Files.write(note, new byte[] {31, 1, 2});
            ErasureReport report = memory.erase(ErasedPerson.ALL_OF_ANN);
            assertThat(report.facts()).isEqualTo(1);
            assertThat(report.unreached())
                    .anySatisfy(what -> assertThat(what).contains(note + " could not be looked through"));
        }
    }

    @Test
    void names_of_an_earlier_wording_go_with_the_mention() throws Exception {
        ann.add("Qearlier");
        try (MemoryStore memory = MemoryStore.open(root)) {
            memory.retain("Bob knows @KNOWN").save();
            long id = memory.retain("about @Qearlier and @KNOWN")
                    .owner(ErasedPerson.ANN)
                    .save()
                    .id();
            memory.revise(id).content("about her").save();
            assertThat(memory.findEntity("Qearlier")).isEmpty();
            assertThat(memory.findEntity("KNOWN")).isPresent();
            memory.erase(ErasedPerson.ALL_OF_ANN);
            assertThat(memory.count(FactFilter.standard())).isEqualTo(1);
        }
        ann.assertGone(root);
        MemoryOracle.assertSound(root);
    }

    @Test
    void a_user_who_has_preferences_and_no_facts_is_erased_too() throws Exception {
        ann.add("Qstyle");
        ann.add("Qdry");
        try (MemoryStore memory = MemoryStore.open(root)) {
            memory.retain("Bob stays").owner(Owner.user("bob")).save();
            memory.preferences(Owner.user("bob")).prefer("style", "tone", "warm");
            memory.preferences(ErasedPerson.ANN).prefer("Qstyle", "tone", "Qdry");
            FactFilter otherwise =
                    ErasedPerson.ALL_OF_ANN.toBuilder().source("chat").build();
            assertThat(memory.erase(otherwise))
                    .isEqualTo(ErasureReport.builder().build());
            assertThat(MemoryOracle.rows(memory.database(), "SELECT count(*) FROM preferences"))
                    .containsExactly("2");
            ErasureReport report = memory.erase(ErasedPerson.ALL_OF_ANN);
            assertThat(report.complete()).isTrue();
            assertThat(report.unreached()).isNotEmpty();
            assertThat(MemoryOracle.rows(memory.database(), "SELECT preference_value FROM preferences"))
                    .containsExactly("warm");
        }
        ann.assertGone(root);
        MemoryOracle.assertSound(root);
    }

    @Test
    void facts_that_have_expired_are_erased_too() throws Exception {
        ann.add("Qexpired");
        try (MemoryStore memory = MemoryStore.open(root)) {
            memory.retain("Qexpired")
                    .owner(ErasedPerson.ANN)
                    .expiresAt(ErasedPerson.TIME)
                    .save();
            assertThat(memory.erase(ErasedPerson.ALL_OF_ANN).facts()).isEqualTo(1);
        }
        ann.assertGone(root);
    }

    @Test
    void a_file_that_takes_long_to_write_anew_is_left_as_it_is_and_named() {
        try (MemoryStore memory = MemoryStore.open(root)) {
            ann.retain(memory, 3);
            memory.database().write(connection -> {
                try (var statement = connection.createStatement()) {
                    statement.executeUpdate("INSERT INTO subagents (id, prompt) VALUES ('large', zeroblob(70000000))");
                }
            });
            ErasureReport report = memory.erase(ErasedPerson.ALL_OF_ANN);
            assertThat(report.pending()).isEmpty();
            assertThat(report.unreached()).anySatisfy(what -> assertThat(what).contains("too large", "VACUUM"));
        }
    }
}
