package io.lifeos.memory.migration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.lifeos.memory.MemoryStore;
import io.lifeos.memory.archive.Archive;
import io.lifeos.memory.archive.file.FileArchive;
import io.lifeos.memory.archive.profile.TableProfile;
import io.lifeos.memory.archive.table.TableSpec;
import io.lifeos.memory.fact.SourceUnavailableException;
import io.lifeos.memory.fact.StoredTime;
import io.lifeos.memory.postgres.PostgresArchive;
import io.lifeos.memory.postgres.testing.TableDump;
import io.lifeos.memory.postgres.testing.TestDatabase;
import io.lifeos.memory.postgres.testing.TestPostgres;
import io.lifeos.memory.testing.MemoryOracle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A dump of a table gives the facts that the table itself gives, and behaves as a source in all else. */
final class FileMigrationIT {

    @TempDir
    Path folder;

    private final Instant begin = Instant.now().truncatedTo(ChronoUnit.MICROS);
    private TestDatabase database;
    private MemoryStore fromServer;
    private MemoryStore fromFile;

    @BeforeEach
    void open() {
        database = TestPostgres.newDatabase();
        fromServer = MemoryStore.open(folder.resolve("from-server"));
        fromFile = MemoryStore.open(folder.resolve("from-file"));
    }

