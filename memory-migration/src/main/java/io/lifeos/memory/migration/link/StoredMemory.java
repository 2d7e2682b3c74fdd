package io.lifeos.memory.migration.link;

import io.lifeos.memory.archive.row.ArchivalId;
import io.lifeos.memory.archive.row.Embedding;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * A migrated fact as it lies in the file, with its link. Whatever the file does not say, or says in a way that cannot be
 * read, is empty.
 *
 * @param id the row that it came from
 * @param factId its id
 * @param content its content
 * @param context its context
 * @param happenedAt its time
 * @param source its source
 * @param confidence its confidence
 * @param assistantOutput true if an assistant said it
 * @param sessionId its session
 * @param metadata its metadata
 * @param columns the columns kept with the link
 * @param model the model that made the vector
 * @param dimensions the noted number of the vector's dimensions
 * @param sourceDimensions the noted number of dimensions that the vector has in its row
 * @param embedding the vector kept with the link
 * @param unreadable the columns of the file in which another program left what cannot be one of their values
 */
public record StoredMemory(
        ArchivalId id,
        long factId,
        String content,
        Optional<String> context,
        Optional<Instant> happenedAt,
        Optional<String> source,
        double confidence,
        boolean assistantOutput,
        Optional<String> sessionId,
        Optional<String> metadata,
        Map<String, @Nullable String> columns,
        Optional<String> model,
        OptionalInt dimensions,
        OptionalInt sourceDimensions,
        Optional<Embedding> embedding,
        List<String> unreadable) {}
