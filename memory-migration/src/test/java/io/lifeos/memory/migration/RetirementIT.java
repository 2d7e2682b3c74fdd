package io.lifeos.memory.migration;

import static org.assertj.core.api.Assertions.assertThat;

import io.lifeos.memory.archive.file.FileArchive;
import io.lifeos.memory.archive.profile.TableProfile;
import io.lifeos.memory.archive.table.TableSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a program has retired does not come back as true, whichever mark it uses. */
final class RetirementIT extends MigrationFixture {

    private static final TableSpec NOTES =
            TableSpec.named("notes").profile(TableProfile.GENERIC).id("id").content("content");

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            valid_to         | timestamptz | '2020-01-01' | '9999-01-01' | expired (valid_to)
            valid_until      | date        | '2020-01-01' | '9999-01-01' | expired (valid_until)
            expires_at       | text        | '2020-01-01T10:00:00Z' | 'some day' | expired (expires_at)
            "expiresAt"      | bigint      | 1577836800000 | 32503680000000 | expired (expiresAt)
            expired_at       | timestamp   | '2020-01-01' | NULL | expired (expired_at)
            is_active        | boolean     | false | true | inactive (is_active)
            active           | int         | 0 | 1 | inactive (active)
            is_deleted       | boolean     | true | false | soft-deleted
            deleted_at       | timestamptz | now() | NULL | soft-deleted
            "deletedAt"      | timestamptz | now() | NULL | soft-deleted (deletedAt)
            archived_at      | timestamptz | now() | NULL | archived
            archived         | boolean     | true | NULL | archived (archived)
            superseded_by    | uuid        | gen_random_uuid() | NULL | superseded
            replaced_by      | text        | '7' | '' | superseded (replaced_by)
            status           | text        | 'Deleted' | 'active' | retired (status)
            """)
    void a_column_that_marks_a_row_as_retired_leaves_it_out(
            String column, String type, String retired, String valid, String reason) {
        both.execute(
                "CREATE TABLE notes (id int PRIMARY KEY, content text, " + column + " " + type + ")",
                "INSERT INTO notes VALUES (1, 'retired', " + retired + "), (2, 'valid', " + valid + ")");
        both.readWith(archive -> archive.table(NOTES));
        assertThat(both.migrator().build().plan().rows().leftOut()).isEqualTo(Map.of(reason, 1L));
        both.migrateAndProve();
        assertThat(both.stored("SELECT content FROM facts")).containsExactly("valid");
        both.readWith(archive -> archive.table(NOTES).includeLeftOut(true));
        assertThat(both.migrate().run().migrated()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            validTo       | "2020-01-01"                | "9999-01-01"
            expires_at    | "2020-01-01 10:00:00+02:00" | "9999-01-01T10:00:00+02:00"
            expiry        | 1577836800                  | 32503680000
            isActive      | false                       | true
            superseded_by | "7"                         | null
            deleted       | true                        | false
            status        | "superseded"                | "open"
            """)
    void a_member_of_the_metadata_that_marks_it_does_so_in_a_table_and_in_its_dump(
            String member, String retired, String valid) throws IOException {
        String old = "{\"" + member + "\": " + retired + "}";
        String current = "{\"" + member + "\": " + valid + "}";
        both.execute(
                "CREATE TABLE notes (id int PRIMARY KEY, content text, meta jsonb)",
                "INSERT INTO notes VALUES (1, 'retired', '" + old + "'), (2, 'valid', '" + current + "')");
        both.readWith(archive -> archive.table(NOTES.metadata("meta")));
        Map<String, Long> leftOut = both.migrator().build().plan().rows().leftOut();
        assertThat(leftOut).hasSize(1).allSatisfy((reason, rows) -> {
            assertThat(reason).endsWith(" (" + member + ")");
            assertThat(rows).isEqualTo(1);
        });
        both.migrateAndProve();
        assertThat(both.stored("SELECT content FROM facts")).containsExactly("valid");
        Path file = Files.writeString(
                folder.resolve("notes.jsonl"),
                "{\"id\":1,\"content\":\"retired\",\"meta\":" + old + "}\n{\"id\":2,\"content\":\"valid\",\"meta\":"
                        + current + "}\n");
        try (FileArchive archive =
                FileArchive.builder(file).table(NOTES.metadata("meta")).build()) {
            assertThat(Migrator.from(archive)
                            .into(both.memory())
                            .build()
                            .plan()
                            .rows()
                            .leftOut())
                    .isEqualTo(leftOut);
        }
    }

    @Test
    void each_mark_is_counted_by_its_name_and_whichever_is_set_counts() {
        both.execute(
                "CREATE TABLE notes (id int PRIMARY KEY, content text, valid_to date, is_active boolean, deleted_at date)",
                "INSERT INTO notes VALUES (1, 'a', '2020-01-01', true, NULL), (2, 'b', NULL, false, NULL),"
                        + " (3, 'c', NULL, NULL, '2020-01-01'), (4, 'd', NULL, NULL, NULL), (5, 'e', '2020-01-01', false, NULL)");
        both.readWith(archive -> archive.table(NOTES));
        assertThat(both.migrator().build().plan().rows().leftOut())
                .isEqualTo(Map.of("expired (valid_to)", 2L, "inactive (is_active)", 1L, "soft-deleted", 1L));
        assertThat(both.migrateAndProve().leftOut()).isEqualTo(4);
        assertThat(both.stored("SELECT content FROM facts")).isEqualTo(List.of("d"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            deleted_at    | text        | ''
            deleted_at    | bigint      | 0
            archived_at   | text        | 'NULL'
            superseded_by | text        | ' '
            deleted_at    | timestamptz | '0001-01-01Z'
            deleted_at    | timestamptz | 'infinity'
            "deletedAt"   | text        | '0001-01-01T00:00:00Z'
            superseded_at | date        | '9999-12-31'
            expires_at    | timestamp   | '0001-01-01'
            expires_at    | text        | '0001-01-01T00:00:00Z'
            valid_to      | date        | '-infinity'
            """)
    void a_mark_that_stands_for_nothing_leaves_no_row_out(String column, String type, String nothing) {
        both.execute(
                "CREATE TABLE notes (id int PRIMARY KEY, content text, " + column + " " + type + ")",
                "INSERT INTO notes VALUES (1, 'valid', " + nothing + "), (2, 'valid as well', NULL)");
        both.readWith(archive -> archive.table(NOTES));
        assertThat(both.migrator().build().plan().rows().leftOut()).isEmpty();
        assertThat(both.migrateAndProve().migrated()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"text", "jsonb"})
    void only_the_metadata_itself_retires_a_row_and_nothing_that_is_told_in_it(String type) {
        both.execute(
                "CREATE TABLE notes (id int PRIMARY KEY, content text, meta " + type + ")",
                "INSERT INTO notes VALUES (1, 'of another',"
                        + " '{\"order\": {\"status\": \"deleted\"}, \"by\": [{\"is_active\": false}]}'),"
                        + " (2, 'quoting', '{\"said\": \"so, \\\"status\\\": \\\"deleted\\\" it was\"}'),"
                        + " (3, 'retired', '{\"a\": 1, \"status\": \"deleted\", \"b\": {\"c\": 2}}'),"
                        + " (4, 'retired too', '{ \"is_active\": false}')");
        if (type.equals("jsonb")) {
            both.execute(
                    "INSERT INTO notes SELECT id + 10, content || ' as a string', to_jsonb(meta::text) FROM notes");
        }
        both.readWith(archive -> archive.table(NOTES.metadata("meta")));
        both.migrateAndProve();
        assertThat(both.stored("SELECT content FROM facts WHERE content LIKE 'retired%'"))
                .isEmpty();
        assertThat(both.stored("SELECT content FROM facts WHERE content NOT LIKE '%string'"))
                .containsExactly("of another", "quoting");
    }

    /** In these two zones it is never the same time of the same day, and an hour ago there lies ahead or behind in UTC. */
    @ParameterizedTest
    @CsvSource({"+12:00, timestamp", "-12:00, timestamp", "+12:00, text", "-12:00, text"})
    void an_expiry_without_a_zone_is_of_the_zone_of_the_source(String zone, String type) throws IOException {
        LocalDateTime there =
                LocalDateTime.ofInstant(Instant.now(), ZoneId.of(zone)).truncatedTo(ChronoUnit.SECONDS);
        DateTimeFormatter form = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");
        String past = form.format(there.minusHours(1));
        String future = form.format(there.plusHours(1));
        both.execute(
                "CREATE TABLE notes (id int PRIMARY KEY, content text, expires_at " + type + ")",
                "INSERT INTO notes VALUES (1, 'expired', '" + past + "'), (2, 'valid', '" + future + "')");
        both.readWith(archive -> archive.table(NOTES).sourceZone(ZoneId.of(zone)));
        both.migrateAndProve();
        assertThat(both.stored("SELECT content FROM facts")).containsExactly("valid");
        Path file = Files.writeString(
                folder.resolve("notes.csv"), "id,content,expires_at\n1,expired," + past + "\n2,valid," + future + "\n");
        try (FileArchive archive = FileArchive.builder(file)
                .table(NOTES)
                .sourceZone(ZoneId.of(zone))
                .build()) {
            assertThat(Migrator.from(archive)
                            .into(both.memory())
                            .build()
                            .plan()
                            .rows()
                            .selected())
                    .isEqualTo(1);
        }
    }

    /** In one of these zones it is another day than in UTC, at any time. */
    @ParameterizedTest
    @ValueSource(strings = {"+14:00", "-12:00"})
    void the_last_day_of_a_memory_of_mem0_is_one_of_the_zone_of_the_source(String zone) {
        LocalDate there = LocalDate.now(ZoneId.of(zone));
        LocalDate inUtc = LocalDate.now(ZoneOffset.UTC);
        both.execute("CREATE TABLE mem0 (id int PRIMARY KEY, vector real[], payload jsonb)");
        List<Object> days = List.of(there.minusDays(1), there, inUtc.minusDays(1) + "T10:00:00Z", inUtc + "T10:00:00Z");
        for (Object day : days) {
            int id = days.indexOf(day);
            both.execute("INSERT INTO mem0 VALUES (" + id + ", NULL, '{\"data\": \"fact " + id
                    + "\", \"expiration_date\": \"" + day + "\"}')");
        }
        both.readWith(archive -> archive.sourceZone(ZoneId.of(zone)));
        both.migrateAndProve();
        assertThat(both.stored("SELECT content FROM facts ORDER BY id")).containsExactly("fact 1", "fact 3");
    }
}
