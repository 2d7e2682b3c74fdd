package io.lifeos.memory.examples.tool;

import io.lifeos.memory.migration.KeptFact;
import io.lifeos.memory.migration.MappingReport;
import io.lifeos.memory.migration.MigrationReport;
import io.lifeos.memory.migration.MigrationStatus;
import io.lifeos.memory.migration.RejectedRow;
import io.lifeos.memory.migration.RowDifference;
import io.lifeos.memory.migration.Rows;
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

    static final MigrationStatus STATUS = new MigrationStatus(
            true,
            Optional.empty(),
            OptionalLong.of(12_345),
            OptionalLong.of(7),
            9,
            OptionalLong.of(5),
            OptionalLong.of(12_340));

    static final MigrationStatus STATUS_OF_NO_SERVER = new MigrationStatus(
            false,
            Optional.of("PostgreSQL does not answer."),
            OptionalLong.empty(),
            OptionalLong.empty(),
            9,
            OptionalLong.empty(),
            OptionalLong.empty());

    static final MigrationReport RUN = new MigrationReport(
            false,
            10,
            2,
            6,
            1,
            1,
            2,
            rows(List.of(new RejectedRow("7\u001b[2J", "refused"))),
            rows(List.of(new KeptFact(3L, 4, KeptFact.Reason.EDITED))),
            rows(List.of(99L)),
            0,
            rows(List.of(new UnclaimedFact(5L, 6, UnclaimedFact.Reason.DIFFERENT_CONTENT))),
            0,
            new MappingReport(List.of("agent_id", "project"), new TreeMap<>(Map.of(8, 5L)), 2, 1, 4096),
            Optional.empty());

    static final MigrationReport STOPPED_RUN = new MigrationReport(
            true,
            12_000_000_000L,
            1,
            2,
            3,
            4,
            5,
            rows(List.of()),
            rows(List.of(
                    new KeptFact("a-b", 8, KeptFact.Reason.FORGOTTEN),
                    new KeptFact(new BigDecimal("12.50"), 9, KeptFact.Reason.EDITED))),
            rows(List.of(UUID.fromString("0b0e7a3a-5c1c-4f0c-9a63-6a3a3c3d3e3f"), "x")),
            6,
            new Rows<>(2_000, List.of(new UnclaimedFact("y", 10, UnclaimedFact.Reason.DUPLICATE))),
            7,
            new MappingReport(List.of(), new TreeMap<>(Map.of(384, 1L, 1536, 2L)), 0, 0, 0),
            Optional.of("PostgreSQL went away."));

    static final MigrationReport CLEAN_RUN = new MigrationReport(
            false,
            10,
            0,
            10,
            0,
            0,
            0,
            rows(List.of()),
            rows(List.of()),
            rows(List.of()),
            0,
            rows(List.of()),
            0,
            new MappingReport(List.of(), new TreeMap<>(), 0, 0, 0),
            Optional.empty());

    static final VerificationReport INCOMPLETE = new VerificationReport(
            Outcome.INCOMPLETE,
            Optional.of("1 rows are missing here."),
            10,
            2,
            rows(List.of("007", 8L)),
            rows(List.of(new RowDifference(3L, 4, List.of("content", "metadata")))),
            rows(List.of(new RejectedRow("007", "refused"))),
            rows(List.of(55L)),
            rows(List.of(99L)),
            List.of("index out of step"),
            List.of(new SampleFact(1, 2L, "Größe 📈\nzweite Zeile")));

    static final VerificationReport COMPLETE = new VerificationReport(
            Outcome.COMPLETE,
            Optional.empty(),
            10,
            2,
            rows(List.of()),
            rows(List.of()),
            rows(List.of()),
            rows(List.of()),
            rows(List.of()),
            List.of(),
            List.of());

    static final VerificationReport UNVERIFIABLE = new VerificationReport(
            Outcome.UNVERIFIABLE,
            Optional.of("PostgreSQL does not answer."),
            0,
            0,
            rows(List.of()),
            rows(List.of()),
            rows(List.of()),
            rows(List.of()),
            rows(List.of()),
            List.of(),
            List.of());

    private Reports() {}

    static <T> Rows<T> rows(List<T> rows) {
        return new Rows<>(rows.size(), rows);
    }
}
