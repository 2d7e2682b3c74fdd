package io.lifeos.memory.postgres;

import java.util.Map;

/**
 * A row in a file.
 *
 * @param line the line on which it begins, from 1
 * @param values its values by column, but for those that are NULL
 */
record FileRow(long line, Map<String, FileValue> values) {}
