package io.lifeos.memory.migration;

import static java.util.stream.Collectors.toMap;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lifeos.memory.MemoryStore;
import io.lifeos.memory.archive.ArchiveSummary;
import io.lifeos.memory.archive.MappingException;
import io.lifeos.memory.archive.ScopeCount;
import io.lifeos.memory.archive.VectorGroup;
import io.lifeos.memory.archive.profile.TableProfile;
import io.lifeos.memory.archive.table.TableSpec;
import io.lifeos.memory.fact.SourceUnavailableException;
import io.lifeos.memory.postgres.DetectedTable;
import io.lifeos.memory.postgres.Detection;
import io.lifeos.memory.postgres.Detection.SkippedTable;
import io.lifeos.memory.postgres.PostgresArchive;
import io.lifeos.memory.postgres.testing.KnownTables;
import io.lifeos.memory.postgres.testing.PgVectorExtension;
import io.lifeos.memory.testing.MemoryOracle;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** A server with a table of every known program: each is found, none is taken for another, and none without being named. */
final class DetectionIT {

    @RegisterExtension
    static final PgVectorExtension PGVECTOR = new PgVectorExtension();

    @TempDir
    Path root;

    @BeforeAll
    static void create_the_tables_of_every_program() {
        KnownTables.createIn(PGVECTOR.database());
    }

    @Test
    void finds_the_table_of_every_program_and_names_those_that_merely_look_like_one() {
        Detection detection = detect(TableSpec.detected());

        Map<String, String> found = detection.tables().stream()
                .collect(toMap(table -> table.profile().label(), DetectedTable::name));
        assertThat(found).isEqualTo(KnownTables.BY_PROFILE);
        assertThat(detection.tables()).allSatisfy(table -> {
            assertThat(table.problem()).as(table.name()).isEmpty();
            assertThat(table.contents()).isPresent();
        });
        assertThat(detection.skipped()).extracting(SkippedTable::name).isEqualTo(KnownTables.LOOK_ALIKES);
        assertThat(detection.skipped())
                .allSatisfy(table -> assertThat(table.reason()).isNotBlank());
    }

    @Test
    void counts_the_rows_of_each_by_kind_and_owner() {
        Detection detection = detect(TableSpec.detected());

        DetectedTable.Contents mem0 = contents(detection, TableProfile.MEM0);
        assertThat(mem0.summary().rows()).isEqualTo(3);
        assertThat(mem0.summary().selected()).isEqualTo(2);
        assertThat(mem0.summary().leftOut()).isEqualTo(Map.of("without content", 1L));
        assertThat(mem0.summary().times()).isEqualTo(Map.of("payload->>created_at", 1L, "payload->>createdAt", 1L));
        assertThat(mem0.scopes()).contains(new ScopeCount("user_id", Map.of("alice", 1L, "bob", 1L), 0, 0));
        assertThat(table(detection, TableProfile.MEM0).columns()).containsExactly("id", "vector", "payload");

        ArchiveSummary letta = contents(detection, TableProfile.LETTA).summary();
        assertThat(letta.leftOut()).isEqualTo(Map.of("soft-deleted", 1L));
        assertThat(letta.vectors())
                .containsExactlyInAnyOrder(
                        new VectorGroup(4, OptionalInt.of(2), Optional.of("small"), true, 1),
                        new VectorGroup(4, OptionalInt.empty(), Optional.empty(), true, 1));
        assertThat(letta.vectors()).extracting(VectorGroup::keptDimensions).containsExactlyInAnyOrder(2, 4);

        ArchiveSummary spring = contents(detection, TableProfile.SPRING_AI).summary();
        assertThat(spring.assistantOutput()).isEqualTo(1);
        assertThat(spring.withoutTime()).isEqualTo(2);

        ArchiveSummary hindsight = contents(detection, TableProfile.HINDSIGHT).summary();
        assertThat(hindsight.times()).isEqualTo(Map.of("event_date", 1L, "created_at", 1L));
        assertThat(hindsight.withoutEmbedding()).isEqualTo(1);

        DetectedTable.Contents langchain = contents(detection, TableProfile.LANGCHAIN);
        assertThat(langchain.summary().vectors())
                .extracting(VectorGroup::dimensions)
                .containsExactly(3);
        assertThat(langchain.scopes()).contains(new ScopeCount("collection", Map.of("notes", 1L), 0, 0));
    }

