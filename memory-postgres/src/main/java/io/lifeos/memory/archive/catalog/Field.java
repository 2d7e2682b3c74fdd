package io.lifeos.memory.archive.catalog;

import io.lifeos.memory.archive.ArchiveColumn;

/**
 * What is read of a row under one name: a column, a part of one, or what a table beside says.
 *
 * @param column its name, type and meaning
 * @param sql its text, of the row {@code a}
 * @param reading the same, of a row whose texts are at hand
 */
public record Field(ArchiveColumn column, String sql, RowText reading) {}
