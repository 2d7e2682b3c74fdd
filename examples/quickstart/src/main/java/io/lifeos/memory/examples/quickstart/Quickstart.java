package io.lifeos.memory.examples.quickstart;

import io.lifeos.memory.MemoryStore;
import io.lifeos.memory.fact.Fact;
import io.lifeos.memory.fact.StoredTime;
import io.lifeos.memory.recall.RecallHit;
import io.lifeos.memory.recall.RecallMode;
import java.nio.file.Path;
import java.time.Instant;

/** Retains three facts, recalls one of them by a question, and says where a person can read them. */
public final class Quickstart {

    private Quickstart() {}

    /**
     * Runs the example.
     *
     * @param args the memory's folder; none for the default, {@code ~/.lifeos/memory}
     */
    public static void main(String[] args) {
        try (MemoryStore memory = args.length == 0 ? MemoryStore.open() : MemoryStore.open(Path.of(args[0]))) {
            memory.retain("KR8TIV sold at 0.12, +140 %")
                    .context("bags.fm graduation")
                    .source("treasury")
                    .entity("@KR8TIV")
                    .confidence(0.9)
                    .save();
            memory.retain("Never hold more than 2 % of the treasury in one token younger than a day")
                    .source("treasury")
                    .metadata("{\"type\": \"rule\"}")
                    .save();
            Fact meeting = memory.retain("Agreed with @matt to ship the importer first")
                    .happenedAt(Instant.parse("2026-01-25T15:07:40Z"))
                    .session("chat-8812")
                    .save();

            for (RecallHit hit : memory.recall("What is the rule for young tokens?")
                    .limit(1)
                    .mode(RecallMode.KEYWORD)
                    .fetch()) {
                System.out.println(
                        "recalled fact " + hit.fact().id() + ": " + hit.fact().content());
            }
            System.out.println("To read: " + memory.workspace().dailyLog(StoredTime.day(meeting.happenedAt())));
        }
    }
}
