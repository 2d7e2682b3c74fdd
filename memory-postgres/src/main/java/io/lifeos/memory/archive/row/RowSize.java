package io.lifeos.memory.archive.row;

/**
 * A row that can be fetched, and its size.
 *
 * @param id the id of the row
 * @param bytes the approximate size of the row, in bytes
 */
public record RowSize(ArchivalId id, long bytes) {}
