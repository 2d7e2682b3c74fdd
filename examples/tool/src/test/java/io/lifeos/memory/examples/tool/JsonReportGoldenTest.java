package io.lifeos.memory.examples.tool;

import static org.assertj.core.api.Assertions.assertThat;

import io.lifeos.memory.examples.tool.memory.Answer;
import io.lifeos.memory.fact.SourceUnavailableException;
import io.lifeos.memory.fact.StoreException;
import io.lifeos.memory.migration.MigrationResult;
import io.lifeos.memory.report.CopyReport;
import io.lifeos.memory.report.IntegrityReport;
import io.lifeos.memory.report.RepairReport;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Scripts read these reports: names, order, nesting and values of their fields are as the file holds them, byte for byte. */
class JsonReportGoldenTest {

    private static final String GOLDEN = "reports.golden.txt";

    private static final Path ROOT = Path.of("memory");

    private static final IntegrityReport SOUND = new IntegrityReport(List.of(), 0);

    private static final IntegrityReport UNSOUND =
            new IntegrityReport(List.of("Fact 7 is not in the full-text index.", "Größe 📈"), 102);

    @Test
    void every_report_is_as_it_always_was() throws IOException {
        String reports = reports().entrySet().stream()
                .map(report -> report.getKey() + ": " + json(report.getValue()))
                .collect(Collectors.joining());
        assertThat(reports).isEqualTo(golden());
    }

    private static Map<String, Consumer<Report>> reports() {
        Map<String, Consumer<Report>> reports = new LinkedHashMap<>();
        reports.put("status", to -> to.status(Reports.STATUS));
        reports.put("status without a server", to -> to.status(Reports.STATUS_OF_NO_SERVER));
        reports.put("dry run", to -> to.dryRun(Reports.STATUS, Optional.of(Reports.RUN)));
        reports.put("dry run stopped", to -> to.dryRun(Reports.STATUS, Optional.of(Reports.STOPPED_RUN)));
        reports.put("dry run without a server", to -> to.dryRun(Reports.STATUS_OF_NO_SERVER, Optional.empty()));
        reports.put(
                "migration",
                to -> to.migration(new MigrationResult(Reports.RUN, Reports.INCOMPLETE), Duration.ofSeconds(75)));
        reports.put(
                "migration stopped",
                to -> to.migration(new MigrationResult(Reports.STOPPED_RUN, Reports.COMPLETE), Duration.ofSeconds(75)));
        reports.put(
                "migration complete",
                to -> to.migration(new MigrationResult(Reports.CLEAN_RUN, Reports.COMPLETE), Duration.ofSeconds(75)));
        reports.put("verification complete", to -> to.verification(Reports.COMPLETE));
        reports.put("verification incomplete", to -> to.verification(Reports.INCOMPLETE));
        reports.put("verification unverifiable", to -> to.verification(Reports.UNVERIFIABLE));
        reports.put("plan", to -> to.plan(Plans.PLAN));
        reports.put("plan of a known source", to -> to.plan(Plans.PLAN_OF_KNOWN_SOURCE));
        reports.put("detection", to -> to.detection(Plans.DETECTION));
        reports.put("detection of nothing", to -> to.detection(Plans.DETECTION_OF_NOTHING));
        reports.put(
                "backup",
                to -> to.answer(Answer.of(
                        "Saved",
                        CopyReport.builder(Path.of("memory.zip"))
                                .facts(1_234)
                                .files(5)
                                .build())));
        reports.put(
                "export",
                to -> to.answer(Answer.of(
                        "Exported",
                        CopyReport.builder(Path.of("größe.jsonl")).facts(1).build())));
        reports.put(
                "import with warnings",
                to -> to.answer(Answer.of(
                        "Imported",
                        CopyReport.builder(Path.of("memory"))
                                .facts(1)
                                .warnings(List.of("Without a key."))
                                .build())));
        reports.put("check sound", to -> to.answer(Answer.of(SOUND, ROOT)));
        reports.put("check unsound", to -> to.answer(Answer.of(UNSOUND, ROOT)));
        reports.put("repair", to -> to.answer(Answer.of(new RepairReport(List.of("Rebuilt it."), SOUND), ROOT)));
        reports.put("repair in part", to -> to.answer(Answer.of(new RepairReport(List.of(), UNSOUND), ROOT)));
        reports.put(
                "error of the source", to -> to.failure(ToolError.of(new SourceUnavailableException("No server."))));
        reports.put("error of the store", to -> to.failure(ToolError.of(new StoreException("Disk \"full\"."))));
        reports.put("error unforeseen", to -> to.failure(ToolError.of(new IllegalStateException("odd"))));
        return reports;
    }

    private static String json(Consumer<Report> show) {
        CapturedTerminal terminal = CapturedTerminal.pipe();
        show.accept(new JsonReport(terminal.terminal().out()));
        return terminal.out().replace(System.lineSeparator(), "\n");
    }

    private static String golden() throws IOException {
        try (InputStream golden = JsonReportGoldenTest.class.getResourceAsStream(GOLDEN)) {
            return new String(Objects.requireNonNull(golden).readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
