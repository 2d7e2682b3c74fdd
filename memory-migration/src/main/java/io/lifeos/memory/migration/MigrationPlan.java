package io.lifeos.memory.migration;

import io.lifeos.memory.postgres.ArchiveColumn;
import io.lifeos.memory.postgres.ArchiveSummary;
import io.lifeos.memory.postgres.ScopeCount;
import io.lifeos.memory.postgres.TableLayout.UnreadColumn;
import io.lifeos.memory.postgres.TableProfile;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a migration would do, before it copies a row.
 *
 * @param table schema and name of the source's table, both in double quotes
 * @param profile the program by whose tables its columns are understood
 * @param source the name under which the source is remembered; empty if its server hides its identity and no name was given
 * @param key the columns by which rows are told apart
 * @param columns the columns that are read, each with what it means
 * @param unread the columns, and parts of columns, that are not read, each with the reason
 * @param rows how many rows there are, of what kind, and why some are left out
 * @param scopes whose the selected rows are
 * @param migrated facts that are linked to a row of this source; empty if the source has no name
 * @param pending selected rows that have no fact yet; empty if the source has no name
 * @param warnings what a careful owner should know before, a sentence each
 */
public record MigrationPlan(
        String table,
        TableProfile profile,
        Optional<String> source,
        List<String> key,
        List<ArchiveColumn> columns,
        List<UnreadColumn> unread,
        ArchiveSummary rows,
        List<ScopeCount> scopes,
        OptionalLong migrated,
        OptionalLong pending,
        List<String> warnings) {

    /** Copies the lists. */
    public MigrationPlan {
        key = List.copyOf(key);
        columns = List.copyOf(columns);
        unread = List.copyOf(unread);
        scopes = List.copyOf(scopes);
        warnings = List.copyOf(warnings);
    }
}
