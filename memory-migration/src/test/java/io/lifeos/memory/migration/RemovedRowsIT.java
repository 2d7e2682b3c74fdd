package io.lifeos.memory.migration;

import static org.assertj.core.api.Assertions.assertThat;

import io.lifeos.memory.migration.VerificationReport.Outcome;
import org.junit.jupiter.api.Test;

/** Rows that are gone from the source. */
class RemovedRowsIT extends ArchivalMemoryFixture {

    @Test
    void calls_an_emptied_source_incomplete_and_an_always_empty_one_complete() {
        assertThat(migrator().build().migrate().success()).isTrue();
        insertSeries(3);
        migrator().build().migrate();
        database.execute("TRUNCATE archival_memory");

        MigrationResult result = migrator().build().migrate();

        assertThat(result.verification().outcome()).isEqualTo(Outcome.INCOMPLETE);
        assertThat(memory.find(1)).isPresent();
    }

    @Test
    void forgets_facts_whose_rows_are_gone_when_asked_to_prune() {
        insertSeries(5);
        migrator().build().migrate();
        database.execute("DELETE FROM archival_memory WHERE id IN (2, 4)");

        assertThat(migrator().build().migrateArchivalMemory().goneForgotten()).isZero();
        assertThat(migrator().forgetGone(true).build().migrateArchivalMemory().goneForgotten())
                .isEqualTo(2);
        assertThat(migrator().forgetGone(true).build().migrateArchivalMemory().goneForgotten())
                .isZero();

        assertThat(memory.find(2).orElseThrow().active()).isFalse();
        assertThat(memory.find(3).orElseThrow().active()).isTrue();
    }

    @Test
    void brings_a_pruned_fact_back_with_its_row_but_not_one_that_was_forgotten_here() {
        database.execute("ALTER TABLE archival_memory ADD COLUMN is_deleted boolean");
        insertSeries(5);
        migrator().build().migrate();
        memory.forget(4);
        database.execute("UPDATE archival_memory SET is_deleted = true WHERE id IN (2, 4)");
        migrator().forgetGone(true).build().migrate();
        assertThat(memory.find(2).orElseThrow().active()).isFalse();

        database.execute("UPDATE archival_memory SET is_deleted = NULL");
        MigrationResult result = migrator().build().migrate();

        assertThat(result.success()).isTrue();
        assertThat(result.run().updated()).isEqualTo(1);
        assertThat(memory.find(2).orElseThrow().active()).isTrue();
        assertThat(memory.find(4).orElseThrow().active()).isFalse();
        assertThat(migrator().build().migrate().run().skipped()).isEqualTo(5);
    }

    @Test
    void forgets_nothing_when_the_source_has_no_rows_at_all() {
        insertSeries(3);
        migrator().build().migrate();
        database.execute("TRUNCATE archival_memory");

        MigrationReport report = migrator().forgetGone(true).build().migrateArchivalMemory();

        assertThat(report.goneForgotten()).isZero();
        assertThat(memory.find(1).orElseThrow().active()).isTrue();
    }
}
