package io.lifeos.memory.migration.link;

import io.lifeos.memory.archive.row.ArchivalId;
import io.lifeos.memory.archive.row.Embedding;
import io.lifeos.memory.archive.row.RowHash;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * The link that a migrated fact gets: the row it came from, and the parts of the row that have no place in the fact.
 *
 * @param id the row
 * @param hash the row's hash
 * @param columns PostgreSQL's text of the columns that the fact does not hold as they were, by name
 * @param embedding the row's vector, without padding
 * @param sourceDimensions the number of dimensions of the row's vector; empty if as many as of this one
 * @param model the model that made the vector
 */
public record NewLink(
        ArchivalId id,
        RowHash hash,
        Map<String, @Nullable String> columns,
        Optional<Embedding> embedding,
        OptionalInt sourceDimensions,
        Optional<String> model) {}
