package io.lifeos.memory.archive;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The number of selected rows for each value of a scope.
 *
 * @param scope a column, or a member of the metadata, such as {@code user_id}
 * @param values the number of rows for each value, the most frequent first; at most {@value #MOST_VALUES} of them
 * @param moreValues the number of further values
 * @param withoutValue the number of rows without a value
 */
public record ScopeCount(String scope, Map<String, Long> values, long moreValues, long withoutValue) {

    /** The largest number of values that are listed. */
    public static final int MOST_VALUES = 20;

    /** Copies the values, in their order. */
    public ScopeCount {
        values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }

    /**
     * Tells whether rows of several owners are selected.
     *
     * @return true if there is more than one value
     */
    public boolean isMixed() {
        return values.size() + moreValues > 1;
    }
}
