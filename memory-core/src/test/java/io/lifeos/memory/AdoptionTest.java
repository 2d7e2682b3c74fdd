package io.lifeos.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lifeos.memory.fact.Fact;
import io.lifeos.memory.fact.StoreException;
import io.lifeos.memory.recall.RecallHit;
import io.lifeos.memory.recall.RecallResult;
import io.lifeos.memory.sqlite.SqliteDatabase;
import io.lifeos.memory.testing.MemoryOracle;
import io.lifeos.memory.testing.PythonMemory;
import io.lifeos.memory.testing.PythonMemory.Shape;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Opens files that the Python program left. */
class AdoptionTest {

    private static final String QUERY_SCHEMA =
            "SELECT type || name || coalesce(sql, '') FROM sqlite_schema ORDER BY type, name";

    @TempDir
    Path folder;

    private Path root() {
        return folder.resolve("memory-of-python");
    }

    @ParameterizedTest
    @EnumSource(Shape.class)
    void a_file_of_any_shape_is_adopted_and_nothing_in_it_is_changed(Shape shape) throws Exception {
        Path root = PythonMemory.createWithOddities(root(), shape);
        List<String> queries = PythonMemory.queriesForEverything(root);
        List<String> before = PythonMemory.everything(root.resolve("jarvis.db"), queries);
        assertThat(before).hasSizeGreaterThan(30);
        String log = Files.readString(root.resolve("memory/2026-01-25.md"));
        Path copy;
        try (MemoryStore memory = MemoryStore.open(root)) {
            copy = memory.database().copyBeforeAdoption().orElseThrow();
            assertThat(copy.getFileName().toString()).matches("jarvis\\.db\\.before-adoption-\\d{8}T\\d{6}\\.\\d{6}Z");
            assertThat(PythonMemory.everything(root.resolve("jarvis.db"), queries))
                    .isEqualTo(before);
            assertThat(memory.database().checkIntegrity().problems()).isEmpty();
            assertThat(MemoryOracle.rows(memory.database(), "PRAGMA user_version"))
                    .containsExactly("7");
            assertThat(MemoryOracle.rows(memory.database(), "PRAGMA application_id"))
                    .containsExactly("1281969509");
        }
        assertThat(root.resolve("memory/2026-01-25.md")).hasContent(log);
        assertThat(PythonMemory.everything(copy, queries)).isEqualTo(before);
        MemoryOracle.assertSound(root);
        assertSameColumnsAsOurs(root);
    }

    /** But for those that only one of the programs knows. */
    private void assertSameColumnsAsOurs(Path adopted) throws Exception {
        String columns = "SELECT t.name || '.' || c.name FROM sqlite_schema t JOIN pragma_table_info(t.name) c"
                + " WHERE t.type = 'table' ORDER BY 1";
        String indexes =
                "SELECT type || name FROM sqlite_schema WHERE type IN ('index', 'trigger') AND sql IS NOT NULL";
        MemoryStore.open(folder.resolve("ours")).close();
        try (PythonMemory ours = PythonMemory.open(folder.resolve("ours"));
                PythonMemory theirs = PythonMemory.open(adopted)) {
            assertThat(theirs.query(columns)).containsAll(ours.query(columns));
            assertThat(theirs.query(indexes)).containsAll(ours.query(indexes));
        }
    }

    @ParameterizedTest
    @EnumSource(Shape.class)
    void an_adopted_file_opens_again_without_a_change(Shape shape) throws Exception {
        Path root = PythonMemory.createWithOddities(root(), shape);
        MemoryStore.open(root).close();
        byte[] before = Files.readAllBytes(root.resolve("jarvis.db"));
        try (MemoryStore memory = MemoryStore.open(root)) {
            assertThat(memory.database().copyBeforeAdoption()).isEmpty();
        }
        assertThat(root.resolve("jarvis.db")).hasBinaryContent(before);
        assertThat(copies(root)).hasSize(1);
    }

    private static List<Path> copies(Path root) throws Exception {
        try (Stream<Path> files = Files.list(root)) {
            return files.filter(file -> file.getFileName().toString().contains("adoption"))
                    .toList();
        }
    }

