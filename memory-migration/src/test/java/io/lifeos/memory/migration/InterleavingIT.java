package io.lifeos.memory.migration;

import static org.assertj.core.api.Assertions.assertThat;

import io.lifeos.memory.MemoryStore;
import io.lifeos.memory.archive.row.ContentText;
import io.lifeos.memory.postgres.PostgresArchive;
import io.lifeos.memory.postgres.testing.TestDatabase;
import io.lifeos.memory.postgres.testing.TestPostgres;
import io.lifeos.memory.testing.ChildJvm;
import io.lifeos.memory.testing.MemoryOracle;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Any interleaving of changes there, changes here, runs, forced runs and killed runs, on any rows, ends equal to the
 * source: by the verification, and by a comparison that shares no code with the library.
 */
class InterleavingIT {

    private static final int ROUNDS = 20;
    private static final int STEPS = 10;

    /** What each row says. A time that the file cannot hold, and a vector that is none, are kept as text. */
    private static final String ROWS_THERE = "SELECT id::text, concat_ws('|', content, coalesce(metadata::text, '-'),"
            + " coalesce(session_id, '-'), coalesce(project, '-'),"
            + " CASE WHEN created_at >= '0001-01-01 00:00:00+00' AND created_at < '10000-01-01 00:00:00+00'"
            + " THEN to_char(created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.US')"
            + " ELSE coalesce(created_at::text, '-') END,"
            + " CASE WHEN array_ndims(embedding) = 1"
            + " AND NOT EXISTS (SELECT FROM unnest(embedding) x WHERE x IS NULL)"
            + " THEN (SELECT string_agg(encode(float4send(x), 'hex'), '' ORDER BY n)"
            + " FROM unnest(embedding) WITH ORDINALITY AS u (x, n))"
            + " ELSE coalesce(embedding::text, '-') END) FROM archival_memory WHERE content ~ '"
            + ContentText.VISIBLE + "'";

    /** The same of each fact that was migrated; the last column is the vector, in bytes of the other order. */
    private static final String ROWS_HERE = "SELECT l.postgres_memory_id, f.content || '|' || coalesce(f.metadata, '-')"
            + " || '|' || coalesce(CASE WHEN json_type(l.source_columns, '$.session_id') IS NULL THEN f.session_id"
            + " ELSE l.source_columns ->> '$.session_id' END, '-')"
            + " || '|' || coalesce(l.source_columns ->> '$.project', '-')"
            + " || '|' || coalesce(CASE WHEN json_type(l.source_columns, '$.created_at') IS NULL THEN f.timestamp"
            + " ELSE l.source_columns ->> '$.created_at' END, '-') || '|',"
            + " coalesce(l.source_columns ->> '$.embedding', '-'), l.embedding"
            + " FROM fact_embeddings l JOIN facts f ON f.id = l.fact_id";

    @TempDir
    Path root;

    static LongStream seeds() {
        Long given = Long.getLong("lifeos.seed");
        return given != null ? LongStream.of(given) : new Random().longs(ROUNDS);
    }

    @ParameterizedTest(name = "-Dlifeos.seed={0}")
    @MethodSource("seeds")
    void any_interleaving_ends_equal_to_the_source(long seed) throws Exception {
        System.out.println("InterleavingIT: -Dlifeos.seed=" + seed);
        Random random = new Random(seed);
        try (TestDatabase database = TestPostgres.newDatabase();
                PostgresArchive archive = PostgresArchive.of(database.url());
                RandomRows rows = new RandomRows(
                        database, List.of("bigint", "uuid", "text").get(random.nextInt(3)), random)) {
            rows.insert(30);
            killRun(database, random);
            for (int step = 0; step < STEPS; step++) {
                switch (random.nextInt(6)) {
                    case 0 -> rows.insert(random.nextInt(40));
                    case 1, 2 -> rows.update(random.nextInt(30));
                    case 3 -> rows.delete(random.nextInt(5));
                    case 4 -> forget(random);
                    default -> run(archive, random.nextBoolean());
                }
            }
            rows.insert(5);
            if (random.nextBoolean()) {
                killRun(database, random);
            }
            finish(archive);
            assertThat(rowsHere(database)).as("seed %s", seed).isEqualTo(rowsThere(database));
        }
        MemoryOracle.assertSound(root);
    }

    private void run(PostgresArchive archive, boolean force) {
        try (MemoryStore memory = MemoryStore.open(root)) {
            Migrator migrator = Migrator.from(archive)
                    .into(memory)
                    .batchSize(7)
                    .force(force)
                    .acceptChangedContents(true)
                    .build();
            assertThat(migrator.migrateArchivalMemory().success()).isTrue();
        }
    }

    private void killRun(TestDatabase database, Random random) throws Exception {
        try (ChildJvm child = MigratingProgram.start(root, database.url(), random.nextBoolean())) {
            child.awaitOutput("begun");
            Thread.sleep(random.nextInt(400));
            child.kill();
        }
        MigratedRows.assertSoundAfterCrash(root);
    }

    private void forget(Random random) {
        try (MemoryStore memory = MemoryStore.open(root)) {
            IntStream.range(0, 3).forEach(i -> memory.forget(1 + random.nextInt(50)));
        }
    }

    /** A plain run leaves alone what was forgotten here, even if its row has changed since. Only a forced one does not. */
    private void finish(PostgresArchive archive) {
        run(archive, false);
        try (MemoryStore memory = MemoryStore.open(root)) {
            Migrator migrator = Migrator.from(archive).into(memory).build();
            VerificationReport report = migrator.verifyMigration();
            assertThat(report.missing().isEmpty()).isTrue();
            assertThat(report.changed().first())
                    .allMatch(row -> !memory.find(row.factId()).orElseThrow().active());
            if (report.changed().isEmpty()) {
                assertThat(report.success()).as("%s", report.reason()).isTrue();
                return;
            }
        }
        run(archive, true);
        try (MemoryStore memory = MemoryStore.open(root)) {
            VerificationReport forced =
                    Migrator.from(archive).into(memory).build().verifyMigration();
            assertThat(forced.reason()).isEmpty();
        }
    }

    private static Map<String, String> rowsThere(TestDatabase database) throws SQLException {
        Map<String, String> rows = new TreeMap<>();
        try (Connection connection = database.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("SET TimeZone = 'UTC'");
            try (ResultSet result = statement.executeQuery(ROWS_THERE)) {
                while (result.next()) {
                    rows.put(result.getString(1), result.getString(2));
                }
            }
        }
        return rows;
    }

    /** But for those whose row is gone: they stay. */
    private Map<String, String> rowsHere(TestDatabase database) throws SQLException {
        Map<String, String> rows = new TreeMap<>();
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + root.resolve("jarvis.db"));
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(ROWS_HERE)) {
            while (result.next()) {
                byte[] vector = result.getBytes(4);
                String text = result.getString(2) + (vector == null ? result.getString(3) : hexOfNumbers(vector));
                assertThat(rows.put(result.getString(1), text)).isNull();
            }
        }
        rows.keySet().retainAll(rowsThere(database).keySet());
        return rows;
    }

    /** Most significant byte first, as PostgreSQL sends them. */
    private static String hexOfNumbers(byte[] littleEndian) {
        StringBuilder hex = new StringBuilder();
        for (int i = 0; i < littleEndian.length; i++) {
            hex.append(String.format("%02x", littleEndian[i / 4 * 4 + 3 - i % 4]));
        }
        return hex.toString();
    }
}
