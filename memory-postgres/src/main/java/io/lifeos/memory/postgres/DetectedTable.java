package io.lifeos.memory.postgres;

import io.lifeos.memory.archive.ArchiveSummary;
import io.lifeos.memory.archive.ScopeCount;
import io.lifeos.memory.archive.profile.TableProfile;
import java.util.List;
import java.util.Optional;

/** A table of memories. Later versions may say more. */
public sealed interface DetectedTable permits DetectedTableRecord {

    /**
     * Returns a table that could be read, for tests of programs that show it.
     *
     * @param name schema and name, both in double quotes
     * @param profile the program whose tables look like this one
     * @param columns its columns, in its own order
     * @param contents the counts of its rows and vectors
     * @return the table, with a copy of the list
     */
    static DetectedTable read(String name, TableProfile profile, List<String> columns, Contents contents) {
        return new DetectedTableRecord(name, profile, columns, Optional.of(contents), Optional.empty());
    }

    /**
     * Returns a table that could not be read, for tests of programs that show it.
     *
     * @param name schema and name, both in double quotes
     * @param profile the program whose tables look like this one
     * @param columns its columns, in its own order
     * @param problem the reason, in a sentence
     * @return the table, with a copy of the list
     */
    static DetectedTable unread(String name, TableProfile profile, List<String> columns, String problem) {
        return new DetectedTableRecord(name, profile, columns, Optional.empty(), Optional.of(problem));
    }

    /**
     * {@return schema and name, both in double quotes, as {@link
     * io.lifeos.memory.archive.table.TableSpec#named(String)} takes them}
     */
    String name();

    /** {@return the program whose tables look like this one} */
    TableProfile profile();

    /** {@return its columns, in its own order} */
    List<String> columns();

    /** {@return the counts of its rows and vectors; empty if it could not be read} */
    Optional<Contents> contents();

    /** {@return the reason that it could not be read, in a sentence; empty if it could} */
    Optional<String> problem();

    /**
     * The contents of a table.
     *
     * @param summary its rows and vectors
     * @param scopes the counts of its rows by owner
     */
    record Contents(ArchiveSummary summary, List<ScopeCount> scopes) {

        /** Copies the list. */
        public Contents {
            scopes = List.copyOf(scopes);
        }
    }
}
