package io.lifeos.memory.migration;

import io.lifeos.memory.postgres.ArchivalId;
import io.lifeos.memory.postgres.Embedding;
import io.lifeos.memory.postgres.RowHash;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where an imported fact came from, and what of its row has no place in the fact.
 *
 * @param id which row
 * @param hash the row's hash
 * @param columns PostgreSQL's text of the columns that the fact does not hold as they were, by name
 * @param embedding the row's vector, without padding
 * @param sourceDimensions how many dimensions the row's vector has; 0 if as many as this one
 * @param model what made the vector
 */
record FactOrigin(
        ArchivalId id,
        RowHash hash,
        Map<String, @Nullable String> columns,
        Optional<Embedding> embedding,
        int sourceDimensions,
        Optional<String> model) {}
