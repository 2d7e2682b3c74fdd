package io.lifeos.memory.examples.tool;

import io.lifeos.memory.migration.KeptFact;
import io.lifeos.memory.migration.Listed;
import io.lifeos.memory.migration.MappingReport;
import io.lifeos.memory.migration.MigrationReport;
import io.lifeos.memory.migration.MigrationStatus;
import io.lifeos.memory.migration.RejectedRow;
import io.lifeos.memory.migration.RowDifference;
import io.lifeos.memory.migration.UnclaimedFact;
import io.lifeos.memory.migration.VerificationReport;
import io.lifeos.memory.migration.VerificationReport.Outcome;
import io.lifeos.memory.migration.VerificationReport.SampleFact;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.UUID;

/** Reports to be shown. */
final class Reports {

    static final MigrationStatus STATUS = MigrationStatus.builder()
            .postgresAvailable(true)
            .postgresCount(OptionalLong.of(12_345))
            .leftOut(OptionalLong.of(7))
            .sqliteCount(9)
            .migratedCount(OptionalLong.of(5))
            .pendingCount(OptionalLong.of(12_340))
            .build();

    static final MigrationStatus STATUS_OF_NO_SERVER = MigrationStatus.builder()
            .reason(Optional.of("PostgreSQL does not answer."))
            .sqliteCount(9)
            .build();

    static final MigrationReport RUN = MigrationReport.builder()
            .table(Optional.of("\"public\".\"archival_memory\""))
            .read(10)
            .leftOut(2)
            .leftOutByReason(Map.of("soft-deleted", 2L))
            .leftOutForgotten(1)
            .undated(3)
            .warnings(List.of("Be careful."))
            .migrated(6)
            .updated(1)
            .repaired(1)
            .skipped(2)
            .errors(rows(List.of(new RejectedRow("7\u001b[2J", "refused"))))
            .keptLocal(rows(List.of(new KeptFact(3L, 4, KeptFact.Reason.EDITED))))
            .orphaned(rows(List.of(99L)))
            .unclaimed(rows(List.of(new UnclaimedFact(5L, 6, UnclaimedFact.Reason.DIFFERENT_CONTENT))))
            .mapping(MappingReport.builder()
                    .otherColumns(List.of("agent_id", "project"))
                    .embeddingsByDimension(new TreeMap<>(Map.of(8, 5L)))
                    .roundedEmbeddings(2)
                    .unfitEmbeddings(1)
                    .estimatedBytes(4096)
                    .build())
            .build();

    static final MigrationReport STOPPED_RUN = MigrationReport.builder()
            .dryRun(true)
            .read(12_000_000_000L)
            .leftOut(1)
            .migrated(2)
            .updated(3)
            .repaired(4)
            .skipped(5)
            .keptLocal(rows(List.of(
                    new KeptFact("a-b", 8, KeptFact.Reason.FORGOTTEN),
                    new KeptFact(new BigDecimal("12.50"), 9, KeptFact.Reason.EDITED))))
            .orphaned(rows(List.of(UUID.fromString("0b0e7a3a-5c1c-4f0c-9a63-6a3a3c3d3e3f"), "x")))
            .goneForgotten(6)
            .unclaimed(new Listed<>(2_000, List.of(new UnclaimedFact("y", 10, UnclaimedFact.Reason.DUPLICATE))))
            .duplicatesForgotten(7)
            .mapping(MappingReport.builder()
                    .embeddingsByDimension(new TreeMap<>(Map.of(384, 1L, 1536, 2L)))
                    .build())
            .stopped(Optional.of("PostgreSQL went away."))
            .build();

    static final MigrationReport CLEAN_RUN = MigrationReport.builder()
            .read(10)
            .migrated(10)
            .mapping(MappingReport.builder().build())
            .build();

    static final VerificationReport INCOMPLETE = VerificationReport.builder()
            .outcome(Outcome.INCOMPLETE)
            .reason(Optional.of("1 rows are missing here."))
            .checked(10)
            .leftOut(2)
            .missing(rows(List.of("007", 8L)))
            .changed(rows(List.of(new RowDifference(3L, 4, List.of("content", "metadata")))))
            .rejected(rows(List.of(new RejectedRow("007", "refused"))))
            .strayLinks(rows(List.of(55L)))
            .orphaned(rows(List.of(99L)))
            .problems(List.of("index out of step"))
            .sampleFacts(List.of(new SampleFact(1, 2L, "Größe 📈\nzweite Zeile")))
            .build();

    static final VerificationReport COMPLETE = VerificationReport.builder()
            .outcome(Outcome.COMPLETE)
            .checked(10)
            .leftOut(2)
            .build();

    static final VerificationReport UNVERIFIABLE = VerificationReport.builder()
            .outcome(Outcome.UNVERIFIABLE)
            .reason(Optional.of("PostgreSQL does not answer."))
            .build();

    private Reports() {}

    static <T> Listed<T> rows(List<T> rows) {
        return new Listed<>(rows.size(), rows);
    }
}
