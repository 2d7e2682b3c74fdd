package io.lifeos.memory.archive.row;

/**
 * A row that can be fetched, and what that would take.
 *
 * @param id which row
 * @param bytes about how large the row is, in bytes
 */
public record RowSize(ArchivalId id, long bytes) {}
