package io.lifeos.memory.examples.tool.memory;

import io.lifeos.memory.MemoryStore;
import io.lifeos.memory.fact.Fact;
import io.lifeos.memory.fact.FactFilter;
import io.lifeos.memory.listing.FactPage;
import io.lifeos.memory.listing.PageRequest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(name = "list", description = "Lists facts, the latest first.")
public final class ListCommand extends MemoryCommand {

    @Option(names = "--limit", paramLabel = "N", description = "the most facts, up to 10,000; by default 20")
    private int limit = 20;

    @Option(names = "--before", paramLabel = "ID", description = "those that follow this fact in the list")
    private @Nullable Long before;

    @ArgGroup(validate = false, heading = "%nOnly facts like these:%n")
    private FactOptions facts = new FactOptions();

    @ArgGroup(validate = false, heading = "%nAnd, beside what is recalled otherwise:%n")
    private IncludedFacts included = new IncludedFacts();

    @Override
    Answer work(MemoryTool tool) {
        FactFilter filter = valid(() -> included.in(facts.filter()));
        try (MemoryStore memory = tool.memory().openReadOnly()) {
            PageRequest request = valid(() ->
                    before == null ? PageRequest.first(limit) : PageRequest.after(present(memory, before), limit));
            FactPage page = memory.page(filter, request);
            long count = memory.count(filter);
            List<String> lines = new ArrayList<>();
            page.facts().forEach(fact -> lines.add(FactLines.shortly(fact)));
            lines.add(
                    String.format(Locale.ROOT, "%,d of %,d facts", page.facts().size(), count));
            Optional<Fact> last =
                    page.next().map(more -> page.facts().get(page.facts().size() - 1));
            last.ifPresent(fact -> lines.add("More by --before " + fact.id()));
            Map<String, @Nullable Object> report = new LinkedHashMap<>();
            report.put("facts", page.facts().stream().map(Fact::toMap).toList());
            report.put("total", count);
            report.put("before", last.map(Fact::id).orElse(null));
            return Answer.of(lines, report);
        }
    }
}
