package io.lifeos.memory.postgres;

/**
 * What tells whether a row is new or changed, without the row.
 *
 * @param id which row
 * @param hash over everything that the migration compares
 */
public record ArchivalKey(ArchivalId id, RowHash hash) {}
