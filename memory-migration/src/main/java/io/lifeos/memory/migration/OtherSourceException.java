package io.lifeos.memory.migration;

import io.lifeos.memory.fact.MemoryException;
import java.util.List;

/**
 * The source has the identity of one that was migrated before, but its rows are not those: it is probably another table, or
 * they are told apart by other columns. Nothing was stored. A host gives it a name of its own through {@link
 * MigratorBuilder#sourceName(String)}.
 */
public final class OtherSourceException extends MemoryException {

    private static final long serialVersionUID = 1L;

    private OtherSourceException(String message) {
        super(message);
    }

    static OtherSourceException sameIds(String identity) {
        return new OtherSourceException("The source \"" + identity
                + "\" was migrated before, and of its rows that have the same ids now none says the same, so this looks like"
                + " another table; nothing was stored; give it a source name of its own, or, if all of its rows have really"
                + " changed, accept changed contents (acceptChangedContents, --accept-changed-contents).");
    }

    static OtherSourceException otherIds(String identity, List<String> key) {
        return new OtherSourceException("The source \"" + identity
                + "\" was migrated before, and its rows are known, but not by " + String.join(", ", key)
                + ", so that each would become a fact once more; nothing was stored; name the columns of the id as before,"
                + " or give it another source name to migrate its rows once more.");
    }
}
