package io.lifeos.memory.migration;

import static org.assertj.core.api.Assertions.assertThat;

import io.lifeos.memory.MemoryStore;
import io.lifeos.memory.archive.Archive;
import io.lifeos.memory.archive.row.ArchiveSnapshot;
import io.lifeos.memory.archive.row.MappingVersion;
import io.lifeos.memory.archive.row.SnapshotArchive;
import io.lifeos.memory.archive.table.ArchiveBuilder;
import io.lifeos.memory.postgres.testing.PgVectorServer;
import io.lifeos.memory.testing.MemoryOracle;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A memory of the first version, compared with its sources and migrated once more by this one. */
final class FirstVersionIT {

    /** What of a fact outlasts each change of the mapping. */
    private static final String IN_PLACE =
            "SELECT l.source_id, l.postgres_memory_id, l.fact_id, f.recorded_at, hex(l.embedding), l.model, l.dimensions,"
                    + " l.source_dimensions FROM fact_embeddings l JOIN facts f ON f.id = l.fact_id";

    private static final String MEANING =
            "SELECT f.id, iif(f.is_active, 'remembered', 'forgotten'), iif(f.is_assistant_output, 'assistant', '-'),"
                    + " coalesce((SELECT group_concat(kind || ' ' || id, ', ') FROM (SELECT * FROM fact_owners"
                    + " WHERE fact_id = f.id ORDER BY kind)), '-'), coalesce(f.user_id, '-'),"
                    + " replace(f.content, char(10), ' / ') FROM facts f"
                    + " ORDER BY f.id";

    private static final String REMEMBERED = "SELECT id FROM facts WHERE is_active = 1 ORDER BY id";

    private static final List<String> DATED_SINCE = List.of("72|2026-11-28 09:26:04.200360");

    private static final List<String> LEFT_OUT = List.of(
            "18", "20", "21", "34", "37", "40", "43", "46", "49", "51", "57", "58", "62", "65", "66", "67", "71", "74");

    /** Those of them whose rows hold nothing to remember. */
    private static final List<String> LEFT_OUT_FOR_GOOD = List.of("18", "37", "57", "58", "62", "66", "67", "71");

    private static PgVectorServer server;

    @TempDir
    Path folder;

    private MemoryStore memory;
    private Map<String, Archive> archives;

    @BeforeAll
    static void start_server() {
        server = PgVectorServer.start();
        FirstVersion.createSource(server.database());
    }

    @AfterAll
    static void stop_server() {
        if (server != null) {
            server.close();
        }
    }

    @BeforeEach
    void open() throws IOException {
        memory = MemoryStore.open(FirstVersion.unpack(folder));
        archives = FirstVersion.archives(server.database(), folder, archive -> {});
    }

    @AfterEach
    void close() {
        archives.values().forEach(Archive::close);
        memory.close();
    }

    @Test
    void each_table_is_complete_before_any_run_but_for_edited_facts_and_a_row_that_the_first_version_could_not_read() {
        SoftAssertions softly = new SoftAssertions();
        archives.forEach((name, archive) -> {
            VerificationReport report = verify(softly, name, archive);
            softly.assertThat(report.missing().first())
                    .as(name)
                    .isEqualTo(name.equals("first/chat-history") ? List.of(3L) : List.of());
            softly.assertThat(report.orphaned().first()).as(name).isEmpty();
        });
        softly.assertAll();
    }

    /** That no fact is called changed but the two that were edited here. */
    private VerificationReport verify(SoftAssertions softly, String name, Archive archive) {
        VerificationReport report = migrator(name, archive).build().verifyMigration();
        softly.assertThat(report.changed().first())
                .as(name)
                .extracting(RowDifference::factId)
                .isEqualTo(name.equals("first/plain") ? List.of(16L, 23L) : List.of());
        return report;
    }

    @Test
    void rows_have_the_hashes_that_the_first_version_gave_them() {
        SoftAssertions softly = new SoftAssertions();
        archives.forEach((name, archive) -> {
            List<String> known = MemoryOracle.rows(
                    memory.database(),
                    "SELECT hex(row_hash) FROM fact_embeddings WHERE source_id = (SELECT id FROM migration_sources WHERE"
                            + " identity = '" + name + "')");
            try (ArchiveSnapshot snapshot = SnapshotArchive.of(archive).openSnapshot();
                    ArchiveSnapshot first = snapshot.asOf(MappingVersion.FIRST)) {
                softly.assertThat(first.keys(null, 10_000).stream()
                                .map(key -> HexFormat.of()
                                        .withUpperCase()
                                        .formatHex(key.hash().toBytes())))
                        .as(name)
                        .isNotEmpty()
                        .isSubsetOf(known);
            }
        });
        softly.assertAll();
    }

