package io.lifeos.memory.postgres;

/**
 * A row that can be fetched, and what that would take.
 *
 * @param id which row
 * @param bytes about how large the row is, in bytes
 */
public record SizedId(ArchivalId id, long bytes) {}
