package io.lifeos.memory.examples.quickstart;

import io.lifeos.memory.MemoryStore;
import io.lifeos.memory.recall.RecallHit;
import io.lifeos.memory.recall.RecallMode;
import io.lifeos.memory.recall.RecallResult;
import java.nio.file.Path;
import java.util.List;

/** Asks in other words than the facts were told in, with an embedding model that runs within this process. */
public final class SemanticRecall {

    private static final List<String> FACTS = List.of(
            "KR8TIV sold at 0.12, +140 %",
            "The user is allergic to peanuts",
            "Never hold more than 2 % of the treasury in one token younger than a day",
            "Agreed with @matt to ship the importer first",
            "The office moved from Lisbon to Porto");

    private SemanticRecall() {}

    /**
     * Runs the example.
     *
     * @param args the memory's folder; none for the default, {@code ~/.lifeos/memory}
     */
    public static void main(String[] args) {
        Path root = args.length == 0 ? MemoryStore.defaultRoot() : Path.of(args[0]);
        try (MemoryStore memory = MemoryStore.builder()
                .root(root)
                .embedder(LangChain4jEmbedder.bgeSmall())
                .open()) {
            FACTS.forEach(fact -> memory.retain(fact).source("example").save());
            for (String question : List.of(
                    "Which food is dangerous for them?",
                    "Where do we work now?",
                    "How much may we put into a new coin?")) {
                show(memory.recall(question).mode(RecallMode.HYBRID).limit(2).fetch(), question);
            }
        }
    }

    private static void show(RecallResult result, String question) {
        System.out.println(question);
        for (RecallHit hit : result) {
            System.out.println("  " + hit.fact().content());
        }
        result.notes().forEach(note -> System.out.println("  (" + note + ")"));
    }
}
