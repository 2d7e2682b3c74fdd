package io.lifeos.memory.examples.demo;

import io.lifeos.memory.MemoryStore;
import io.lifeos.memory.examples.tool.OneLine;
import io.lifeos.memory.fact.Fact;
import io.lifeos.memory.fact.StoredTime;
import io.lifeos.memory.recall.RecallHit;
import io.lifeos.memory.recall.RecallMode;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** A look at what a migration leaves behind. */
final class DemoTour {

    private static final int WIDTH = 100;
    private static final int FACTS = 4;
    private static final int FILES_PER_FOLDER = 12;
    private static final int LOG_LINES = 18;
    private static final int RECALLED = 3;

    private final PrintStream out;
    private final MemoryStore memory;

    DemoTour(PrintStream out, MemoryStore memory) {
        this.out = out;
        this.memory = memory;
    }

    /** Facts that mention something say most. */
    void showFacts(long newestId) {
        LongStream.rangeClosed(1, newestId)
                .mapToObj(memory::find)
                .flatMap(Optional::stream)
                .filter(fact -> fact.entities().size() > 2 && fact.confidence() < 1)
                .limit(FACTS)
                .forEach(this::showFact);
    }

    private void showFact(Fact fact) {
        out.println("fact " + fact.id() + ", " + fact.happenedAt() + ", confidence " + fact.confidence());
        out.println("  " + OneLine.of(fact.content(), WIDTH));
        out.println("  context:  " + OneLine.of(fact.context().orElse("none"), WIDTH));
        out.println("  entities: " + OneLine.of(String.join(", ", fact.entities()), WIDTH));
        out.println("  metadata: " + OneLine.of(fact.metadata().orElse("none"), WIDTH));
    }

    void showFiles() throws IOException {
        showFolder(memory.workspace().root(), "");
    }

    private void showFolder(Path folder, String indent) throws IOException {
        out.println(indent + folder.getFileName() + "/");
        List<Path> entries = list(folder);
        String inner = indent + "  ";
        for (Path entry : entries.subList(0, Math.min(FILES_PER_FOLDER, entries.size()))) {
            if (Files.isDirectory(entry)) {
                showFolder(entry, inner);
            } else {
                out.println(inner + entry.getFileName());
            }
        }
        if (entries.size() > FILES_PER_FOLDER) {
            out.println(inner + "... and " + (entries.size() - FILES_PER_FOLDER) + " more");
        }
    }

    /** The log of the day on which a fact happened. */
    void showDailyLog(long factId) throws IOException {
        Fact fact = memory.find(factId).orElseThrow();
        Path log = memory.workspace().dailyLog(StoredTime.day(fact.happenedAt()));
        out.println(log);
        try (Stream<String> lines = Files.lines(log)) {
            lines.limit(LOG_LINES).forEach(line -> out.println("  | " + OneLine.of(line, WIDTH)));
        }
    }

    /** The answer of the memory, by words only, as the demo has no embedder. */
    void showRecall(String question) {
        for (RecallHit hit :
                memory.recall(question).mode(RecallMode.KEYWORD).limit(RECALLED).fetch()) {
            out.println("fact " + hit.fact().id() + ", " + hit.fact().happenedAt());
            out.println("  " + OneLine.of(hit.fact().content(), WIDTH));
        }
    }

    private static List<Path> list(Path folder) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.sorted().toList();
        }
    }
}
