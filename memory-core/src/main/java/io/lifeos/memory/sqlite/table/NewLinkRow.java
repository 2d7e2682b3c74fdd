package io.lifeos.memory.sqlite.table;

import org.jspecify.annotations.Nullable;

/**
 * A link as it is to be stored.
 *
 * @param rowId the row's id as the file stores it, a Long or a String
 * @param rowHash the hash of the row
 * @param sourceColumns a JSON object of the columns that the fact does not hold as they were; null if there are none
 * @param model the model that made the vector; null if it is not known
 * @param dimensions the number of the vector's dimensions; null without a vector
 * @param sourceDimensions the number of dimensions of the vector in its row; null if as many as of this one
 * @param embedding the vector as little-endian float32; null if there is none
 * @param mappingVersion the version of the rules by which the row became its fact, from 1
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record NewLinkRow(
        Object rowId,
        byte[] rowHash,
        @Nullable String sourceColumns,
        @Nullable String model,
        @Nullable Integer dimensions,
        @Nullable Integer sourceDimensions,
        byte @Nullable [] embedding,
        int mappingVersion) {}
