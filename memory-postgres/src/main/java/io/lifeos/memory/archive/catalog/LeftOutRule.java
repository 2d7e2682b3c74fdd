package io.lifeos.memory.archive.catalog;

import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A reason to leave a row out.
 *
 * @param reason the reason, in words
 * @param scope true if the row merely belongs to another owner than the requested one, and is not unfit itself
 * @param sql the condition under which the row {@code a} is left out
 * @param applies the same condition, for a row whose texts have been read
 */
public record LeftOutRule(String reason, boolean scope, String sql, Predicate<Map<String, @Nullable String>> applies) {}
