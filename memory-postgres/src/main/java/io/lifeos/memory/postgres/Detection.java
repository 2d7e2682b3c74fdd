package io.lifeos.memory.postgres;

import java.util.List;

/** The tables of memories that a database has, as it was at one moment. Later versions may say more. */
public sealed interface Detection permits DetectionRecord {

    /**
     * Returns a detection, for tests of programs that show it.
     *
     * @param tables the tables found
     * @param skipped the tables not taken
     * @return the detection, with copies of the lists
     */
    static Detection of(List<DetectedTable> tables, List<SkippedTable> skipped) {
        return new DetectionRecord(tables, skipped);
    }

    /** {@return the tables of a known shape and the one that was named, ordered by schema and name} */
    List<DetectedTable> tables();

    /** {@return the tables that look as if they held memories, but are not taken} */
    List<SkippedTable> skipped();

    /**
     * A table that looks as if it held memories, but is not taken.
     *
     * @param name schema and name, both in double quotes
     * @param reason the reason that it is not taken
     */
    record SkippedTable(String name, String reason) {}
}
