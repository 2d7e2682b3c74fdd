package io.lifeos.memory.examples.tool;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lifeos.memory.migration.MigrationResult;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class JsonReportTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    private static final String VERIFICATION = """
            {"outcome": "incomplete", "reason": "1 rows are missing here.", "checked": 10, "leftOut": 2,
             "missing": ["007", 8], "missingCount": 2, "changed": [3], "changedCount": 1,
             "differences": [{"id": 3, "factId": 4, "columns": ["content", "metadata"]}],
             "rejected": [{"id": "007", "reason": "refused"}], "rejectedCount": 1, "strayLinks": [55],
             "strayLinksCount": 1, "orphaned": [99], "orphanedCount": 1, "problems": ["index out of step"],
             "sampleFacts": [{"id": 1, "postgresMemoryId": 2, "content": "Größe 📈\\nzweite Zeile"}]}""";

    @Test
    void says_where_a_migration_stands() throws JsonProcessingException {
        assertThat(json(report -> report.status(Reports.STATUS))).isEqualTo(JSON.readTree("""
                                {"success": true, "postgresAvailable": true, "reason": null, "postgresCount": 12345,
                                 "leftOut": 7, "sqliteCount": 9, "migratedCount": 5, "pendingCount": 12340}"""));
    }

    @Test
    void says_null_and_never_0_of_what_could_not_be_looked_at() throws JsonProcessingException {
        assertThat(json(report -> report.dryRun(Reports.STATUS_OF_NO_SERVER, Optional.empty())))
                .isEqualTo(JSON.readTree("""
                                {"success": false, "error": "PostgreSQL does not answer.", "exitCode": 3,
                                 "postgresAvailable": false, "reason": "PostgreSQL does not answer.",
                                 "postgresCount": null, "leftOut": null, "sqliteCount": 9, "migratedCount": null,
                                 "pendingCount": null, "wouldMigrate": null, "wouldUpdate": null, "wouldRepair": null, "wouldSkip": null,
                                 "wouldReject": null, "errors": null, "mapping": null, "stopped": null,
                                 "leftOutByReason": null, "leftOutForgotten": null, "undated": null, "doubt": null,
                                 "warnings": null}"""));
    }

    @Test
    void says_what_a_run_would_do() {
        JsonNode json = json(report -> report.dryRun(Reports.STATUS, Optional.of(Reports.RUN)));
        assertThat(json.get("wouldMigrate").asInt()).isEqualTo(6);
        assertThat(json.get("wouldUpdate").asInt()).isEqualTo(1);
        assertThat(json.get("wouldSkip").asInt()).isEqualTo(2);
        assertThat(json.get("wouldReject").asInt()).isEqualTo(1);
    }

    @Test
    void says_what_a_run_did_and_what_the_comparison_showed() throws JsonProcessingException {
        JsonNode json = json(report ->
                report.migration(new MigrationResult(Reports.RUN, Reports.INCOMPLETE), Duration.ofSeconds(75)));
        ObjectNode run = ((ObjectNode) json.deepCopy()).without(List.of("error", "verification"));
        assertThat((JsonNode) run).isEqualTo(JSON.readTree("""
                                {"success": false, "exitCode": 1, "read": 10, "leftOut": 2, "migrated": 6,
                                 "updated": 1, "repaired": 1, "skipped": 2, "rejected": 1,
                                 "errors": [{"id": "7\\u001b[2J", "reason": "refused"}],
                                 "keptLocal": [{"id": 3, "factId": 4, "reason": "edited"}], "keptLocalCount": 1,
                                 "orphaned": [99], "orphanedCount": 1, "pruned": 0,
                                 "unclaimed": [{"id": 5, "factId": 6, "reason": "different_content"}],
                                 "unclaimedCount": 1, "retired": 0,
                                 "mapping": {"otherColumns": ["agent_id", "project"],
                                             "embeddingsByDimension": {"8": 5}, "roundedEmbeddings": 2,
                                             "unfitEmbeddings": 1, "estimatedBytes": 4096},
                                 "stopped": null, "leftOutByReason": {"soft-deleted": 2}, "leftOutForgotten": 1,
                                 "undated": 3, "doubt": null, "warnings": ["Be careful."]}"""));
        assertThat(json.get("verification")).isEqualTo(JSON.readTree(VERIFICATION));
    }

    @Test
    void says_nothing_of_rows_that_it_could_not_compare() {
        JsonNode json = json(report -> report.verification(Reports.UNVERIFIABLE));
        assertThat(json.get("outcome").textValue()).isEqualTo("unverifiable");
        assertThat(json.get("exitCode").asInt()).isEqualTo(3);
        assertThat(json.get("error").textValue()).isEqualTo("PostgreSQL does not answer.");
        for (String finding : new String[] {"checked", "missing", "missingCount", "changed", "orphaned", "leftOut"}) {
            assertThat(json.get(finding).isNull()).as(finding).isTrue();
        }
    }

    @Test
    void calls_a_complete_verification_a_success_without_an_error() {
        JsonNode json = json(report -> report.verification(Reports.COMPLETE));
        assertThat(json.get("success").booleanValue()).isTrue();
        assertThat(json.has("error")).isFalse();
        assertThat(json.has("exitCode")).isFalse();
    }

    @Test
    void is_one_line_of_ascii_whatever_the_facts_hold() {
        CapturedTerminal terminal = CapturedTerminal.asciiPipe();
        new JsonReport(terminal.terminal().out()).verification(Reports.INCOMPLETE);
        assertThat(terminal.out())
                .contains("Gr\\u00F6\\u00DFe \\uD83D\\uDCC8\\nzweite")
                .hasLineCount(1);
    }

    private static JsonNode json(Consumer<Report> show) {
        CapturedTerminal terminal = CapturedTerminal.pipe();
        show.accept(new JsonReport(terminal.terminal().out()));
        try {
            return JSON.readTree(terminal.out());
        } catch (JsonProcessingException e) {
            throw new AssertionError(terminal.out(), e);
        }
    }
}
