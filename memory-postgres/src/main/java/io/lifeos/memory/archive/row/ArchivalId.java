package io.lifeos.memory.archive.row;

import java.util.List;
import java.util.stream.Collectors;

/**
 * The identity of a row of the archive. Two ids are equal if their {@linkplain #value() stored values} are: the integer 7
 * and the text {@code 7} are two ids, and so are the texts {@code 7} and {@code 007}.
 */
public final class ArchivalId {

    private final List<String> parts;
    private final Object value;

    private ArchivalId(List<String> parts, Object value) {
        this.parts = parts;
        this.value = value;
    }

    /**
     * The id of a row whose key is one integer column.
     *
     * @param id the key
     * @return the id
     */
    public static ArchivalId ofInteger(long id) {
        return new ArchivalId(List.of(Long.toString(id)), id);
    }

    /**
     * The id of a row whose key is one column of any other type.
     *
     * @param id the key as PostgreSQL's text
     * @return the id
     */
    public static ArchivalId ofText(String id) {
        return new ArchivalId(List.of(id), id);
    }

    /**
     * The id of a row whose key has several columns.
     *
     * @param parts the values of these columns as PostgreSQL's text, in the order of the key
     * @return the id
     */
    public static ArchivalId ofParts(List<String> parts) {
        return new ArchivalId(List.copyOf(parts), json(parts));
    }

    /**
     * The values of the key columns.
     *
     * @return PostgreSQL's text of each, in the order of the key
     */
    public List<String> parts() {
        return parts;
    }

    /**
     * The value that the local file stores.
     *
     * @return a {@link Long} for one integer column, else a {@link String}: the text of one column verbatim, or the JSON
     *     array of the texts of several
     */
    public Object value() {
        return value;
    }

    /** The stored value as JSON: a number or a string. */
    String json() {
        return value instanceof String text ? jsonString(text) : value.toString();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ArchivalId that && value.equals(that.value);
    }

    @Override
    public int hashCode() {
        return value.hashCode();
    }

    /** The stored value as text. */
    @Override
    public String toString() {
        return value.toString();
    }

    private static String json(List<String> parts) {
        return parts.stream().map(ArchivalId::jsonString).collect(Collectors.joining(",", "[", "]"));
    }

    private static String jsonString(String text) {
        StringBuilder json = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                json.append('\\').append(c);
            } else if (c < ' ') {
                json.append(String.format("\\u%04x", (int) c));
            } else {
                json.append(c);
            }
        }
        return json.append('"').toString();
    }
}
