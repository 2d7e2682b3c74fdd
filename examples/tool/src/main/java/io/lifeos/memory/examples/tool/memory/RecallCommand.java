package io.lifeos.memory.examples.tool.memory;

import io.lifeos.memory.MemoryStore;
import io.lifeos.memory.recall.RecallHit;
import io.lifeos.memory.recall.RecallMode;
import io.lifeos.memory.recall.RecallRequest;
import io.lifeos.memory.recall.RecallResult;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "recall",
        description =
                "Finds the facts that answer a question, the best first, and says why each was found. It looks for"
                        + " words, as the tool has no model for vectors.")
public final class RecallCommand extends MemoryCommand {

    @Parameters(paramLabel = "QUESTION", arity = "1..*", description = "the question, in one or several words")
    private List<String> question = List.of();

    @Option(names = "--limit", paramLabel = "N", description = "the most facts; by default 10")
    private int limit = 10;

    @ArgGroup(validate = false, heading = "%nOnly facts like these:%n")
    private FactOptions facts = new FactOptions();

    @ArgGroup(validate = false, heading = "%nAnd, beside what is recalled otherwise:%n")
    private IncludedFacts included = new IncludedFacts();

    @Override
    Answer work(MemoryTool tool) {
        try (MemoryStore memory = tool.memory().openReadOnly()) {
            RecallRequest request = memory.recall(String.join(" ", question)).mode(RecallMode.KEYWORD);
            RecallResult result = valid(() -> included.narrow(request.limit(limit), facts.filter()))
                    .fetch();
            return Answer.of(lines(result), result.toMap());
        }
    }

    private static List<String> lines(RecallResult result) {
        List<String> lines = new ArrayList<>();
        for (RecallHit hit : result) {
            lines.add(FactLines.shortly(hit.fact(), hit.describe()));
            lines.add("  " + hit.explain());
        }
        if (result.isEmpty()) {
            lines.add("Nothing was found.");
        }
        result.notes().forEach(note -> lines.add("Note: " + note));
        return lines;
    }
}
