package io.lifeos.memory.postgres;

import io.lifeos.memory.archive.profile.TableProfile;
import java.util.List;
import java.util.Optional;

/** Holds the values of a {@link DetectedTable}. */
record DetectedTableRecord(
        String name, TableProfile profile, List<String> columns, Optional<Contents> contents, Optional<String> problem)
        implements DetectedTable {

    DetectedTableRecord {
        columns = List.copyOf(columns);
    }
}
