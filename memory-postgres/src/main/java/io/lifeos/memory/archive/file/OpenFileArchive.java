package io.lifeos.memory.archive.file;

import io.lifeos.memory.archive.row.ArchiveSnapshot;
import io.lifeos.memory.archive.row.SnapshotArchive;
import io.lifeos.memory.archive.table.ArchiveOptions;
import io.lifeos.memory.archive.table.TableName;

/** The archive in a dump, with access to its rows. */
final class OpenFileArchive implements FileArchive, SnapshotArchive {

    private final DumpFile source;
    private final TableName name;
    private final ArchiveOptions options;
    private volatile boolean closed;

    OpenFileArchive(DumpFile source, TableName name, ArchiveOptions options) {
        this.source = source;
        this.name = name;
        this.options = options;
    }

    @Override
    public ArchiveSnapshot openSnapshot() {
        if (closed) {
            throw new IllegalStateException("The archive is closed; open another one.");
        }
        return FileSnapshot.open(source, name, options);
    }

    @Override
    public void close() {
        closed = true;
    }

    /** Names the file. */
    @Override
    public String toString() {
        return "FileArchive[" + source.path() + "]";
    }
}
