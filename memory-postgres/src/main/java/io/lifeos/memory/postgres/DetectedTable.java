package io.lifeos.memory.postgres;

import io.lifeos.memory.archive.ArchiveSummary;
import io.lifeos.memory.archive.ScopeCount;
import io.lifeos.memory.archive.profile.TableProfile;
import java.util.List;
import java.util.Optional;

/**
 * A table of memories.
 *
 * @param name schema and name, both in double quotes, as {@link io.lifeos.memory.archive.table.TableSpec#named(String)}
 *     takes them
 * @param profile the program whose tables look like this one
 * @param columns its columns, in its own order
 * @param contents the counts of its rows and vectors; empty if it could not be read
 * @param problem the reason that it could not, in a sentence
 */
public record DetectedTable(
        String name,
        TableProfile profile,
        List<String> columns,
        Optional<Contents> contents,
        Optional<String> problem) {

    /** Copies the list. */
    public DetectedTable {
        columns = List.copyOf(columns);
    }

    /**
     * The contents of a table.
     *
     * @param summary its rows and vectors
     * @param scopes the counts of its rows by owner
     */
    public record Contents(ArchiveSummary summary, List<ScopeCount> scopes) {

        /** Copies the list. */
        public Contents {
            scopes = List.copyOf(scopes);
        }
    }
}
