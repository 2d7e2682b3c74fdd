package io.lifeos.memory.migration;

import io.lifeos.memory.fact.MemoryException;
import io.lifeos.memory.migration.flow.ChangedContents;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Many rows of a known source have another content than the facts that came from them, so they are probably other rows
 * under the same ids: more than a fifth, and at least 20 or all of fewer. Nothing was stored. A host that knows the
 * change to be real goes on by {@link MigratorBuilder#acceptChangedContents(boolean)}.
 */
public final class ChangedContentsException extends MemoryException {

    private static final long serialVersionUID = 1L;

    private static final String CAUSES =
            "a place in a moving window of messages that serves as an id, ids that were given"
                    + " out anew, another table or database under this name, or a copy of the server";

    private final long known;
    private final long changed;

    ChangedContentsException(ChangedContents contents, Optional<String> hint) {
        super(explained(contents) + hint.map(sentence -> " " + sentence).orElse("")
                + " Nothing was stored; if the rows have really changed, accept changed contents"
                + " (acceptChangedContents, --accept-changed-contents); else tell rows apart by other columns, or give"
                + " the source a name of its own.");
        this.known = contents.known();
        this.changed = contents.changed();
    }

    /** Describes the finding, for an exception and for a plan. */
    static String explained(ChangedContents contents) {
        return String.format(
                Locale.ROOT,
                "%,d of %,d known rows say something else than the facts that came from them, such as %s; likely causes:"
                        + " %s.",
                contents.changed(),
                contents.known(),
                rows(contents.examples()),
                CAUSES);
    }

    private static String rows(List<Object> ids) {
        return ids.stream().map(id -> "row " + id).collect(Collectors.joining(", "));
    }

    /**
     * Returns the number of rows that were migrated before and are still there. Rows whose facts were edited or forgotten here
     * do not count.
     *
     * @return the number of known rows
     */
    public long known() {
        return known;
    }

    /**
     * Returns the number of those rows that have another content than their fact.
     *
     * @return the number of changed rows
     */
    public long changed() {
        return changed;
    }
}
