package io.lifeos.memory.archive.catalog;

import io.lifeos.memory.archive.ArchiveColumn;

/**
 * A value that is read from a row under one name: a column, a part of one, or a value from a side table.
 *
 * @param column its name, type and meaning
 * @param sql its text, of the row {@code a}
 * @param reading the same, of a row whose texts are at hand
 */
public record Field(ArchiveColumn column, String sql, RowText reading) {}
