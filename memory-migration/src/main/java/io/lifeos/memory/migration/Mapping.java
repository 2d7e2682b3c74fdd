package io.lifeos.memory.migration;

import io.lifeos.memory.fact.EntityExtractor;
import io.lifeos.memory.fact.Mention;
import io.lifeos.memory.fact.NewFact;
import io.lifeos.memory.postgres.ArchivalMemory;
import io.lifeos.memory.postgres.ArchiveColumn;
import io.lifeos.memory.postgres.ArchiveTable;
import io.lifeos.memory.postgres.ColumnRole;
import io.lifeos.memory.postgres.Embedding;
import io.lifeos.memory.postgres.RowHash;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Between a memory of the archive and a fact, both ways. Pure, defined for every memory, and without loss: a column that
 * the fact would not give back exactly as it was is kept beside it.
 */
final class Mapping {

    private final ArchiveTable table;
    private final EntityExtractor entities;
    private final Optional<String> defaultModel;

    Mapping(ArchiveTable table, EntityExtractor entities, Optional<String> defaultModel) {
        this.table = table;
        this.entities = entities;
        this.defaultModel = defaultModel;
    }

    MappedMemory map(ArchivalMemory memory, RowHash hash, boolean linked) {
        MemoryMetadata metadata = MemoryMetadata.read(memory.metadata().orElse(null));
        NewFact fact = new NewFact(
                memory.content(),
                context(memory, metadata),
                happenedAt(memory).orElse(null),
                table.name(),
                confidence(metadata),
                false,
                session(memory, metadata).orElse(null),
                memory.metadata().orElse(null),
                entities.mentions(metadata.tags().stream().map(Mention::given).toList(), memory.content()));
        return new MappedMemory(
                memory,
                fact,
                new FactOrigin(
                        memory.id(),
                        hash,
                        columnsToKeep(memory, fact),
                        memory.embedding(),
                        memory.embedding()
                                .flatMap(e -> ownModel(memory, metadata).or(() -> defaultModel))),
                linked);
    }

    private String context(ArchivalMemory memory, MemoryMetadata metadata) {
        return metadata.text("context")
                .or(() -> session(memory, metadata).filter(session -> !session.isBlank()))
                .or(() -> metadata.text("type"))
                .orElse("migrated from " + table.name());
    }

    private Optional<Instant> happenedAt(ArchivalMemory memory) {
        return memory.createdAt().flatMap(table.sourceTime()::parse);
    }

    private static double confidence(MemoryMetadata metadata) {
        return metadata.confidence().orElse(1.0);
    }

    private static Optional<String> session(ArchivalMemory memory, MemoryMetadata metadata) {
        return memory.sessionId().or(() -> metadata.text("session_id"));
    }

    /** The model that the row itself names. */
    private static Optional<String> ownModel(ArchivalMemory memory, MemoryMetadata metadata) {
        return Optional.ofNullable(memory.texts().get("embedding_model")).or(() -> metadata.text("embedding_model"));
    }

    private Map<String, @Nullable String> columnsToKeep(ArchivalMemory memory, NewFact fact) {
        Map<String, @Nullable String> kept = new LinkedHashMap<>();
        for (ArchiveColumn column : table.columns()) {
            String text = memory.texts().get(column.name());
            if (!isHeldByFact(column.role(), text, fact)) {
                kept.put(column.name(), text);
            }
        }
        return kept;
    }

    private boolean isHeldByFact(ColumnRole role, @Nullable String text, NewFact fact) {
        return switch (role) {
            case KEY, CONTENT, METADATA -> true;
            case CREATED_AT -> isHeldByTime(text, fact.happenedAt());
            case SESSION -> Objects.equals(text, fact.sessionId());
            case EMBEDDING -> text == null;
            case COUNTER, EXTRA -> false;
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
        return new ArchivalMemory(stored.id(), texts, stored.embedding());
    }

    private @Nullable String heldByFact(ColumnRole role, StoredMemory stored) {
        return switch (role) {
            case CONTENT -> stored.content();
            case METADATA -> stored.metadata();
            case CREATED_AT -> table.sourceTime().format(stored.happenedAt());
            case SESSION -> stored.sessionId();
            case KEY, EMBEDDING, COUNTER, EXTRA -> null;
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
        addIf(confidence(metadata) != stored.confidence(), "confidence", stray);
        addIf(!Objects.equals(session(row, metadata).orElse(null), stored.sessionId()), "session_id", stray);
        addIf(happenedAt(row).filter(time -> !time.equals(stored.happenedAt())).isPresent(), "timestamp", stray);
        if (readsEmbeddings()) {
            int dimensions = row.embedding().map(Embedding::dimensions).orElse(0);
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

    RowHash hash(ArchivalMemory memory) {
        return table.hash(memory);
    }
}
