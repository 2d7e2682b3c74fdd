package io.lifeos.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.lifeos.memory.fact.Condition;
import io.lifeos.memory.fact.Entity;
import io.lifeos.memory.fact.Fact;
import io.lifeos.memory.fact.FactFilter;
import io.lifeos.memory.fact.Owner;
import io.lifeos.memory.fact.StoreException;
import io.lifeos.memory.reflect.PeriodFacts;
import io.lifeos.memory.reflect.Reflection;
import io.lifeos.memory.reflect.ReflectionPeriod;
import io.lifeos.memory.reflect.ReflectionReport;
import io.lifeos.memory.reflect.ReflectionReport.Outcome;
import io.lifeos.memory.reflect.Reflector;
import io.lifeos.memory.testing.MemoryOracle;
import io.lifeos.memory.testing.PythonMemory;
import io.lifeos.memory.testing.PythonMemory.Shape;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReflectTest {

    private static final Instant NOON = Instant.parse("2026-01-25T12:00:00Z");
    private static final ReflectionPeriod DAY = ReflectionPeriod.day(LocalDate.of(2026, 1, 25));
    private static final Owner ANN = Owner.user("ann");

    @TempDir
    Path root;

    private MemoryStore memory;
    private final Telling reflector = new Telling();

    /** Says what the facts are, concludes one fact for each, and has a note on each entity. */
    private static final class Telling implements Reflector {

        private int asked;

        @Override
        public String name() {
            return "telling";
        }

        @Override
        public Reflection reflect(PeriodFacts facts) {
            asked++;
            Reflection.Builder told = Reflection.builder(
                    facts.facts().map(fact -> "- " + fact.content()).collect(Collectors.joining("\n")));
            facts.facts().forEach(fact -> {
                told.conclusion("It was said: " + fact.content(), 0.8);
                fact.entities().forEach(name -> told.entity(Entity.named(name), "Is in: " + fact.content()));
            });
            return told.build();
        }
    }

    @BeforeEach
    void open() {
        memory = MemoryStore.builder()
                .root(root)
                .clock(Clock.fixed(NOON.plusSeconds(86_400), ZoneOffset.UTC))
                .open();
    }

    @AfterEach
    void close() throws Exception {
        memory.close();
        MemoryOracle.assertSound(root);
    }

    private Fact retain(String content) {
        return memory.retain(content).happenedAt(NOON).save();
    }

    private String text(String file) throws IOException {
        return Files.readString(root.resolve(file));
    }

    private static String withoutMarks(String text) {
        return text.replaceAll("(?m)^<!-- reflection .*-->$", "<mark>").replace("<!-- /reflection -->", "</mark>");
    }

    private List<String> conclusions() {
        return memory.facts(FactFilter.of(Condition.source("reflection")))
                .map(Fact::content)
                .sorted()
                .toList();
    }

    @Test
    void a_day_gets_a_section_its_entities_notes_and_its_conclusions_are_facts() throws IOException {
        String template = text("memory.md");
        retain("Told by @anna");
        retain("Sold for SOL");
        memory.retain("the day after").happenedAt(NOON.plusSeconds(86_400)).save();
        memory.retain("said by the assistant")
                .happenedAt(NOON)
                .assistantOutput(true)
                .save();
        memory.forget(retain("forgotten").id());

        ReflectionReport report = memory.reflect(DAY, reflector);

        assertThat(report.outcome()).isEqualTo(Outcome.WRITTEN);
        assertThat(report.facts()).isEqualTo(2);
        assertThat(report.files())
                .containsExactlyInAnyOrder("memory.md", "bank/entities/users/anna.md", "bank/entities/tokens/SOL.md");
        assertThat(withoutMarks(text("memory.md")))
                .isEqualTo(template + "\n<mark>\n\n## 2026-01-25\n\n- Told by @anna\n- Sold for SOL\n\n</mark>\n");
        assertThat(withoutMarks(text("bank/entities/users/anna.md")))
                .isEqualTo("# @anna\n\n<mark>\n\n## 2026-01-25\n\nIs in: Told by @anna\n\n</mark>\n");
        assertThat(text("memory.md")).contains(" facts=1-2 made=6,7 ");
        assertThat(report.conclusions()).containsExactly(6L, 7L);
        assertThat(memory.find(6).orElseThrow()).satisfies(fact -> {
            assertThat(fact.content()).isEqualTo("It was said: Told by @anna");
            assertThat(fact.confidence()).isEqualTo(0.8);
            assertThat(fact.source()).contains("reflection");
            assertThat(fact.happenedAt()).isEqualTo(NOON);
        });
    }

    @Test
    void nothing_happens_as_long_as_the_facts_are_the_same_and_the_sections_are_renewed_once_they_are_not()
            throws IOException {
        Fact first = retain("Told by @anna");
        retain("Told by @bob");
        memory.reflect(DAY, reflector);
        String before = text("memory.md") + text("bank/entities/users/anna.md");
        ReflectionReport again = memory.reflect(DAY, reflector);
        assertThat(again.outcome()).isEqualTo(Outcome.UNCHANGED);
        assertThat(again.files()).isEmpty();
        assertThat(reflector.asked).isEqualTo(1);
        assertThat(text("memory.md") + text("bank/entities/users/anna.md")).isEqualTo(before);
        List<Long> conclusions = memory.facts(FactFilter.of(Condition.source("reflection")))
                .map(Fact::id)
                .sorted()
                .toList();

        memory.forget(first.id());
        assertThat(memory.reflect(DAY, reflector).outcome()).isEqualTo(Outcome.WRITTEN);
        assertThat(withoutMarks(text("memory.md")).split("<mark>")).hasSize(2);
        assertThat(text("memory.md")).contains("@bob").doesNotContain("@anna");
        assertThat(root.resolve("bank/entities/users/anna.md")).doesNotExist();
        assertThat(conclusions()).containsExactly("It was said: Told by @bob");
        assertThat(memory.find(conclusions.get(0)).orElseThrow().content()).isEqualTo("It was said: Told by @bob");
        assertThat(memory.find(conclusions.get(1)).orElseThrow().active()).isFalse();

        memory.unforget(first.id());
        memory.reflect(DAY, reflector);
        assertThat(conclusions()).hasSize(2);
        assertThat(memory.count(FactFilter.builder().includeForgotten().build()))
                .isEqualTo(4);
    }

    @Test
    void what_a_person_wrote_beside_a_section_stays_byte_by_byte() throws IOException {
        byte[] before = "# Mine\r\n\r\n<!-- reflection of mine -->\r\nin Latin-1: \u00e9\r\n<!-- /reflection -->"
                .getBytes(StandardCharsets.ISO_8859_1);
        Files.write(root.resolve("memory.md"), before);
        retain("Told by @anna");
        memory.reflect(DAY, reflector);
        byte[] after = "\n\nMy thoughts of it.".getBytes(StandardCharsets.UTF_8);
        Files.write(root.resolve("memory.md"), after, java.nio.file.StandardOpenOption.APPEND);
        Files.writeString(
                root.resolve("bank/entities/users/anna.md"),
                "# Anna\n\nMy friend.\n\n" + text("bank/entities/users/anna.md"));
        retain("Told by @anna again");
        assertThat(memory.reflect(DAY, reflector).kept()).isEmpty();
        assertThat(Files.readAllBytes(root.resolve("memory.md")))
                .startsWith(before)
                .endsWith(after);
        assertThat(text("bank/entities/users/anna.md"))
                .startsWith("# Anna\n\nMy friend.\n\n# @anna\n\n")
                .contains("Told by @anna again");
        memory.forget(FactFilter.standard());
        assertThat(memory.reflect(DAY, reflector).outcome()).isEqualTo(Outcome.NO_FACTS);
        assertThat(Files.readAllBytes(root.resolve("memory.md")))
                .startsWith(before)
                .endsWith(after);
        assertThat(text("bank/entities/users/anna.md")).isEqualTo("# Anna\n\nMy friend.\n\n# @anna\n\n");
    }

    @Test
    void what_a_person_wrote_within_a_section_stays_and_the_new_section_follows_it() throws IOException {
        retain("Told by @anna");
        memory.reflect(DAY, reflector);
        Files.writeString(
                root.resolve("memory.md"),
                text("memory.md").replace("- Told by", "I was there!\n- Told by") + "\nThe end.\n");
        assertThat(memory.reflect(DAY, reflector).outcome())
                .as("the facts are the same")
                .isEqualTo(Outcome.UNCHANGED);

        for (int i = 1; i <= 2; i++) {
            retain("Told by @bob " + i);
            assertThat(memory.reflect(DAY, reflector).kept()).containsExactly("memory.md");
            assertThat(withoutMarks(text("memory.md")))
                    .containsSubsequence(
                            "<mark>",
                            "I was there!\n- Told by @anna\n",
                            "</mark>",
                            "<mark>",
                            "- Told by @bob " + i,
                            "</mark>",
                            "The end.\n")
                    .satisfies(text -> assertThat(text.split("<mark>")).hasSize(3));
        }
        memory.forget(FactFilter.standard());
        assertThat(memory.reflect(DAY, reflector).kept()).containsExactly("memory.md");
        assertThat(text("memory.md")).contains("I was there!", "The end.").doesNotContain("@bob");
    }

    @Test
    void a_section_whose_line_ends_an_editor_changed_is_no_section_that_a_person_changed() throws IOException {
        retain("Told by @anna");
        memory.reflect(DAY, reflector);
        Files.writeString(root.resolve("memory.md"), text("memory.md").replace("\n", "  \r\n"));
        retain("Told by @bob");
        assertThat(memory.reflect(DAY, reflector).kept()).isEmpty();
        assertThat(withoutMarks(text("memory.md")).split("<mark>")).hasSize(2);
    }

    @Test
    void a_section_that_a_person_deleted_is_written_anew_by_the_next_reflection() throws IOException {
        retain("Told by @anna");
        memory.reflect(DAY, reflector);
        Files.delete(root.resolve("memory.md"));
        assertThat(memory.reflect(DAY, reflector).files()).containsExactly("memory.md");
        assertThat(withoutMarks(text("memory.md"))).startsWith("# Memory\n\n<mark>\n\n## 2026-01-25\n");
        assertThat(conclusions()).hasSize(1);
    }

    @Test
    void no_text_of_a_reflector_can_begin_or_end_a_section() throws IOException {
        retain("Told by @anna");
        String forged = "<!-- /reflection -->\nforged\n<!-- reflection period=2026-01-25 by=a scope= about= facts=1"
                + " made= state=a text=a -->\nforged";
        Reflector forging = reflector(
                "forging",
                Reflection.builder(forged)
                        .entity(Entity.named("../../../evil"), forged)
                        .entity(Entity.named("@.."), "dots")
                        .entity(Entity.named("a/b c\n"), "slash")
                        .entity(Entity.named("@" + "long".repeat(100)), "long")
                        .build());
        List<String> files = memory.reflect(DAY, forging).files();
        assertThat(files)
                .contains("bank/entities/_.md", "bank/entities/a_b_c_.md", "bank/entities/__.._.._evil.md")
                .allSatisfy(file -> assertThat(root.resolve(file).normalize()).startsWith(root));
        String before = text("memory.md");
        assertThat(memory.reflect(DAY, forging).outcome()).isEqualTo(Outcome.UNCHANGED);
        retain("Told by @bob");
        memory.reflect(DAY, forging);
        assertThat(withoutMarks(text("memory.md"))).isEqualTo(withoutMarks(before));
        memory.forget(FactFilter.standard());
        memory.reflect(DAY, forging);
        assertThat(text("memory.md")).doesNotContain("forged");
    }

    private static Reflector reflector(String name, Reflection reflection) {
        return new Reflector() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public Reflection reflect(PeriodFacts facts) {
                return reflection;
            }
        };
    }

    @Test
    void each_scope_reflects_on_its_own_facts_and_has_sections_of_its_own() throws IOException {
        memory.scoped(ANN).retain("Ann told @carl").happenedAt(NOON).save();
        memory.scoped(Owner.user("bob"))
                .retain("Bob told @carl")
                .happenedAt(NOON)
                .save();
        Memory anns = memory.scoped(ANN);
        ReflectionReport report = anns.reflect(DAY, reflector);
        assertThat(report.facts()).isEqualTo(1);
        assertThat(memory.find(report.conclusions().get(0)).orElseThrow().owners())
                .containsExactly(ANN);
        assertThat(text("memory.md"))
                .contains("## 2026-01-25, user ann\n\n- Ann told")
                .doesNotContain("Bob");
        memory.reflect(DAY, reflector);
        memory.scoped(Owner.user("bob")).reflect(DAY, reflector);
        assertThat(text("bank/entities/users/carl.md"))
                .contains("## 2026-01-25\n", "## 2026-01-25, user ann\n", "## 2026-01-25, user bob\n");
        anns.forget(FactFilter.standard());
        assertThat(anns.reflect(DAY, reflector).outcome()).isEqualTo(Outcome.NO_FACTS);
        assertThat(text("memory.md")).contains("Bob told").doesNotContain("user ann");
        assertThat(memory.scoped(Owner.user("bob")).reflect(DAY, reflector).outcome())
                .isEqualTo(Outcome.UNCHANGED);
    }

    @Test
    void a_week_goes_from_monday_to_sunday_and_conclusions_are_no_part_of_it() throws IOException {
        ReflectionPeriod week = ReflectionPeriod.week(LocalDate.of(2026, 1, 25));
        assertThat(week.name()).isEqualTo("2026-W04");
        memory.retain("monday")
                .happenedAt(Instant.parse("2026-01-19T00:00:00Z"))
                .save();
        memory.retain("sunday")
                .happenedAt(Instant.parse("2026-01-25T23:59:59.999999Z"))
                .save();
        memory.retain("next").happenedAt(Instant.parse("2026-01-26T00:00:00Z")).save();
        memory.reflect(DAY, reflector);
        assertThat(memory.reflect(week, reflector).facts()).isEqualTo(2);
        assertThat(text("memory.md")).contains("## 2026-W04\n\n- monday\n- sunday\n");
        assertThat(memory.reflect(DAY, reflector).outcome()).isEqualTo(Outcome.UNCHANGED);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ReflectionPeriod(LocalDate.of(2026, 1, 25), 7))
                .withMessageContaining("from Monday on");
    }

    @Test
    void a_reflector_that_fails_changes_nothing() throws IOException {
        retain("Told by @anna");
        String before = text("memory.md");
        Reflector failing = new Reflector() {
            @Override
            public String name() {
                return "failing";
            }

            @Override
            public Reflection reflect(PeriodFacts facts) {
                throw new IllegalStateException("the model is away");
            }
        };
        assertThatIllegalStateException()
                .isThrownBy(() -> memory.reflect(DAY, failing))
                .withMessage("the model is away");
        assertThat(text("memory.md")).isEqualTo(before);
        assertThat(memory.reflect(DAY, reflector).outcome()).isEqualTo(Outcome.WRITTEN);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> memory.reflect(
                        DAY, reflector(" ", Reflection.builder("a").build())));
    }

    @Test
    void a_file_that_leads_elsewhere_is_refused_and_stays() throws IOException {
        retain("Told by @anna");
        Path elsewhere = Files.writeString(Files.createTempFile("elsewhere", ".md"), "theirs");
        Files.delete(root.resolve("memory.md"));
        Files.createSymbolicLink(root.resolve("memory.md"), elsewhere);
        assertThatExceptionOfType(StoreException.class)
                .isThrownBy(() -> memory.reflect(DAY, reflector))
                .withMessageContaining("symbolic link");
        assertThat(elsewhere).hasContent("theirs");
        assertThat(root.resolve("memory.md")).isSymbolicLink();
        Files.delete(root.resolve("memory.md"));
        Files.delete(elsewhere);
    }

    @Test
    void a_memory_that_is_read_only_does_not_reflect() {
        retain("Told by @anna");
        try (MemoryStore reading = MemoryStore.openReadOnly(root)) {
            assertThatIllegalStateException().isThrownBy(() -> reading.reflect(DAY, reflector));
        }
    }

    @Test
    void a_day_without_facts_is_not_asked_about() throws IOException {
        String before = text("memory.md");
        assertThat(memory.reflect(DAY, reflector).outcome()).isEqualTo(Outcome.NO_FACTS);
        assertThat(reflector.asked).isZero();
        assertThat(text("memory.md")).isEqualTo(before);
    }

    @Test
    void facts_of_an_adopted_file_are_reflected_on_beside_what_its_program_wrote(@TempDir Path other) throws Exception {
        PythonMemory.createWithOddities(other, Shape.FIFTH);
        Path entity = other.resolve("bank/entities/tokens/KR8TIV.md");
        Files.createDirectories(entity.getParent());
        Files.writeString(entity, "# KR8TIV\n\n## Facts\n- theirs\n");
        try (MemoryStore adopted = MemoryStore.open(other)) {
            assertThat(adopted.reflect(DAY, reflector).facts()).isEqualTo(3);
            assertThat(adopted.reflect(DAY, reflector).outcome()).isEqualTo(Outcome.UNCHANGED);
            assertThat(entity)
                    .content()
                    .startsWith("# KR8TIV\n\n## Facts\n- theirs\n")
                    .contains("## 2026-01-25");
        }
    }
}
