package io.lifeos.memory.migration;

import static org.assertj.core.api.Assertions.assertThat;

import io.lifeos.memory.migration.MigrationTarget.Written;
import io.lifeos.memory.migration.flow.Page;
import io.lifeos.memory.migration.mapping.MappedMemory;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RunTallyTest {

    private final RunTally tally = new RunTally(false);

    @Test
    void every_row_that_is_read_is_migrated_or_updated_or_skipped_or_rejected() {
        tally.restart(MappedRows.TABLE, 3);
        tally.count(written(List.of(MappedRows.row(1, "a"), MappedRows.row(2, "b")), List.of(10L, 11L)));
        tally.count(unchanged(12));
        tally.rejected(new RejectedRow(4L, "too odd"));

        MigrationReport report = tally.report(Optional.empty());
        assertThat(report.read()).isEqualTo(4);
        assertThat(report.migrated()).isEqualTo(2);
        assertThat(report.skipped()).isEqualTo(1);
        assertThat(report.rejected()).isEqualTo(1);
        assertThat(report.leftOut()).isEqualTo(3);
        assertThat(tally.seenFacts()).isEqualTo(3);
    }

    @Test
    void a_row_that_an_earlier_attempt_migrated_is_not_counted_as_skipped() {
        tally.restart(MappedRows.TABLE, 0);
        tally.count(written(List.of(MappedRows.row(1, "a")), List.of(10L)));
        long bytes = tally.report(Optional.empty()).mapping().estimatedBytes();
        tally.restart(MappedRows.TABLE, 0);
        assertThat(tally.read()).isZero();
        tally.count(unchanged(10));

        MigrationReport report = tally.report(Optional.empty());
        assertThat(report.migrated()).isEqualTo(1);
        assertThat(report.skipped()).isZero();
        assertThat(report.mapping().estimatedBytes()).as("counted once").isEqualTo(bytes);
    }

    @Test
    void a_dry_run_counts_the_rows_that_it_would_migrate() {
        RunTally dry = new RunTally(true);
        dry.restart(MappedRows.TABLE, 0);
        dry.count(written(List.of(MappedRows.row(1, "a"), MappedRows.row(2, "b")), List.of()));
        assertThat(dry.report(Optional.empty()).migrated()).isEqualTo(2);
        assertThat(dry.seenFacts()).isZero();
    }

    private static Written written(List<MappedMemory> rows, List<Long> factIds) {
        return new Written(BatchPlan.of(rows, Map.of(), Map.of(), Set.of(), false), factIds, List.of(), 0);
    }

    private static Page unchanged(long factId) {
        return new Page(List.of(factId), List.of(factId), List.of(), List.of(), 0, 0);
    }
}