    @AfterEach
    void close() {
        fromFile.close();
        fromServer.close();
        database.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"jsonl", "csv"})
    void archival_memory(String format) {
        create("archival_memory", """
                id uuid PRIMARY KEY, content text, metadata jsonb, embedding real[], created_at timestamptz,
                session_id text NOT NULL, agent_id text, recall_count int, archived_at timestamptz, tags text[]""", """
                ('550e8400-e29b-41d4-a716-446655440000', E'one\\nline "two" \\U0001F600 , ''x''',
                 '{"tags": ["a", "b"], "confidence": "high", "n": 1.50}', '{0.1,-2,3e-45}',
                 '2026-01-25 15:07:40.123456+00', 's-1', 'planner', 3, NULL, '{"x y","c,d",NULL,"q\\"\\\\"}'),
                ('550e8400-e29b-41d4-a716-446655440001', 'bare', NULL, NULL, '1999-12-31 23:59:59+00', '', NULL, NULL, NULL,
                 '{}'),
                ('550e8400-e29b-41d4-a716-446655440002', 'archived', '[1]', NULL, now(), 's', 'a', 0, now(), NULL),
                ('550e8400-e29b-41d4-a716-446655440003', NULL, '{}', NULL, now(), 's', 'a', 0, NULL, NULL)""");
        MigrationResult result = assertSameFacts("SELECT * FROM archival_memory", "archival_memory." + format);
        assertThat(result.run().leftOut()).isEqualTo(2);
        assertThat(MemoryOracle.rows(fromFile.database(), "SELECT name FROM entities ORDER BY name"))
                .contains("#a", "#b", "#c,d", "#x y", "#q\"\\");
    }

    @ParameterizedTest
    @ValueSource(strings = {"jsonl", "csv"})
    void letta(String format) {
        create("archival_passages", """
                id varchar PRIMARY KEY, text varchar, metadata_ jsonb, tags jsonb, embedding real[],
                embedding_config jsonb, created_at timestamptz, organization_id varchar, archive_id varchar,
                is_deleted boolean""", """
                ('passage-1', 'likes tea', '{"a": {"b": [1, 2.0]}}', '["tea", "drink"]', '{0.25,1,0,0}',
                 '{"embedding_dim": 2, "embedding_model": "small"}', '2026-01-25 15:07:40.1+00', 'org', 'arch', false),
                ('passage-2', 'undeclared', NULL, NULL, '{0.25,1,0,0}', NULL, '2026-01-26 15:07:40+00', 'org', 'arch',
                 false),
                ('passage-3', 'gone', '{}', '[]', NULL, '{}', '2026-01-27 15:07:40+00', 'org', 'arch', true)""");
        MigrationResult result = assertSameFacts("SELECT * FROM archival_passages", "archival_passages." + format);
        assertThat(result.run().leftOut()).isEqualTo(1);
        assertThat(MemoryOracle.rows(fromFile.database(), "SELECT dimensions FROM fact_embeddings ORDER BY 1"))
                .containsExactly("2", "4");
    }

    @ParameterizedTest
    @ValueSource(strings = {"jsonl", "csv"})
    void mem0(String format) {
        create("mem0", "id uuid PRIMARY KEY, vector real[], payload jsonb", """
                ('550e8400-e29b-41d4-a716-446655440000', '{1,2}',
                 '{"data": "likes \\"tea\\" \\u00fc", "user_id": "alice", "hash": "x", "run_id": "r",
                   "created_at": "2026-01-25T07:07:40.123456-08:00"}'),
                ('550e8400-e29b-41d4-a716-446655440001', NULL,
                 '{"data": "only this", "createdAt": "2026-01-25T15:07:40Z"}'),
                ('550e8400-e29b-41d4-a716-446655440002', NULL, '{"data": "old", "expiration_date": "2001-01-01"}'),
                ('550e8400-e29b-41d4-a716-446655440003', NULL, '{"data": ["no", "text"], "user_id": "bob"}')""");
        MigrationResult result = assertSameFacts("SELECT * FROM mem0", "mem0." + format);
        assertThat(result.run().leftOut()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"jsonl", "csv"})
    void langchain_with_the_name_of_its_collection_in_each_row(String format) {
        database.execute(
                "CREATE TABLE langchain_pg_collection (uuid uuid PRIMARY KEY, name text)",
                "INSERT INTO langchain_pg_collection VALUES ('550e8400-e29b-41d4-a716-446655440000', 'no''tes')");
        create(
                "langchain_pg_embedding",
                "id varchar PRIMARY KEY, collection_id uuid, embedding real[], document varchar, cmetadata jsonb",
                """
                ('a', '550e8400-e29b-41d4-a716-446655440000', '{1,2}', 'doc', '{"timestamp": "2026-01-25 15:07:40"}'),
                ('b', '550e8400-e29b-41d4-a716-446655440000', '{1,2,3}', 'more', '{"created_at": "2026-01-25T00:00:00"}'),
                ('c', NULL, NULL, NULL, NULL)""");
        assertSameFacts("""
                SELECT e.*, c.name AS collection FROM langchain_pg_embedding e
                LEFT JOIN langchain_pg_collection c ON c.uuid = e.collection_id""", "langchain_pg_embedding." + format);
    }

    @Test
    void langchain_store_whose_columns_of_other_types_json_lines_keep_apart() {
        create("notes", """
                langchain_id uuid PRIMARY KEY, content text NOT NULL, embedding real[], langchain_metadata jsonb,
                page int, seen boolean, part jsonb, title text, size numeric""", """
                ('550e8400-e29b-41d4-a716-446655440000', 'c', '{1}', '{"created_at": "2026-01-25T00:00:00"}', 7, true,
                 '{"a": [1]}', '7', 1.50),
                ('550e8400-e29b-41d4-a716-446655440001', 'd', '{1}', '{"created_at": "2026-01-25T00:00:00", "seen": 1}',
                 NULL, false, '[]', NULL, 2)""");
        assertSameFacts("SELECT * FROM notes", "notes.jsonl");
    }

    @ParameterizedTest
    @ValueSource(strings = {"jsonl", "csv"})
    void spring_ai_and_llama_index_and_hindsight(String format) {
        create("vector_store", "id uuid PRIMARY KEY, content text, metadata jsonb, embedding real[]", """
                ('550e8400-e29b-41d4-a716-446655440000', 'said',
                 '{"messageType": "ASSISTANT", "conversationId": "c-1", "timestamp": "2026-01-25T15:07:40Z"}', '{1}')""");
        create(
                "data_notes",
                "id bigserial PRIMARY KEY, text varchar, metadata_ jsonb, node_id varchar, embedding real[]",
                """
                (7, 'node', '{"_node_content": "{\\"large\\": true}", "x": 1, "created_at": "2026-01-25T15:07:40Z"}', 'n-1',
                 '{1}')""");
        create("memory_units", """
                id uuid PRIMARY KEY, bank_id text, text text, context text, fact_type text, metadata jsonb, tags varchar[],
                event_date timestamptz, mentioned_at timestamptz, confidence_score float, embedding real[]""", """
                ('550e8400-e29b-41d4-a716-446655440000', 'bank', 'unit', 'about', 'observation', '{}', '{a,"b c"}', NULL,
                 '2026-01-25 15:07:40+00', 0.75, '{1}')""");
        assertSameFacts("SELECT * FROM vector_store", "vector_store." + format);
        assertSameFacts("SELECT * FROM data_notes", "data_notes." + format);
        assertSameFacts("SELECT * FROM memory_units", "memory_units." + format);
    }

    @ParameterizedTest
    @CsvSource({"bigint, jsonl", "uuid, jsonl", "text, jsonl", "bigint, csv", "uuid, csv", "text, csv"})
    void whatever_changes_in_a_dump_is_brought_over_in_place(String idType, String format) throws Exception {
        long seed = System.nanoTime();
        System.out.println("FileMigrationIT seed " + seed + " for " + idType + " in " + format);
        Random random = new Random(seed);
        Path file = folder.resolve("archival_memory." + format);
        try (RandomRows rows = new RandomRows(database, idType, random);
                PostgresArchive server = PostgresArchive.of(database.url());
                FileArchive archive = FileArchive.of(file)) {
            for (int state = 0; state < 3; state++) {
                rows.insert(100);
                rows.update(30);
                rows.delete(20);
                TableDump.write(database, "SELECT * FROM archival_memory ORDER BY random()", file);
                MigrationResult expected = migrate(server, fromServer);
                MigrationResult result = migrateAndProve(archive, fromFile);
                assertThat(result.run().read())
                        .as("seed %s", seed)
                        .isEqualTo(expected.run().read());
                assertThat(result.run().migrated()).isEqualTo(expected.run().migrated());
                assertThat(result.run().rejected()).isZero();
                assertThat(result.verification().orphaned().count())
                        .isEqualTo(expected.verification().orphaned().count());
                if (format.equals("csv")) {
                    assertThat(facts(fromFile)).as("seed %s", seed).isEqualTo(facts(fromServer));
                }
            }
        }
        MemoryOracle.assertSoundAfterCrash(fromFile.workspace().root());
    }

    @ParameterizedTest
    @ValueSource(strings = {"jsonl", "csv"})
    void values_of_any_size_and_all_characters_arrive(String format) throws IOException {
        StringBuilder all = new StringBuilder();
        for (int c = 1; c <= Character.MAX_CODE_POINT; c++) {
            if (c < Character.MIN_SURROGATE || c > Character.MAX_SURROGATE) {
                all.appendCodePoint(c);
            }
        }
        create("archival_memory", "id int PRIMARY KEY, content text, metadata jsonb, note text", """
                (1, repeat('x', 21000000), jsonb_build_object('x', repeat('y', 1000)), 'n'),
                (2, 'deep', (repeat('[', 900) || repeat(']', 900))::jsonb, NULL)""");
        database.execute(
                "INSERT INTO archival_memory VALUES (3, '" + all.toString().replace("'", "''") + "', NULL, '')");
        assertSameFacts("SELECT * FROM archival_memory", "archival_memory." + format);
        assertThat(MemoryOracle.rows(fromFile.database(), "SELECT content FROM facts ORDER BY length(content) DESC"))
                .contains(all.toString());
    }

    @Test
    void numbers_that_float_does_not_hold_are_kept_and_verified() throws IOException {
        Path file = Files.writeString(folder.resolve("archival_memory.jsonl"), """
                {"id": 1, "content": "a", "embedding": [0.1234567890123, 1]}
                {"id": 2, "content": "b", "embedding": "[0.1,1]"}
                {"id": 3, "content": "c", "embedding": "no vector"}
                """);
        try (FileArchive archive = FileArchive.of(file)) {
            migrateAndProve(archive, fromFile);
            assertThat(MemoryOracle.rows(
                            fromFile.database(), "SELECT source_columns ->> 'embedding' FROM fact_embeddings"))
                    .containsExactly("[0.1234567890123, 1]", null, "no vector");
            fromFile.database()
                    .transaction(connection -> connection
                            .createStatement()
                            .executeUpdate("UPDATE fact_embeddings SET embedding = x'0000000000000000'"
                                    + " WHERE postgres_memory_id = 1"));
            assertThat(Migrator.from(archive)
                            .into(fromFile)
                            .build()
                            .verifyMigration()
                            .changed()
                            .count())
                    .isEqualTo(1);
        }
    }

    @Test
    void a_file_that_was_moved_is_the_same_source_and_one_of_another_name_is_recognised() throws IOException {
        create("mem0", "id int PRIMARY KEY, vector real[], payload jsonb", "(7, '{1}', '{\"data\": \"one\"}')");
        Path file = folder.resolve("mem0.jsonl");
        TableDump.write(database, "SELECT * FROM mem0", file);
        migrateAndProve(FileArchive.of(file), fromFile);
        Path moved = Files.move(
                file, Files.createDirectory(folder.resolve("elsewhere")).resolve("mem0.jsonl"));
        assertThat(migrate(FileArchive.of(moved), fromFile).run().skipped()).isEqualTo(1);

        Path renamed = Files.copy(moved, folder.resolve("new.jsonl"), StandardCopyOption.REPLACE_EXISTING);
        assertThat(catchThrowableOfType(MovedSourceException.class, () -> migrate(FileArchive.of(renamed), fromFile))
                        .knownAs())
                .isEqualTo("file/mem0");
        Archive named =
                FileArchive.builder(renamed).table(TableSpec.named("mem0")).build();
        assertThat(migrate(named, fromFile).run().skipped()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"jsonl", "csv"})
    void a_dump_and_its_server_recognise_each_other(String format) {
        create(
                "archival_memory",
                "id serial PRIMARY KEY, content text, created_at timestamptz",
                "(1, 'one', '2026-01-25 15:07:40+00'), (2, 'two', '2026-01-25 15:07:40+00')");
        Path file = folder.resolve("archival_memory." + format);
        TableDump.write(database, "SELECT * FROM archival_memory", file);
        PostgresArchive server = PostgresArchive.of(database.url());
        migrate(server, fromServer);
        MovedSourceException found =
                catchThrowableOfType(MovedSourceException.class, () -> migrate(FileArchive.of(file), fromServer));
        assertThat(Migrator.from(FileArchive.of(file))
                        .into(fromServer)
                        .sourceName(found.knownAs())
                        .build()
                        .migrate()
                        .success())
                .isTrue();
        assertThat(MemoryOracle.rows(fromServer.database(), "SELECT count(*) FROM facts"))
                .containsExactly("2");

        migrate(FileArchive.of(file), fromFile);
        assertThatThrownBy(() -> migrate(server, fromFile)).isInstanceOf(MovedSourceException.class);
    }

    @Test
    void what_cannot_be_read_stores_nothing_and_is_unverifiable() throws IOException {
        Path file = Files.writeString(folder.resolve("archival_memory.csv"), "id,content\n1,a\n2,\"b");
        Migrator migrator = Migrator.from(FileArchive.of(file)).into(fromFile).build();
        assertThatThrownBy(migrator::migrate)
                .isInstanceOf(SourceUnavailableException.class)
                .hasMessageContaining("Line 3 of " + file);
        assertThat(MemoryOracle.rows(fromFile.database(), "SELECT id FROM facts"))
                .isEmpty();
        assertThat(migrator.verifyMigration().outcome()).isEqualTo(VerificationReport.Outcome.UNVERIFIABLE);
        assertThat(migrator.getMigrationStatus().postgresAvailable()).isFalse();
    }

    @Test
    void a_generic_table_is_mapped_by_its_user() throws IOException {
        Path file = Files.writeString(
                folder.resolve("My dump.csv"), "Key,Body,When,Who\n7,hello,2026-01-25,alice\n8,hi,,bob\n");
        Archive archive = FileArchive.builder(file)
                .table(TableSpec.detected()
                        .profile(TableProfile.GENERIC)
                        .id("Key")
                        .content("Body")
                        .createdAt("When")
                        .scope("Who")
                        .whereScope("Who", "alice"))
                .build();
        assertThat(migrateAndProve(archive, fromFile).run().leftOut()).isEqualTo(1);
        assertThat(MemoryOracle.rows(
                        fromFile.database(), "SELECT content || timestamp || metadata || source FROM facts"))
                .containsExactly("hello2026-01-25 00:00:00.000000{\"Who\": \"alice\"}My dump");
    }

    private void create(String table, String columns, String rows) {
        database.execute("CREATE TABLE " + table + " (" + columns + ")", "INSERT INTO " + table + " VALUES " + rows);
    }

    /** Migrates a table from the server and from a dump, and compares; gives the result of the dump. */
    private MigrationResult assertSameFacts(String query, String fileName) {
        Path file = folder.resolve(fileName);
        TableDump.write(database, query, file);
        String table = fileName.substring(0, fileName.lastIndexOf('.'));
        try (PostgresArchive server = PostgresArchive.builder()
                        .url(database.url())
                        .table(table)
                        .build();
                FileArchive archive = FileArchive.of(file)) {
            migrate(server, fromServer);
            MigrationResult result = migrateAndProve(archive, fromFile);
            assertThat(facts(fromFile)).isEqualTo(facts(fromServer)).isNotEmpty();
            return result;
        }
    }

    private static MigrationResult migrate(Archive archive, MemoryStore memory) {
        MigrationResult result = Migrator.from(archive)
                .into(memory)
                .acceptChangedContents(true)
                .build()
                .migrate();
        assertThat(result.verification().reason()).isEmpty();
        assertThat(result.success()).isTrue();
        return result;
    }

    /** Migrates to a proven end; another run changes nothing. */
    private static MigrationResult migrateAndProve(Archive archive, MemoryStore memory) {
        MigrationResult result = migrate(archive, memory);
        String before = Stored.facts(memory);
        assertThat(migrate(archive, memory).run().skipped())
                .isEqualTo(result.run().read());
        assertThat(Stored.facts(memory)).isEqualTo(before);
        return result;
    }

    /** All that a memory has of the rows, but for the form of what is kept beside the facts, and times of import. */
    private List<String> facts(MemoryStore memory) {
        return MemoryOracle.rows(
                memory.database(),
                "SELECT json_array(CAST(l.postgres_memory_id AS TEXT), f.content, f.context,"
                        + " CASE WHEN f.timestamp < '" + StoredTime.format(begin) + "' THEN f.timestamp END, f.source,"
                        + " f.confidence, f.is_active, f.is_assistant_output, f.session_id, f.metadata, l.model,"
                        + " l.dimensions, l.source_dimensions, hex(l.embedding),"
                        + " (SELECT group_concat(m.said, ', ') FROM (SELECT e.name || ' ' || e.type || ' '"
                        + " || x.mention_text || ' ' || coalesce(x.position, '-') AS said"
                        + " FROM entity_mentions x JOIN entities e ON e.id = x.entity_id"
                        + " WHERE x.fact_id = f.id ORDER BY x.place) m))"
                        + " FROM fact_embeddings l JOIN facts f ON f.id = l.fact_id"
                        + " ORDER BY f.source, CAST(l.postgres_memory_id AS TEXT)");
    }
}
