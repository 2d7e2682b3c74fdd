package io.lifeos.memory.fact;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Finds the entities that a text mentions. An implementation must be safe for use by several threads, must not fail on
 * any text, and must give the same mentions for the same text.
 */
@FunctionalInterface
public interface EntityExtractor {

    /**
     * Returns the mentions of a text, in the order of the text.
     *
     * @param text any text
     * @return the mentions; an entity may be repeated
     */
    List<Mention> extract(String text);

    /**
     * Returns the default extractor. It finds {@code @name} mentions ({@code @bags.fm} is one, an e-mail address is not),
     * symbols of 3 to 6 capitals or digits that start with a capital, except common words and acronyms, and the names of
     * well-known platforms as whole words. It is tuned to an assistant that follows the trading of tokens; for another domain,
     * pass your own extractor to {@code MemoryStore.builder().entityExtractor(...)}.
     *
     * @return the extractor
     */
    static EntityExtractor standard() {
        return StandardEntityExtractor.INSTANCE;
    }

    /**
     * Returns the mentions of a fact: those given beside it, then those found in its content, each entity once. {@code @SOL}
     * and {@code SOL} count as the same entity, whatever their types; the first stays.
     *
     * @param given the mentions that were given
     * @param content the content
     * @return given and found mentions, in order, without repeats
     */
    default List<Mention> mentions(List<Mention> given, String content) {
        List<Mention> mentions = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        addUnseen(given, seen, mentions);
        addUnseen(extract(content), seen, mentions);
        return List.copyOf(mentions);
    }

    private static void addUnseen(List<Mention> candidates, Set<String> seen, List<Mention> mentions) {
        for (Mention candidate : candidates) {
            String name = candidate.entity().name();
            if (seen.add(name.startsWith("@") ? name.substring(1) : name)) {
                mentions.add(candidate);
            }
        }
    }
}
