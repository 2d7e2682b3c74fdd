package io.lifeos.memory.migration;

import static org.assertj.core.api.Assertions.assertThat;

import io.lifeos.memory.MemoryStore;
import io.lifeos.memory.fact.Condition;
import io.lifeos.memory.fact.FactFilter;
import io.lifeos.memory.report.ErasureReport;
import io.lifeos.memory.testing.PythonMemory;
import java.nio.file.Path;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rows of a source whose facts were erased. */
class EraseIT extends ArchivalMemoryFixture {

    private static final FactFilter ALL =
            FactFilter.builder().includeForgotten().includeAssistantOutputs().build();

    @TempDir
    Path elsewhere;

    @Test
    void a_row_whose_fact_was_erased_never_comes_back_not_even_by_force_and_is_not_missed() {
        insertSeries(10);
        migrator().build().migrate();
        ErasureReport erased = erase(3);
        assertThat(erased.facts()).isEqualTo(3);
        assertThat(erased.unreached()).anySatisfy(what -> assertThat(what).contains("archival_memory"));

        assertLeftOut(migrator().build().migrate(), 7, 3);
        assertLeftOut(migrator().force(true).build().migrate(), 7, 3);
        both.execute("UPDATE archival_memory SET content = content || ' changed'");
        assertLeftOut(migrator().acceptChangedContents(true).build().migrate(), 7, 3);
        MigrationReport dry = migrator().dryRun(true).build().migrateArchivalMemory();
        assertThat(dry.migrated()).isZero();
        assertThat(dry.leftOutByReason()).containsEntry("erased", 3L);
    }

    @Test
    void status_and_plan_count_an_erased_row_as_left_out() {
        insertSeries(10);
        migrator().build().migrate();
        erase(3);
        MigrationStatus status = migrator().build().getMigrationStatus();
        assertThat(status.pendingCount()).hasValue(0);
        assertThat(status.postgresCount()).hasValue(7);
        assertThat(status.leftOut()).hasValue(3);
        MigrationPlan plan = migrator().build().plan();
        assertThat(plan.pending()).hasValue(0);
        assertThat(plan.warnings()).contains("3 rows stay out, as their facts were erased here.");
    }

    @Test
    void a_new_name_for_a_known_source_takes_over_what_was_erased() {
        insertSeries(10);
        migrator().build().migrate();
        erase(3);
        both.execute("UPDATE archival_memory SET content = content || ' changed' WHERE id = 1");
        assertLeftOut(migrator().sourceName("a new name").build().migrate(), 7, 3);
    }

    @Test
    void a_new_name_brings_nothing_back_although_every_fact_was_erased() {
        insertSeries(10);
        migrator().build().migrate();
        erase(10);
        assertThat(migrator().build().migrate().run().leftOutByReason()).containsEntry("erased", 10L);
        assertThat(migrator().sourceName("a new name").build().migrate().run().leftOutByReason())
                .containsEntry("erased", 10L);
        assertThat(memory.count(ALL)).isZero();
    }

    @Test
    void a_new_name_takes_over_what_was_erased_although_none_of_the_first_rows_has_a_fact() {
        insertSeries(1_003);
        migrator().build().migrate();
        erase(1_002);
        both.execute("UPDATE archival_memory SET content = content || ' changed' WHERE id = 1002");
        assertLeftOut(migrator().sourceName("a new name").build().migrate(), 1, 1_002);
    }

    @Test
    void a_row_that_only_the_other_program_had_linked_stays_out_once_its_fact_was_erased() throws Exception {
        insertSeries(10);
        try (PythonMemory python = PythonMemory.open(memory.workspace().root())) {
            both.execute("UPDATE archival_memory SET content = 'her own words' WHERE id = 3");
            python.link(python.retain("her own words", "2026-01-26 15:07:40.123456"), 3);
        }
        assertThat(memory.erase(ALL).facts()).isEqualTo(1);
        MigrationReport dry = migrator().dryRun(true).build().migrateArchivalMemory();
        assertThat(dry.leftOutByReason()).containsEntry("erased", 1L);
        MigrationResult first = migrator().build().migrate();
        assertThat(first.run().migrated()).isEqualTo(9);
        assertThat(first.run().leftOutByReason()).containsEntry("erased", 1L);
        assertThat(first.verification().success()).isTrue();
        both.execute("UPDATE archival_memory SET content = 'her other words' WHERE id = 3");
        assertLeftOut(migrator().force(true).build().migrate(), 9, 1);
    }

