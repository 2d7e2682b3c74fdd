package io.lifeos.memory.migration.mapping;

import io.lifeos.memory.archive.ArchiveColumn;
import io.lifeos.memory.archive.profile.ColumnRole;
import io.lifeos.memory.archive.row.ArchivalMemory;
import io.lifeos.memory.archive.row.Embedding;
import io.lifeos.memory.archive.row.RowHash;
import io.lifeos.memory.archive.row.RowHasher;
import io.lifeos.memory.archive.row.TableLayout;
import io.lifeos.memory.archive.row.VectorText;
import io.lifeos.memory.fact.EntityExtractor;
import io.lifeos.memory.fact.NewFact;
import io.lifeos.memory.migration.link.NewLink;
import io.lifeos.memory.migration.link.StoredMemory;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Maps a row of the archive to a fact, and back. Pure, defined for every row, and without loss: a column that the fact would
 * not give back exactly as it was is kept beside it.
 */
public final class Mapping {

    private final TableLayout table;
    private final EntityExtractor entities;
    private final Optional<String> defaultModel;
    private final CarriedFields carried;
    private final RowHasher hasher;

    /**
     * Maps the rows of a table.
     *
     * @param table the table
     * @param entities finds the entities that a content mentions
     * @param defaultModel the model of vectors whose row names none
     */
    public Mapping(TableLayout table, EntityExtractor entities, Optional<String> defaultModel) {
        this.table = table;
        this.entities = entities;
        this.defaultModel = defaultModel;
        this.carried = new CarriedFields(table);
        this.hasher = new RowHasher(table);
    }

    /**
     * Maps a row to the fact that it becomes.
     *
     * @param row the row
     * @param hash its hash
     * @param linked true if the row had a link when it was read
     * @return the fact and its link
     * @throws IllegalArgumentException if no fact can hold the row
     */
    public MappedMemory map(ArchivalMemory row, RowHash hash, boolean linked) {
        RowReading reading = new RowReading(row);
        String content = reading.content()
                .orElseThrow(() -> new IllegalArgumentException("The content of the row holds no text."));
        NewFact.Builder fields = NewFact.of(content)
                .context(reading.context())
                .happenedAt(reading.happenedAt().orElse(null))
                .source(table.name())
                .confidence(reading.confidence())
                .assistantOutput(reading.isAssistantOutput())
                .sessionId(reading.session().orElse(null))
                .metadata(carried.into(row, reading.metadata()))
                .mentions(entities.mentions(reading.tags(), content));
        reading.owners().forEach(fields::owner);
        NewFact fact = fields.build();
        Optional<Embedding> embedding = reading.embedding();
        return new MappedMemory(
                row,
                fact,
                new NewLink(
                        row.id(),
                        hash,
                        columnsToKeep(row, fact),
                        embedding,
                        reading.paddedDimensions(),
                        embedding.flatMap(vector -> reading.model().or(() -> defaultModel))),
                reading.dating(),
                linked);
    }

    /**
     * Tells whether a row has the content of its fact, blanks around it apart. An earlier version of the mapping kept some
     * contents as they lie in the row, so either form will do.
     *
     * @param row the row as it is now
     * @param stored its fact
     * @return true if it has
     */
    public boolean saysTheSame(ArchivalMemory row, StoredMemory stored) {
        String content = stored.content().strip();
        return row.wordings().stream().map(String::strip).anyMatch(content::equals);
    }

