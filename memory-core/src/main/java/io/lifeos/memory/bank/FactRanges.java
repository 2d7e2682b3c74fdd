package io.lifeos.memory.bank;

import java.util.Arrays;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** Ids of facts as text, such as {@code 1-4,9}: those of a day mostly follow each other. */
final class FactRanges {

    private FactRanges() {}

    /** Writes ids that ascend. */
    static String of(long[] ids) {
        StringBuilder text = new StringBuilder();
        int from = 0;
        for (int i = 0; i < ids.length; i++) {
            if (i + 1 == ids.length || ids[i + 1] != ids[i] + 1) {
                text.append(text.isEmpty() ? "" : ",").append(ids[from]);
                if (i > from) {
                    text.append('-').append(ids[i]);
                }
                from = i + 1;
            }
        }
        return text.toString();
    }

    /** Refuses what is no such text with a {@link NumberFormatException}. */
    static void requireValid(String ranges) {
        all(ranges).forEach(range -> {});
    }

    static Set<Long> ids(String ranges) {
        return all(ranges)
                .flatMap(
                        range -> LongStream.rangeClosed(range.first, range.last).boxed())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    static boolean anyOf(NavigableSet<Long> ids, String ranges) {
        return all(ranges).anyMatch(range -> {
            Long next = ids.ceiling(range.first);
            return next != null && next <= range.last;
        });
    }

    private record Range(long first, long last) {

        static Range of(String text) {
            int dash = text.lastIndexOf('-');
            return new Range(
                    Long.parseLong(dash < 0 ? text : text.substring(0, dash)),
                    Long.parseLong(text.substring(dash + 1)));
        }
    }

    private static Stream<Range> all(String ranges) {
        return Arrays.stream(ranges.split(",", -1))
                .filter(range -> !range.isEmpty())
                .map(Range::of);
    }
}
