package io.lifeos.memory.migration;

import io.lifeos.memory.fact.EntityExtractor;
import io.lifeos.memory.fact.Mention;
import io.lifeos.memory.fact.NewFact;
import io.lifeos.memory.postgres.ArchivalMemory;
import io.lifeos.memory.postgres.ArchiveColumn;
import io.lifeos.memory.postgres.ColumnRole;
import io.lifeos.memory.postgres.Embedding;
import io.lifeos.memory.postgres.RowHash;
import io.lifeos.memory.postgres.SourceTime;
import io.lifeos.memory.postgres.TableLayout;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * Between a memory of the archive and a fact, both ways. Pure, defined for every memory, and without loss: a column that
 * the fact would not give back exactly as it was is kept beside it.
 */
final class Mapping {

    private final TableLayout table;
    private final EntityExtractor entities;
    private final Optional<String> defaultModel;
    private final CarriedFields carried;
    private final SourceTime timeInMetadata;

    Mapping(TableLayout table, EntityExtractor entities, Optional<String> defaultModel) {
        this.table = table;
        this.entities = entities;
        this.defaultModel = defaultModel;
        this.carried = new CarriedFields(table);
        this.timeInMetadata =
                new SourceTime(SourceTime.Kind.WITHOUT_ZONE, table.sourceTime().zone());
    }

    MappedMemory map(ArchivalMemory memory, RowHash hash, boolean linked) {
        MemoryMetadata metadata = MemoryMetadata.read(memory.metadata().orElse(null));
        NewFact fact = new NewFact(
                memory.content(),
                context(memory, metadata),
                happenedAt(memory, metadata).orElse(null),
                table.name(),
                confidence(memory, metadata),
                isAssistantOutput(memory, metadata),
                session(memory, metadata).orElse(null),
                carried.into(memory, metadata),
                entities.mentions(tags(memory, metadata), memory.content()));
        Optional<Embedding> embedding = memory.embedding().map(vector -> withoutPadding(vector, memory, metadata));
        return new MappedMemory(
                memory,
                fact,
                new FactOrigin(
                        memory.id(),
                        hash,
                        columnsToKeep(memory, fact),
                        embedding,
                        memory.embedding().equals(embedding)
                                ? 0
                                : memory.embedding().orElseThrow().dimensions(),
                        embedding.flatMap(e -> ownModel(memory, metadata).or(() -> defaultModel))),
                linked);
    }

    private String context(ArchivalMemory memory, MemoryMetadata metadata) {
        return memory.text(ColumnRole.CONTEXT)
                .filter(context -> !context.isBlank())
                .or(() -> metadata.text("context"))
                .or(() -> session(memory, metadata).filter(session -> !session.isBlank()))
                .or(() -> metadata.text("type"))
                .orElse("migrated from " + table.name());
    }

    /** By the first of its columns that says it, else by its metadata. */
    private Optional<Instant> happenedAt(ArchivalMemory memory, MemoryMetadata metadata) {
        for (Map.Entry<String, SourceTime> time : table.times().entrySet()) {
            Optional<Instant> found =
                    Optional.ofNullable(memory.texts().get(time.getKey())).flatMap(time.getValue()::parse);
            if (found.isPresent()) {
                return found;
            }
        }
        return table.timeMembers().stream()
                .flatMap(member -> metadata.text(member).stream())
                .flatMap(text -> timeInMetadata.parse(text).stream())
                .findFirst();
    }

    private static double confidence(ArchivalMemory memory, MemoryMetadata metadata) {
        OptionalDouble inColumn =
                memory.text(ColumnRole.CONFIDENCE).map(Confidence::parse).orElse(OptionalDouble.empty());
        return inColumn.orElseGet(() -> metadata.confidence().orElse(1.0));
    }

