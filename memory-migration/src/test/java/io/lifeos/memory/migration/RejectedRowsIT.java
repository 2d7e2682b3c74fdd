package io.lifeos.memory.migration;

import static org.assertj.core.api.Assertions.assertThat;

import io.lifeos.memory.migration.VerificationReport.Outcome;
import io.lifeos.memory.testing.MemoryOracle;
import org.junit.jupiter.api.Test;

/** Rows that the file refuses. */
class RejectedRowsIT extends ArchivalMemoryFixture {

    @Test
    void sets_a_row_aside_that_the_file_refuses_and_takes_it_when_it_no_longer_does() {
        insertSeries(50);
        memory.database()
                .transaction(
                        c -> c.createStatement()
                                .execute(
                                        "CREATE TRIGGER refuse BEFORE INSERT ON facts"
                                                + " WHEN new.content LIKE 'learning 17 %' BEGIN SELECT RAISE(ABORT, 'not this one'); END"));

        MigrationResult result = migrator().build().migrate();

        assertThat(result.run().migrated()).isEqualTo(49);
        assertThat(result.run().errors().first()).singleElement().satisfies(row -> {
            assertThat(row.id()).isEqualTo(17L);
            assertThat(row.reason()).contains("not this one");
        });
        assertThat(result.verification().outcome()).isEqualTo(Outcome.INCOMPLETE);
        assertThat(result.verification().missing().first()).containsExactly(17L);
        assertThat(result.verification().rejected().first()).hasSize(1);
        assertThat(Stored.number(
                        memory, "SELECT COUNT(*) FROM migration_rejects WHERE source_row LIKE '%learning 17 %'"))
                .isEqualTo(1);

        memory.database().transaction(c -> c.createStatement().execute("DROP TRIGGER refuse"));
        assertThat(migrator().build().migrate().success()).isTrue();
        assertThat(Stored.number(memory, "SELECT COUNT(*) FROM migration_rejects"))
                .isZero();
        MemoryOracle.assertSound(root);
    }

    @Test
    void stops_when_so_many_rows_are_refused_that_the_mapping_must_be_wrong() {
        insertSeries(300);
        memory.database()
                .transaction(c -> c.createStatement()
                        .execute("CREATE TRIGGER refuse BEFORE INSERT ON facts"
                                + " WHEN new.id % 2 = 0 BEGIN SELECT RAISE(ABORT, 'no even ones'); END"));

        MigrationReport report = migrator().batchSize(50).build().migrateArchivalMemory();

        assertThat(report.success()).isFalse();
        assertThat(report.stopped())
                .hasValueSatisfying(reason -> assertThat(reason).contains("mapping is wrong"));
        assertThat(report.read()).isLessThan(300);
        assertThat(report.read())
                .isEqualTo(report.migrated() + report.updated() + report.skipped() + report.rejected());
    }

    @Test
    void a_fact_whose_changed_row_is_refused_is_not_taken_for_that_of_a_row_that_is_gone() {
        insertSeries(1);
        migrator().build().migrate();
        memory.database()
                .transaction(c -> c.createStatement()
                        .execute("CREATE TRIGGER refuse BEFORE UPDATE OF content ON facts"
                                + " BEGIN SELECT RAISE(ABORT, 'not this one'); END"));
        database.execute("UPDATE archival_memory SET content = content || '!'");

        MigrationReport report = migrator().forgetGone(true).build().migrateArchivalMemory();

        assertThat(report.rejected()).isEqualTo(1);
        assertThat(report.orphaned().count()).isZero();
        assertThat(report.goneForgotten()).isZero();
        assertThat(Stored.number(memory, "SELECT COUNT(*) FROM facts WHERE is_active = 1"))
                .isEqualTo(1);
    }
}
