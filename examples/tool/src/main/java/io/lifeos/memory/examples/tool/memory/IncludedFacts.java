package io.lifeos.memory.examples.tool.memory;

import io.lifeos.memory.fact.FactFilter;
import io.lifeos.memory.recall.RecallRequest;
import picocli.CommandLine.Option;

/** The options for facts that are left out otherwise. */
final class IncludedFacts {

    @Option(names = "--include-forgotten", description = "what was forgotten, too")
    private boolean includeForgotten;

    @Option(names = "--include-expired", description = "what has expired, too")
    private boolean includeExpired;

    @Option(names = "--include-assistant", description = "what an assistant said, too")
    private boolean includeAssistant;

    FactFilter in(FactFilter given) {
        FactFilter.Builder filter = given.toBuilder();
        if (includeForgotten) {
            filter.includeForgotten();
        }
        if (includeExpired) {
            filter.includeExpired();
        }
        if (includeAssistant) {
            filter.includeAssistantOutputs();
        }
        return filter.build();
    }

    /** Asks about these facts only. */
    RecallRequest narrow(RecallRequest begun, FactFilter given) {
        RecallRequest request = begun.where(given.condition());
        request = includeForgotten ? request.includeForgotten() : request;
        request = includeExpired ? request.includeExpired() : request;
        return includeAssistant ? request.includeAssistantOutputs() : request;
    }
}
