package io.lifeos.memory.migration.link;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import io.lifeos.memory.archive.row.ArchivalId;
import io.lifeos.memory.archive.row.Embedding;
import io.lifeos.memory.fact.Owner;
import io.lifeos.memory.fact.StoredTime;
import io.lifeos.memory.json.Json;
import io.lifeos.memory.sqlite.table.LinkedFactRow;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A migrated fact as it lies in the file, with its link. A value that the file does not hold, or holds in a form that
 * cannot be read, is empty.
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
 * @param owners its owners, in the order of kinds
 * @param columns the columns kept with the link
 * @param model the model that made the vector
 * @param dimensions the noted number of the vector's dimensions
 * @param sourceDimensions the noted number of dimensions that the vector has in its row
 * @param embedding the vector kept with the link
 * @param mappingVersion the version of the mapping by which the row became the fact
 * @param unreadable the columns of the file in which another program left an invalid value
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
        List<Owner> owners,
        Map<String, @Nullable String> columns,
        Optional<String> model,
        OptionalInt dimensions,
        OptionalInt sourceDimensions,
        Optional<Embedding> embedding,
        int mappingVersion,
        List<String> unreadable) {

    /** A file of an earlier version is read as it was then, which passed over text behind the object. */
    private static final ObjectReader COLUMNS =
            Json.mapper().readerForMapOf(String.class).without(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    static StoredMemory of(ArchivalId id, LinkedFactRow row) {
        List<String> unreadable = new ArrayList<>();
        return new StoredMemory(
                id,
                row.factId(),
                row.content(),
                Optional.ofNullable(row.context()),
                read("timestamp", String.valueOf(row.timestamp()), StoredTime::parse, unreadable),
                Optional.ofNullable(row.source()),
                row.confidence(),
                row.assistantOutput(),
                Optional.ofNullable(row.sessionId()),
                Optional.ofNullable(row.metadata()),
                row.owners(),
                read("source_columns", row.sourceColumns(), StoredMemory::columns, unreadable)
                        .orElse(Map.of()),
                Optional.ofNullable(row.model()),
                positive(row.dimensions()),
                positive(row.sourceDimensions()),
                read("embedding", row.embedding(), Embedding::ofLittleEndian, unreadable),
                row.mappingVersion(),
                unreadable);
    }

    /** Reads an object of texts and nulls. */
    private static Map<String, @Nullable String> columns(String json) {
        try {
            return COLUMNS.readValue(json);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("This is no JSON object of texts.", e);
        }
    }

    private static OptionalInt positive(int number) {
        return number == 0 ? OptionalInt.empty() : OptionalInt.of(number);
    }

    /** Notes the name of a column in which another program left an invalid value. */
    private static <T, R> Optional<R> read(
            String column, @Nullable T value, Function<T, R> reader, List<String> unreadable) {
        try {
            return Optional.ofNullable(value).map(reader);
        } catch (IllegalArgumentException | DateTimeException e) {
            unreadable.add(column);
            return Optional.empty();
        }
    }
}
