package io.lifeos.memory.migration.flow;

import io.lifeos.memory.archive.MappingException;
import io.lifeos.memory.archive.row.ArchiveSnapshot;
import io.lifeos.memory.archive.row.ContentText;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Tells whether a source has contents where they are looked for. Rows that are left out for another reason, such as their
 * owner, role or retirement, never count for that.
 */
public final class ContentCheck {

    private final ArchiveSnapshot snapshot;
    private final boolean allowLeftOut;
    private final long without;

    /**
     * Looks at a source.
     *
     * @param snapshot the source
     * @param allowLeftOut true if over half of the rows may be without a content
     */
    public ContentCheck(ArchiveSnapshot snapshot, boolean allowLeftOut) {
        this.snapshot = snapshot;
        this.allowLeftOut = allowLeftOut;
        this.without = snapshot.leftOutByReason().entrySet().stream()
                .filter(reason -> isOfContent(reason.getKey()))
                .mapToLong(Map.Entry::getValue)
                .sum();
    }

    /**
     * Tells whether a reason for leaving a row out says that it has no content.
     *
     * @param reason the reason
     * @return true if it does
     */
    public static boolean isOfContent(String reason) {
        return ContentText.REASONS.contains(reason);
    }

    /**
     * Refuses a source none of whose rows has a content.
     *
     * @throws MappingException if there are rows
     */
    public void requireAny() {
        if (hasNone()) {
            throw new MappingException(snapshot.missingContent() + " Nothing was stored; name the column, or the member"
                    + " of a JSON column, that is the content.");
        }
    }

    /**
     * Tells whether there are rows, and none has a content.
     *
     * @return true if so
     */
    public boolean hasNone() {
        return without > 0 && without == snapshot.selected() + snapshot.leftOut();
    }

    /**
     * Gives the reason to doubt that the content is where it is looked for: over half of the rows have none.
     *
     * @return a sentence; empty if there is none, or if that is allowed
     */
    public Optional<String> doubt() {
        long rows = snapshot.selected() + snapshot.leftOut();
        if (without * 2 <= rows || allowLeftOut) {
            return Optional.empty();
        }
        return Optional.of(String.format(
                Locale.ROOT,
                "%,d of %,d rows are left out, as they have no content that is text: perhaps it is elsewhere, in another"
                        + " column or member; the other rows are safe here; if that is right, allow it (allowLeftOut,"
                        + " --allow-left-out).",
                without,
                rows));
    }
}
