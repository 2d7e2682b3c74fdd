package io.lifeos.memory.postgres;

import java.util.List;

/**
 * The tables of memories that a database has, as it was at one moment.
 *
 * @param tables the tables of a known shape and the one that was named, ordered by schema and name
 * @param skipped the tables that look as if they held memories, but are not taken
 */
public record Detection(List<DetectedTable> tables, List<SkippedTable> skipped) {

    /** Copies the lists. */
    public Detection {
        tables = List.copyOf(tables);
        skipped = List.copyOf(skipped);
    }

    /**
     * A table that looks as if it held memories, but is not taken.
     *
     * @param name schema and name, both in double quotes
     * @param reason the reason that it is not taken
     */
    public record SkippedTable(String name, String reason) {}
}
