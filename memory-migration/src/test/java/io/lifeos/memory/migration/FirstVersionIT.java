package io.lifeos.memory.migration;

import static org.assertj.core.api.Assertions.assertThat;

import io.lifeos.memory.MemoryStore;
import io.lifeos.memory.archive.Archive;
import io.lifeos.memory.archive.row.ArchiveSnapshot;
import io.lifeos.memory.archive.row.MappingVersion;
import io.lifeos.memory.archive.row.SnapshotArchive;
import io.lifeos.memory.postgres.testing.PgVectorServer;
import io.lifeos.memory.testing.MemoryOracle;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A memory of the first version, compared with its sources and migrated once more by this one. */
final class FirstVersionIT {

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
        archives = FirstVersion.archives(server.database(), folder, false);
    }

    @AfterEach
    void close() {
        archives.values().forEach(Archive::close);
        memory.close();
    }

    @Test
    void each_table_is_complete_before_any_run_but_for_the_facts_that_were_edited_here() {
        SoftAssertions softly = new SoftAssertions();
        archives.forEach((name, archive) -> assertAsTheFirstVersionLeftIt(softly, name, archive));
        softly.assertAll();
    }

    private void assertAsTheFirstVersionLeftIt(SoftAssertions softly, String name, Archive archive) {
        VerificationReport report = migrator(name, archive).build().verifyMigration();
        softly.assertThat(report.reason())
                .as(name)
                .isEqualTo(
                        name.equals("first/plain")
                                ? Optional.of("2 facts differ from their row.")
                                : Optional.empty());
        softly.assertThat(report.orphaned().count()).as(name).isZero();
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
                                .map(key -> HexFormat.of().withUpperCase().formatHex(key.hash().toBytes())))
                        .as(name)
                        .isNotEmpty()
                        .isSubsetOf(known);
            }
        });
        softly.assertAll();
    }

    private MigratorBuilder migrator(String name, Archive archive) {
        MigratorBuilder migrator = Migrator.from(archive).into(memory);
        FirstVersion.name(name).ifPresent(migrator::sourceName);
        return migrator;
    }
}
