package io.lifeos.memory.migration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lifeos.memory.MemoryStore;
import io.lifeos.memory.archive.Archive;
import io.lifeos.memory.archive.MappingException;
import io.lifeos.memory.archive.file.FileArchive;
import io.lifeos.memory.archive.row.SnapshotArchive;
import io.lifeos.memory.archive.table.TableSpec;
import io.lifeos.memory.postgres.PostgresArchive;
import io.lifeos.memory.postgres.testing.TestDatabase;
import io.lifeos.memory.postgres.testing.TestPostgres;
import io.lifeos.memory.testing.MemoryOracle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sources that have the identity of another, or whose rows are told apart otherwise than before. */
final class OtherSourceIT {

    private static final String CREATE =
            "CREATE TABLE archival_memory (id int PRIMARY KEY, key text UNIQUE NOT NULL, content text)";

    @TempDir
    Path folder;

    private MemoryStore memory;

    @BeforeEach
    void open() {
        memory = MemoryStore.open(folder.resolve("memory"));
    }

    @AfterEach
    void close() {
        memory.close();
    }

    @Test
    void a_dump_of_another_agent_under_the_same_name_rewrites_nothing() throws IOException {
        Migrator first =
                Migrator.from(dump("a", "of a", "more of a")).into(memory).build();
        assertThat(first.migrate().success()).isTrue();
        Archive other = dump("b", "of b", "more of b");
        assertThatThrownBy(() -> Migrator.from(other).into(memory).build().migrate())
                .isInstanceOf(OtherSourceException.class)
                .hasMessageContaining("\"file/archival_memory\"")
                .hasMessageContaining("a source name of its own");
        assertThat(contents()).containsExactly("more of a", "of a");
        Migrator named = Migrator.from(other).into(memory).sourceName("agent b").build();
        assertThat(named.migrate().success()).isTrue();
        assertThat(contents()).containsExactly("more of a", "more of b", "of a", "of b");
    }

    @Test
    void a_newer_dump_updates_in_place_and_with_force_even_if_all_has_changed() throws IOException {
        Migrator.from(dump("a", "one", "two")).into(memory).build().migrate();
        Migrator newer = Migrator.from(dump("b", "one", "2")).into(memory).build();
        assertThat(newer.migrate().run().updated()).isEqualTo(1);
        Migrator all =
                Migrator.from(dump("c", "I", "II")).into(memory).force(true).build();
        assertThat(all.migrate().run().updated()).isEqualTo(2);
        assertThat(contents()).containsExactly("I", "II");
    }

    @Test
    void rows_that_are_told_apart_by_other_columns_are_not_migrated_once_more() {
        try (TestDatabase database = TestPostgres.newDatabase()) {
            database.execute(CREATE, "INSERT INTO archival_memory VALUES (1, 'a', 'one'), (2, 'b', 'two')");
            TableSpec table = TableSpec.named("archival_memory");
            Migrator.from(archive(database, table)).into(memory).build().migrate();
            Migrator byKey = Migrator.from(archive(database, table.id("key")))
                    .into(memory)
                    .force(true)
                    .build();
            assertThatThrownBy(byKey::migrate)
                    .isInstanceOf(OtherSourceException.class)
                    .hasMessageContaining("not by key");
            assertThat(contents()).containsExactly("one", "two");
        }
    }

    @Test
    void rows_whose_contents_are_json_are_recognised_by_the_memories_in_them() {
        try (TestDatabase database = TestPostgres.newDatabase()) {
            database.execute(
                    CREATE.replace("content text", "content jsonb"),
                    "INSERT INTO archival_memory VALUES (1, 'a', '\"one\"'), (2, 'b', '{\"text\": \"two\"}')");
            TableSpec table = TableSpec.named("archival_memory");
            migrateNamed(database, table);
            database.execute("ALTER TABLE archival_memory ADD COLUMN project text DEFAULT 'apollo'");
            assertThat(migrateNamed(database, table).updated()).isEqualTo(2);
            assertThatThrownBy(() -> migrateNamed(database, table.id("key"))).isInstanceOf(OtherSourceException.class);
            assertThat(contents()).containsExactly("one", "two");
        }
    }

    private MigrationReport migrateNamed(TestDatabase database, TableSpec table) {
        return Migrator.from(archive(database, table))
                .into(memory)
                .sourceName("notes")
                .build()
                .migrate()
                .run();
    }

    @Test
    void a_table_that_this_role_cannot_read_is_not_passed_over_for_another() {
        try (TestDatabase database = TestPostgres.newDatabase()) {
            database.execute(
                    CREATE,
                    "CREATE TABLE vector_store (id int PRIMARY KEY, content text, metadata json, embedding real[])",
                    "CREATE ROLE narrow LOGIN",
                    "GRANT SELECT ON vector_store TO narrow");
            try (PostgresArchive archive = PostgresArchive.of(database.url("narrow", "none"))) {
                assertThatThrownBy(SnapshotArchive.of(archive)::openSnapshot)
                        .isInstanceOf(MappingException.class)
                        .hasMessageContaining("archival_memory")
                        .hasMessageContaining("vector_store");
            } finally {
                database.execute("DROP OWNED BY narrow", "DROP ROLE narrow");
            }
        }
    }

    private static PostgresArchive archive(TestDatabase database, TableSpec table) {
        return PostgresArchive.builder().url(database.url()).table(table).build();
    }

    private Archive dump(String place, String first, String second) throws IOException {
        Path file = Files.createDirectory(folder.resolve(place)).resolve("archival_memory.jsonl");
        Files.writeString(
                file, "{\"id\":1,\"content\":\"" + first + "\"}\n{\"id\":2,\"content\":\"" + second + "\"}\n");
        return FileArchive.of(file);
    }

    private List<String> contents() {
        return MemoryOracle.rows(memory.database(), "SELECT content FROM facts ORDER BY content");
    }
}