    @Test
    void looks_only_where_it_is_told_to() {
        assertThat(detect(TableSpec.detectedIn("tenant_a")).tables())
                .extracting(DetectedTable::profile)
                .containsExactly(TableProfile.HINDSIGHT);
        assertThat(detect(TableSpec.detected().profile(TableProfile.LETTA)).tables())
                .extracting(DetectedTable::name)
                .containsExactly("\"public\".\"archival_passages\"");
        assertThat(detect(TableSpec.named("plain.archival_memory")).tables())
                .extracting(DetectedTable::profile)
                .containsExactly(TableProfile.ARCHIVAL_MEMORY);
        assertThatThrownBy(() -> detect(TableSpec.detectedIn("nowhere")))
                .isInstanceOf(SourceUnavailableException.class)
                .hasMessageContaining("The schema nowhere has no table of memories");
        assertThatThrownBy(() -> detect(TableSpec.named("nowhere")))
                .isInstanceOf(SourceUnavailableException.class)
                .hasMessageContaining("does not have the table");
    }

    @Test
    void migrates_no_table_that_was_not_named() {
        try (MemoryStore memory = MemoryStore.open(root);
                PostgresArchive archive = PostgresArchive.of(PGVECTOR.database().url())) {
            Migrator migrator = Migrator.from(archive).into(memory).build();
            for (Runnable task : List.<Runnable>of(
                    migrator::migrate, migrator::plan, migrator::getMigrationStatus, migrator::verifyMigration)) {
                assertThatThrownBy(task::run)
                        .isInstanceOf(MappingException.class)
                        .hasMessageContaining("\"public\".\"mem0\" (mem0)")
                        .hasMessageContaining("\"plain\".\"archival_memory\" (archival-memory)")
                        .hasMessageNotContaining("mem0_entities");
            }
            assertThat(memory.recent(1)).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "GENERIC")
    void migrates_each_table_that_is_named(TableProfile profile) throws Exception {
        provesMigrationOf(TableSpec.named(KnownTables.ofProfile(profile.label())), profile);
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "GENERIC")
    void migrates_the_only_table_of_a_profile(TableProfile profile) throws Exception {
        provesMigrationOf(TableSpec.detected().profile(profile), profile);
    }

    @Test
    void migrates_a_table_of_any_shape_whose_columns_are_named() throws Exception {
        TableSpec table = TableSpec.named("memories")
                .profile(TableProfile.GENERIC)
                .content("body")
                .createdAt("noted_on")
                .context("about");
        provesMigrationOf(table, TableProfile.GENERIC);
    }

    private void provesMigrationOf(TableSpec table, TableProfile profile) throws Exception {
        try (MemoryStore memory = MemoryStore.open(root);
                PostgresArchive archive = archive(table)) {
            Migrator migrator = Migrator.from(archive).into(memory).build();
            MigrationPlan plan = migrator.plan();
            assertThat(plan.profile()).isEqualTo(profile);
            assertThat(plan.migrated()).hasValue(0);
            MigrationResult result = migrator.migrate();
            assertThat(result.verification().reason()).isEmpty();
            assertThat(result.success()).isTrue();
            assertThat(result.run().migrated())
                    .isPositive()
                    .isEqualTo(plan.rows().selected())
                    .isEqualTo(plan.pending().orElseThrow());
            assertThat(migrator.migrate().run().skipped())
                    .isEqualTo(result.run().migrated());
            assertThat(migrator.plan().pending()).hasValue(0);
            assertThat(dimensionsOf(plan)).isEqualTo(storedDimensions(memory));
        }
        MemoryOracle.assertSound(root);
    }

    private static Set<String> dimensionsOf(MigrationPlan plan) {
        return plan.rows().vectors().stream()
                .map(vectors -> Integer.toString(vectors.keptDimensions()))
                .collect(toSet());
    }

    private static Set<String> storedDimensions(MemoryStore memory) {
        return Set.copyOf(MemoryOracle.rows(
                memory.database(), "SELECT DISTINCT dimensions FROM fact_embeddings WHERE embedding IS NOT NULL"));
    }

    private static DetectedTable table(Detection detection, TableProfile profile) {
        return detection.tables().stream()
                .filter(table -> table.profile() == profile)
                .findFirst()
                .orElseThrow();
    }

    private static DetectedTable.Contents contents(Detection detection, TableProfile profile) {
        return table(detection, profile).contents().orElseThrow();
    }

    private static Detection detect(TableSpec table) {
        try (PostgresArchive archive = archive(table)) {
            return archive.detect();
        }
    }

    private static PostgresArchive archive(TableSpec table) {
        return PostgresArchive.builder()
                .url(PGVECTOR.database().url())
                .table(table)
                .build();
    }
}
