package io.lifeos.memory.sqlite.query;

/**
 * A fact's vector as the file holds it.
 *
 * @param factId the id of the fact
 * @param standard true if the standard filter admits the fact until it expires
 * @param unnamed true if the vector was imported without the name of its model
 * @param bytes the components, float32 little-endian; may be of another length than the space's
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record VectorRow(long factId, boolean standard, boolean unnamed, byte[] bytes) {}