    private Optional<String> session(ArchivalMemory memory, MemoryMetadata metadata) {
        return memory.sessionId()
                .or(() -> table.sessionMembers().stream()
                        .flatMap(member -> metadata.text(member).stream())
                        .findFirst());
    }

    private boolean isAssistantOutput(ArchivalMemory memory, MemoryMetadata metadata) {
        return table.assistantMark()
                .filter(mark -> Optional.ofNullable(memory.texts().get(mark.field()))
                        .or(() -> metadata.text(mark.field()))
                        .filter(mark.value()::equals)
                        .isPresent())
                .isPresent();
    }

    private List<Mention> tags(ArchivalMemory memory, MemoryMetadata metadata) {
        List<String> tags = new ArrayList<>();
        for (String column : table.columnsOf(ColumnRole.TAGS)) {
            String text = memory.texts().get(column);
            if (text != null) {
                tags.addAll(MemoryMetadata.tagsOf(text));
            }
        }
        tags.addAll(metadata.tags());
        return tags.stream().distinct().map(Mention::given).toList();
    }

    /** The model that the row itself names. */
    private static Optional<String> ownModel(ArchivalMemory memory, MemoryMetadata metadata) {
        return memory.text(ColumnRole.MODEL)
                .or(() -> embeddingConfig(memory).text("embedding_model"))
                .or(() -> metadata.text("embedding_model"));
    }

    private static MemoryMetadata embeddingConfig(ArchivalMemory memory) {
        return MemoryMetadata.read(memory.text(ColumnRole.EMBEDDING_CONFIG).orElse(null));
    }

    /** The vector as its model made it. Zeros at its end are its own unless the row says how long it is. */
    private static Embedding withoutPadding(Embedding vector, ArchivalMemory memory, MemoryMetadata metadata) {
        return embeddingConfig(memory)
                .text("embedding_dim")
                .or(() -> metadata.text("embedding_dim"))
                .filter(size -> size.matches("[0-9]{1,5}"))
                .flatMap(size -> vector.withoutPadding(Integer.parseInt(size)))
                .orElse(vector);
    }

    private Map<String, @Nullable String> columnsToKeep(ArchivalMemory memory, NewFact fact) {
        Map<String, @Nullable String> kept = new LinkedHashMap<>();
        for (ArchiveColumn column : table.columns()) {
            String text = memory.texts().get(column.name());
            if (!isHeldByFact(column.role(), text, fact, memory)) {
                kept.put(column.name(), text);
            }
        }
        return kept;
    }

    private boolean isHeldByFact(ColumnRole role, @Nullable String text, NewFact fact, ArchivalMemory memory) {
        return switch (role) {
            case KEY, CONTENT -> true;
            case METADATA -> Objects.equals(text, carried.outOf(fact.metadata(), memory.texts()));
            case CREATED_AT -> isHeldByTime(text, fact.happenedAt());
            case SESSION -> Objects.equals(text, fact.sessionId());
            case CONTEXT -> Objects.equals(text, fact.context());
            case EMBEDDING -> text == null;
            case TAGS, CONFIDENCE, MODEL, EMBEDDING_CONFIG, SCOPE, FIELD, COUNTER, EXTRA -> false;
        };
    }

    /** An unknown time holds no text, not even NULL, as the fact takes a time of its own. */
    private boolean isHeldByTime(@Nullable String text, @Nullable Instant time) {
        return time != null && table.sourceTime().format(time).equals(text);
    }

    /** The row that a stored fact was made from: the inverse of {@link #map}. */
    ArchivalMemory restore(StoredMemory stored) {
        Map<String, @Nullable String> texts = new LinkedHashMap<>();
        for (ArchiveColumn column : table.columns()) {
            if (column.role() != ColumnRole.KEY) {
                texts.put(
                        column.name(),
                        stored.columns().containsKey(column.name())
                                ? stored.columns().get(column.name())
                                : heldByFact(column.role(), stored));
            }
        }
        Optional<Embedding> embedding =
                stored.embedding().map(e -> e.padded(Math.max(e.dimensions(), stored.sourceDimensions())));
        return new ArchivalMemory(table, stored.id(), texts, embedding);
    }

