package io.lifeos.memory.examples.tool;

import io.lifeos.memory.archive.ArchiveColumn;
import io.lifeos.memory.archive.ArchiveSummary;
import io.lifeos.memory.archive.RowSecurity;
import io.lifeos.memory.archive.ScopeCount;
import io.lifeos.memory.archive.VectorGroup;
import io.lifeos.memory.archive.profile.ColumnRole;
import io.lifeos.memory.migration.MigrationPlan;
import io.lifeos.memory.postgres.DetectedTable;
import io.lifeos.memory.postgres.Detection;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;

/** Tells a person what a source holds, and what a migration would make of it. */
final class HumanPlan {

    private static final int MOST_LISTED = 20;

    private final PrintStream out;

    HumanPlan(PrintStream out) {
        this.out = out;
    }

    void print(MigrationPlan plan) {
        print("Plan for " + plan.table() + " (" + plan.profile().label() + "), nothing was written:");
        print("  source: " + plan.source().orElse("hidden by the server; give it a name"));
        rows(plan.rows());
        count("already migrated", plan.migrated());
        count("still to migrate", plan.pending());
        if (plan.changed().orElse(0) > 0) {
            count("of another content than their fact", plan.changed());
        }
        print("Columns:");
        plan.columns().forEach(column -> column(column, plan.key().contains(column.name())));
        plan.unread().forEach(column -> print("  " + column.name() + " is left out: " + column.reason()));
        print("Owners:");
        plan.scopes().forEach(this::scope);
        print("Times:");
        plan.rows().times().forEach((place, number) -> count("from " + place, number));
        count("without a time", plan.rows().withoutTime());
        print("Embeddings:");
        vectors(plan.rows());
        print("Row-level security: " + described(plan.rows().rowSecurity()));
        plan.warnings().forEach(warning -> print("Warning: " + warning));
    }

    void print(Detection detection) {
        detection.tables().forEach(this::table);
        detection.skipped().forEach(skipped -> print("Skipped: " + skipped.name() + ": " + skipped.reason()));
    }

    private void table(DetectedTable table) {
        print("Found: " + table.name() + " (" + table.profile().label() + ")");
        print("  columns: " + String.join(", ", table.columns()));
        table.contents().ifPresent(contents -> {
            rows(contents.summary());
            vectors(contents.summary());
            contents.scopes().forEach(this::scope);
        });
        table.problem().ifPresent(problem -> print("  cannot be read: " + problem));
    }

    private void rows(ArchiveSummary rows) {
        count("rows", rows.rows());
        count("selected", rows.selected());
        rows.leftOut().forEach((reason, number) -> count("left out, " + reason, number));
        if (rows.assistantOutput() > 0) {
            count("an assistant's own", rows.assistantOutput());
        }
    }

    private void column(ArchiveColumn column, boolean key) {
        print("  " + column.name() + " (" + column.type() + "): " + becomes(column, key));
    }

    /** A scope that no row uses is not worth a line. */
    private void scope(ScopeCount scope) {
        scope.values().forEach((value, number) -> count(scope.scope() + " " + value, number));
        if (scope.moreValues() > 0) {
            count(scope.scope() + ", further values", scope.moreValues());
        }
        if (scope.withoutValue() > 0 && !scope.values().isEmpty()) {
            count("no " + scope.scope(), scope.withoutValue());
        }
    }

    private void vectors(ArchiveSummary rows) {
        List<VectorGroup> groups = rows.vectors();
        groups.stream().limit(MOST_LISTED).forEach(group -> count(described(group), group.rows()));
        if (groups.size() > MOST_LISTED) {
            count("further kinds of embeddings", groups.size() - MOST_LISTED);
        }
        count("without embedding", rows.withoutEmbedding());
    }

    private static String described(VectorGroup group) {
        String numbers = group.dimensions() == 0 ? "no vector" : group.keptDimensions() + " numbers";
        String padding = group.isPadded() ? " (padded to " + group.dimensions() + ")" : "";
        return numbers + padding + ", " + group.model().orElse("no model");
    }

    private static String described(RowSecurity rowSecurity) {
        return switch (rowSecurity) {
            case OFF -> "none";
            case ON -> "on, but not for this role";
            case FORCED -> "on, also for the owner, but not for this role";
        };
    }

    private static String becomes(ArchiveColumn column, boolean key) {
        String meaning = becomes(column.role());
        return key && column.role() != ColumnRole.KEY ? meaning + "; tells rows apart" : meaning;
    }

    private static String becomes(ColumnRole role) {
        return switch (role) {
            case KEY -> "tells rows apart";
            case CONTENT -> "content";
            case METADATA -> "metadata";
            case CREATED_AT -> "time";
            case SESSION -> "session";
            case CONTEXT -> "context";
            case TAGS -> "tags; kept with the fact";
            case CONFIDENCE -> "confidence; kept with the fact";
            case EMBEDDING -> "embedding";
            case MODEL -> "model of the embedding";
            case EMBEDDING_CONFIG -> "model and size of the embedding; kept with the fact";
            case SCOPE -> "whose it is, in the metadata";
            case FIELD -> "a member of the metadata";
            case COUNTER -> "kept with the fact, not compared";
            case EXTRA -> "kept with the fact";
        };
    }

    private void count(String name, OptionalLong number) {
        if (number.isPresent()) {
            count(name, number.getAsLong());
        } else {
            print("  " + name + ": unknown");
        }
    }

    private void count(String name, long number) {
        out.println(String.format(Locale.ROOT, "  %-48s %,12d", OneLine.of(name, 48), number));
    }

    private void print(String line) {
        String indent = line.startsWith("  ") ? "  " : "";
        out.println(indent + OneLine.of(line));
    }
}
