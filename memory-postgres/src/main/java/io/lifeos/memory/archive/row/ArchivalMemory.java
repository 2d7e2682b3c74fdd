package io.lifeos.memory.archive.row;

import io.lifeos.memory.archive.profile.ColumnRole;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A row of the archive, complete. It is read from PostgreSQL, or rebuilt from what was stored locally; either way {@link
 * RowHasher} gives its row hash.
 *
 * @param table the meaning of the columns
 * @param id the id of the row
 * @param texts PostgreSQL's text of every column that is not merely a key, by name in the table's order; null where the
 *     column is NULL. An embedding that {@code embedding} holds without loss is not repeated here
 * @param embedding the vector; empty if the row has none, or none that float32 can hold
 */
public record ArchivalMemory(
        TableLayout table, ArchivalId id, Map<String, @Nullable String> texts, Optional<Embedding> embedding) {

    /**
     * Copies the texts.
     *
     * @param table the meaning of the columns
     * @param id the id of the row
     * @param texts as above; an absent column counts as NULL
     * @param embedding the vector, if there is one
     */
    public ArchivalMemory {
        texts = Collections.unmodifiableMap(new LinkedHashMap<>(texts));
    }

    /**
     * The memory itself.
     *
     * @return its content; may be empty
     * @throws IllegalStateException if it was built without one
     */
    public String content() {
        return text(ColumnRole.CONTENT)
                .orElseThrow(() -> new IllegalStateException("Memory " + id + " has no content."));
    }

    /**
     * The texts that a fact of this row may have as its content: the memory in the row's content, and that content as it
     * is, of which the first version made its facts.
     *
     * @return one or two texts, the memory first; none if there is no text
     */
    public List<String> wordings() {
        return Stream.concat(Stream.of(table.contentOf(this).text()), text(ColumnRole.CONTENT).stream())
                .filter(text -> !text.isBlank())
                .distinct()
                .toList();
    }

    /**
     * The metadata of the memory.
     *
     * @return the metadata, usually JSON; empty if NULL or if there is no such column
     */
    public Optional<String> metadata() {
        return text(ColumnRole.METADATA);
    }

    /**
     * The time at which it was created.
     *
     * @return PostgreSQL's text, which {@link TableLayout#sourceTime()} understands; empty if NULL or if there is no
     *     such column
     */
    public Optional<String> createdAt() {
        return text(ColumnRole.CREATED_AT);
    }

    /**
     * The session that it belongs to.
     *
     * @return the session; empty if NULL or if there is no such column
     */
    public Optional<String> sessionId() {
        return text(ColumnRole.SESSION);
    }

    /**
     * The text of the column of a role, for the roles that only one column can have.
     *
     * @param role the role
     * @return its text; empty if NULL or if there is no such column
     */
    public Optional<String> text(ColumnRole role) {
        List<String> columns = table.columnsOf(role);
        return columns.isEmpty() ? Optional.empty() : Optional.ofNullable(texts.get(columns.get(0)));
    }

    /** Names the row, without its contents. */
    @Override
    public String toString() {
        return "ArchivalMemory[" + id + "]";
    }
}
