package io.lifeos.memory.examples.benchmark;

import io.lifeos.memory.examples.benchmark.Run.Call;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.ToDoubleFunction;

/** The runs of all rounds, by what was run. */
final class Results {

    static final String FLOOR = "floor: psql COPY into sqlite3";

    private static final double MIB = 1 << 20;

    private final int rows;
    private final Map<String, List<Run>> runs = new LinkedHashMap<>();

    Results(int rows) {
        this.rows = rows;
    }

    void add(String name, Run run) {
        runs.computeIfAbsent(name, each -> new ArrayList<>()).add(run);
    }

    /** A table of medians, with the range for the whole process. */
    String table() {
        MarkdownTable table = new MarkdownTable(
                rows + " rows",
                "process, s",
                "least – most",
                "call, s",
                "rows/s",
                "process ÷ floor",
                "heap, MiB",
                "resident, MiB",
                "file, MiB");
        runs.forEach((name, each) -> table.row(cells(name, each)));
        return table.toString();
    }

    private String[] cells(String name, List<Run> each) {
        Statistics process = statistics(each, run -> seconds(run.total()));
        boolean inside = each.get(0).call() != null;
        double call = inside ? median(each, run -> seconds(call(run).time())) : process.median();
        return new String[] {
            name,
            format("%.2f", process.median()),
            format("%.2f – %.2f", process.least(), process.most()),
            inside ? format("%.2f", call) : "",
            format("%,.0f", rows / call),
            runs.containsKey(FLOOR) ? format("%.2f", process.median() / floor()) : "",
            inside ? format("%.0f", median(each, run -> call(run).heapBytes() / MIB)) : "",
            inside ? format("%.0f", median(each, run -> call(run).residentBytes() / MIB)) : "",
            format("%.1f", median(each, run -> run.fileBytes() / MIB))
        };
    }

    private double floor() {
        return median(Objects.requireNonNull(runs.get(FLOOR)), run -> seconds(run.total()));
    }

    private static Call call(Run run) {
        return Objects.requireNonNull(run.call());
    }

    private static double median(List<Run> runs, ToDoubleFunction<Run> value) {
        return statistics(runs, value).median();
    }

    private static Statistics statistics(List<Run> runs, ToDoubleFunction<Run> value) {
        return new Statistics(runs.stream().mapToDouble(value).toArray());
    }

    private static double seconds(Duration time) {
        return time.toNanos() / 1e9;
    }

    private static String format(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
