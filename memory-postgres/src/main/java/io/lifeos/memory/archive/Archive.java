package io.lifeos.memory.archive;

/** The archival memories of an agent, to be read and never written. Safe for use by several threads. */
public interface Archive extends AutoCloseable {

    /**
     * Opens a view of the archive as it is at this moment.
     *
     * @return a snapshot, to be closed by the caller
     * @throws io.lifeos.memory.fact.SourceUnavailableException if the archive cannot be read, or is not one that can be
     *     migrated
     * @throws MappingException if it is not clear which table is meant, or a named column is not there
     * @throws IllegalStateException if the archive is closed
     */
    ArchiveSnapshot openSnapshot();

    /** Opens no more snapshots. Those that are open stay so. Harmless when repeated. */
    @Override
    void close();
}
