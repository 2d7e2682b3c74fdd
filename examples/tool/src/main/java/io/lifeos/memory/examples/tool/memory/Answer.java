package io.lifeos.memory.examples.tool.memory;

import io.lifeos.memory.report.CopyReport;
import io.lifeos.memory.report.IntegrityReport;
import io.lifeos.memory.report.RepairReport;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a command for a memory has to say.
 *
 * @param lines the report for a person
 * @param report the report for a program
 * @param error the reason why the memory is not well, in a sentence; empty if it is
 */
public record Answer(List<String> lines, Object report, Optional<String> error) {

    /** An answer without an error. */
    static Answer of(List<String> lines, Map<String, @Nullable Object> report) {
        return new Answer(lines, report, Optional.empty());
    }

    /** The outcome of making a copy, told with the given verb. */
    public static Answer of(String verb, CopyReport copy) {
        String files = copy.files() == 0 ? "" : String.format(Locale.ROOT, " and %,d files", copy.files());
        String line = String.format(Locale.ROOT, "%s %,d facts%s: %s", verb, copy.facts(), files, copy.path());
        List<String> lines = new ArrayList<>(List.of(line));
        copy.warnings().forEach(warning -> lines.add("Warning: " + warning));
        return new Answer(lines, copy, Optional.empty());
    }

    public static Answer of(IntegrityReport report, Path root) {
        List<String> lines = new ArrayList<>(List.of("Memory: " + (report.ok() ? "sound" : "not sound")));
        addProblems(report, lines);
        Optional<String> error = report.ok()
                ? Optional.empty()
                : Optional.of(String.format(
                        Locale.ROOT,
                        "The memory in %s has problems: %,d; nothing was changed; the command repair makes good what follows"
                                + " from facts.",
                        root,
                        report.count()));
        return new Answer(lines, report, error);
    }

    public static Answer of(RepairReport report, Path root) {
        List<String> lines = new ArrayList<>(report.done().isEmpty() ? List.of("Nothing to repair.") : report.done());
        addProblems(report.remaining(), lines);
        Optional<String> error = report.remaining().ok()
                ? Optional.empty()
                : Optional.of(String.format(
                        Locale.ROOT,
                        "The memory in %s has problems that facts cannot make good: %,d; no fact was touched; a migration makes"
                                + " good its own links, a person the rest.",
                        root,
                        report.remaining().count()));
        return new Answer(lines, report, error);
    }

    private static void addProblems(IntegrityReport report, List<String> lines) {
        report.problems().forEach(problem -> lines.add("  " + problem));
        long more = report.count() - report.problems().size();
        if (more > 0) {
            lines.add(String.format(Locale.ROOT, "  ... and %,d more", more));
        }
    }
}
