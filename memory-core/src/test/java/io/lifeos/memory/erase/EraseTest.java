package io.lifeos.memory.erase;

import static org.assertj.core.api.Assertions.assertThat;

import io.lifeos.memory.MemoryStore;
import io.lifeos.memory.fact.Condition;
import io.lifeos.memory.fact.EntityType;
import io.lifeos.memory.fact.FactFilter;
import io.lifeos.memory.fact.Owner;
import io.lifeos.memory.report.ErasureReport;
import io.lifeos.memory.testing.MemoryOracle;
import io.lifeos.memory.testing.PythonMemory;
import io.lifeos.memory.testing.PythonMemory.Shape;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Erasing the facts of a person, in a memory that we created and in adopted ones. */
@ParameterizedClass
@MethodSource("origins")
class EraseTest {

    private static final int FACTS = 240;

    @TempDir
    Path folder;

    private final Optional<Shape> origin;
    private final ErasedPerson ann = new ErasedPerson(16);
    private Path root;

    /** With the shape of an adopted file, or none if we created it. */
    EraseTest(Optional<Shape> origin) {
        this.origin = origin;
    }

    static Stream<Optional<Shape>> origins() {
        return Stream.of(Optional.empty(), Optional.of(Shape.FIRST), Optional.of(Shape.FIFTH));
    }

    @BeforeEach
    void create() throws Exception {
        root = folder.resolve("root");
        if (origin.isPresent()) {
            PythonMemory.createWithOddities(root, origin.get());
        }
    }

    private long others() throws Exception {
        try (MemoryStore memory = MemoryStore.openReadOnly(root)) {
            return Long.parseLong(MemoryOracle.rows(
                            memory.database(),
                            "SELECT count(*) FROM facts WHERE id NOT IN"
                                    + " (SELECT fact_id FROM fact_owners WHERE id = 'annabelle.zwo')")
                    .get(0));
        }
    }

    @Test
    void no_byte_of_the_folder_holds_a_word_a_stem_or_a_vector_of_what_was_erased() throws Exception {
        try (MemoryStore memory = MemoryStore.open(root)) {
            ann.retain(memory, FACTS);
        }
        ann.assertThere(root);
        long others = others();
        ErasureReport report;
        try (MemoryStore memory = MemoryStore.open(root)) {
            memory.facts(FactFilter.of(Condition.owner(ErasedPerson.ANN)))
                    .limit(2)
                    .forEach(fact -> memory.forget(fact.id()));
            report = memory.erase(ErasedPerson.ALL_OF_ANN);
            assertThat(report.pending()).isEmpty();
            assertThat(report.facts()).isEqualTo(FACTS / 3);
            assertThat(report.logEntries()).isEqualTo(FACTS / 3);
            assertThat(memory.recall("annabelle").fetch().isEmpty()).isTrue();
            ErasedPerson.assertOthersWhole(memory, others);
        }
        ann.assertGone(root);
        MemoryOracle.assertSound(root);
    }

    @Test
    void archived_and_late_logs_lose_the_entries_and_keep_every_other_byte() throws Exception {
        ann.add("Qalone");
        Path log = root.resolve("memory/2026-01-25.md");
        Path archives = root.resolve("memory/archives");
        try (MemoryStore memory = MemoryStore.open(root)) {
            memory.retain("Bob says so")
                    .owner(Owner.user("bob"))
                    .happenedAt(ErasedPerson.TIME)
                    .save();
            memory.retain("Qalone says so\n---\nand more")
                    .owner(ErasedPerson.ANN)
                    .happenedAt(ErasedPerson.TIME)
                    .save();
            Files.writeString(log, Files.readString(log) + "a person wrote \u00e4\r\n\r\nand no line feed at the end");
            Files.createDirectories(archives.resolve("old"));
            Files.write(archives.resolve("2026-01-25.md"), Files.readAllBytes(log));
            try (OutputStream packed =
                    new GZIPOutputStream(Files.newOutputStream(archives.resolve("old/2026-01-25.md.gz")))) {
                Files.copy(log, packed);
            }
            Files.setLastModifiedTime(archives.resolve("2026-01-25.md"), FileTime.from(ErasedPerson.TIME));
            String before = Files.readString(log);
            String expected =
                    before.replaceAll("(?s)## 15:07:40 UTC\n<!-- fact:\\d+ -->\n\nQalone.*?\n\\\\---.*?\n---\n\n", "");
            assertThat(expected).doesNotContain("Qalone").contains("Bob", "a person wrote");

            ErasureReport report = memory.erase(ErasedPerson.ALL_OF_ANN);

            assertThat(report.logEntries()).isEqualTo(3);
            assertThat(report.rewritten())
                    .containsExactlyInAnyOrder(
                            log, archives.resolve("2026-01-25.md"), archives.resolve("old/2026-01-25.md.gz"));
            assertThat(Files.readString(log)).isEqualTo(expected);
            assertThat(Files.readString(archives.resolve("2026-01-25.md"))).isEqualTo(expected);
            assertThat(Files.getLastModifiedTime(archives.resolve("2026-01-25.md"))
                            .toInstant())
                    .isEqualTo(ErasedPerson.TIME);
        }
        ann.assertGone(root);
    }