    @Test
    void a_run_brings_each_fact_to_the_current_mapping_in_place_and_a_further_one_changes_nothing() throws Exception {
        Path root = memory.workspace().root();
        List<String> before = FirstVersion.rows(root, IN_PLACE);
        List<String> times = FirstVersion.rows(root, "SELECT id, timestamp FROM facts");

        archives.forEach(this::migrate);
        assertThat(String.join("\n", FirstVersion.rows(root, MEANING)).replace('\0', '?') + "\n")
                .isEqualTo(FirstVersion.text("facts-of-version-2.txt"));
        assertThat(FirstVersion.rows(root, IN_PLACE)).containsAll(before);
        times.removeAll(FirstVersion.rows(root, "SELECT id, timestamp FROM facts"));
        assertThat(times).as("times that the first version could not read").containsExactlyElementsOf(DATED_SINCE);
        assertThat(FirstVersion.rows(
                        root,
                        "SELECT fact_id FROM fact_embeddings WHERE source_id IS NOT NULL AND mapping_version IS NOT 2"))
                .as("facts that were edited here, or whose rows are left out")
                .containsAll(LEFT_OUT)
                .contains("16", "23", "24")
                .hasSize(LEFT_OUT.size() + 3);

        SoftAssertions softly = new SoftAssertions();
        archives.forEach((name, archive) -> softly.assertThat(
                        verify(softly, name, archive).missing().first())
                .as(name)
                .isEmpty());
        softly.assertAll();
        String everything = Stored.everything(memory);
        archives.forEach((name, archive) -> {
            MigrationReport again = migrate(name, archive);
            assertThat(again.skipped()).as(name).isEqualTo(again.read());
        });
        assertThat(Stored.everything(memory)).isEqualTo(everything);
        memory.close();
        MemoryOracle.assertSound(root);
    }

    @Test
    void facts_that_are_retired_now_are_forgotten_and_come_back_when_their_rows_are_asked_for() throws Exception {
        Path root = memory.workspace().root();
        List<String> before = FirstVersion.rows(root, REMEMBERED);
        archives.forEach(this::migrate);
        List<String> retired = new ArrayList<>(before);
        retired.removeAll(FirstVersion.rows(root, REMEMBERED));
        assertThat(retired).containsExactlyElementsOf(LEFT_OUT);

        migrateAll(archive -> archive.includeLeftOut(true));
        retired.removeAll(FirstVersion.rows(root, REMEMBERED));
        assertThat(retired).containsExactlyElementsOf(LEFT_OUT_FOR_GOOD);
    }

    @Test
    void vectors_that_are_not_read_stay_and_are_proven_once_they_are_read_again() throws Exception {
        Path root = memory.workspace().root();
        List<String> before = FirstVersion.rows(root, IN_PLACE);
        migrateAll(archive -> archive.embeddings(false));
        assertThat(FirstVersion.rows(root, IN_PLACE)).containsAll(before);
        SoftAssertions softly = new SoftAssertions();
        archives.forEach((name, archive) -> {
            migrate(name, archive);
            verify(softly, name, archive);
        });
        softly.assertAll();
        assertThat(FirstVersion.rows(root, IN_PLACE)).containsAll(before);
    }

    @Test
    void a_plan_and_a_dry_run_say_before_what_a_run_will_do() {
        archives.forEach((name, archive) -> {
            MigrationPlan plan = migrator(name, archive).build().plan();
            assertThat(plan.changed()).as(name).hasValue(0);
            MigrationReport dryRun =
                    migrator(name, archive).dryRun(true).build().migrateArchivalMemory();
            assertThat(counts(dryRun)).as(name).isEqualTo(counts(migrate(name, archive)));
            assertThat(plan.pending()).as(name).hasValue(dryRun.migrated());
        });
    }

    private static List<Object> counts(MigrationReport run) {
        return List.of(
                run.migrated(), run.updated(), run.skipped(), run.leftOut(), run.leftOutForgotten(), run.keptLocal());
    }

    private void migrateAll(Consumer<ArchiveBuilder<?>> setting) {
        Map<String, Archive> all = FirstVersion.archives(server.database(), folder, setting);
        all.forEach(this::migrate);
        all.values().forEach(Archive::close);
    }

    private MigrationReport migrate(String name, Archive archive) {
        MigrationReport run = migrator(name, archive).build().migrate().run();
        assertThat(run.stopped()).as(name).isEmpty();
        assertThat(run.errors().first()).as(name).isEmpty();
        return run;
    }

    private MigratorBuilder migrator(String name, Archive archive) {
        MigratorBuilder migrator = Migrator.from(archive).into(memory);
        FirstVersion.name(name).ifPresent(migrator::sourceName);
        return migrator;
    }
}
