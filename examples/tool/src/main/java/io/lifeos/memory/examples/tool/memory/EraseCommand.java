package io.lifeos.memory.examples.tool.memory;

import io.lifeos.memory.MemoryStore;
import io.lifeos.memory.fact.Condition;
import io.lifeos.memory.fact.FactFilter;
import io.lifeos.memory.report.ErasureReport;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "erase",
        description =
                "Erases facts for good, by number or by what they have in common, also those that were forgotten, have"
                        + " expired, or were said by an assistant. There is no way back. Says what it cannot reach, such as backups.")
public final class EraseCommand extends MemoryCommand {

    @Parameters(paramLabel = "ID", arity = "0..*", description = "the numbers of the facts")
    private List<Long> ids = List.of();

    @Option(names = "--yes", description = "agree, which a person at a terminal is asked")
    private boolean yes;

    @ArgGroup(validate = false, heading = "%nAll facts like these:%n")
    private FactOptions facts = new FactOptions();

    @Override
    Answer work(MemoryTool tool) {
        FactFilter filter = meant();
        try (MemoryStore memory = tool.memory().openReadOnly()) {
            ids.forEach(id -> present(memory, id));
            requireConsent(tool, memory.count(filter));
        }
        try (MemoryStore memory = tool.memory().open()) {
            ErasureReport report = memory.erase(filter);
            return new Answer(lines(report), report.toMap(), whatIsLeft(report));
        }
    }

    private void requireConsent(MemoryTool tool, long count) {
        if (!yes && !tool.isAgreed(String.format(Locale.ROOT, "Erase %,d facts for good?", count))) {
            throw wrong(String.format(Locale.ROOT, "%,d facts would be erased, and nobody agreed; --yes does.", count));
        }
    }

    private static Optional<String> whatIsLeft(ErasureReport report) {
        return report.complete()
                ? Optional.empty()
                : Optional.of(
                        "The facts are gone for every reader, but bytes of them may be left; the next command that writes"
                                + " to this memory goes on with it: " + String.join(" ", report.pending()));
    }

    private FactFilter meant() {
        FactFilter named = valid(facts::filter);
        if (ids.isEmpty() == named.isStandard()) {
            throw wrong(
                    "Name the facts either by their numbers or by what they have in common, such as --owner user=ann.");
        }
        FactFilter.Builder filter = named.toBuilder();
        if (!ids.isEmpty()) {
            filter.where(Condition.ids(ids));
        }
        return filter.includeForgotten()
                .includeExpired()
                .includeAssistantOutputs()
                .build();
    }

    private static List<String> lines(ErasureReport report) {
        List<String> lines = new ArrayList<>();
        lines.add(String.format(
                Locale.ROOT, "Erased %,d facts and %,d entries of logs", report.facts(), report.logEntries()));
        report.rewritten().forEach(file -> lines.add("  Written anew: " + file));
        report.deleted().forEach(file -> lines.add("  Deleted: " + file));
        report.pending().forEach(sentence -> lines.add("  Still to be done: " + sentence));
        report.unreached().forEach(sentence -> lines.add("  Not reached: " + sentence));
        return lines;
    }
}
