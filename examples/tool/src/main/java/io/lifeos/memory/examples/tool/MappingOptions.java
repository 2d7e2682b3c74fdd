package io.lifeos.memory.examples.tool;

import io.lifeos.memory.postgres.ArchivalTable;
import java.util.List;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say what the columns of the table mean, where its profile does not. */
final class MappingOptions {

    @Option(names = "--id", paramLabel = "COLUMN", split = ",", description = "tells rows apart; by default the key")
    private @Nullable List<String> id;

    @Option(names = "--content", paramLabel = "COLUMN", description = "the memory itself")
    private @Nullable String content;

    @Option(
            names = "--content-member",
            paramLabel = "MEMBER",
            description = "the member of the JSON metadata with the memory itself, if no column has it")
    private @Nullable String contentMember;

    @Option(names = "--metadata", paramLabel = "COLUMN", description = "what is known about it, usually JSON")
    private @Nullable String metadata;

    @Option(
            names = "--created-at",
            paramLabel = "COLUMN",
            split = ",",
            description = "when it happened; of several the first that is set")
    private @Nullable List<String> createdAt;

    @Option(names = "--session-id", paramLabel = "COLUMN", description = "its session")
    private @Nullable String sessionId;

    @Option(names = "--context", paramLabel = "COLUMN", description = "what it is about")
    private @Nullable String context;

    @Option(
            names = "--tags",
            paramLabel = "COLUMN",
            split = ",",
            description = "its tags: an array, JSON, or a text with commas")
    private @Nullable List<String> tags;

    @Option(
            names = "--confidence",
            paramLabel = "COLUMN",
            description = "how sure it is: 0 to 1, or high, medium or low")
    private @Nullable String confidence;

    @Option(names = "--embedding", paramLabel = "COLUMN", description = "its vector")
    private @Nullable String embedding;

    @Option(
            names = "--embedding-model-from",
            paramLabel = "COLUMN",
            description = "what made its vector; --embedding-model names the model itself")
    private @Nullable String embeddingModelFrom;

    @Option(
            names = "--scope",
            paramLabel = "COLUMN",
            split = ",",
            description = "whose it is; the fact has it in its metadata")
    private @Nullable List<String> scope;

    ArchivalTable configure(ArchivalTable table) {
        ArchivalTable mapped = table;
        mapped = with(mapped, columns(id), ArchivalTable::id);
        mapped = with(mapped, content, ArchivalTable::content);
        mapped = with(mapped, contentMember, ArchivalTable::contentMember);
        mapped = with(mapped, metadata, ArchivalTable::metadata);
        mapped = with(mapped, columns(createdAt), ArchivalTable::createdAt);
        mapped = with(mapped, sessionId, ArchivalTable::sessionId);
        mapped = with(mapped, context, ArchivalTable::context);
        mapped = with(mapped, columns(tags), ArchivalTable::tags);
        mapped = with(mapped, confidence, ArchivalTable::confidence);
        mapped = with(mapped, embedding, ArchivalTable::embedding);
        mapped = with(mapped, embeddingModelFrom, ArchivalTable::embeddingModel);
        return with(mapped, columns(scope), ArchivalTable::scope);
    }

    private static <T> ArchivalTable with(
            ArchivalTable table, @Nullable T given, BiFunction<ArchivalTable, T, ArchivalTable> setting) {
        return given == null ? table : setting.apply(table, given);
    }

    private static String @Nullable [] columns(@Nullable List<String> names) {
        return names == null ? null : names.toArray(String[]::new);
    }
}