    @Test
    void copies_of_the_memory_know_what_was_erased() {
        insertSeries(10);
        migrator().build().migrate();
        erase(3);
        Path imported = elsewhere.resolve("imported");
        memory.export(elsewhere.resolve("export"));
        assertThat(MemoryStore.importFrom(elsewhere.resolve("export"), imported).warnings())
                .anySatisfy(warning -> assertThat(warning).contains("erase it once more"));
        Path restored = elsewhere.resolve("restored");
        memory.backup(elsewhere.resolve("backup"));
        assertThat(MemoryStore.restore(elsewhere.resolve("backup"), restored).warnings())
                .anySatisfy(warning -> assertThat(warning).contains("erase it once more"));
        for (Path copy : new Path[] {imported, restored}) {
            try (MemoryStore opened = MemoryStore.open(copy)) {
                assertLeftOut(Migrator.from(both.archive()).into(opened).build().migrate(), 7, 3);
            }
        }
    }

    @Test
    void a_fact_that_is_erased_while_a_run_rewrites_it_stays_erased() {
        insertSeries(100);
        migrator().build().migrate();
        both.execute("UPDATE archival_memory SET content = content || ' changed'");
        AtomicBoolean done = new AtomicBoolean();
        MigrationReport run = migrator()
                .acceptChangedContents(true)
                .batchSize(10)
                .listener(progress -> {
                    if (!done.getAndSet(true)) {
                        memory.erase(ALL);
                    }
                })
                .build()
                .migrateArchivalMemory();
        assertThat(run.migrated()).isZero();
        assertThat(memory.count(ALL)).isZero();
        assertThat(migrator().build().migrate().run().leftOutByReason()).containsEntry("erased", 100L);
    }

    @Test
    void a_rejected_version_of_an_erased_row_goes_too() {
        insertSeries(3);
        migrator().build().migrate();
        both.execute("UPDATE archival_memory SET content = repeat('x', 10) || chr(1) WHERE id = 1");
        memory.database().write(connection -> {
            try (Statement statement = connection.createStatement()) {
                statement.executeUpdate(
                        "INSERT INTO migration_rejects (source_id, postgres_memory_id, reason, source_row,"
                                + " rejected_at) SELECT source_id, postgres_memory_id, 'why', '{}', '2026-01-25 00:00:00.000000'"
                                + " FROM fact_embeddings");
            }
        });
        erase(2);
        assertThat(Stored.number(memory, "SELECT count(*) FROM migration_rejects"))
                .isEqualTo(1);
    }

    private ErasureReport erase(int facts) {
        return memory.erase(FactFilter.builder()
                .where(Condition.ids(LongStream.rangeClosed(1, facts).boxed().toList()))
                .includeAssistantOutputs()
                .build());
    }

    private static void assertLeftOut(MigrationResult result, long facts, long erased) {
        MigrationReport run = result.run();
        assertThat(run.migrated() + run.updated() + run.skipped()).isEqualTo(facts);
        assertThat(run.read()).isEqualTo(facts);
        assertThat(run.leftOut()).isEqualTo(erased);
        assertThat(run.leftOutByReason()).containsEntry("erased", erased);
        assertThat(result.verification().success()).isTrue();
        assertThat(result.verification().checked()).isEqualTo(facts);
        assertThat(result.verification().leftOut()).isEqualTo(erased);
        assertThat(result.verification().missing().isEmpty()).isTrue();
        assertThat(result.verification().strayLinks().isEmpty()).isTrue();
    }
}
