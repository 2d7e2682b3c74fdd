package io.lifeos.memory.archive;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The contents of an archive, counted where they lie: no content and no vector was read out.
 *
 * @param rows all rows
 * @param selected the rows that are memories to be read; everything below except {@code leftOut} is about them
 * @param leftOut the other rows, by the first reason for leaving each out, such as {@code soft-deleted}
 * @param times the sources of the time: rows by column, or by member of the metadata ({@code column->>member}), in the
 *     order in which they are tried. A text is not interpreted before it is read: one that begins like a date counts
 * @param withoutTime rows that have no time
 * @param assistantOutput rows that are an assistant's own words, or conclusions
 * @param withoutEmbedding rows that have no vector, or none that is read
 * @param vectors the other rows, grouped by what their vectors have in common, the most frequent first; at most {@value
 *     #MOST_GROUPS} groups
 * @param rowSecurity the state of the table's row-level security, from which this role is exempt
 */
public record ArchiveSummary(
        long rows,
        long selected,
        Map<String, Long> leftOut,
        Map<String, Long> times,
        long withoutTime,
        long assistantOutput,
        long withoutEmbedding,
        List<VectorGroup> vectors,
        RowSecurity rowSecurity) {

    /** The largest number of groups of vectors that are listed. */
    public static final int MOST_GROUPS = 1_000;

    /** Copies the collections, in their order. */
    public ArchiveSummary {
        leftOut = Collections.unmodifiableMap(new LinkedHashMap<>(leftOut));
        times = Collections.unmodifiableMap(new LinkedHashMap<>(times));
        vectors = List.copyOf(vectors);
    }
}
