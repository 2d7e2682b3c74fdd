package io.lifeos.memory.migration;

import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How the rows that a run brought over, or would have, map to facts. A row that was up to date is not among them.
 *
 * @param otherColumns the source's columns that have no place of their own in a fact; they are kept with it
 * @param embeddingsByDimension how many vectors there were of each dimension
 * @param roundedEmbeddings those of the vectors that were rounded to float32; the original is kept with the fact
 * @param unfitEmbeddings embeddings that no vector can hold, as an element is NULL, or they have two dimensions; the
 *     original is kept with the fact
 * @param estimatedBytes about how much the file grows, in bytes
 */
public record MappingReport(
        List<String> otherColumns,
        SortedMap<Integer, Long> embeddingsByDimension,
        long roundedEmbeddings,
        long unfitEmbeddings,
        long estimatedBytes) {

    /** Copies the collections. */
    public MappingReport {
        otherColumns = List.copyOf(otherColumns);
        embeddingsByDimension = Collections.unmodifiableSortedMap(new TreeMap<>(embeddingsByDimension));
    }
}
