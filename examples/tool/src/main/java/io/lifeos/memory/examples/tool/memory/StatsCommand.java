package io.lifeos.memory.examples.tool.memory;

import io.lifeos.memory.MemoryStore;
import io.lifeos.memory.listing.FactGroup;
import io.lifeos.memory.listing.MemoryStatistics;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;

@Command(name = "stats", description = "Counts what is in the memory.")
public final class StatsCommand extends MemoryCommand {

    private static final int MOST_LISTED = 10;

    @Override
    Answer work(MemoryTool tool) {
        try (MemoryStore memory = tool.memory().openReadOnly()) {
            MemoryStatistics statistics = memory.statistics();
            return Answer.of(lines(statistics), statistics.toMap());
        }
    }

    private static List<String> lines(MemoryStatistics statistics) {
        List<String> lines = new ArrayList<>();
        count(lines, "facts", statistics.facts());
        count(lines, "forgotten", statistics.forgotten());
        count(lines, "expired", statistics.expired());
        FactLines.add(lines, "first", statistics.first().map(FactLines::day));
        FactLines.add(lines, "last", statistics.last().map(FactLines::day));
        statistics.fileBytes().ifPresent(bytes -> count(lines, "bytes of the file", bytes));
        statistics
                .models()
                .forEach(model -> count(
                        lines,
                        "vectors of " + model.dimensions() + " by "
                                + model.model().orElse("an unnamed model"),
                        model.vectors()));
        add(lines, "Sources", statistics.sources());
        add(lines, "Owners", statistics.owners());
        add(lines, "Sessions", statistics.sessions());
        return lines;
    }

    private static void count(List<String> lines, String name, long number) {
        lines.add(String.format(Locale.ROOT, "  %-24s %,12d", name, number));
    }

    private static <K> void add(List<String> lines, String title, List<FactGroup<K>> groups) {
        if (!groups.isEmpty()) {
            lines.add(title + ":");
            lines.addAll(FactLines.groups(groups.subList(0, Math.min(MOST_LISTED, groups.size()))));
        }
        if (groups.size() > MOST_LISTED) {
            lines.add(String.format(Locale.ROOT, "  ... and %,d more", groups.size() - MOST_LISTED));
        }
    }
}
