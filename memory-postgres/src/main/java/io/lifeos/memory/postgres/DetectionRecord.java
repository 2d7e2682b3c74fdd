package io.lifeos.memory.postgres;

import java.util.List;

/** Holds the values of a {@link Detection}. */
record DetectionRecord(List<DetectedTable> tables, List<SkippedTable> skipped) implements Detection {

    DetectionRecord {
        tables = List.copyOf(tables);
        skipped = List.copyOf(skipped);
    }
}
