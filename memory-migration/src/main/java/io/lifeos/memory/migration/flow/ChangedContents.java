package io.lifeos.memory.migration.flow;

import io.lifeos.memory.archive.row.ArchivalId;
import io.lifeos.memory.archive.row.ArchivalMemory;
import io.lifeos.memory.archive.row.ArchiveSnapshot;
import io.lifeos.memory.archive.row.LargestRow;
import io.lifeos.memory.archive.row.RowDigest;
import io.lifeos.memory.jdbc.Chunks;
import io.lifeos.memory.migration.link.Link;
import io.lifeos.memory.migration.link.Links;
import io.lifeos.memory.migration.link.StoredMemory;
import io.lifeos.memory.migration.mapping.Mapping;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A count of the rows that are known, and of those that say something else now than their facts. A fact that was edited or
 * forgotten here does not follow its row any more, and is not counted.
 *
 * @param known rows that have a fact which follows them
 * @param changed those of them whose content is not that of their fact, blanks around it apart
 * @param marks those of the known rows whose mark as an assistant's words is not that of their fact
 * @param examples the ids of the first changed rows
 */
public record ChangedContents(long known, long changed, long marks, List<Object> examples) {

    private static final int MOST_EXAMPLES = 5;

    private static final int LEAST_CHANGED = 20;

    /** One row of five. */
    private static final int SHARE = 5;

    /** Copies the examples. */
    public ChangedContents {
        examples = List.copyOf(examples);
    }

    /**
     * Tells whether so many say something else that they are probably other rows under the same ids: more than a fifth, if
     * these are 20 or more, or all of several.
     *
     * @return true if so
     */
    public boolean areTooMany() {
        boolean all = changed == known && known > 1;
        return changed * SHARE > known && (changed >= LEAST_CHANGED || all);
    }

    /**
     * Counts them.
     *
     * @param snapshot the source
     * @param links its links
     * @param mapping maps its rows
     * @param pageSize the number of rows that are compared at a time
     * @param after the row after which to begin; null to begin with the first
     * @param knownBefore the number of known rows up to there, none of which has changed
     * @return the counts of the whole source
     */
    public static ChangedContents of(
            ArchiveSnapshot snapshot,
            Links links,
            Mapping mapping,
            int pageSize,
            @Nullable ArchivalId after,
            long knownBefore) {
        Count count = new Count(snapshot, links, mapping, knownBefore);
        try (ReadAhead<Page.Keys> pages = Page.Keys.readAhead(snapshot, pageSize, after)) {
            for (Page.Keys page = pages.take(); page != null; page = pages.take()) {
                count.add(page.keys());
            }
        }
        return new ChangedContents(count.known, count.changed, count.marks, count.examples);
    }

    private static final class Count {

        private final ArchiveSnapshot snapshot;
        private final Links links;
        private final Mapping mapping;
        private final List<Object> examples = new ArrayList<>();
        private long known;
        private long changed;
        private long marks;

        private Count(ArchiveSnapshot snapshot, Links links, Mapping mapping, long known) {
            this.snapshot = snapshot;
            this.links = links;
            this.mapping = mapping;
            this.known = known;
        }

        void add(List<RowDigest> keys) {
            Map<ArchivalId, Link> found =
                    links.find(keys.stream().map(RowDigest::id).toList());
            List<RowDigest> other = new ArrayList<>();
            for (RowDigest key : keys) {
                Link link = found.get(key.id());
                if (link != null && link.followsRow()) {
                    known++;
                    if (!link.isOf(key.hash()) && key.bytes() <= LargestRow.bytes()) {
                        other.add(key);
                    }
                }
            }
            Chunks.byWeight(other, Page.MOST_BYTES, RowDigest::bytes).forEach(this::compare);
        }

        private void compare(List<RowDigest> keys) {
            List<ArchivalId> ids = keys.stream().map(RowDigest::id).toList();
            Map<ArchivalId, StoredMemory> facts = links.stored(ids);
            for (ArchivalMemory row : snapshot.memories(ids)) {
                StoredMemory fact = facts.get(row.id());
                if (fact != null) {
                    add(row, fact);
                }
            }
        }

        private void add(ArchivalMemory row, StoredMemory fact) {
            if (!mapping.saysTheSame(row, fact)) {
                changed++;
                if (examples.size() < MOST_EXAMPLES) {
                    examples.add(row.id().value());
                }
            }
            if (mapping.isAssistantOutput(row) != fact.assistantOutput()) {
                marks++;
            }
        }
    }
}