    @ParameterizedTest
    @EnumSource(Shape.class)
    void times_in_all_spellings_sort_and_filter_right(Shape shape) throws Exception {
        Path root = PythonMemory.createWithOddities(root(), shape);
        try (MemoryStore memory = MemoryStore.open(root)) {
            memory.retain("KR8TIV by us")
                    .happenedAt(Instant.parse("2026-01-25T15:07:40Z"))
                    .save();
            assertThat(memory.recent(10).stream().map(Fact::content))
                    .containsExactly(
                            "KR8TIV just now",
                            "KR8TIV seen without confidence",
                            "KR8TIV bought, in whole seconds",
                            "KR8TIV sold, with microseconds",
                            "KR8TIV by us",
                            "KR8TIV held, with a T");
            assertThat(between(memory, "2026-01-25T15:07:39.500Z", "2026-01-25T15:07:40.123456Z"))
                    .containsExactlyInAnyOrder("KR8TIV held, with a T", "KR8TIV by us");
            assertThat(between(memory, "2026-01-25T15:07:39.500001Z", "2026-01-25T15:07:41.000001Z"))
                    .containsExactlyInAnyOrder(
                            "KR8TIV by us", "KR8TIV sold, with microseconds", "KR8TIV bought, in whole seconds");
            assertThat(memory.find(3).orElseThrow().happenedAt()).isEqualTo(Instant.parse("2026-01-25T15:07:39.5Z"));
        }
    }

    private static List<String> between(MemoryStore memory, String from, String to) {
        return memory.recall("KR8TIV").between(Instant.parse(from), Instant.parse(to)).fetch().hits().stream()
                .map(hit -> hit.fact().content())
                .toList();
    }

