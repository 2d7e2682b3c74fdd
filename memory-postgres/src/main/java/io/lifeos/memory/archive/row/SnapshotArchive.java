package io.lifeos.memory.archive.row;

import io.lifeos.memory.archive.Archive;
import java.util.Objects;

/** An archive whose rows can be read. Every {@link Archive} of this library is one. */
public interface SnapshotArchive extends Archive {

    /**
     * Returns an archive as one whose rows can be read.
     *
     * @param archive the archive
     * @return the same archive
     * @throws IllegalArgumentException if it is not one of this library's
     * @throws NullPointerException if it is null
     */
    static SnapshotArchive of(Archive archive) {
        Objects.requireNonNull(archive, "The archive is null; give a PostgresArchive or a FileArchive.");
        if (archive instanceof SnapshotArchive readable) {
            return readable;
        }
        throw new IllegalArgumentException(
                "The archive is a " + archive.getClass().getName()
                        + ", whose rows cannot be read; use a PostgresArchive or a FileArchive.");
    }

    /**
     * Opens a view of the archive as it is at this moment.
     *
     * @return a snapshot, to be closed by the caller
     * @throws io.lifeos.memory.fact.SourceUnavailableException if the archive cannot be read, or is not one that can be
     *     migrated
     * @throws io.lifeos.memory.archive.MappingException if it is not clear which table is meant, or a named column is not
     *     there
     * @throws IllegalStateException if the archive is closed
     */
    ArchiveSnapshot openSnapshot();

    /**
     * Opens a snapshot of which not every row will be read. It is like {@link #openSnapshot()}, but may not check that the
     * key is unique, which can require a scan of all rows.
     *
     * @return a snapshot, to be closed by the caller
     * @throws io.lifeos.memory.fact.SourceUnavailableException as {@link #openSnapshot()}
     * @throws io.lifeos.memory.archive.MappingException as {@link #openSnapshot()}
     * @throws IllegalStateException if the archive is closed
     */
    default ArchiveSnapshot openForSearch() {
        return openSnapshot();
    }
}
