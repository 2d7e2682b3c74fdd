package io.lifeos.memory;

import static org.assertj.core.api.Assertions.assertThat;

import io.lifeos.memory.fact.Entity;
import io.lifeos.memory.fact.EntityExtractor;
import io.lifeos.memory.fact.EntityType;
import io.lifeos.memory.fact.Mention;
import io.lifeos.memory.recall.EntitySummary;
import io.lifeos.memory.testing.MemoryOracle;
import io.lifeos.memory.testing.PythonMemory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Entity types that a host names, beside the four that the file knows. */
class EntityTypeTest {

    private static final Instant NOW = Instant.parse("2026-01-25T15:07:40Z");
    private static final EntityType PROJECT = EntityType.of("project");
    private static final EntityType PERSON = EntityType.of("person");
    private static final String METADATA = "SELECT name || ' ' || type || ' ' || coalesce(metadata, '') FROM entities";
    private static final String TYPES = "SELECT coalesce(type, 'null') FROM entity_mentions ORDER BY fact_id, place";

    @TempDir
    Path folder;

    private MemoryStore open(Path root) {
        return MemoryStore.builder()
                .root(root)
                .clock(Clock.fixed(NOW, ZoneOffset.UTC))
                .open();
    }

    private static EntitySummary summary(String name, EntityType type, long facts) {
        return EntitySummary.of(name, type, facts, facts == 0 ? Optional.empty() : Optional.of(NOW));
    }

    @Test
    void a_type_of_a_host_comes_back() {
        try (MemoryStore memory = open(folder)) {
            memory.retain("the plan is late").entity("Apollo", PROJECT).save();
            assertThat(memory.findEntity("Apollo")).contains(summary("Apollo", PROJECT, 1));
            assertThat(memory.findEntity("@Apollo", EntityType.of(" Project ")))
                    .contains(summary("Apollo", PROJECT, 1));
            assertThat(memory.findEntity("Apollo", EntityType.OTHER)).isEmpty();
            assertThat(memory.findEntity("Apollo", PERSON)).isEmpty();
            assertThat(memory.factsAbout("Apollo")).hasSize(1);
            assertThat(MemoryOracle.rows(memory.database(), METADATA))
                    .containsExactly("Apollo other {\"types\":[\"project\"]}");
        }
        MemoryOracle.assertSound(folder);
    }

    @Test
    void two_types_under_one_name_share_a_row_and_each_mention_keeps_its_own() {
        try (MemoryStore memory = open(folder)) {
            memory.retain("the plan is late").entity("Apollo", PROJECT).save();
            memory.retain("he called").entity("Apollo", PERSON).save();
            memory.retain("he called again").entity("Apollo", PERSON).save();
            memory.retain("a word").entity("Apollo").save();
            memory.retain("a token").entity("Apollo", EntityType.TOKEN).save();
            assertThat(MemoryOracle.rows(memory.database(), METADATA))
                    .containsExactly("Apollo other {\"types\":[\"project\",\"person\"]}", "Apollo token ");
            assertThat(MemoryOracle.rows(memory.database(), TYPES))
                    .containsExactly("project", "person", "person", "null", "null");
            assertThat(memory.findEntity("Apollo", PROJECT)).contains(summary("Apollo", PROJECT, 1));
            assertThat(memory.findEntity("Apollo", PERSON)).contains(summary("Apollo", PERSON, 2));
            assertThat(memory.findEntity("Apollo", EntityType.OTHER)).contains(summary("Apollo", EntityType.OTHER, 1));
            assertThat(memory.findEntity("Apollo", EntityType.TOKEN)).contains(summary("Apollo", EntityType.TOKEN, 1));
            assertThat(memory.findEntity("Apollo")).contains(summary("Apollo", PROJECT, 5));
            memory.forget(1);
            assertThat(memory.findEntity("Apollo", PROJECT)).contains(summary("Apollo", PROJECT, 0));
        }
        MemoryOracle.assertSound(folder);
    }

    @Test
    void a_fact_mentions_a_row_once_even_if_an_extractor_gives_it_two_types() {
        EntityExtractor twice = new EntityExtractor() {
            @Override
            public List<Mention> extract(String text) {
                return List.of(
                        new Mention(new Entity("Apollo", PROJECT), "Apollo", 0),
                        new Mention(new Entity("Apollo", PERSON), "Apollo", 0));
            }

            @Override
            public List<Mention> mentions(List<Mention> given, String content) {
                return extract(content);
            }
        };
        try (MemoryStore memory =
                MemoryStore.builder().root(folder).entityExtractor(twice).open()) {
            assertThat(memory.retain("Apollo").save().entities()).containsExactly("Apollo");
            assertThat(MemoryOracle.rows(memory.database(), TYPES)).containsExactly("project");
        }
    }

    @Test
    void metadata_of_another_program_keeps_what_it_has() throws Exception {
        try (MemoryStore memory = open(folder);
                PythonMemory python = PythonMemory.open(folder)) {
            for (String metadata : new String[] {"{\"a\":1}", "[1]", "no json", "{\"types\":7}"}) {
                python.execute(
                        "INSERT INTO entities (name, type, metadata) VALUES (?, 'other', ?)", metadata, metadata);
                memory.retain("about it").entity(metadata, PROJECT).save();
                assertThat(memory.findEntity(metadata, PROJECT)).contains(summary(metadata, PROJECT, 1));
            }
            assertThat(python.query("SELECT metadata FROM entities ORDER BY id"))
                    .containsExactly("{\"a\":1,\"types\":[\"project\"]}", "[1]", "no json", "{\"types\":7}");
            assertThat(memory.checkIntegrity().ok()).isTrue();
        }
    }

