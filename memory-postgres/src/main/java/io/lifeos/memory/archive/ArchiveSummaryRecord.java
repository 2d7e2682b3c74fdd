package io.lifeos.memory.archive;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Holds the values of an {@link ArchiveSummary}. */
record ArchiveSummaryRecord(
        long rows,
        long selected,
        Map<String, Long> leftOut,
        Map<String, Long> times,
        long withoutTime,
        long withoutZone,
        long assistantOutput,
        long withoutEmbedding,
        List<VectorGroup> vectors,
        RowSecurity rowSecurity)
        implements ArchiveSummary {

    ArchiveSummaryRecord {
        leftOut = Collections.unmodifiableMap(new LinkedHashMap<>(leftOut));
        times = Collections.unmodifiableMap(new LinkedHashMap<>(times));
        vectors = List.copyOf(vectors);
    }
}
