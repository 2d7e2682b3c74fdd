package io.lifeos.memory.examples.tool;

import io.lifeos.memory.archive.table.TableSpec;
import io.lifeos.memory.migration.MigratorBuilder;
import java.time.Instant;
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
            names = "--role",
            paramLabel = "COLUMN|MEMBER",
            description = "who speaks: a person, an assistant, or a tool, whose rows are left out")
    private @Nullable String role;

    @Option(
            names = "--scope",
            paramLabel = "COLUMN",
            split = ",",
            description = "what else tells whose it is; the fact has it in its metadata")
    private @Nullable List<String> scope;

    @Option(
            names = "--embedding-model",
            paramLabel = "NAME",
            description = "what made the embeddings, where the rows do not say so")
    private @Nullable String embeddingModel;

    @Option(
            names = "--undated-time",
            paramLabel = "TIME",
            description = "when memories happened whose rows do not say so, such as 2026-01-23T10:00:00Z;"
                    + " by default the time of their first import")
    private @Nullable Instant undatedTime;

    void configure(MigratorBuilder builder) {
        if (embeddingModel != null) {
            builder.embeddingModel(embeddingModel);
        }
        if (undatedTime != null) {
            builder.undatedTime(undatedTime);
        }
    }

    TableSpec configure(TableSpec table) {
        TableSpec mapped = table;
        mapped = with(mapped, columns(id), TableSpec::id);
        mapped = with(mapped, content, TableSpec::content);
        mapped = with(mapped, contentMember, TableSpec::contentMember);
        mapped = with(mapped, metadata, TableSpec::metadata);
        mapped = with(mapped, columns(createdAt), TableSpec::createdAt);
        mapped = with(mapped, sessionId, TableSpec::sessionId);
        mapped = with(mapped, context, TableSpec::context);
        mapped = with(mapped, columns(tags), TableSpec::tags);
        mapped = with(mapped, confidence, TableSpec::confidence);
        mapped = with(mapped, embedding, TableSpec::embedding);
        mapped = with(mapped, embeddingModelFrom, TableSpec::embeddingModel);
        mapped = with(mapped, role, TableSpec::role);
        return with(mapped, columns(scope), TableSpec::scope);
    }

    private static <T> TableSpec with(TableSpec table, @Nullable T given, BiFunction<TableSpec, T, TableSpec> setting) {
        return given == null ? table : setting.apply(table, given);
    }

    private static String @Nullable [] columns(@Nullable List<String> names) {
        return names == null ? null : names.toArray(String[]::new);
    }
}
