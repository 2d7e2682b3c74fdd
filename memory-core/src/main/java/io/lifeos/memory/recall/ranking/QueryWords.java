package io.lifeos.memory.recall.ranking;

import io.lifeos.memory.text.WordList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Picks the words of a question that tell what it is about. */
final class QueryWords {

    private static final int MOST_WORDS = 100;

    /** Splits words as the full-text index does, so that no word can be an operator of its query language. */
    private static final Pattern BETWEEN_WORDS = Pattern.compile("[^\\p{L}\\p{N}\\p{M}\\p{Co}]+");

    private static final Set<String> STOP_WORDS = WordList.read(QueryWords.class, "stop-words.txt");

    private QueryWords() {}

    /** Returns the first hundred different words in lower case, without stop words unless there are no others. */
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
