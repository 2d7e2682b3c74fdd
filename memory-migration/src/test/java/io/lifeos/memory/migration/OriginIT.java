package io.lifeos.memory.migration;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.lifeos.memory.archive.file.FileArchive;
import io.lifeos.memory.archive.profile.TableProfile;
import io.lifeos.memory.archive.table.TableSpec;
import io.lifeos.memory.fact.Origin;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A migrated fact tells the row that it came from, and the reports of a migration are written as JSON. */
final class OriginIT extends MigrationFixture {

    private static final ObjectMapper JACKSON = new ObjectMapper();

    @TempDir
    Path folder;

    @Test
    void a_fact_tells_source_table_id_and_kept_columns_of_its_row() {
        both.execute(
                "CREATE TABLE archival_memory (id serial PRIMARY KEY, content text, kind text, size int)",
                "INSERT INTO archival_memory (content, kind, size) VALUES ('one', 'note', 7), ('two', NULL, NULL)");
        both.migrateAndProve();
        Origin first = both.memory().find(1).orElseThrow().origin().orElseThrow();
        assertThat(first.source())
                .contains(both.stored("SELECT identity FROM migration_sources").get(0));
        assertThat(first.table()).contains("public.archival_memory");
        assertThat(first.rowId()).isEqualTo("1");
        assertThat(first.columns()).containsExactlyInAnyOrderEntriesOf(Map.of("kind", "note", "size", "7"));
        Origin second = both.memory()
                .recall("two")
                .fetch()
                .hits()
                .get(0)
                .fact()
                .origin()
                .orElseThrow();
        assertThat(second).isEqualTo(new Origin(first.source(), first.table(), "2", Map.of()));
        assertThat(both.memory().retain("mine").save().origin()).isEmpty();
    }

    @Test
    void a_fact_of_a_dump_tells_the_name_of_its_table() throws Exception {
        Path dump = Files.writeString(folder.resolve("memories.jsonl"), "{\"a\":1,\"b\":\"x\",\"content\":\"one\"}\n");
        try (FileArchive archive = FileArchive.builder(dump)
                .table(TableSpec.named("memories")
                        .profile(TableProfile.GENERIC)
                        .id("a", "b")
                        .content("content"))
                .build()) {
            assertThat(Migrator.from(archive)
                            .into(both.memory())
                            .build()
                            .migrate()
                            .success())
                    .isTrue();
        }
        assertThat(both.memory().find(1).orElseThrow().origin())
                .contains(new Origin(Optional.of("file/memories"), Optional.of("memories"), "[\"1\",\"x\"]", Map.of()));
    }

    @Test
    void jackson_writes_reports_and_plans_as_plain_json() throws Exception {
        both.execute(
                "CREATE TABLE archival_memory (id serial PRIMARY KEY, content text)",
                "INSERT INTO archival_memory (content) VALUES ('one'), ('two')");
        JsonNode plan = json(both.migrator().build().plan());
        assertThat(plan.at("/table").textValue()).isEqualTo("\"public\".\"archival_memory\"");
        assertThat(plan.at("/pending").longValue()).isEqualTo(2);
        assertThat(plan.at("/key/0").textValue()).isEqualTo("id");
        assertThat(plan.at("/columns/0/name").textValue()).isEqualTo("id");
        JsonNode result = json(both.migrate());
        assertThat(result.at("/run/migrated").longValue()).isEqualTo(2);
        assertThat(result.at("/run/mapping/otherColumns")).isEmpty();
        assertThat(result.at("/verification/outcome").textValue()).isEqualTo("COMPLETE");
        assertThat(result.at("/verification/changed/count").longValue()).isZero();
        assertThat(json(both.migrator().build().getMigrationStatus())
                        .at("/pendingCount")
                        .longValue())
                .isZero();
        assertThat(json(List.of(both.verify())).at("/0/checked").longValue()).isEqualTo(2);
    }

    private static JsonNode json(Object value) throws Exception {
        return JACKSON.readTree(JACKSON.writeValueAsString(value));
    }
}
