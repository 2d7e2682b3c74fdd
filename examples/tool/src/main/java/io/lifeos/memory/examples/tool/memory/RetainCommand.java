package io.lifeos.memory.examples.tool.memory;

import io.lifeos.memory.MemoryStore;
import io.lifeos.memory.RetainRequest;
import io.lifeos.memory.fact.EntityExtractor;
import io.lifeos.memory.fact.Fact;
import io.lifeos.memory.fact.Owner;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "retain", description = "Stores a fact. The memory is begun if there is none in the folder.")
public final class RetainCommand extends MemoryCommand {

    @Parameters(paramLabel = "TEXT", arity = "1..*", description = "what to remember, in one or several words")
    private List<String> content = List.of();

    @Option(names = "--source", paramLabel = "NAME", description = "where it comes from")
    private @Nullable String source;

    @Option(names = "--context", paramLabel = "TEXT", description = "what it is about")
    private @Nullable String context;

    @Option(names = "--session", paramLabel = "ID", description = "the session in which it was said")
    private @Nullable String session;

    @Option(names = "--entity", paramLabel = "NAME", description = "what it mentions, beside what its text does")
    private List<String> entities = List.of();

    @Option(names = "--owner", paramLabel = "KIND=ID", description = "whose it is, such as user=ann; may be repeated")
    private List<Owner> owners = List.of();

    @Option(
            names = "--time",
            paramLabel = "TIME",
            description = "when it happened: a day in UTC, a moment, or how long ago, such as 7d; by default now")
    private @Nullable TimeSpan time;

    @Option(
            names = "--expires",
            paramLabel = "TIME",
            description = "from when on it is not recalled: a day in UTC, a moment, or how long from now, such as 7d")
    private @Nullable Deadline expires;

    @Option(names = "--confidence", paramLabel = "SHARE", description = "how sure it is, 0 to 1; by default 1")
    private @Nullable Double confidence;

    @Option(names = "--metadata", paramLabel = "JSON", description = "what else is known of it")
    private @Nullable String metadata;

    @Option(
            names = "--key",
            paramLabel = "KEY",
            description = "stores it once: a fact that has this key already stays as it is")
    private @Nullable String key;

    @Override
    Answer work(MemoryTool tool) {
        // Wrong values are to be found before a memory is begun.
        valid(() -> filled(RetainRequest.of(text(), EntityExtractor.standard(), facts -> List.of())));
        try (MemoryStore memory = tool.memory().open()) {
            Fact fact = filled(memory.retain(text())).save();
            Map<String, @Nullable Object> report = new LinkedHashMap<>();
            report.put("fact", fact.toMap());
            return Answer.of(List.of("Retained " + FactLines.shortly(fact)), report);
        }
    }

    private String text() {
        return String.join(" ", content);
    }

    private RetainRequest filled(RetainRequest begun) {
        RetainRequest request = begun;
        for (String entity : entities) {
            request = request.entity(entity);
        }
        for (Owner owner : owners) {
            request = request.owner(owner);
        }
        request = source == null ? request : request.source(source);
        request = context == null ? request : request.context(context);
        request = session == null ? request : request.session(session);
        request = time == null ? request : request.happenedAt(time.start());
        request = expires == null ? request : request.expiresAt(expires.moment());
        request = confidence == null ? request : request.confidence(confidence);
        request = metadata == null ? request : request.metadata(metadata);
        return key == null ? request : request.key(key);
    }
}
