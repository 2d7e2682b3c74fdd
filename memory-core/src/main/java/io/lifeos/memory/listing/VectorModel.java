package io.lifeos.memory.listing;

import java.util.Optional;

/**
 * The vectors of one model.
 *
 * @param model the name of the model; empty if the program that the vectors were migrated from did not name it
 * @param dimensions the number of components of each
 * @param vectors the number of vectors, those of forgotten facts included
 */
public record VectorModel(Optional<String> model, int dimensions, long vectors) {}
