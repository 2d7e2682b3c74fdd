package io.lifeos.memory.postgres;

import io.lifeos.memory.archive.MappingException;
import io.lifeos.memory.archive.row.ArchiveSnapshot;
import io.lifeos.memory.archive.row.SnapshotArchive;
import io.lifeos.memory.archive.table.ArchiveOptions;
import io.lifeos.memory.archive.table.TableName;
import io.lifeos.memory.fact.SourceUnavailableException;

/** The archive in PostgreSQL, with access to its rows. Each snapshot has its own connection, and there is no other. */
final class OpenPostgresArchive implements PostgresArchive, SnapshotArchive {

    private final ArchiveOrigin.Connector connector;
    private final ArchiveOptions options;
    private final PostgresErrors failures;
    private volatile boolean closed;

    OpenPostgresArchive(ArchiveOrigin.Connections connections, ArchiveOptions options) {
        this.connector = connections.connector();
        this.options = options;
        this.failures = new PostgresErrors(connections.place(), connections.tls());
    }

    @Override
    public Availability availability() {
        try (ArchiveSnapshot snapshot = openSnapshot()) {
            snapshot.keys(null, 1);
            return Availability.yes();
        } catch (SourceUnavailableException | MappingException e) {
            return Availability.no(String.valueOf(e.getMessage()));
        }
    }

    @Override
    public long count() {
        try (ArchiveSnapshot snapshot = openSnapshot()) {
            return snapshot.selected();
        }
    }

    @Override
    public Detection detect() {
        requireOpen();
        return failures.translating(() -> DetectionRun.of(connector.connect(), options, failures));
    }

    @Override
    public ArchiveSnapshot openSnapshot() {
        PostgresSnapshot snapshot = open(false);
        try {
            snapshot.requireUniqueKey();
            return snapshot;
        } catch (RuntimeException e) {
            snapshot.close();
            throw e;
        }
    }

    @Override
    public ArchiveSnapshot openForSearch() {
        return open(true);
    }

    private PostgresSnapshot open(boolean searchOnly) {
        requireOpen();
        return failures.translating(() -> PostgresSnapshot.open(connector.connect(), options, failures, searchOnly));
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("The archive is closed; open another one.");
        }
    }

    @Override
    public void close() {
        closed = true;
    }

    /** Names the table and the place, without user and password. */
    @Override
    public String toString() {
        String table = options.table().name().map(TableName::sql).orElse("the memories");
        return "PostgresArchive[" + table + " of " + failures.place() + "]";
    }
}
