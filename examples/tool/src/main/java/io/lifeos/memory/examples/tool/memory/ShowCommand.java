package io.lifeos.memory.examples.tool.memory;

import io.lifeos.memory.MemoryStore;
import io.lifeos.memory.fact.Fact;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
        name = "show",
        description =
                "Shows a fact, forgotten or not, with all that is known of it: the row that it came from, and the columns"
                        + " of that row which were kept, and the facts whose place it took or which took its.")
public final class ShowCommand extends MemoryCommand {

    @Parameters(paramLabel = "ID", description = "the number of the fact")
    private long id;

    @Override
    Answer work(MemoryTool tool) {
        try (MemoryStore memory = tool.memory().openReadOnly()) {
            Fact fact = present(memory, id);
            Map<String, @Nullable Object> report = new LinkedHashMap<>();
            report.put("fact", fact.toMap());
            List<Fact> history = memory.history(id);
            report.put("history", history.stream().map(Fact::toMap).toList());
            List<String> lines = new ArrayList<>(FactLines.whole(fact));
            if (history.size() > 1) {
                lines.add("History, from the first to the last:");
                history.forEach(each -> lines.add("  " + FactLines.shortly(each)));
            }
            return Answer.of(lines, report);
        }
    }
}