    @ParameterizedTest
    @EnumSource(Shape.class)
    void what_is_unset_or_spoilt_breaks_no_recall(Shape shape) throws Exception {
        Path root = PythonMemory.createWithOddities(root(), shape);
        try (MemoryStore memory = MemoryStore.open(root)) {
            RecallResult result = memory.recall("KR8TIV").limit(50).fetch();
            assertThat(result.hits().stream().map(RecallHit::fact).map(Fact::content))
                    .containsExactlyInAnyOrder(
                            "KR8TIV just now",
                            "KR8TIV seen without confidence",
                            "KR8TIV bought, in whole seconds",
                            "KR8TIV sold, with microseconds",
                            "KR8TIV held, with a T");
            assertThat(result.notes())
                    .anyMatch(note -> note.contains("their times cannot be read: facts [")
                            && note.contains("5")
                            && note.contains("6"));
            assertThat(memory.find(4).orElseThrow().confidence()).isZero();
            assertThatThrownBy(() -> memory.find(5))
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining("Fact 5");
            if (shape.isFrom(Shape.SECOND)) {
                assertThat(memory.find(8).orElseThrow().active()).isFalse();
                assertThat(memory.forget(8)).isFalse();
            }
            assertThat(memory.find(1).orElseThrow().entities()).containsExactly("KR8TIV");
            assertThat(memory.factsAbout("KR8TIV")).hasSize(1);
            assertThat(memory.findEntity("KR8TIV").orElseThrow().facts()).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @EnumSource(Shape.class)
    void a_fact_of_ours_names_each_entity_once_and_goes_into_its_log(Shape shape) throws Exception {
        Path root = PythonMemory.createWithOddities(root(), shape);
        String log = Files.readString(root.resolve("memory/2026-01-25.md"));
        try (MemoryStore memory = MemoryStore.open(root)) {
            Fact fact = memory.retain("SOL and KR8TIV, and @alice")
                    .entity("@alice")
                    .entity("@alice")
                    .happenedAt(Instant.parse("2026-01-25T16:00:00Z"))
                    .save();
            assertThat(fact.entities()).containsExactly("@alice", "SOL", "KR8TIV");
            assertThat(MemoryOracle.rows(
                            memory.database(), "SELECT entity_id FROM entity_mentions WHERE fact_id = " + fact.id()))
                    .hasSize(3)
                    .doesNotHaveDuplicates();
            assertThat(memory.recall("alice").fetch().hits()).hasSize(1);
            assertThat(memory.forget(fact.id())).isTrue();
        }
        assertThat(Files.readString(root.resolve("memory/2026-01-25.md")))
                .startsWith(log)
                .contains("@alice");
        MemoryOracle.assertSound(root);
    }

    @Test
    void a_full_text_index_that_is_missing_or_does_not_follow_is_made_anew() throws Exception {
        for (String damage : List.of("DROP TABLE facts_fts", "DROP TRIGGER facts_ai")) {
            Path root = PythonMemory.createWithOddities(folder.resolve(damage), Shape.FIFTH);
            try (PythonMemory python = PythonMemory.open(root)) {
                if (damage.contains("TABLE")) {
                    for (String trigger : List.of("facts_ai", "facts_ad", "facts_au")) {
                        python.execute("DROP TRIGGER " + trigger);
                    }
                }
                python.execute(damage);
                python.execute("INSERT INTO facts (content) VALUES ('a zebra that no index saw')");
            }
            try (MemoryStore memory = MemoryStore.open(root)) {
                assertThat(memory.recall("zebra").fetch().hits()).hasSize(1);
                assertThat(memory.recall("KR8TIV").fetch().hits()).isNotEmpty();
            }
            MemoryOracle.assertSound(root);
        }
    }

    @ParameterizedTest
    @EnumSource(Shape.class)
    void reading_only_reads_it_and_writes_nothing(Shape shape) throws Exception {
        Path root = PythonMemory.createWithOddities(root(), shape);
        Map<String, String> before = contents(root);
        List<String> recent;
        List<String> recalled;
        try (MemoryStore memory = MemoryStore.openReadOnly(root)) {
            recent = memory.recent(10).stream().map(Fact::toString).toList();
            recalled = memory.recall("KR8TIV").source("treasury").fetch().hits().stream()
                    .map(RecallHit::toString)
                    .toList();
            assertThat(recalled).hasSize(1);
            assertThat(memory.find(1).orElseThrow().entities()).containsExactly("KR8TIV");
            assertThat(memory.database().copyBeforeAdoption()).isEmpty();
        }
        assertThat(contents(root)).isEqualTo(before);
        try (MemoryStore memory = MemoryStore.open(root)) {
            assertThat(memory.recent(10).stream().map(Fact::toString)).isEqualTo(recent);
            assertThat(memory.recall("KR8TIV").source("treasury").fetch().hits().stream()
                            .map(RecallHit::toString))
                    .isEqualTo(recalled);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"tokenize='trigram'", "tokenize='porter unicode61'"})
    void a_full_text_index_that_is_empty_or_of_another_tokenizer_is_made_anew(String tokenizer) throws Exception {
        Path root = PythonMemory.createWithOddities(root(), Shape.FIFTH);
        try (PythonMemory python = PythonMemory.open(root)) {
            python.execute("DROP TABLE facts_fts");
            python.execute("CREATE VIRTUAL TABLE facts_fts USING fts5(content, context, content='facts',"
                    + " content_rowid='id', " + tokenizer + ")");
        }
        assertThatThrownBy(() -> MemoryStore.openReadOnly(root))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("open it once for writing");
        try (MemoryStore memory = MemoryStore.open(root)) {
            assertThat(memory.recall("KR8TIV").fetch().hits()).isNotEmpty();
        }
        MemoryOracle.assertSound(root);
    }

    @Test
    void an_index_of_another_tokenizer_that_came_later_is_found_by_a_check_and_repaired() throws Exception {
        Path root = PythonMemory.createWithOddities(root(), Shape.FIFTH);
        MemoryStore.open(root).close();
        try (PythonMemory python = PythonMemory.open(root)) {
            python.execute("DROP TABLE facts_fts");
            python.execute("CREATE VIRTUAL TABLE facts_fts USING fts5(content, context, content='facts',"
                    + " content_rowid='id', tokenize='trigram')");
            python.execute("INSERT INTO facts_fts (facts_fts) VALUES ('rebuild')");
        }
        try (MemoryStore memory = MemoryStore.open(root)) {
            assertThat(memory.checkIntegrity().problems()).anyMatch(problem -> problem.contains("another tokenizer"));
            assertThat(memory.repair().done()).contains("Made the full-text index anew.");
            assertThat(memory.recall("KR8TIV").fetch().hits()).isNotEmpty();
        }
        MemoryOracle.assertSound(root);
    }

    @Test
    void reading_only_says_what_to_do_where_there_is_no_full_text_index() throws Exception {
        Path root = PythonMemory.create(root(), Shape.FIFTH);
        try (PythonMemory python = PythonMemory.open(root)) {
            python.execute("DROP TABLE facts_fts");
        }
        assertThatThrownBy(() -> MemoryStore.openReadOnly(root))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("open it once for writing");
    }

    private static Map<String, String> contents(Path root) throws Exception {
        Map<String, String> contents = new TreeMap<>();
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                contents.put(
                        file + PosixFilePermissions.toString(Files.getPosixFilePermissions(file)),
                        Files.readString(file, StandardCharsets.ISO_8859_1));
            }
        }
        contents.keySet().removeIf(name -> name.contains("jarvis.db-"));
        return contents;
    }

