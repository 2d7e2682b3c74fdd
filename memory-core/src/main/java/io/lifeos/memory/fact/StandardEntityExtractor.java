package io.lifeos.memory.fact;

import static java.util.stream.Collectors.groupingBy;

import io.lifeos.memory.text.WordList;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The default extractor: one pass over the text, word by word. It is tuned to an assistant that follows the trading of
 * tokens: capitals are taken for tradable symbols, unless {@code not-symbols.txt} lists them as common words or acronyms, and
 * {@code platforms.txt} names the platforms that it knows.
 */
final class StandardEntityExtractor implements EntityExtractor {

    static final EntityExtractor INSTANCE = new StandardEntityExtractor();

    private static final Set<String> NOT_SYMBOLS = WordList.read(StandardEntityExtractor.class, "not-symbols.txt");

    private static final int ASCII = 0x80;

    /** By length and first letter, as that leaves next to none for most words. */
    private static final Map<Integer, List<String>> PLATFORMS =
            WordList.read(StandardEntityExtractor.class, "platforms.txt").stream()
                    .collect(groupingBy(name -> name.length() * ASCII + name.charAt(0)));

    private static final int LONGEST_PLATFORM =
            PLATFORMS.keySet().stream().mapToInt(key -> key / ASCII).max().orElse(0);

    private static final boolean[] IS_WORD_CHAR = new boolean[ASCII];

    static {
        for (char c = 0; c < ASCII; c++) {
            IS_WORD_CHAR[c] = Character.isLetterOrDigit(c) || c == '_';
        }
    }

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
        String platform = platform(text, start, end);
        if (platform != null) {
            mentions.add(new Mention(new Entity(platform, EntityType.OTHER), text.substring(start, end), start));
        } else if (Entity.isSymbol(text, start, end)) {
            if (!NOT_SYMBOLS.contains(text.substring(start, end))) {
                add(mentions, text, start, end);
            }
        } else if (hasFullStop(text, start, end)) {
            addParts(mentions, text, start, end);
        }
    }

    private static boolean hasFullStop(String text, int start, int end) {
        for (int i = start; i < end; i++) {
            if (text.charAt(i) == '.') {
                return true;
            }
        }
        return false;
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

    /**
     * Returns the name of the platform that a word is; null if it is none. Of the one-letter names only a capital X is one: a
     * platform's name must not swallow the letter.
     */
    private static @Nullable String platform(String text, int start, int end) {
        int length = end - start;
        if (length == 1) {
            return text.charAt(start) == 'X' ? "X" : null;
        }
        char first = Character.toLowerCase(text.charAt(start));
        if (length > LONGEST_PLATFORM || first >= ASCII) {
            return null;
        }
        for (String platform : PLATFORMS.getOrDefault(length * ASCII + first, List.of())) {
            if (text.regionMatches(true, start, platform, 0, length)
                    && text.substring(start, end).toLowerCase(Locale.ROOT).equals(platform)) {
                return platform;
            }
        }
        return null;
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
        return c < ASCII ? IS_WORD_CHAR[c] : Character.isLetterOrDigit(c);
    }
}
