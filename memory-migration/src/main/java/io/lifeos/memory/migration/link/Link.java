package io.lifeos.memory.migration.link;

import io.lifeos.memory.archive.row.MappingVersion;
import io.lifeos.memory.archive.row.RowHash;
import java.util.Optional;

/**
 * A link of a row to its fact.
 *
 * @param factId the fact
 * @param hash the hash of the row that was migrated; empty if another program made the link, or spoilt the hash
 * @param edited true if the fact was edited here since
 * @param forgotten true if the fact is forgotten
 * @param forgottenAsGone true if a run forgot the fact, as its row was gone
 * @param stray true if there is no such fact
 * @param mappingVersion the version of the mapping by which the row became the fact
 */
public record Link(
        long factId,
        Optional<RowHash> hash,
        boolean edited,
        boolean forgotten,
        boolean forgottenAsGone,
        boolean stray,
        int mappingVersion) {

    /**
     * Tells whether the fact equals the row, so that nothing is to be done.
     *
     * @param rowHash the hash of the row as it is now
     * @return true if it is
     */
    public boolean isOf(RowHash rowHash) {
        return !stray && !forgottenAsGone && hash.filter(rowHash::equals).isPresent();
    }

    /**
     * Tells whether a changed row has the fact rewritten. One that was edited or forgotten here is left alone, unless an
     * earlier mapping made the forgotten one; one that a run forgot comes back.
     *
     * @return true if it has; false if there is no fact
     */
    public boolean followsRow() {
        return !stray && !edited && (!forgotten || forgottenAsGone || isOfEarlierMapping());
    }

    /**
     * Tells whether an earlier version of the mapping made the fact, so that the row's hash says nothing of a change.
     *
     * @return true if so
     */
    public boolean isOfEarlierMapping() {
        return mappingVersion < MappingVersion.CURRENT;
    }
}