    /**
     * Tells whether a row is an assistant's own words or conclusions.
     *
     * @param row the row
     * @return true if it is
     */
    public boolean isAssistantOutput(ArchivalMemory row) {
        return new RowReading(row).isAssistantOutput();
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
            case KEY -> true;
            case CONTENT -> fact.content().equals(text);
            case METADATA -> Objects.equals(text, carried.outOf(fact.metadata().orElse(null), memory.texts()));
            case CREATED_AT -> isHeldByTime(text, fact.happenedAt().orElse(null));
            case SESSION -> Objects.equals(text, fact.sessionId().orElse(null));
            case CONTEXT -> Objects.equals(text, fact.context().orElse(null));
            case EMBEDDING -> text == null;
            case TAGS, CONFIDENCE, MODEL, EMBEDDING_CONFIG, SCOPE, FIELD, COUNTER, EXTRA -> false;
        };
    }

    /** An unknown time holds no text, not even NULL, as the fact takes a time of its own. */
    private boolean isHeldByTime(@Nullable String text, @Nullable Instant time) {
        return time != null && table.sourceTime().format(time).equals(text);
    }

    /**
     * Restores the row that a fact was made from: the inverse of {@link #map}.
     *
     * @param stored the fact and its link
     * @return the row
     */
    public ArchivalMemory restore(StoredMemory stored) {
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
        Optional<Embedding> embedding = stored.embedding()
                .map(vector -> vector.padded(
                        Math.max(vector.dimensions(), stored.sourceDimensions().orElse(0))));
        return new ArchivalMemory(table, stored.id(), texts, embedding);
    }

    private @Nullable String heldByFact(ColumnRole role, StoredMemory stored) {
        return switch (role) {
            case CONTENT -> stored.content();
            case METADATA -> carried.outOf(stored.metadata().orElse(null), stored.columns());
            case CREATED_AT ->
                stored.happenedAt().map(table.sourceTime()::format).orElse(null);
            case SESSION -> stored.sessionId().orElse(null);
            case CONTEXT -> stored.context().orElse(null);
            case KEY, TAGS, CONFIDENCE, EMBEDDING, MODEL, EMBEDDING_CONFIG, SCOPE, FIELD, COUNTER, EXTRA -> null;
        };
    }

    /**
     * Compares a stored fact with the one that follows from its row: its context, say, may have been edited.
     *
     * @param stored the fact
     * @param row its row
     * @return the fields that differ, by their names in the file
     */
    public List<String> strayFields(StoredMemory stored, ArchivalMemory row) {
        RowReading reading = new RowReading(row);
        Optional<String> metadata = Optional.ofNullable(carried.into(row, reading.metadata()));
        List<String> stray = new ArrayList<>();
        addIf(isContentKept(stored) && !reading.content().equals(Optional.of(stored.content())), "content", stray);
        addIf(!stored.context().equals(Optional.of(reading.context())), "context", stray);
        addIf(!stored.source().equals(Optional.of(table.name())), "source", stray);
        addIf(reading.confidence() != stored.confidence(), "confidence", stray);
        addIf(reading.isAssistantOutput() != stored.assistantOutput(), "is_assistant_output", stray);
        addIf(!stored.metadata().equals(metadata), "metadata", stray);
        addIf(!stored.owners().equals(reading.owners()), "owners", stray);
        addIf(!stored.sessionId().equals(reading.session()), "session_id", stray);
        addIf(differs(reading.happenedAt(), stored.happenedAt()), "timestamp", stray);
        if (readsEmbeddings()) {
            int dimensions = reading.embedding().map(Embedding::dimensions).orElse(0);
            addIf(isRoundedWrongly(row), "embedding", stray);
            addIf(dimensions != stored.dimensions().orElse(0), "dimensions", stray);
            addIf(differs(reading.model(), stored.model()), "model", stray);
        }
        return stray;
    }

    /** A content that is kept beside the fact is not the fact's own, which no row hash covers then. */
    private boolean isContentKept(StoredMemory stored) {
        return table.columnOf(ColumnRole.CONTENT)
                .filter(stored.columns()::containsKey)
                .isPresent();
    }

    /** If the row says nothing, any value follows from it. */
    private static <T> boolean differs(Optional<T> ofRow, Optional<T> stored) {
        return ofRow.isPresent() && !ofRow.equals(stored);
    }

    /** A vector that was rounded is covered by no hash: the row's is that of the numbers before. */
    private boolean isRoundedWrongly(ArchivalMemory row) {
        return table.columnsOf(ColumnRole.EMBEDDING).stream()
                .map(column -> row.texts().get(column))
                .filter(Objects::nonNull)
                .anyMatch(text -> !VectorText.rounded(text).equals(row.embedding()));
    }

    private static void addIf(boolean condition, String field, List<String> fields) {
        if (condition) {
            fields.add(field);
        }
    }

    /**
     * Compares two readings of a row.
     *
     * @param stored the row as it was restored
     * @param source the row as it is
     * @return the columns that differ
     */
    public List<String> differences(ArchivalMemory stored, ArchivalMemory source) {
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

    /** {@return true if vectors are read at all, so that the absence of one means something} */
    public boolean readsEmbeddings() {
        return !table.columnsOf(ColumnRole.EMBEDDING).isEmpty();
    }

    /** {@return the name of the column of vectors, even if it is not read} */
    public String embeddingColumn() {
        return table.embeddingColumn().orElse("embedding");
    }

    /**
     * Computes the hash of a row.
     *
     * @param row the row
     * @return its hash
     */
    public RowHash hash(ArchivalMemory row) {
        return hasher.hash(row);
    }
}
