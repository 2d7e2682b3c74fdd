package io.lifeos.memory.examples.tool.memory;

import io.lifeos.memory.MemoryStore;
import io.lifeos.memory.fact.Owner;
import io.lifeos.memory.preference.Preference;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "prefer",
        description =
                "Notes what a person prefers. The same value again makes it surer, another takes its place. The memory is begun if there is none in the folder.")
public final class PreferCommand extends MemoryCommand {

    @Option(names = "--user", paramLabel = "ID", required = true, description = "the person")
    private String user = "";

    @Parameters(index = "0", paramLabel = "CATEGORY", description = "such as food")
    private String category = "";

    @Parameters(index = "1", paramLabel = "KEY", description = "such as drink")
    private String key = "";

    @Parameters(index = "2", paramLabel = "VALUE", description = "such as tea")
    private String value = "";

    @Override
    Answer work(MemoryTool tool) {
        Owner person = valid(() -> Owner.user(user));
        try (MemoryStore memory = tool.memory().open()) {
            Preference stated = valid(() -> memory.preferences(person).prefer(category, key, value));
            String line = String.format(
                    Locale.ROOT,
                    "%s: %s/%s is %s, confidence %.2f, stated %,d times",
                    user,
                    stated.category(),
                    stated.key(),
                    stated.value(),
                    stated.confidence(),
                    stated.evidence());
            return Answer.of(List.of(line), stated.toMap());
        }
    }
}
