package io.lifeos.memory.examples.tool.memory;

import io.lifeos.memory.MemoryStore;
import io.lifeos.memory.reflect.ReflectionPeriod;
import io.lifeos.memory.reflect.ReflectionReport;
import io.lifeos.memory.reflect.Reflector;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "reflect",
        description =
                "Looks back on a day or a week: what was counted, who was mentioned most, which preferences contradict each"
                        + " other. Writes it into memory.md and bank/, and never over what a person wrote there.")
public final class ReflectCommand extends MemoryCommand {

    @Parameters(
            paramLabel = "DAY",
            arity = "0..1",
            description = "the day, such as 2026-01-25; by default today, in UTC")
    private @Nullable LocalDate day;

    @Option(names = "--week", description = "the week of that day, from Monday to Sunday")
    private boolean week;

    @Override
    Answer work(MemoryTool tool) {
        try (MemoryStore memory = openPresent(tool)) {
            LocalDate meant =
                    day != null ? day : LocalDate.ofInstant(memory.clock().instant(), ZoneOffset.UTC);
            ReflectionPeriod period = valid(() -> week ? ReflectionPeriod.week(meant) : ReflectionPeriod.day(meant));
            ReflectionReport report = memory.reflect(period, Reflector.standard());
            return Answer.of(lines(report), report.toMap());
        }
    }

    private static List<String> lines(ReflectionReport report) {
        String outcome = switch (report.outcome()) {
            case UNCHANGED -> "nothing has changed since the last reflection";
            case WRITTEN -> "written";
            case NO_FACTS -> "no facts";
        };
        List<String> lines = new ArrayList<>();
        lines.add(
                String.format(Locale.ROOT, "%s, %,d facts: %s", report.period().name(), report.facts(), outcome));
        report.files().forEach(file -> lines.add("  Written: " + file));
        report.kept().forEach(file -> lines.add("  Kept beside it, as a person changed it: " + file));
        return lines;
    }
}
