package io.lifeos.memory.examples.tool.memory;

import io.lifeos.memory.fact.Condition;
import io.lifeos.memory.fact.FactFilter;
import io.lifeos.memory.fact.Owner;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say which facts are meant. */
final class FactOptions {

    @Option(
            names = "--since",
            paramLabel = "TIME",
            description = "what happened from then on: a day in UTC such as 2026-01-25, a moment such as"
                    + " 2026-01-25T15:00:00Z, or how long ago, such as 7d or 12h")
    private @Nullable TimeSpan since;

    @Option(names = "--until", paramLabel = "TIME", description = "what happened up to then, that day included")
    private @Nullable TimeSpan until;

    @Option(names = "--source", paramLabel = "NAME", description = "what came from there")
    private @Nullable String source;

    @Option(names = "--context", paramLabel = "TEXT", description = "what has this context")
    private @Nullable String context;

    @Option(names = "--session", paramLabel = "ID", description = "what was said in this session")
    private @Nullable String session;

    @Option(names = "--entity", paramLabel = "NAME", description = "what mentions it")
    private @Nullable String entity;

    @Option(
            names = "--owner",
            paramLabel = "KIND=ID",
            description = "what belongs to a user, agent, run or tenant, such as user=ann; may be repeated")
    private List<Owner> owners = List.of();

    @Option(
            names = "--where",
            paramLabel = "NAME=VALUE",
            description = "what has this member in its metadata; may be repeated")
    private Map<String, String> members = new LinkedHashMap<>();

    /** The facts that are meant; all if no option is given. */
    FactFilter filter() {
        FactFilter.Builder filter = FactFilter.builder();
        if (since != null) {
            filter.from(since.start());
        }
        if (until != null) {
            filter.to(until.end());
        }
        if (source != null) {
            filter.source(source);
        }
        if (context != null) {
            filter.context(context);
        }
        if (session != null) {
            filter.session(session);
        }
        if (entity != null) {
            filter.entity(entity);
        }
        owners.forEach(owner -> filter.where(Condition.owner(owner)));
        members.forEach(filter::metadata);
        return filter.build();
    }
}
