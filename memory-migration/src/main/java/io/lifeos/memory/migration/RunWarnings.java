package io.lifeos.memory.migration;

import io.lifeos.memory.archive.ScopeCount;
import io.lifeos.memory.archive.row.ArchiveSnapshot;
import io.lifeos.memory.migration.link.Links;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The warnings of a run: those of a plan, of the rows that it brought over. Nothing is read for them but owners, and those
 * from the file, as a run reads the source once.
 */
final class RunWarnings {

    private RunWarnings() {}

    static List<String> of(ArchiveSnapshot snapshot, Links links, MigrationOptions options, MappingTally mapping) {
        List<ScopeCount> owners = options.dryRun() ? snapshot.scopes() : owners(links.mixedOwners());
        List<String> warnings =
                new ArrayList<>(PlanWarnings.of(snapshot.table(), mapping.summary(), owners, options, true));
        if (snapshot.selected() == 0 && snapshot.leftOut() > 0) {
            warnings.add(PlanWarnings.NONE_SELECTED);
        }
        PlanWarnings.ofUnreadableTimes(mapping.unreadableTimes(), options).ifPresent(warnings::add);
        return warnings;
    }

    private static List<ScopeCount> owners(Map<String, Map<String, Long>> byKind) {
        List<ScopeCount> counts = new ArrayList<>();
        byKind.forEach((kind, facts) -> {
            Map<String, Long> first = new LinkedHashMap<>();
            facts.entrySet().stream()
                    .limit(ScopeCount.MOST_VALUES)
                    .forEach(owner -> first.put(owner.getKey(), owner.getValue()));
            counts.add(new ScopeCount(kind, first, (long) facts.size() - first.size(), 0));
        });
        return counts;
    }
}
