package io.lifeos.memory.fact;

import io.lifeos.memory.text.WordList;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * The default extractor: one pass over the text, word by word. It is tuned to an assistant that follows the trading of
 * tokens: capitals are taken for tradable symbols, unless {@code not-symbols.txt} lists them as common words or acronyms, and
 * {@code platforms.txt} names the platforms that it knows.
 */
final class StandardEntityExtractor implements EntityExtractor {

    static final EntityExtractor INSTANCE = new StandardEntityExtractor();

    private static final int SHORTEST_SYMBOL = 3;
    private static final int LONGEST_SYMBOL = 6;

    private static final Set<String> NOT_SYMBOLS = WordList.read(StandardEntityExtractor.class, "not-symbols.txt");
    private static final Set<String> PLATFORMS = WordList.read(StandardEntityExtractor.class, "platforms.txt");

    private static final int SHORTEST_PLATFORM =
            PLATFORMS.stream().mapToInt(String::length).min().orElseThrow();

    private StandardEntityExtractor() {}

    @Override
    public List<Mention> extract(String text) {
        List<Mention> mentions = new ArrayList<>();
        int at = 0;
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == '@') {
                int end = endOfWord(text, at + 1);
                if (end > at + 1 && !isWordBefore(text, at)) {
                    add(mentions, text, at, end);
                }
                at = Math.max(end, at + 1);
            } else if (isWordChar(c)) {
                int end = endOfWord(text, at);
                boolean eMail = end < text.length() && text.charAt(end) == '@';
                if (!eMail && !isHyphenated(text, at, end)) {
                    addWord(mentions, text, at, end);
                }
                at = end;
            } else {
                at++;
            }
        }
        return mentions;
    }

    private static void addWord(List<Mention> mentions, String text, int start, int end) {
        String word = text.substring(start, end);
        if (isPlatform(word)) {
            mentions.add(new Mention(new Entity(platformName(word), EntityType.OTHER), word, start));
        } else if (isSymbol(word)) {
            if (!NOT_SYMBOLS.contains(word)) {
                add(mentions, text, start, end);
            }
        } else if (word.indexOf('.') >= 0) {
            addParts(mentions, text, start, end);
        }
    }

    /** "SOL.Then" is a sentence without its space, not a name: look at each side of the full stop. */
    private static void addParts(List<Mention> mentions, String text, int start, int end) {
        int from = start;
        while (from < end) {
            int dot = text.indexOf('.', from);
            int to = dot < 0 || dot > end ? end : dot;
            if (to > from) {
                addWord(mentions, text, from, to);
            }
            from = to + 1;
        }
    }

    private static void add(List<Mention> mentions, String text, int start, int end) {
        String name = text.substring(start, end);
        mentions.add(new Mention(Entity.named(name), name, start));
    }

    private static boolean isSymbol(String word) {
        if (word.length() < SHORTEST_SYMBOL || word.length() > LONGEST_SYMBOL || !isCapital(word.charAt(0))) {
            return false;
        }
        for (int i = 1; i < word.length(); i++) {
            char c = word.charAt(i);
            if (!isCapital(c) && !(c >= '0' && c <= '9')) {
                return false;
            }
        }
        return true;
    }

    /** Of the one-letter names only a capital X is one: a platform's name must not swallow the letter. */
    private static boolean isPlatform(String word) {
        return word.equals("X")
                || (word.length() >= SHORTEST_PLATFORM && PLATFORMS.contains(word.toLowerCase(Locale.ROOT)));
    }

    private static String platformName(String word) {
        return word.equals("X") ? word : word.toLowerCase(Locale.ROOT);
    }

    /** A word may hold full stops inside, as in {@code bags.fm}, but does not end with one. */
    private static int endOfWord(String text, int start) {
        int end = start;
        while (end < text.length()
                && (isWordChar(text.charAt(end))
                        || (text.charAt(end) == '.'
                                && end > start
                                && end + 1 < text.length()
                                && isWordChar(text.charAt(end + 1))))) {
            end++;
        }
        return end;
    }

    private static boolean isWordBefore(String text, int at) {
        return at > 0 && (isWordChar(text.charAt(at - 1)) || text.charAt(at - 1) == '@');
    }

    /** Part of a larger word, such as {@code X-ray} or {@code SHA-1}. */
    private static boolean isHyphenated(String text, int start, int end) {
        return (start > 0 && text.charAt(start - 1) == '-') || (end < text.length() && text.charAt(end) == '-');
    }

    private static boolean isWordChar(char c) {
        return Character.isLetterOrDigit(c) || c == '_';
    }

    private static boolean isCapital(char c) {
        return c >= 'A' && c <= 'Z';
    }
}
