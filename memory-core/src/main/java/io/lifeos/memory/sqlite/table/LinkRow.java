package io.lifeos.memory.sqlite.table;

import org.jspecify.annotations.Nullable;

/**
 * A link as the file stores it.
 *
 * @param rowId the row's id as the file stores it, a Long or a String
 * @param factId the fact
 * @param rowHash the hash of the row, of any length if another program wrote it; null if there is none
 * @param edited true if the fact was edited here since
 * @param forgottenAsGone true if a run forgot the fact, as its row was gone
 * @param active true if there is such a fact, and it is not forgotten
 * @param stray true if there is no such fact
 * @param mappingVersion the version of the rules by which the row became its fact, from 1
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record LinkRow(
        Object rowId,
        long factId,
        byte @Nullable [] rowHash,
        boolean edited,
        boolean forgottenAsGone,
        boolean active,
        boolean stray,
        int mappingVersion) {}
