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
    static final String SCRIPT = "script: plain.py";

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
                "CPU, s",
                "call, s",
                "rows/s",
                "process ÷ floor",
                "process ÷ script",
                "CPU ÷ script",
                "batches",
                "heap, MiB",
                "resident, MiB",
                "file, MiB");
        runs.forEach((name, each) -> table.row(cells(name, each)));
        return table.toString();
    }

    private String[] cells(String name, List<Run> each) {
        Statistics process = statistics(each, Results::total);
        boolean inside = each.get(0).call() != null;
        double call = inside ? median(each, run -> seconds(call(run).time())) : process.median();
        return new String[] {
            name,
            format("%.2f", process.median()),
            format("%.2f – %.2f", process.least(), process.most()),
            cpuOf(each),
            inside ? format("%.2f", call) : "",
            format("%,.0f", rows / call),
            ratio(process.median(), FLOOR, Results::total),
            ratio(process.median(), SCRIPT, Results::total),
            ratio(median(each, Results::cpu), SCRIPT, Results::cpu),
            inside ? format("%.0f", median(each, run -> call(run).batches())) : "",
            inside ? format("%.0f", median(each, run -> call(run).heapBytes() / MIB)) : "",
            inside ? format("%.0f", median(each, run -> call(run).residentBytes() / MIB)) : "",
            format("%.1f", median(each, run -> run.fileBytes() / MIB))
        };
    }

    private String ratio(double figure, String yardstick, ToDoubleFunction<Run> value) {
        List<Run> measured = runs.get(yardstick);
        return measured == null || figure == 0 ? "" : format("%.2f", figure / median(measured, value));
    }

    /** Nothing for a way that runs in the benchmark's own process, or where the system does not tell. */
    private static String cpuOf(List<Run> each) {
        double cpu = median(each, Results::cpu);
        return cpu > 0 ? format("%.2f", cpu) : "";
    }

    private static double total(Run run) {
        return seconds(run.total());
    }

    private static double cpu(Run run) {
        return seconds(run.cpu());
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
