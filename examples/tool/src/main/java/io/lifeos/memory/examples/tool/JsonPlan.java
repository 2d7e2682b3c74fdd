package io.lifeos.memory.examples.tool;

import io.lifeos.memory.migration.MigrationPlan;
import io.lifeos.memory.postgres.ArchiveColumn;
import io.lifeos.memory.postgres.ArchiveSummary;
import io.lifeos.memory.postgres.DetectedTable;
import io.lifeos.memory.postgres.Detection;
import io.lifeos.memory.postgres.VectorGroup;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Plans and detections as JSON objects. What could not be looked at is null. */
final class JsonPlan {

    private JsonPlan() {}

    static Map<String, @Nullable Object> of(MigrationPlan plan) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("table", plan.table());
        json.put("profile", plan.profile().label());
        json.put("source", plan.source().orElse(null));
        json.put("key", plan.key());
        json.put("columns", plan.columns().stream().map(JsonPlan::of).toList());
        json.put("unread", plan.unread());
        json.put("migratedCount", orNull(plan.migrated()));
        json.put("pendingCount", orNull(plan.pending()));
        json.putAll(of(plan.rows()));
        json.put("scopes", plan.scopes());
        json.put("warnings", plan.warnings());
        return json;
    }

    static Map<String, @Nullable Object> of(Detection detection) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("tables", detection.tables().stream().map(JsonPlan::of).toList());
        json.put("skipped", detection.skipped());
        return json;
    }

    private static Map<String, @Nullable Object> of(DetectedTable table) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("table", table.name());
        json.put("profile", table.profile().label());
        json.put("columns", table.columns());
        json.put("problem", table.problem().orElse(null));
        table.contents().ifPresent(contents -> {
            json.putAll(of(contents.summary()));
            json.put("scopes", contents.scopes());
        });
        return json;
    }

    private static Map<String, @Nullable Object> of(ArchiveSummary rows) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("rows", rows.rows());
        json.put("selected", rows.selected());
        json.put("leftOut", rows.leftOut());
        json.put("times", rows.times());
        json.put("withoutTime", rows.withoutTime());
        json.put("assistantOutput", rows.assistantOutput());
        json.put("withoutEmbedding", rows.withoutEmbedding());
        json.put("vectors", rows.vectors().stream().map(JsonPlan::of).toList());
        json.put("rowSecurity", rows.rowSecurity().name().toLowerCase(Locale.ROOT));
        return json;
    }

    private static Map<String, @Nullable Object> of(VectorGroup vectors) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("dimensions", vectors.dimensions());
        json.put("keptDimensions", vectors.keptDimensions());
        json.put("declared", vectors.declared().isPresent() ? vectors.declared().getAsInt() : null);
        json.put("model", vectors.model().orElse(null));
        json.put("endsInZero", vectors.endsInZero());
        json.put("rows", vectors.rows());
        return json;
    }

    private static Map<String, Object> of(ArchiveColumn column) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("name", column.name());
        json.put("type", column.type());
        json.put("role", column.role().name().toLowerCase(Locale.ROOT).replace('_', '-'));
        return json;
    }

    private static @Nullable Long orNull(OptionalLong number) {
        return number.isPresent() ? number.getAsLong() : null;
    }
}
