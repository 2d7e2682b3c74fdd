package io.lifeos.memory.archive.row;

import io.lifeos.memory.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An array as PostgreSQL writes it, such as <code>{one,"two, three",NULL}</code>. */
public final class ArrayText {

    private static final Pattern ELEMENT =
            Pattern.compile("(?:\"((?:[^\"\\\\]|\\\\.)*+)\"|([^{}\",\\\\]++))(,|}$)", Pattern.DOTALL);

    private ArrayText() {}

    /** The array as JSON; empty if it is no array, or one of several dimensions. */
    public static Optional<String> json(String text) {
        if (text.equals("{}")) {
            return Optional.of("[]");
        }
        Matcher element = ELEMENT.matcher(text);
        List<String> elements = new ArrayList<>();
        int at = 1;
        while (text.startsWith("{")
                && at < text.length()
                && element.region(at, text.length()).lookingAt()) {
            elements.add(json(element));
            at = element.end();
        }
        boolean whole =
                !elements.isEmpty() && at == text.length() && element.group(3).equals("}");
        return whole ? Optional.of("[" + String.join(",", elements) + "]") : Optional.empty();
    }

    private static String json(Matcher element) {
        if (element.group(1) == null) {
            return element.group(2).equals("NULL") ? "null" : Json.quote(element.group(2));
        }
        return Json.quote(element.group(1).replaceAll("(?s)\\\\(.)", "$1"));
    }
}
