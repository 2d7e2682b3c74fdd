package io.lifeos.memory.examples.tool.memory;

import io.lifeos.memory.MemoryStore;
import io.lifeos.memory.fact.Owner;
import io.lifeos.memory.listing.FactGroup;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;

@Command(
        name = "owners",
        description = "Lists the owners with the number of their facts and the days of the first and the last.")
public final class OwnersCommand extends MemoryCommand {

    @Override
    Answer work(MemoryTool tool) {
        try (MemoryStore memory = tool.memory().openReadOnly()) {
            List<FactGroup<Owner>> found = memory.owners();
            return Answer.of(
                    FactLines.groups(found),
                    Map.of("owners", found.stream().map(FactGroup::toMap).toList()));
        }
    }
}