    @Test
    void types_survive_export_and_import() {
        Path root = folder.resolve("root");
        try (MemoryStore memory = open(root)) {
            retainTwoTypes(memory);
            memory.export(folder.resolve("export.jsonl"));
        }
        assertTwoTypes(imported("imported"));
    }

    private Path imported(String name) {
        Path imported = folder.resolve(name);
        MemoryStore.importFrom(folder.resolve("export.jsonl"), imported);
        return imported;
    }

    private static void retainTwoTypes(MemoryStore memory) {
        memory.retain("the plan is late").entity("Apollo", PROJECT).save();
        memory.retain("he called").entity("Apollo", PERSON).save();
    }

    private static void assertTwoTypes(Path root) {
        MemoryOracle.assertSound(root);
        try (MemoryStore memory = MemoryStore.openReadOnly(root)) {
            assertThat(memory.findEntity("Apollo", PROJECT)).contains(summary("Apollo", PROJECT, 1));
            assertThat(memory.findEntity("Apollo", PERSON)).contains(summary("Apollo", PERSON, 1));
        }
    }

    /** A file of this version as it was before mentions had types. */
    private Path earlierFile() throws SQLException {
        Path root = folder.resolve("earlier");
        try (MemoryStore memory = open(root)) {
            memory.retain("SOL sold by @alice").entity("#deploy").save();
        }
        try (PythonMemory file = PythonMemory.open(root)) {
            file.execute("ALTER TABLE entity_mentions DROP COLUMN type");
            file.execute("PRAGMA user_version = 5");
        }
        return root;
    }

    @Test
    void an_earlier_file_is_read_without_a_change() throws Exception {
        Path root = earlierFile();
        byte[] before = Files.readAllBytes(root.resolve("jarvis.db"));
        try (MemoryStore memory = MemoryStore.openReadOnly(root)) {
            assertThat(memory.find(1).orElseThrow().entities()).containsExactly("#deploy", "SOL", "@alice");
            assertThat(memory.findEntity("SOL")).contains(summary("SOL", EntityType.TOKEN, 1));
            assertThat(memory.findEntity("alice", EntityType.USER)).contains(summary("@alice", EntityType.USER, 1));
            assertThat(memory.findEntity("SOL", PROJECT)).isEmpty();
            assertThat(memory.recall("sold").entity("SOL").fetch().hits()).hasSize(1);
            assertThat(memory.checkIntegrity().problems()).isEmpty();
            memory.export(folder.resolve("export.jsonl"));
        }
        assertThat(root.resolve("jarvis.db")).hasBinaryContent(before);
        Path imported = imported("imported");
        try (MemoryStore memory = open(imported)) {
            assertThat(memory.findEntity("SOL")).contains(summary("SOL", EntityType.TOKEN, 1));
            memory.retain("the plan is late").entity("Apollo", PROJECT).save();
            assertThat(memory.findEntity("Apollo", PROJECT)).contains(summary("Apollo", PROJECT, 1));
        }
        MemoryOracle.assertSound(imported);
    }

    @Test
    void an_earlier_file_gets_the_column_once_from_whoever_opens_it_first() throws Exception {
        Path root = earlierFile();
        ExecutorService openers = Executors.newFixedThreadPool(6);
        try (MemoryStore reading = MemoryStore.openReadOnly(root)) {
            List<Future<MemoryStore>> opened = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                opened.add(openers.submit(() -> open(root)));
            }
            for (Future<MemoryStore> each : opened) {
                try (MemoryStore memory = each.get()) {
                    assertThat(memory.database().copyBeforeAdoption()).isEmpty();
                }
            }
            try (MemoryStore memory = open(root)) {
                memory.retain("the plan is late").entity("Apollo", PROJECT).save();
                assertThat(MemoryOracle.rows(memory.database(), TYPES))
                        .containsExactly("null", "null", "null", "project");
            }
            assertThat(reading.findEntity("Apollo", PROJECT)).contains(summary("Apollo", PROJECT, 1));
        } finally {
            openers.shutdown();
        }
        MemoryOracle.assertSound(root);
    }

    @Test
    void an_upgraded_file_goes_through_export_and_import() throws Exception {
        Path root = earlierFile();
        try (MemoryStore memory = open(root)) {
            retainTwoTypes(memory);
            memory.export(folder.resolve("export.jsonl"));
        }
        assertTwoTypes(imported("imported"));
    }

    @Test
    void check_finds_and_repair_mends_types_that_another_program_changed() throws Exception {
        try (MemoryStore memory = open(folder);
                PythonMemory python = PythonMemory.open(folder)) {
            retainTwoTypes(memory);
            python.execute("UPDATE entity_mentions SET type = 'Project' WHERE fact_id = 1");
            python.execute("UPDATE entity_mentions SET type = ' ' WHERE fact_id = 2");
            assertThat(memory.findEntity("Apollo")).contains(summary("Apollo", PROJECT, 2));
            assertThat(memory.checkIntegrity().problems())
                    .containsExactlyInAnyOrder(
                            "Mention: fact 1 mentions \"Apollo\" with the type \"Project\", which is no name of a type",
                            "Mention: fact 2 mentions \"Apollo\" with the type \" \", which is no name of a type");
            python.execute("UPDATE entities SET metadata = NULL");
            assertThat(memory.repair().remaining().problems()).isEmpty();
            assertThat(python.query(TYPES)).containsExactly("project", "null");
            assertThat(python.query("SELECT metadata FROM entities")).containsExactly("{\"types\":[\"project\"]}");
        }
        MemoryOracle.assertSound(folder);
    }
}