    @Test
    void what_still_lies_in_the_log_of_a_running_program_is_adopted_and_copied() throws Exception {
        Path root = PythonMemory.create(root(), Shape.FIFTH);
        try (PythonMemory python = PythonMemory.open(root)) {
            python.retain("retained a moment before", "2026-01-25 15:07:40");
            try (MemoryStore memory = MemoryStore.open(root)) {
                assertThat(memory.find(1)).isPresent();
                Path copy = memory.database().copyBeforeAdoption().orElseThrow();
                assertThat(PythonMemory.everything(copy, List.of("SELECT content FROM facts")))
                        .hasSize(1);
                python.retain("retained a moment after", "2026-01-25 15:07:41");
                assertThat(memory.recall("moment").fetch().hits()).hasSize(2);
                memory.retain("a moment of ours").save();
                assertThat(python.search("moment")).hasSize(3);
            }
        }
    }

    @Test
    void it_is_refused_through_a_symbolic_link() throws Exception {
        Path root = PythonMemory.create(root(), Shape.FIFTH);
        Path elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
        Files.createSymbolicLink(elsewhere.resolve("jarvis.db"), root.resolve("jarvis.db"));
        assertThatThrownBy(() -> MemoryStore.open(elsewhere)).isInstanceOf(StoreException.class);
        assertThat(SqliteDatabase.isUnadopted(root.resolve("jarvis.db"))).isTrue();
    }

    @Test
    void only_what_belongs_to_the_memory_is_made_private() throws Exception {
        Path root = PythonMemory.createWithOddities(root(), Shape.FIFTH);
        Path bank = Files.createDirectories(root.resolve("bank/entities"));
        Path world = Files.writeString(root.resolve("bank/world.md"), "theirs");
        Path soul = Files.writeString(root.resolve("SOUL.md"), "theirs");
        Path other = Files.createDirectory(root.resolve("other"));
        Path mine = Files.writeString(root.resolve("mine.txt"), "mine");
        Path target = Files.writeString(folder.resolve("target.md"), "mine");
        Files.createSymbolicLink(root.resolve("bank/link.md"), target);
        for (Path path : List.of(bank, other)) {
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxrwxr-x"));
        }
        for (Path path : List.of(world, mine, target)) {
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-rw-r--"));
        }
        Files.setPosixFilePermissions(soul, PosixFilePermissions.fromString("r--r--r--"));
        MemoryStore.open(root).close();
        assertThat(List.of(permissions(root), permissions(bank), permissions(world), permissions(soul)))
                .containsExactly("rwx------", "rwx------", "rw-------", "r--------");
        assertThat(List.of(permissions(other), permissions(mine), permissions(target)))
                .containsExactly("rwxrwxr-x", "rw-rw-r--", "rw-rw-r--");
        assertThat(world).hasContent("theirs");
    }

    private static String permissions(Path path) throws Exception {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }

    @Test
    void an_adoption_that_fails_leaves_the_file_as_it_was_without_a_copy() throws Exception {
        Path root = PythonMemory.createWithOddities(root(), Shape.FIRST);
        List<String> schema;
        try (PythonMemory python = PythonMemory.open(root)) {
            python.execute("CREATE VIEW vector_blocks AS SELECT 1");
            schema = python.query(QUERY_SCHEMA);
        }
        assertThatThrownBy(() -> MemoryStore.open(root)).isInstanceOf(StoreException.class);
        assertThat(copies(root)).isEmpty();
        try (PythonMemory python = PythonMemory.open(root)) {
            assertThat(python.query(QUERY_SCHEMA)).isEqualTo(schema);
            assertThat(python.query("PRAGMA user_version")).containsExactly("0");
            assertThat(python.query("PRAGMA application_id")).containsExactly("0");
        }
    }

    @Test
    void a_word_that_was_in_no_fact_is_found_once_another_program_retains_it() throws Exception {
        Path root = PythonMemory.create(root(), Shape.FIFTH);
        try (MemoryStore memory = MemoryStore.open(root);
                PythonMemory python = PythonMemory.open(root)) {
            for (int i = 0; i < 200; i++) {
                memory.retain("fact number " + i).save();
            }
            assertThat(memory.recall("zebra").fetch().hits()).isEmpty();
            python.retain("a zebra", "2026-01-25 15:07:40");
            assertThat(memory.recall("zebra").fetch().hits()).hasSize(1);
        }
    }
}
