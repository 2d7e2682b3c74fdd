package io.lifeos.memory.examples.tool.memory;

import io.lifeos.memory.MemoryStore;
import io.lifeos.memory.fact.Fact;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
        name = "show",
        description = "Shows a fact, forgotten or not, with all that is known of it: the row that it came from, and the columns"
                + " of that row which were kept.")
public final class ShowCommand extends MemoryCommand {

    @Parameters(paramLabel = "ID", description = "the number of the fact")
    private long id;

    @Override
    Answer work(MemoryTool tool) {
        try (MemoryStore memory = tool.memory().openReadOnly()) {
            Fact fact = present(memory, id);
            Map<String, @Nullable Object> report = new LinkedHashMap<>();
            report.put("fact", fact.toMap());
            return Answer.of(FactLines.whole(fact), report);
        }
    }
}
