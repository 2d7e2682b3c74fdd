package io.lifeos.memory.examples.tool;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lifeos.memory.examples.tool.memory.Answer;
import io.lifeos.memory.examples.tool.memory.MemoryFolder;
import io.lifeos.memory.migration.MigrationPlan;
import io.lifeos.memory.migration.MigrationReport;
import io.lifeos.memory.migration.MigrationResult;
import io.lifeos.memory.migration.MigrationStatus;
import io.lifeos.memory.migration.VerificationReport;
import io.lifeos.memory.migration.VerificationReport.Outcome;
import io.lifeos.memory.postgres.Detection;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** One JSON object in ASCII, which no encoding of a pipe can spoil. A value that could not be read is null. */
final class JsonReport implements Report {

    private static final Set<String> KNOWN_OF_UNVERIFIABLE = Set.of("outcome", "reason");

    private static final List<String> ADDED_TO_RUNS =
            List.of("leftOutByReason", "leftOutForgotten", "undated", "doubt", "warnings");

    private final PrintStream out;
    private final Optional<MemoryFolder> folder;

    JsonReport(PrintStream out) {
        this(out, Optional.empty());
    }

    JsonReport(PrintStream out, Optional<MemoryFolder> folder) {
        this.out = out;
        this.folder = folder;
    }

    @Override
    public void status(MigrationStatus status) {
        print(outcome(ExitCode.of(status), status.reason()).setAll(ReportMapper.fields(status)));
    }

    @Override
    public void dryRun(MigrationStatus status, Optional<MigrationReport> wouldDo) {
        ObjectNode json = outcome(ExitCode.of(status), status.reason());
        json.setAll(ReportMapper.fields(status));
        ObjectNode run = wouldDo.map(JsonReport::run).orElseGet(ReportMapper::newObject);
        json.set("wouldMigrate", run.get("migrated"));
        json.set("wouldUpdate", run.get("updated"));
        json.set("wouldRepair", run.get("repaired"));
        json.set("wouldSkip", run.get("skipped"));
        json.set("wouldReject", run.get("rejected"));
        json.set("errors", run.get("errors"));
        json.set("mapping", run.get("mapping"));
        json.set("stopped", run.get("stopped"));
        for (String added : ADDED_TO_RUNS) {
            json.set(added, run.get(added));
        }
        print(json);
    }

    @Override
    public void migration(MigrationResult result, Duration took) {
        ObjectNode json = outcome(ExitCode.of(result), Report.whyUnproven(result));
        json.setAll(run(result.run()));
        json.set("verification", comparison(result.verification()));
        print(json);
    }

    @Override
    public void verification(VerificationReport verification) {
        ObjectNode json = outcome(ExitCode.of(verification), Report.whyUnproven(verification));
        print(json.setAll(comparison(verification)));
    }

    @Override
    public void answer(Answer answer) {
        ObjectNode json = outcome(ExitCode.of(answer), answer.error());
        print(json.setAll(ReportMapper.fields(answer.report())));
    }

    @Override
    public void plan(MigrationPlan plan) {
        print(outcome(ExitCode.DONE, Optional.empty()).setAll(ReportMapper.fields(plan)));
    }

    @Override
    public void detection(Detection detection) {
        ObjectNode json = outcome(ExitCode.of(detection), Report.whyUnread(detection));
        print(json.setAll(ReportMapper.fields(detection)));
    }

    @Override
    public void failure(ToolError failure) {
        print(outcome(failure.exitCode(), Optional.of(failure.message())));
    }

    @Override
    public void interrupted(String message) {
        print(ReportMapper.newObject().put("success", false).put("error", message));
    }

    private ObjectNode outcome(ExitCode exitCode, Optional<String> error) {
        ObjectNode json = ReportMapper.newObject();
        json.put("success", exitCode == ExitCode.DONE);
        folder.ifPresent(named -> json.put("root", named.root().toString()).put("memoryExists", named.holdsMemory()));
        if (exitCode != ExitCode.DONE) {
            json.put("error", error.orElse(null));
            json.put("exitCode", exitCode.number());
        }
        return json;
    }

    /** The count of the errors stands under "rejected". */
    private static ObjectNode run(MigrationReport report) {
        ObjectNode fields = ReportMapper.fields(report);
        fields.remove("errorsCount");
        return fields;
    }

    private static ObjectNode comparison(VerificationReport report) {
        ObjectNode findings = ReportMapper.fields(report);
        ObjectNode json = ReportMapper.newObject();
        for (Map.Entry<String, JsonNode> finding : findings.properties()) {
            String name = finding.getKey();
            json.set(name, name.equals("changed") ? ids(finding.getValue()) : finding.getValue());
            if (name.equals("changedCount")) {
                json.set("differences", findings.get("changed"));
            }
        }
        if (report.outcome() == Outcome.UNVERIFIABLE) {
            json.properties().stream()
                    .filter(finding -> !KNOWN_OF_UNVERIFIABLE.contains(finding.getKey()))
                    .forEach(notLookedAt -> notLookedAt.setValue(json.nullNode()));
        }
        return json;
    }

    private static ArrayNode ids(JsonNode rows) {
        ArrayNode ids = ReportMapper.newObject().arrayNode();
        rows.forEach(row -> ids.add(row.get("id")));
        return ids;
    }

    private void print(JsonNode json) {
        out.println(ReportMapper.line(json));
    }
}
