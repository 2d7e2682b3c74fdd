package io.lifeos.memory.archive.row;

/**
 * The digest that shows whether a row is new or changed, without the row itself.
 *
 * @param id the id of the row
 * @param hash the hash over everything that the migration compares
 * @param bytes the approximate size of the row, in bytes
 */
public record RowDigest(ArchivalId id, RowHash hash, long bytes) {}
