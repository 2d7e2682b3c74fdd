package io.lifeos.memory.examples.tool;

import static org.assertj.core.api.Assertions.assertThat;

import io.lifeos.memory.examples.tool.memory.MemoryFolder;
import io.lifeos.memory.migration.Listed;
import io.lifeos.memory.migration.MigrationResult;
import io.lifeos.memory.migration.VerificationReport;
import io.lifeos.memory.migration.VerificationReport.Outcome;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class HumanReportTest {

    private final CapturedTerminal terminal = CapturedTerminal.pipe();
    private final Report report = new HumanReport(terminal.terminal());

    @Test
    void aligns_the_numbers_of_a_status() {
        report.status(Reports.STATUS);
        assertThat(terminal.out()).isEqualToIgnoringNewLines("""
                        PostgreSQL: available
                          selected for migration         12,345
                          left out                            7
                        Memory:
                          facts                               9
                          from this source                    5
                          still to migrate               12,340
                        """);
        assertThat(terminal.err()).isEmpty();
    }

    @Test
    void calls_unknown_what_could_not_be_looked_at() {
        report.dryRun(Reports.STATUS_OF_NO_SERVER, Optional.empty());
        assertThat(terminal.out()).contains("PostgreSQL: not available", "still to migrate              unknown");
        assertThat(terminal.err()).isEqualToIgnoringNewLines("Error: PostgreSQL does not answer.\n");
    }

    @Test
    void names_the_rows_that_are_not_well() {
        report.migration(new MigrationResult(Reports.RUN, Reports.INCOMPLETE), Duration.ofSeconds(75));
        assertThat(terminal.out())
                .contains(
                        "Migration: not complete",
                        "embeddings of 8 numbers             5",
                        "embeddings rounded                  2",
                        "other columns kept       agent_id, project",
                        "row 7?[2J: refused",
                        "row 3, fact 4: edited",
                        "Verification: incomplete",
                        "row 007",
                        "row 3, fact 4: content, metadata",
                        "row 55",
                        "row 99",
                        "Table: \"public\".\"archival_memory\"",
                        "Time: 1 min 15 s",
                        "Problem: index out of step",
                        "fact 1 (row 2): Größe 📈 zweite Zeile")
                .doesNotContain("Next:");
        assertThat(terminal.err())
                .startsWith("Error: Rows that could not be stored: 1;")
                .hasLineCount(1);
    }

    @Test
    void names_the_next_command_once_all_is_well() {
        MemoryFolder folder = new MemoryFolder(Path.of("/memories"), true);
        new HumanReport(terminal.terminal(), Optional.of(folder))
                .migration(new MigrationResult(Reports.CLEAN_RUN, Reports.COMPLETE), Duration.ofMillis(1250));
        assertThat(terminal.out())
                .contains("Time: 1.3 s")
                .endsWith("Next: lifeos-memory recall QUESTION --root /memories\n");
    }

    @Test
    void says_complete_only_of_what_was_compared() {
        report.verification(Reports.UNVERIFIABLE);
        assertThat(terminal.out()).isEqualToIgnoringNewLines("Verification: unverifiable\n");
        assertThat(terminal.err()).isEqualToIgnoringNewLines("Error: PostgreSQL does not answer.\n");
    }

    @Test
    void lists_the_first_rows_and_counts_the_others() {
        List<Object> first =
                LongStream.rangeClosed(1, 1000).<Object>mapToObj(id -> id).toList();
        report.verification(VerificationReport.builder()
                .outcome(Outcome.INCOMPLETE)
                .reason(Optional.of("12345 rows are missing here."))
                .checked(12_345)
                .missing(new Listed<>(12_345, first))
                .build());
        assertThat(terminal.out()).contains("row 20", "... and 12,325 more").doesNotContain("row 21");
    }

    @Test
    void writes_a_question_mark_where_the_terminal_lacks_a_character() {
        CapturedTerminal ascii = CapturedTerminal.asciiPipe();
        new HumanReport(ascii.terminal()).verification(Reports.INCOMPLETE);
        assertThat(ascii.out()).contains("Gr??e ");
    }
}
