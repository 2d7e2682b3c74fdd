package io.lifeos.memory.archive;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What an archive holds, counted where it lies: no content and no vector was read out.
 *
 * @param rows all rows
 * @param selected those that are memories to be read; all that follows but {@code leftOut} is about them
 * @param leftOut the others, by the first reason that each is left out for, such as {@code soft-deleted}
 * @param times where the time comes from: rows by column, or by member of the metadata ({@code column->>member}), in the
 *     order in which they are looked at. What a text means is not known before it is read: one that begins like a date counts
 * @param withoutTime rows that have no time
 * @param assistantOutput rows that are an assistant's own words, or conclusions
 * @param withoutEmbedding rows that have no vector, or none that is read
 * @param vectors the others, by what their vectors have in common, the most frequent first; at most {@value #MOST_GROUPS}
 *     groups
 * @param rowSecurity whether the table has row-level security, from which this role is exempt
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

    /** How many groups of vectors are named at the most. */
    public static final int MOST_GROUPS = 1_000;

    /** Copies the collections, in their order. */
    public ArchiveSummary {
        leftOut = Collections.unmodifiableMap(new LinkedHashMap<>(leftOut));
        times = Collections.unmodifiableMap(new LinkedHashMap<>(times));
        vectors = List.copyOf(vectors);
    }
}