    private @Nullable String heldByFact(ColumnRole role, StoredMemory stored) {
        return switch (role) {
            case CONTENT -> stored.content();
            case METADATA -> carried.outOf(stored.metadata(), stored.columns());
            case CREATED_AT -> table.sourceTime().format(stored.happenedAt());
            case SESSION -> stored.sessionId();
            case CONTEXT -> stored.context();
            case KEY, TAGS, CONFIDENCE, EMBEDDING, MODEL, EMBEDDING_CONFIG, SCOPE, FIELD, COUNTER, EXTRA -> null;
        };
    }

    /**
     * What a stored fact has that does not follow from its row: its context, say, was edited. By the names that these
     * have in the file.
     */
    List<String> strayFields(StoredMemory stored, ArchivalMemory row) {
        MemoryMetadata metadata = MemoryMetadata.read(row.metadata().orElse(null));
        List<String> stray = new ArrayList<>();
        addIf(!context(row, metadata).equals(stored.context()), "context", stray);
        addIf(!table.name().equals(stored.source()), "source", stray);
        addIf(confidence(row, metadata) != stored.confidence(), "confidence", stray);
        addIf(isAssistantOutput(row, metadata) != stored.assistantOutput(), "is_assistant_output", stray);
        addIf(!Objects.equals(carried.into(row, metadata), stored.metadata()), "metadata", stray);
        addIf(!Objects.equals(session(row, metadata).orElse(null), stored.sessionId()), "session_id", stray);
        addIf(
                happenedAt(row, metadata)
                        .filter(time -> !time.equals(stored.happenedAt()))
                        .isPresent(),
                "timestamp",
                stray);
        if (readsEmbeddings()) {
            int dimensions = row.embedding()
                    .map(e -> withoutPadding(e, row, metadata).dimensions())
                    .orElse(0);
            addIf(isRoundedWrongly(row), "embedding", stray);
            addIf(dimensions != stored.dimensions(), "dimensions", stray);
            Optional<String> model = row.embedding().flatMap(e -> ownModel(row, metadata));
            addIf(model.filter(name -> !name.equals(stored.model())).isPresent(), "model", stray);
        }
        return stray;
    }

    /** A vector that was rounded is covered by no hash: the row's is that of the numbers before. */
    private boolean isRoundedWrongly(ArchivalMemory row) {
        return table.columns().stream()
                .filter(column -> column.role() == ColumnRole.EMBEDDING)
                .map(column -> row.texts().get(column.name()))
                .filter(Objects::nonNull)
                .anyMatch(text -> !Embedding.rounded(text).equals(row.embedding()));
    }

    private static void addIf(boolean condition, String field, List<String> fields) {
        if (condition) {
            fields.add(field);
        }
    }

    /** The columns in which two readings of a row differ. */
    List<String> differences(ArchivalMemory stored, ArchivalMemory source) {
        List<String> differences = new ArrayList<>();
        for (ArchiveColumn column : table.columns()) {
            boolean equal = Objects.equals(
                            stored.texts().get(column.name()), source.texts().get(column.name()))
                    && (column.role() != ColumnRole.EMBEDDING
                            || stored.embedding().equals(source.embedding()));
            addIf(column.hashed() && !equal, column.name(), differences);
        }
        return differences;
    }

    /** Whether vectors are read at all, so that the absence of one means something. */
    boolean readsEmbeddings() {
        return table.columns().stream().anyMatch(column -> column.role() == ColumnRole.EMBEDDING);
    }

    /** The name of the column of vectors, even if it is not read. */
    String embeddingColumn() {
        return table.embeddingColumn().orElse("embedding");
    }

    RowHash hash(ArchivalMemory memory) {
        return table.hash(memory);
    }
}
