package io.lifeos.memory.examples.benchmark;

import io.lifeos.memory.examples.benchmark.MigrationTask.Kind;
import io.lifeos.memory.examples.postgres.TemporaryFolder;
import io.lifeos.memory.examples.postgres.TemporaryPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Migrates generated memories side by side in several ways, and prints what each took. */
@Command(
        name = "MigrationBenchmark",
        description = "Measures the migration beside the databases' own tools and beside the naive way.",
        mixinStandardHelpOptions = true,
        showDefaultValues = true,
        sortOptions = false)
public final class MigrationBenchmark implements Callable<Integer> {

    /** A way to migrate. */
    enum Way {
        MIGRATOR,
        SCRIPT,
        FLOOR,
        NAIVE
    }

    @Option(names = "--rows", paramLabel = "N", description = "rows of the source", defaultValue = "10000")
    private int rows;

    @Option(names = "--embeddings", description = "give each row an embedding of 1024 dimensions")
    private boolean embeddings;

    @Option(names = "--rounds", paramLabel = "N", description = "how often to run each", defaultValue = "3")
    private int rounds;

    @Option(
            names = "--only",
            paramLabel = "WAY",
            description = "run only these of ${COMPLETION-CANDIDATES}",
            split = ",")
    private Set<Way> ways = EnumSet.allOf(Way.class);

    @Option(
            names = "--naive-rows",
            paramLabel = "N",
            description = "the most rows for the naive way, which runs once",
            defaultValue = "100000")
    private int naiveRows;

    @Option(
            names = "--postgres",
            paramLabel = "DIR",
            description = "the programs of an installed PostgreSQL, which may have pgvector; by default embedded ones")
    private @Nullable Path postgres;

    @Option(
            names = "--jvm-option",
            paramLabel = "OPTION",
            description = "an option of the JVM that migrates, such as -XX:TieredStopAtLevel=1; may be repeated")
    private List<String> jvmOptions = List.of();

    @Option(
            names = "--warm-runs",
            paramLabel = "N",
            description = "also migrate so often in one JVM, and measure the last time alone; 0 for not",
            defaultValue = "0")
    private int warmRuns;

    @Option(
            names = "--busy",
            paramLabel = "N",
            description = "processes that keep a core busy beside all that is measured",
            defaultValue = "0")
    private int busy;

    @Option(
            names = "--python",
            paramLabel = "FILE",
            description = "the Python to run the script with; without psycopg2 there, the script is left out",
            defaultValue = "/usr/bin/python3")
    private String python = "/usr/bin/python3";

    @Option(names = "--psql", paramLabel = "FILE", description = "the psql to use", defaultValue = "psql")
    private String psql = "psql";

    @Option(names = "--sqlite3", paramLabel = "FILE", description = "the SQLite shell to use", defaultValue = "sqlite3")
    private String sqlite3 = "sqlite3";

    private boolean withScript;

    private MigrationBenchmark() {}

    /**
     * Runs the benchmark.
     *
     * @param args see {@code --help}
     */
    public static void main(String[] args) {
        System.exit(new CommandLine(new MigrationBenchmark())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .execute(args));
    }

    @Override
    public Integer call() throws IOException, SQLException, InterruptedException {
        withScript = ways.contains(Way.SCRIPT) && PlainScript.isPossible(python);
        String shell = ways.contains(Way.FLOOR) ? Floor.version(sqlite3) : "not used";
        System.err.println("Starting PostgreSQL and loading " + rows + " rows ...");
        try (TemporaryPostgres server =
                        postgres == null ? TemporaryPostgres.start() : TemporaryPostgres.start(postgres);
                BusyProcesses others = new BusyProcesses()) {
            ArchiveTable table = ArchiveTable.create(server.jdbcUrl(), rows, embeddings);
            Results results = new Results(rows);
            Floor floor = new Floor(psql, sqlite3, server.url(), table);
            others.start(busy);
            for (int round = 1; round <= rounds; round++) {
                System.err.println("Round " + round + " of " + rounds + " ...");
                round(server, floor, results);
            }
            if (ways.contains(Way.NAIVE)) {
                naive(server, table, results);
            }
            System.out.println(Machine.describe() + "; PostgreSQL " + table.server() + "; embeddings: "
                    + table.embeddings() + "; SQLite shell " + shell);
            System.out.println();
            System.out.println(results.table());
        }
        return 0;
    }

    private void round(TemporaryPostgres server, Floor floor, Results results)
            throws IOException, InterruptedException {
        if (ways.contains(Way.MIGRATOR)) {
            try (TemporaryFolder folder = TemporaryFolder.create("lifeos-benchmark")) {
                MigratorProcess migrator = new MigratorProcess(server.url(), folder.path(), jvmOptions);
                results.add("migrate", migrator.run(Kind.MIGRATE, rows));
                results.add("migrate again", migrator.run(Kind.MIGRATE, 0));
                results.add("verify", migrator.run(Kind.VERIFY, rows));
            }
        }
        if (ways.contains(Way.MIGRATOR) && warmRuns > 0) {
            try (TemporaryFolder folder = TemporaryFolder.create("lifeos-benchmark")) {
                results.add(
                        "migrate, call " + warmRuns + " in one JVM",
                        new MigratorProcess(server.url(), folder.path(), jvmOptions).runWarm(rows, warmRuns));
            }
        }
        if (withScript) {
            results.add(Results.SCRIPT, new PlainScript(python, server.url()).run(rows));
        }
        if (ways.contains(Way.FLOOR)) {
            try (TemporaryFolder folder = TemporaryFolder.create("lifeos-benchmark")) {
                results.add(Results.FLOOR, floor.run(folder.path()));
            }
        }
    }

    private void naive(TemporaryPostgres server, ArchiveTable table, Results results) throws IOException, SQLException {
        if (rows > naiveRows) {
            System.err.println("The naive way is left out: more than " + naiveRows + " rows.");
            return;
        }
        System.err.println("The naive way ...");
        try (TemporaryFolder folder = TemporaryFolder.create("lifeos-benchmark")) {
            results.add("naive", new NaiveMigration(server.jdbcUrl(), table).run(folder.path()));
        }
    }
}
