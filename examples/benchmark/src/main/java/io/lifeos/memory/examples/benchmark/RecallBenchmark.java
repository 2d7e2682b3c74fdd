package io.lifeos.memory.examples.benchmark;

import io.lifeos.memory.MemoryStore;
import io.lifeos.memory.examples.postgres.TemporaryFolder;
import io.lifeos.memory.recall.RecallMode;
import io.lifeos.memory.recall.RecallRequest;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.function.UnaryOperator;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Measures how long a recall takes, beside plain full-text search and a scan of all vectors. */
@Command(
        name = "RecallBenchmark",
        description = "Measures how long a recall takes.",
        mixinStandardHelpOptions = true,
        showDefaultValues = true,
        sortOptions = false)
public final class RecallBenchmark implements Callable<Integer> {

    private static final int LIMIT = 10;

    private static final Map<String, UnaryOperator<RecallRequest>> FILTERS = Map.of(
            "none", request -> request,
            "a quarter", request -> request.source("treasury"),
            "last 7 days", request -> request.since(Duration.ofDays(7)),
            "one session", request -> request.session("session-17"),
            "one owner of 1,000", request -> request.owner(FactGenerator.owner(17)));

    @Option(
            names = "--facts",
            paramLabel = "N",
            description = "how many facts",
            split = ",",
            defaultValue = "10000,100000")
    private List<Integer> sizes = List.of();

    @Option(names = "--questions", paramLabel = "N", description = "how many of a kind", defaultValue = "200")
    private int questions;

    @Option(
            names = "--threads",
            paramLabel = "N",
            description = "numbers of threads",
            split = ",",
            defaultValue = "1,8")
    private List<Integer> threads = List.of();

    /**
     * Measures.
     *
     * @param args see {@code --help}
     */
    public static void main(String[] args) {
        System.exit(new CommandLine(new RecallBenchmark()).execute(args));
    }

    @Override
    public Integer call() throws IOException, InterruptedException, ExecutionException {
        System.out.println(Machine.describe());
        for (int facts : sizes) {
            try (TemporaryFolder folder = TemporaryFolder.create("lifeos-recall")) {
                measure(facts, folder.path());
            }
        }
        return 0;
    }

    private void measure(int facts, Path root) throws InterruptedException, ExecutionException {
        FactGenerator generator = new FactGenerator(facts, Instant.now());
        List<String> brief = generator.questions(questions, 2, 2);
        List<String> wordy = generator.questions(questions, 12, 25);
        System.out.printf(Locale.ROOT, "%n## %,d facts, %d dimensions%n%n", facts, generator.dimensions());
        build(root, generator, facts, brief.get(0));
        long before = heapUsed();
        try (MemoryStore memory = open(root, generator)) {
            double first = Asking.milliseconds(() -> ask(memory, RecallMode.HYBRID, "none", brief.get(0)));
            System.out.printf(Locale.ROOT, "First recall after reopening: %.0f ms.%n", first);
            System.out.printf(Locale.ROOT, "Heap used by it: %d MiB.%n%n", heapUsed() - before);
            MarkdownTable table = new MarkdownTable("what", "words", "filter", "threads", "p50 ms", "p95 ms", "p99 ms");
            for (RecallMode mode : List.of(RecallMode.KEYWORD, RecallMode.VECTOR, RecallMode.HYBRID)) {
                recall(table, memory, mode, brief, wordy);
            }
            PlainFullText plain = new PlainFullText(memory);
            row(table, "FTS5, any word", "2", "none", 1, Asking.time(brief, 1, text -> plain.count(text, LIMIT)));
            List<String> fewer = wordy.subList(0, Math.max(1, questions / 10));
            row(
                    table,
                    "FTS5, any word",
                    "12 to 25",
                    "none",
                    1,
                    Asking.time(fewer, 1, text -> plain.count(text, LIMIT)));
            BruteForceScan scan = new BruteForceScan(generator, facts);
            row(
                    table,
                    "scan of all vectors",
                    "",
                    "none",
                    1,
                    Asking.time(fewer, 1, text -> scan.best(vector(generator, text), LIMIT)));
            System.out.println(table);
        }
    }

    private static void build(Path root, FactGenerator generator, int facts, String question) {
        try (MemoryStore memory = open(root, generator)) {
            double loading = Asking.milliseconds(() -> new FactLoader(memory, generator).load(facts));
            double building = Asking.milliseconds(() -> ask(memory, RecallMode.VECTOR, "none", question));
            System.out.printf(Locale.ROOT, "Loading the facts: %.1f s.%n", loading / 1000);
            System.out.printf(Locale.ROOT, "First recall, which builds the binary index: %.0f ms.%n", building);
        }
    }

    private static MemoryStore open(Path root, FactGenerator generator) {
        return MemoryStore.builder().root(root).embedder(generator).open();
    }

    private void recall(
            MarkdownTable table, MemoryStore memory, RecallMode mode, List<String> brief, List<String> wordy)
            throws InterruptedException, ExecutionException {
        for (int count : threads) {
            row(table, name(mode), "2", "none", count, time(memory, mode, "none", count, brief));
            row(table, name(mode), "12 to 25", "none", count, time(memory, mode, "none", count, wordy));
        }
        for (String filter : FILTERS.keySet().stream().sorted().toList()) {
            if (!filter.equals("none")) {
                row(table, name(mode), "2", filter, 1, time(memory, mode, filter, 1, brief));
            }
        }
    }

    private static Statistics time(MemoryStore memory, RecallMode mode, String filter, int threads, List<String> texts)
            throws InterruptedException, ExecutionException {
        return Asking.time(texts, threads, text -> ask(memory, mode, filter, text));
    }

    private static void ask(MemoryStore memory, RecallMode mode, String filter, String question) {
        RecallRequest request = memory.recall(question).mode(mode).limit(LIMIT);
        FILTERS.getOrDefault(filter, UnaryOperator.identity()).apply(request).fetch();
    }

    private static float[] vector(FactGenerator generator, String question) {
        return generator
                .embed(List.of(question), FactGenerator.Purpose.QUESTION)
                .get(0);
    }

    private static void row(MarkdownTable table, String what, String words, String filter, int threads, Statistics ms) {
        table.row(
                what,
                words,
                filter,
                String.valueOf(threads),
                milliseconds(ms.median()),
                milliseconds(ms.percentile(0.95)),
                milliseconds(ms.percentile(0.99)));
    }

    private static String name(RecallMode mode) {
        return mode.name().toLowerCase(Locale.ROOT);
    }

    private static String milliseconds(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }

    private static long heapUsed() {
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        return (runtime.totalMemory() - runtime.freeMemory()) >> 20;
    }
}
