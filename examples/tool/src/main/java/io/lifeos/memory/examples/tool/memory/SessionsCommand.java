package io.lifeos.memory.examples.tool.memory;

import io.lifeos.memory.MemoryStore;
import io.lifeos.memory.listing.FactGroup;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;

@Command(
        name = "sessions",
        description =
                "Lists the sessions with the number of their facts and the days of the first and the last, the latest first.")
public final class SessionsCommand extends MemoryCommand {

    @Override
    Answer work(MemoryTool tool) {
        try (MemoryStore memory = tool.memory().openReadOnly()) {
            List<FactGroup<String>> found = memory.sessions();
            return Answer.of(
                    FactLines.groups(found),
                    Map.of("sessions", found.stream().map(FactGroup::toMap).toList()));
        }
    }
}
