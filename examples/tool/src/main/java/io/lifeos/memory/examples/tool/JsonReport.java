package io.lifeos.memory.examples.tool;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.lifeos.memory.migration.KeptFact;
import io.lifeos.memory.migration.MigrationPlan;
import io.lifeos.memory.migration.MigrationReport;
import io.lifeos.memory.migration.MigrationResult;
import io.lifeos.memory.migration.MigrationStatus;
import io.lifeos.memory.migration.RowDifference;
import io.lifeos.memory.migration.UnclaimedFact;
import io.lifeos.memory.migration.VerificationReport;
import io.lifeos.memory.migration.VerificationReport.Outcome;
import io.lifeos.memory.postgres.Detection;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** One JSON object in ASCII, which no encoding of a pipe can spoil. What could not be looked at is null. */
final class JsonReport implements Report {

    private static final ObjectMapper JSON =
            JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

    private final PrintStream out;

    JsonReport(PrintStream out) {
        this.out = out;
    }

    @Override
    public void status(MigrationStatus status) {
        Map<String, @Nullable Object> json = outcome(ExitCode.of(status), status.reason());
        putStatus(json, status);
        print(json);
    }

    @Override
    public void dryRun(MigrationStatus status, Optional<MigrationReport> wouldDo) {
        Map<String, @Nullable Object> json = outcome(ExitCode.of(status), status.reason());
        putStatus(json, status);
        json.put("wouldMigrate", wouldDo.map(MigrationReport::migrated).orElse(null));
        json.put("wouldUpdate", wouldDo.map(MigrationReport::updated).orElse(null));
        json.put("wouldRepair", wouldDo.map(MigrationReport::repaired).orElse(null));
        json.put("wouldSkip", wouldDo.map(MigrationReport::skipped).orElse(null));
        json.put("wouldReject", wouldDo.map(MigrationReport::rejected).orElse(null));
        json.put("errors", wouldDo.map(run -> run.errors().first()).orElse(null));
        json.put("mapping", wouldDo.map(MigrationReport::mapping).orElse(null));
        json.put("stopped", wouldDo.flatMap(MigrationReport::stopped).orElse(null));
        print(json);
    }

    @Override
    public void migration(MigrationResult result) {
        Map<String, @Nullable Object> json = outcome(ExitCode.of(result), Report.whyUnproven(result));
        MigrationReport run = result.run();
        json.put("read", run.read());
        json.put("leftOut", run.leftOut());
        json.put("migrated", run.migrated());
        json.put("updated", run.updated());
        json.put("repaired", run.repaired());
        json.put("skipped", run.skipped());
        json.put("rejected", run.rejected());
        json.put("errors", run.errors().first());
        json.put(
                "keptLocal",
                run.keptLocal().first().stream().map(JsonReport::kept).toList());
        json.put("keptLocalCount", run.keptLocal().count());
        json.put("orphaned", run.orphaned().first());
        json.put("orphanedCount", run.orphaned().count());
        json.put("pruned", run.pruned());
        json.put(
                "unclaimed",
                run.unclaimed().first().stream().map(JsonReport::unclaimed).toList());
        json.put("unclaimedCount", run.unclaimed().count());
        json.put("retired", run.retired());
        json.put("mapping", run.mapping());
        json.put("stopped", run.stopped().orElse(null));
        json.put("verification", verificationFields(result.verification()));
        print(json);
    }

    @Override
    public void verification(VerificationReport verification) {
        Map<String, @Nullable Object> json = outcome(ExitCode.of(verification), Report.whyUnproven(verification));
        json.putAll(verificationFields(verification));
        print(json);
    }

    @Override
    public void maintenance(Maintenance maintenance) {
        Map<String, @Nullable Object> json = outcome(maintenance.exitCode(), maintenance.error());
        json.putAll(maintenance.fields());
        print(json);
    }

    @Override
    public void plan(MigrationPlan plan) {
        Map<String, @Nullable Object> json = outcome(ExitCode.DONE, Optional.empty());
        json.putAll(JsonPlan.of(plan));
        print(json);
    }

    @Override
    public void detection(Detection detection) {
        Map<String, @Nullable Object> json = outcome(ExitCode.of(detection), Report.whyUnread(detection));
        json.putAll(JsonPlan.of(detection));
        print(json);
    }

    @Override
    public void failure(ToolError failure) {
        print(outcome(failure.exitCode(), Optional.of(failure.message())));
    }

    private static Map<String, @Nullable Object> outcome(ExitCode exitCode, Optional<String> error) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("success", exitCode == ExitCode.DONE);
        if (exitCode != ExitCode.DONE) {
            json.put("error", error.orElse(null));
            json.put("exitCode", exitCode.number());
        }
        return json;
    }

    private static void putStatus(Map<String, @Nullable Object> json, MigrationStatus status) {
        json.put("postgresAvailable", status.postgresAvailable());
        json.put("reason", status.reason().orElse(null));
        json.put("postgresCount", orNull(status.postgresCount()));
        json.put("leftOut", orNull(status.leftOut()));
        json.put("sqliteCount", status.sqliteCount());
        json.put("migratedCount", orNull(status.migratedCount()));
        json.put("pendingCount", orNull(status.pendingCount()));
    }

    private static Map<String, @Nullable Object> verificationFields(VerificationReport report) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("outcome", report.outcome().name().toLowerCase(Locale.ROOT));
        json.put("reason", report.reason().orElse(null));
        Map<String, @Nullable Object> findings = findings(report);
        if (report.outcome() == Outcome.UNVERIFIABLE) {
            findings.replaceAll((name, notLookedAt) -> null);
        }
        json.putAll(findings);
        return json;
    }

    private static Map<String, @Nullable Object> findings(VerificationReport report) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("checked", report.checked());
        json.put("leftOut", report.leftOut());
        json.put("missing", report.missing().first());
        json.put("missingCount", report.missing().count());
        json.put(
                "changed",
                report.changed().first().stream().map(RowDifference::id).toList());
        json.put("changedCount", report.changed().count());
        json.put("differences", report.changed().first());
        json.put("rejected", report.rejected().first());
        json.put("rejectedCount", report.rejected().count());
        json.put("strayLinks", report.strayLinks().first());
        json.put("strayLinksCount", report.strayLinks().count());
        json.put("orphaned", report.orphaned().first());
        json.put("orphanedCount", report.orphaned().count());
        json.put("problems", report.problems());
        json.put("sampleFacts", report.sampleFacts());
        return json;
    }

    private static Map<String, Object> kept(KeptFact fact) {
        return reasoned(fact.id(), fact.factId(), fact.reason());
    }

    private static Map<String, Object> unclaimed(UnclaimedFact fact) {
        return reasoned(fact.id(), fact.factId(), fact.reason());
    }

    private static Map<String, Object> reasoned(Object id, long factId, Enum<?> reason) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("id", id);
        json.put("factId", factId);
        json.put("reason", reason.name().toLowerCase(Locale.ROOT));
        return json;
    }

    private static @Nullable Long orNull(OptionalLong number) {
        return number.isPresent() ? number.getAsLong() : null;
    }

    private void print(Map<String, @Nullable Object> json) {
        try {
            out.println(JSON.writeValueAsString(json));
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
