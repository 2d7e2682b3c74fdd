package io.lifeos.memory.archive.row;

import io.lifeos.memory.archive.ArchiveSummary;
import io.lifeos.memory.archive.ScopeCount;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An archive as it was at one moment: later changes by others are not seen.
 *
 * <p>Safe for use by several threads, which wait for each other. Every method throws {@link
 * io.lifeos.memory.fact.SourceUnavailableException} if the source fails, after which the snapshot can only be closed; where
 * that is {@linkplain io.lifeos.memory.fact.SourceUnavailableException#retryable() retryable}, open another one. Every method
 * that reads throws {@link IllegalStateException} once this is closed.
 */
public interface ArchiveSnapshot extends AutoCloseable {

    /**
     * The identity of the table, at whatever address its server is reached: the system identifier of the server, the
     * database, and the table with its schema.
     *
     * @return the identity; empty if the server hides its system identifier from this role
     */
    Optional<String> identity();

    /**
     * Tells whether the identity shows that it is the same table, and not only that it has the same name.
     *
     * @return false if the archive is a file, which has a name and nothing else
     */
    boolean provesIdentity();

    /**
     * Tells how far the server had come.
     *
     * @return the state; empty if the source is no server, or hides it from this role
     */
    default Optional<ServerState> serverState() {
        return Optional.empty();
    }

    /**
     * The table as the catalog describes it.
     *
     * @return its columns and their meaning
     */
    TableLayout table();

    /**
     * The number of rows that are selected.
     *
     * @return the number of rows that have a content and, unless asked for, are neither soft-deleted nor superseded
     */
    long selected();

    /**
     * The number of rows that are left out: those without a content and, unless asked for, those soft-deleted or superseded.
     *
     * @return the number of all other rows
     */
    default long leftOut() {
        return leftOutByReason().values().stream().mapToLong(Long::longValue).sum();
    }

    /**
     * Counts the rows that are left out by reason.
     *
     * @return the rows by the first reason for leaving each out, such as {@code soft-deleted}, in the order in which the
     *     reasons are tried; a reason that no row has is not there
     */
    Map<String, Long> leftOutByReason();

    /**
     * Says what the rows have, for when none of them has a content.
     *
     * @return a sentence that names the place where the content was looked for, and what is there in its stead
     */
    String missingContent();

    /**
     * Counts what the archive holds, without reading it out, in a scan of every row on the server.
     *
     * @return the counts
     */
    ArchiveSummary summary();

    /**
     * Counts the selected rows by owner.
     *
     * @return the counts, for each of the {@linkplain FoundFields#scopes() scopes}
     */
    List<ScopeCount> scopes();

    /**
     * A page of ids, in PostgreSQL's own order of the key. Begin with null, and continue after the last id of the page
     * before; an empty page is the end.
     *
     * @param after the id after which the page begins, or null for the first page
     * @param limit the largest number of ids to return, at least one
     * @return the ids of selected rows
     * @throws IllegalArgumentException if the limit is not positive
     */
    List<ArchivalId> ids(@Nullable ArchivalId after, int limit);

    /**
     * A page of ids with row hashes that PostgreSQL computes, otherwise as {@link #ids(ArchivalId, int)}.
     *
     * @param after the id after which the page begins, or null for the first page
     * @param limit the largest number of rows to return, at least one
     * @return ids and hashes of selected rows
     * @throws IllegalArgumentException if the limit is not positive
     */
    List<RowDigest> keys(@Nullable ArchivalId after, int limit);

    /**
     * A page of ids with row sizes, otherwise as {@link #ids(ArchivalId, int)}.
     *
     * @param after the id after which the page begins, or null for the first page
     * @param limit the largest number of rows to return, at least one
     * @return ids and sizes of selected rows
     * @throws IllegalArgumentException if the limit is not positive
     */
    List<RowSize> sizes(@Nullable ArchivalId after, int limit);

    /**
     * The rows that could not be read, and are in none of the pages. They belong to the archive all the same.
     *
     * @return the rows, in the order of the archive
     */
    default List<UnreadRow> unread() {
        return List.of();
    }

    /**
     * The rows of some ids, complete. All of them are in memory at once.
     *
     * @param ids ids that this snapshot gave
     * @return the rows, in the order of the ids; an id that is not selected has none
     */
    List<ArchivalMemory> memories(List<ArchivalId> ids);

    /**
     * Finds those of some rows that exist, but belong to another owner than the requested one. It reads the whole table, so
     * ask for many at once.
     *
     * @param ids ids of any age, each with as many parts as the key has
     * @return the ids of those rows; none if rows of all owners were requested
     */
    List<ArchivalId> ofOtherScope(List<ArchivalId> ids);

    /**
     * Finds those of some rows that exist, but are left out, and not merely because they belong to another owner than the
     * requested one. It reads the whole table, so ask for many at once.
     *
     * @param ids ids of any age, each with as many parts as the key has
     * @return the reason for each of those rows, as {@link #leftOutByReason()} names it
     */
    Map<ArchivalId, String> leftOut(List<ArchivalId> ids);

    /**
     * Returns the same rows as another version of the mapping understands them: with the meaning of columns, the row hashes
     * and the selection that it had. What is found since then is not there.
     *
     * @param mappingVersion a {@link MappingVersion}
     * @return a view of this snapshot, to be closed by the caller while this snapshot is open
     * @throws IllegalArgumentException if that version is not known
     * @throws io.lifeos.memory.archive.MappingException if no column is the content to that version
     */
    ArchiveSnapshot asOf(int mappingVersion);

    /**
     * Returns the vectors of the rows, for a search where they lie.
     *
     * @return the vectors, even if this snapshot does not read their column; empty if the source cannot compare vectors, or
     *     the table has no column of embeddings that it can compare
     */
    default Optional<ArchiveVectors> vectors() {
        return Optional.empty();
    }

    /** Ends the view. Harmless when repeated. */
    @Override
    void close();
}
