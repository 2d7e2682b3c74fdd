package io.lifeos.memory.archive.row;

/**
 * A row of an archive, and the similarity of its vector to a question's.
 *
 * @param id the row
 * @param cosine the cosine of the angle between the two vectors, from -1 to 1; a higher one is nearer
 */
public record NearRow(ArchivalId id, double cosine) {}
