package io.lifeos.memory.archive.row;

/**
 * What tells whether a row is new or changed, without the row.
 *
 * @param id which row
 * @param hash over everything that the migration compares
 * @param bytes about how large the row is, in bytes
 */
public record RowDigest(ArchivalId id, RowHash hash, long bytes) {}
