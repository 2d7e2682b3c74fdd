package io.lifeos.memory.examples.tool.memory;

import io.lifeos.memory.MemoryStore;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
        name = "forget",
        description = "Forgets facts: they are no longer recalled, but stay stored. Undone by unforget.")
public final class ForgetCommand extends MemoryCommand {

    @Parameters(paramLabel = "ID", arity = "1..*", description = "the numbers of the facts")
    private List<Long> ids = List.of();

    @Override
    Answer work(MemoryTool tool) {
        try (MemoryStore memory = openPresent(tool)) {
            ids.forEach(id -> present(memory, id));
            List<Long> changed = ids.stream().filter(memory::forget).toList();
            Map<String, @Nullable Object> report = new LinkedHashMap<>();
            report.put("forgotten", changed);
            report.put("unchanged", ids.size() - changed.size());
            return Answer.of(List.of("Forgot " + changed.size() + " of " + ids.size() + " facts"), report);
        }
    }
}
