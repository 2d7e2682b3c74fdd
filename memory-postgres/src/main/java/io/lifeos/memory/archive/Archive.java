package io.lifeos.memory.archive;

/**
 * The archival memories of an agent, which are read but never written: a table in PostgreSQL, or a dump of one. Safe for use
 * by several threads. Not to be implemented by others.
 */
public interface Archive extends AutoCloseable {

    /** Closes the archive to further reading. A reading that has begun goes on. Harmless when repeated. */
    @Override
    void close();
}
