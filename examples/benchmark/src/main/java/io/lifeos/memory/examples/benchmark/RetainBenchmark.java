package io.lifeos.memory.examples.benchmark;

import io.lifeos.memory.MemoryStore;
import io.lifeos.memory.database.Durability;
import io.lifeos.memory.examples.postgres.TemporaryFolder;
import io.lifeos.memory.examples.postgres.TemporaryPostgres;
import io.lifeos.memory.migration.MigrationReport;
import io.lifeos.memory.migration.Migrator;
import io.lifeos.memory.postgres.PostgresArchive;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Measures how long it takes to retain a fact: alone, by several threads, in lists, and while a migration runs. */
@Command(
        name = "RetainBenchmark",
        description = "Measures how long it takes to retain a fact.",
        mixinStandardHelpOptions = true,
        showDefaultValues = true,
        sortOptions = false)
public final class RetainBenchmark implements Callable<Integer> {

    private static final int WARM_UP = 1000;
    private static final Duration PAUSE = Duration.ofMillis(10);

    @Option(names = "--retains", paramLabel = "N", description = "facts a measurement", defaultValue = "5000")
    private int retains;

    @Option(
            names = "--threads",
            paramLabel = "N",
            description = "numbers of threads",
            split = ",",
            defaultValue = "1,16")
    private List<Integer> threads = List.of();

    @Option(
            names = "--list",
            paramLabel = "N",
            description = "facts a list that is retained at once; 0 for no lists",
            defaultValue = "1000")
    private int list;

    @Option(
            names = "--migrate-rows",
            paramLabel = "N",
            description = "rows of the migration beside which to retain; 0 for none",
            defaultValue = "20000")
    private int migrateRows;

    @Option(names = "--embeddings", description = "give each of these rows an embedding of 1024 dimensions")
    private boolean embeddings;

    @Option(
            names = "--postgres",
            paramLabel = "DIR",
            description = "the programs of an installed PostgreSQL; by default embedded ones")
    private @Nullable Path postgres;

    private final MarkdownTable table =
            new MarkdownTable("retain", "facts", "facts/s", "p50, ms", "p95, ms", "p99, ms", "longest, ms");

    private RetainBenchmark() {}

    /**
     * Runs the benchmark.
     *
     * @param args see {@code --help}
     */
    public static void main(String[] args) {
        System.exit(new CommandLine(new RetainBenchmark()).execute(args));
    }

    @Override
    public Integer call() throws IOException, SQLException, InterruptedException, ExecutionException {
        retain(Durability.FULL, 1, WARM_UP);
        for (Durability durability : Durability.values()) {
            for (int number : threads) {
                add(durability + ", threads: " + number, retain(durability, number, retains));
            }
            if (list > 0) {
                add(durability + ", lists of " + list, retainLists(durability));
            }
        }
        if (migrateRows > 0) {
            migrate();
        }
        System.out.println(Machine.describe());
        System.out.println();
        System.out.println(table);
        return 0;
    }

    private static Retaining.Outcome retain(Durability durability, int threads, int retains)
            throws IOException, InterruptedException, ExecutionException {
        try (TemporaryFolder folder = TemporaryFolder.create("lifeos-benchmark");
                MemoryStore memory = open(folder, durability)) {
            return new Retaining(memory).all(retains, threads);
        }
    }

    private Retaining.Outcome retainLists(Durability durability) throws IOException {
        try (TemporaryFolder folder = TemporaryFolder.create("lifeos-benchmark");
                MemoryStore memory = open(folder, durability)) {
            return new Retaining(memory).lists(retains, list);
        }
    }

    private void migrate() throws IOException, SQLException, InterruptedException, ExecutionException {
        try (TemporaryPostgres server =
                postgres == null ? TemporaryPostgres.start() : TemporaryPostgres.start(postgres)) {
            ArchiveTable.create(server.jdbcUrl(), migrateRows, embeddings);
            try (TemporaryFolder folder = TemporaryFolder.create("lifeos-benchmark");
                    PostgresArchive archive = PostgresArchive.of(server.url());
                    MemoryStore memory = open(folder, Durability.FULL)) {
                Migrator migrator = Migrator.from(archive).into(memory).build();
                add(
                        "FULL, every " + PAUSE.toMillis() + " ms while " + migrateRows + " rows migrate",
                        beside(migrator, memory));
            }
        }
    }

    private Retaining.Outcome beside(Migrator migrator, MemoryStore memory)
            throws InterruptedException, ExecutionException {
        ExecutorService executor = Executors.newSingleThreadExecutor();
        try {
            Future<MigrationReport> migration = executor.submit(migrator::migrateArchivalMemory);
            Retaining.Outcome outcome = new Retaining(memory).until(migration, PAUSE);
            if (migration.get().migrated() != migrateRows) {
                throw new IllegalStateException("The migration did not bring over all rows: " + migration.get());
            }
            return outcome;
        } finally {
            executor.shutdown();
        }
    }

    private static MemoryStore open(TemporaryFolder folder, Durability durability) {
        return MemoryStore.builder().root(folder.path()).durability(durability).open();
    }

    private void add(String name, Retaining.Outcome outcome) {
        Statistics millis = outcome.millis();
        table.row(
                name,
                String.valueOf(outcome.facts()),
                String.format(Locale.ROOT, "%,.0f", outcome.perSecond()),
                milliseconds(millis.median()),
                milliseconds(millis.percentile(0.95)),
                milliseconds(millis.percentile(0.99)),
                milliseconds(millis.most()));
    }

    private static String milliseconds(double value) {
        return String.format(Locale.ROOT, "%.2f", value);
    }
}
