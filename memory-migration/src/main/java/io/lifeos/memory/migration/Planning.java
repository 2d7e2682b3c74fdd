package io.lifeos.memory.migration;

import io.lifeos.memory.postgres.ArchiveSnapshot;
import io.lifeos.memory.postgres.ArchiveSummary;
import io.lifeos.memory.postgres.ScopeCount;
import io.lifeos.memory.postgres.TableLayout;
import io.lifeos.memory.sqlite.DatabaseManager;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Makes the plan of a migration from what a snapshot says of itself. */
final class Planning {

    private final DatabaseManager database;
    private final MigrationOptions options;

    Planning(DatabaseManager database, MigrationOptions options) {
        this.database = database;
        this.options = options;
    }

    MigrationPlan plan(ArchiveSnapshot snapshot) {
        TableLayout table = snapshot.table();
        ArchiveSummary rows = snapshot.summary();
        List<ScopeCount> scopes = snapshot.scopes();
        Optional<String> name = options.sourceName().or(snapshot::identity);
        Optional<SourceProgress> progress = name.map(known ->
                SourceProgress.of(Source.of(snapshot, name, database), snapshot, database, options.pageSize()));
        return new MigrationPlan(
                table.qualifiedName(),
                table.profile(),
                name,
                table.key(),
                table.columns(),
                table.unread(),
                rows,
                scopes,
                count(progress.map(SourceProgress::migrated)),
                count(progress.map(SourceProgress::pending)),
                PlanWarnings.of(table, rows, scopes, options, name.isPresent()));
    }

    private static OptionalLong count(Optional<Long> number) {
        return number.map(OptionalLong::of).orElse(OptionalLong.empty());
    }
}
