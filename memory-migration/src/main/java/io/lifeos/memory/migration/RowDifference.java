package io.lifeos.memory.migration;

import java.util.List;

/**
 * A fact that differs from its source row.
 *
 * @param id the row's id in the source: a {@link Long} for a serial, else a {@link String}
 * @param factId the fact's id here
 * @param columns the source's columns whose values differ; what is derived from them, such as the context, goes by its
 *     own name
 */
public record RowDifference(Object id, long factId, List<String> columns) {}
