package io.lifeos.memory.archive.catalog;

import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Why a row may be left out.
 *
 * @param reason the reason, as people say it
 * @param scope whether it is of another owner than was asked for, so that it is not the row itself that is unfit
 * @param sql the condition under which the row {@code a} is left out
 * @param applies the same, of a row whose texts are at hand
 */
public record LeftOutRule(String reason, boolean scope, String sql, Predicate<Map<String, @Nullable String>> applies) {}
