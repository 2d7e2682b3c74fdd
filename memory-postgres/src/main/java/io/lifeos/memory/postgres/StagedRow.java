package io.lifeos.memory.postgres;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A row of a file as the snapshot keeps it.
 *
 * @param line the line on which it began
 * @param id which row it is
 * @param leftOut why it is left out; null if it is selected
 * @param ofOtherScope whether it is of another owner than was asked for
 * @param hash its row hash
 * @param texts what is read of it, in the order of the columns
 * @param embedding its vector, if it has one
 */
record StagedRow(
        long line,
        ArchivalId id,
        @Nullable String leftOut,
        boolean ofOtherScope,
        RowHash hash,
        List<@Nullable String> texts,
        Optional<Embedding> embedding) {

    /** About how large it is, in bytes. */
    long bytes() {
        long characters = texts.stream()
                .mapToLong(text -> text == null ? 0 : text.length())
                .sum();
        return characters
                + embedding
                        .map(vector -> vector.dimensions() * (long) Float.BYTES)
                        .orElse(0L);
    }
}
