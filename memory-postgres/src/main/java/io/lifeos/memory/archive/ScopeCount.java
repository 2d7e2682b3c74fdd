package io.lifeos.memory.archive;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Whose the selected rows are, by one scope.
 *
 * @param scope a column, or a member of the metadata, such as {@code user_id}
 * @param values how many rows have each value, the most frequent first; at most {@value #MOST_VALUES} of them
 * @param moreValues how many further values there are
 * @param withoutValue how many rows have none
 */
public record ScopeCount(String scope, Map<String, Long> values, long moreValues, long withoutValue) {

    /** How many values are named at the most. */
    public static final int MOST_VALUES = 20;

    /** Copies the values, in their order. */
    public ScopeCount {
        values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }

    /**
     * Whether rows of several owners are selected.
     *
     * @return true if there is more than one value
     */
    public boolean isMixed() {
        return values.size() + moreValues > 1;
    }
}
