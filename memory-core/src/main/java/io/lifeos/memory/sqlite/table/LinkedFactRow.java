package io.lifeos.memory.sqlite.table;

import io.lifeos.memory.fact.Owner;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A migrated fact with its link, as the file stores both. Another program may have left anything in a column.
 *
 * @param rowId the row's id as the file stores it, a Long or a String
 * @param factId the fact
 * @param content its content
 * @param context its context
 * @param timestamp its time
 * @param source its source
 * @param confidence its confidence
 * @param assistantOutput true if an assistant said it
 * @param sessionId its session
 * @param metadata its metadata
 * @param owners its owners, as far as they were stored with it, at most one of each kind
 * @param sourceColumns the columns kept with the link, a JSON object
 * @param model the model that made the vector
 * @param dimensions the noted number of the vector's dimensions; 0 if there is none
 * @param sourceDimensions the noted number of dimensions that the vector has in its row; 0 if there is none
 * @param embedding the vector kept with the link
 * @param mappingVersion the version of the rules by which the row became its fact, from 1
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record LinkedFactRow(
        Object rowId,
        long factId,
        String content,
        @Nullable String context,
        @Nullable String timestamp,
        @Nullable String source,
        double confidence,
        boolean assistantOutput,
        @Nullable String sessionId,
        @Nullable String metadata,
        List<Owner> owners,
        @Nullable String sourceColumns,
        @Nullable String model,
        int dimensions,
        int sourceDimensions,
        byte @Nullable [] embedding,
        int mappingVersion) {}
