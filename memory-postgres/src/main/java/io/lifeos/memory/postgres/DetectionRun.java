package io.lifeos.memory.postgres;

import io.lifeos.memory.archive.MappingException;
import io.lifeos.memory.archive.catalog.CatalogTable;
import io.lifeos.memory.archive.catalog.MappedTable;
import io.lifeos.memory.archive.profile.TableProfile;
import io.lifeos.memory.archive.table.ArchiveOptions;
import io.lifeos.memory.archive.table.TableName;
import io.lifeos.memory.archive.table.TableSpec;
import io.lifeos.memory.fact.SourceUnavailableException;
import io.lifeos.memory.postgres.DetectedTable.Contents;
import io.lifeos.memory.postgres.Detection.SkippedTable;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Looks at each table of memories that a database has. A problem with one does not hide the others. */
final class DetectionRun {

    private final PostgresTransaction transaction;
    private final ArchiveOptions options;
    private final PostgresErrors failures;

    private DetectionRun(PostgresTransaction transaction, ArchiveOptions options, PostgresErrors failures) {
        this.transaction = transaction;
        this.options = options;
        this.failures = failures;
    }

    /** Takes over the connection, and closes it. */
    static Detection of(Connection connection, ArchiveOptions options, PostgresErrors failures) throws SQLException {
        try (PostgresTransaction transaction = PostgresTransaction.on(connection, failures)) {
            transaction.begin();
            DetectionRun survey = new DetectionRun(transaction, options, failures);
            Optional<TableName> named = options.table().name();
            return named.isPresent() ? survey.lookAtNamed(named.get()) : survey.lookAround();
        }
    }

    private Detection lookAtNamed(TableName name) throws SQLException {
        transaction.lock(name);
        return Detection.of(List.of(look(name, options.table())), List.of());
    }

    private Detection lookAround() throws SQLException {
        List<DetectedTable> tables = new ArrayList<>();
        List<SkippedTable> skipped = new ArrayList<>();
        for (TableFinder.Candidate candidate : new TableFinder(transaction.jdbc()).candidates()) {
            if (candidate.fits(options.table())) {
                candidate
                        .skipped()
                        .ifPresent(reason ->
                                skipped.add(new SkippedTable(candidate.name().sql(), reason)));
                if (candidate.profile().isPresent()) {
                    tables.add(lookAt(candidate, candidate.profile().get()));
                }
            }
        }
        if (tables.isEmpty() && skipped.isEmpty()) {
            throw TableFinder.nothingFound(options.table());
        }
        return Detection.of(tables, skipped);
    }

    private DetectedTable lookAt(TableFinder.Candidate candidate, TableProfile profile) throws SQLException {
        if (!candidate.readable()) {
            return notRead(candidate, profile, "This role may not read it; grant it SELECT, and USAGE of the schema.");
        }
        Savepoint before = transaction.connection().setSavepoint();
        try {
            return look(candidate.name(), options.table().profile(profile));
        } catch (SQLException e) {
            SourceUnavailableException failure = failures.translate(e);
            if (failure.retryable()) {
                throw failure;
            }
            transaction.connection().rollback(before);
            return notRead(candidate, profile, failure.getMessage());
        } catch (MappingException | SourceUnavailableException e) {
            transaction.connection().rollback(before);
            return notRead(candidate, profile, e.getMessage());
        }
    }

    private DetectedTable look(TableName name, TableSpec wanted) throws SQLException {
        CatalogTable catalog = new CatalogReader(transaction.jdbc()).read(name, wanted);
        MappedTable table = new RowFinder(transaction.jdbc()).look(MappedTable.of(catalog, options), options);
        SummaryReader reader = new SummaryReader(transaction.jdbc(), table);
        Contents contents = new Contents(reader.summary(), reader.scopes());
        return DetectedTable.read(catalog.sql(), catalog.profile(), catalog.columnNames(), contents);
    }

    private static DetectedTable notRead(TableFinder.Candidate table, TableProfile profile, String problem) {
        return DetectedTable.unread(table.name().sql(), profile, table.columns(), problem);
    }
}
