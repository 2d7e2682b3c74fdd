package io.lifeos.memory.recall.ranking;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** The words of a question that say what it is about. */
final class QueryWords {

    private static final int MOST_WORDS = 100;

    /** What the full-text index takes for a word: nothing in it can be an operator of its query language. */
    private static final Pattern BETWEEN_WORDS = Pattern.compile("[^\\p{L}\\p{N}\\p{M}\\p{Co}]+");

    private static final Set<String> STOP_WORDS = Set.of(
            ("a about above after again against ain all am an and any are aren as at be because been before being below"
                            + " between both but by can cannot could couldn d did didn do does doesn doing don down during each"
                            + " few for from further had hadn has hasn have haven having he her here hers herself him himself"
                            + " his how i if in into is isn it its itself just let ll m may me might more most must my myself"
                            + " no nor not of off on once only or other our ours ourselves out over own re s same shall she"
                            + " should shouldn so some such t than that the their theirs them themselves then there these they"
                            + " this those through to too under until up us ve very was wasn we were weren what when where"
                            + " which while who whom whose why will with won would wouldn you your yours yourself yourselves")
                    .split(" "));

    private QueryWords() {}

    /**
     * The words in lower case, without those that say nothing, unless there are no others. Of a long text only the first
     * hundred different ones are looked at.
     */
    static List<String> of(String question) {
        List<String> words = BETWEEN_WORDS
                .splitAsStream(question.toLowerCase(Locale.ROOT))
                .filter(word -> !word.isEmpty())
                .distinct()
                .toList();
        List<String> telling =
                words.stream().filter(word -> !STOP_WORDS.contains(word)).toList();
        return (telling.isEmpty() ? words : telling).stream().limit(MOST_WORDS).toList();
    }
}
