package io.lifeos.memory.bank;

import io.lifeos.memory.fact.Texts;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A part of a file that a reflection wrote, between two lines that are comments in Markdown. The first one names the facts that
 * it came from, the state that these were in, and a hash of the text, which tells whether a person changed it. Texts are in
 * Latin-1, in which each byte is one character, so that what a person wrote keeps its bytes.
 *
 * @param key the name
 * @param facts the facts that it came from, as ranges of ids
 * @param made the ids of the facts that the reflection concluded, with commas between them
 * @param state a hash of all that the reflector was given
 * @param hash a hash of the text as it was written
 * @param text the text as it is
 */
record Section(SectionKey key, String facts, String made, String state, String hash, String text) {

    /** The line that ends a section. */
    static final String END = "<!-- /reflection -->";

    private static final String BEGIN = "<!-- reflection ";

    private static final Pattern HEAD = Pattern.compile(BEGIN
            + "period=(\\S+) by=(\\S+) scope=(\\S*) about=(\\S*) facts=([\\d,-]*) made=([\\d,]*)"
            + " state=(\\w+) text=(\\w+) -->\\s*");

    private static final int LENGTH_OF_HASH = 16;

    /** Makes a section of Markdown, which cannot forge a line that begins or ends one. */
    static Section of(SectionKey key, String facts, List<Long> made, String state, String markdown) {
        String escaped = Texts.toUnicode(markdown)
                .strip()
                .lines()
                .map(line -> isMark(line) ? "\\" + line : line)
                .collect(Collectors.joining("\n", "\n", "\n\n"));
        String text = new String(escaped.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
        String ids = made.stream().map(String::valueOf).collect(Collectors.joining(","));
        return new Section(key, facts, ids, state, hash(text), text);
    }

    private static boolean isMark(String line) {
        String start = line.stripLeading();
        return start.startsWith(BEGIN) || start.startsWith(END.substring(0, END.length() - 4));
    }

    /** Reads the first line of a section; empty if it is none. */
    static Optional<Section> begunBy(String line) {
        Matcher head = HEAD.matcher(line);
        if (!line.startsWith(BEGIN) || !head.matches()) {
            return Optional.empty();
        }
        try {
            SectionKey key = new SectionKey(
                    decoded(head.group(1)), decoded(head.group(2)), decoded(head.group(3)), decoded(head.group(4)));
            FactRanges.requireValid(head.group(5));
            FactRanges.requireValid(head.group(6));
            return Optional.of(new Section(key, head.group(5), head.group(6), head.group(7), head.group(8), ""));
        } catch (IllegalArgumentException changedByAPerson) {
            return Optional.empty();
        }
    }

    Section withText(String text) {
        return new Section(key, facts, made, state, hash, text);
    }

    /** Tells whether the text is as it was written, but for white space at the end of lines, which an editor may remove. */
    boolean isAsWritten() {
        return hash(text).equals(hash);
    }

    boolean cameFromAnyOf(NavigableSet<Long> ids) {
        return FactRanges.anyOf(ids, facts) || FactRanges.anyOf(ids, made);
    }

    /** Returns the ids of the facts that the reflection concluded. */
    List<Long> madeFacts() {
        return Arrays.stream(made.split(","))
                .filter(id -> !id.isEmpty())
                .map(Long::valueOf)
                .toList();
    }

    String render() {
        return BEGIN + "period=" + encoded(key.period()) + " by=" + encoded(key.reflector()) + " scope="
                + encoded(key.scope()) + " about=" + encoded(key.about()) + " facts=" + facts + " made=" + made
                + " state="
                + state + " text=" + hash + " -->\n" + text + END + "\n";
    }

    /** Without white space, and in ASCII. */
    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    private static String hash(String text) {
        String lines = text.strip().lines().map(String::stripTrailing).collect(Collectors.joining("\n"));
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(lines.getBytes(StandardCharsets.ISO_8859_1));
            return HexFormat.of().formatHex(digest).substring(0, LENGTH_OF_HASH);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JVM has SHA-256.", e);
        }
    }
}
