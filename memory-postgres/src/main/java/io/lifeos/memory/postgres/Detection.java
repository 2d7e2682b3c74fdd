package io.lifeos.memory.postgres;

import java.util.List;

/**
 * The tables of memories that a database has, as it was at one moment.
 *
 * @param tables those of a known shape, and the one that was named, by schema and name
 * @param skipped those that look as if they held memories, and are not taken
 */
public record Detection(List<DetectedTable> tables, List<SkippedTable> skipped) {

    /** Copies the lists. */
    public Detection {
        tables = List.copyOf(tables);
        skipped = List.copyOf(skipped);
    }

    /**
     * A table that looks as if it held memories, and is not taken.
     *
     * @param name schema and name, both in double quotes
     * @param reason why not
     */
    public record SkippedTable(String name, String reason) {}
}
