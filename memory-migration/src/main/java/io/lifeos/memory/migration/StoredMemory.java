package io.lifeos.memory.migration;

import io.lifeos.memory.postgres.ArchivalId;
import io.lifeos.memory.postgres.Embedding;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A migrated fact as it lies in the file, with its link.
 *
 * @param id which row it came from
 * @param factId its id
 * @param content its content
 * @param context its context
 * @param happenedAt its time
 * @param source its source
 * @param confidence its confidence
 * @param assistantOutput whether an assistant said it
 * @param sessionId its session
 * @param metadata its metadata
 * @param columns the columns kept with the link
 * @param model what made the vector
 * @param dimensions the noted number of its dimensions, 0 if none is
 * @param sourceDimensions the noted number of dimensions that the vector has in its row, 0 if none is
 * @param embedding the vector kept with the link
 * @param unreadable the columns of the file in which another program left what cannot be one of their values
 */
record StoredMemory(
        ArchivalId id,
        long factId,
        String content,
        @Nullable String context,
        Instant happenedAt,
        @Nullable String source,
        double confidence,
        boolean assistantOutput,
        @Nullable String sessionId,
        @Nullable String metadata,
        Map<String, @Nullable String> columns,
        @Nullable String model,
        int dimensions,
        int sourceDimensions,
        Optional<Embedding> embedding,
        List<String> unreadable) {}