    @Test
    void what_a_person_wrote_down_of_it_stays_and_is_named() throws Exception {
        try (MemoryStore memory = MemoryStore.open(root)) {
            memory.retain("Annabelle likes plums").owner(ErasedPerson.ANN).save();
            Path note = root.resolve("USER.md");
            Files.writeString(note, Files.readString(note) + "\n- Annabelle likes plums\n");
            assertThat(memory.erase(ErasedPerson.ALL_OF_ANN).unreached())
                    .anySatisfy(what -> assertThat(what).contains(note.toString()));
            assertThat(note).content().contains("Annabelle likes plums");
        }
    }

    @Test
    void what_the_file_knows_of_a_user_goes_with_their_last_fact_and_not_before() throws Exception {
        try (MemoryStore memory = MemoryStore.open(root);
                PythonMemory python = PythonMemory.open(root)) {
            memory.retain("one").owner(ErasedPerson.ANN).session("s9").save();
            long second = memory.retain("two").owner(ErasedPerson.ANN).save().id();
            python.execute("INSERT OR IGNORE INTO user_identities (canonical_name) VALUES ('annabelle.zwo'), ('bob')");
            for (String user : List.of("annabelle.zwo", "bob")) {
                python.execute(
                        "INSERT INTO preferences (user_id, category, preference_key, preference_value)"
                                + " SELECT id, 'style', 'tone', 'dry' FROM user_identities WHERE canonical_name = ?",
                        user);
                python.execute(
                        "INSERT INTO sessions (id, user_id, platform, context) SELECT 'of ' || canonical_name, id, 'x', 'c'"
                                + " FROM user_identities WHERE canonical_name = ?",
                        user);
                python.execute("INSERT INTO subagents (id, session_id, prompt) VALUES (?1, 'of ' || ?1, 'p')", user);
            }
            String users = "SELECT canonical_name FROM user_identities WHERE canonical_name <> 'alice' ORDER BY 1";
            memory.erase(FactFilter.of(Condition.ids(List.of(second))));
            assertThat(python.query(users)).containsExactly("annabelle.zwo", "bob");
            memory.erase(ErasedPerson.ALL_OF_ANN);
            assertThat(python.query(users)).containsExactly("bob");
            assertThat(python.query("SELECT id FROM sessions WHERE id LIKE 'of %'"))
                    .containsExactly("of bob");
            assertThat(python.query("SELECT id FROM subagents")).containsExactly("bob");
            assertThat(python.query(
                            "SELECT u.canonical_name FROM preferences p JOIN user_identities u ON u.id = p.user_id"
                                    + " WHERE u.canonical_name <> 'alice'"))
                    .containsExactly("bob");
        }
    }

    @Test
    void an_entity_that_others_mention_stays_without_its_summary_and_without_the_type_of_the_erased_mention()
            throws Exception {
        try (MemoryStore memory = MemoryStore.open(root);
                PythonMemory python = PythonMemory.open(root)) {
            memory.retain("about Lisbon")
                    .entity("Lisbon", EntityType.of("city"))
                    .save();
            memory.retain("of hers")
                    .entity("Lisbon", EntityType.of("refuge"))
                    .owner(ErasedPerson.ANN)
                    .save();
            python.execute("UPDATE entities SET summary = 'where Annabelle hides' WHERE name = 'Lisbon'");
            memory.erase(ErasedPerson.ALL_OF_ANN);
            assertThat(python.query("SELECT summary FROM entities WHERE name = 'Lisbon'"))
                    .containsOnlyNulls();
            assertThat(python.query("SELECT metadata FROM entities WHERE name = 'Lisbon'"))
                    .containsExactly("{\"types\":[\"city\"]}");
            assertThat(memory.findEntity("Lisbon")).isPresent();
        }
        MemoryOracle.assertSound(root);
    }

    @Test
    void a_scope_erases_only_what_is_its_own() throws Exception {
        try (MemoryStore memory = MemoryStore.open(root)) {
            memory.retain("one").owner(ErasedPerson.ANN).save();
            memory.retain("two").owner(Owner.user("bob")).save();
            long before = memory.count();
            assertThat(memory.scoped(Owner.user("bob"))
                            .erase(FactFilter.standard())
                            .facts())
                    .isEqualTo(1);
            assertThat(memory.count()).isEqualTo(before - 1);
            assertThat(memory.scoped(Owner.user("bob")).erase(FactFilter.standard()))
                    .isEqualTo(ErasureReport.builder().build());
        }
    }

    @Test
    void the_other_program_goes_on_with_the_file_afterwards() throws Exception {
        try (MemoryStore memory = MemoryStore.open(root)) {
            ann.retain(memory, FACTS);
            try (PythonMemory python = PythonMemory.open(root)) {
                python.query("SELECT count(*) FROM facts");
                memory.erase(ErasedPerson.ALL_OF_ANN);
                long id = python.retain("KR8TIV afterwards", "2026-01-26 15:07:40.123456");
                python.mention(id, "KR8TIV", "token");
                assertThat(python.search("afterwards")).containsExactly(String.valueOf(id));
                assertThat(python.search("annabelle")).isEmpty();
            }
        }
        MemoryOracle.assertSound(root);
    }
}
