package io.lifeos.memory.archive.row;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.lifeos.memory.fact.Texts;
import io.lifeos.memory.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The memory in a content. A content that is JSON may be a string, which is the memory; an object, whose member {@code text},
 * {@code content} or {@code memory} is; or a list of parts, whose texts are, with a line break between them. A part is a
 * string or such an object, unless it is a thought or the use of a tool. An object may have its list as {@code content} or
 * {@code parts}.
 *
 * @param kind the kind of content
 * @param text the memory; empty if there is none
 */
public record ContentText(Kind kind, String text) {

    /** The reason to leave out a row whose content is NULL, the null of JSON, or blank. */
    public static final String WITHOUT_CONTENT = "without content";

    /** The reason to leave out a row whose content holds no text: a number, or a list or object without one. */
    public static final String NO_TEXT = "no text";

    /** The reason to leave out a row of a CSV dump whose content spells NULL. */
    public static final String SAYING_NULL = "saying NULL";

    /** The reasons that are about the content of a row. */
    public static final Set<String> REASONS = Set.of(WITHOUT_CONTENT, NO_TEXT, SAYING_NULL);

    /** The members of an object that may be its text, the preferred one first. */
    public static final List<String> TEXT_MEMBERS = List.of("text", "content", "memory");

    /** The members of an object that may be its list of parts, the preferred one first. */
    public static final List<String> LIST_MEMBERS = List.of("content", "parts");

    /** A part of a type that has this in its name was not said. PostgreSQL reads it as Java does. */
    public static final String UNSAID = "tool|function|reason|think";

    /**
     * A character that is not white space, by Unicode or by Java, nor invisible. It lists the characters, because {@code \s}
     * is not the same to PostgreSQL and to Java, nor to PostgreSQL under another locale.
     */
    public static final String VISIBLE =
            "[^\\u0009-\\u000d\\u001c-\\u0020\\u0085\\u00a0\\u1680\\u2000-\\u200b\\u2028\\u2029"
                    + "\\u202f\\u205f\\u2060\\u3000\\ufeff]";

    /** The kind of a content. */
    public enum Kind {
        /** There is a memory in it. */
        TEXT,
        /** It is NULL, the null of JSON, or blank. */
        NOTHING,
        /** It is something else than text. */
        NO_TEXT
    }

    /** The form in which a column has its contents. */
    public enum Form {
        /** A text is the memory. */
        TEXT,
        /** A text is JSON. */
        JSON,
        /** A text is JSON if it is an object or a list, as in a dump whose rows have either. */
        TEXT_OR_JSON,
        /** A text is an array as PostgreSQL writes it. */
        ARRAY
    }

    /** The end of the visible characters of ASCII. */
    private static final char DELETE = 0x7F;

    private static final Pattern IS_VISIBLE = Pattern.compile(VISIBLE);
    private static final Pattern IS_UNSAID = Pattern.compile(UNSAID);

    private static final ContentText NOTHING = new ContentText(Kind.NOTHING, "");
    private static final ContentText NONE = new ContentText(Kind.NO_TEXT, "");

    /**
     * Reads a content.
     *
     * @param form the form of the column
     * @param text the text that the column has; null if it is NULL
     * @return the memory in it
     */
    public static ContentText of(Form form, @Nullable String text) {
        if (text == null) {
            return NOTHING;
        }
        return switch (form) {
            case TEXT -> ofText(text);
            case JSON -> tree(text).map(ContentText::ofNode).orElseGet(() -> ofText(text));
            case TEXT_OR_JSON ->
                tree(text)
                        .filter(JsonNode::isContainerNode)
                        .map(ContentText::ofNode)
                        .orElseGet(() -> ofText(text));
            case ARRAY -> ArrayText.json(text).map(json -> of(Form.JSON, json)).orElseGet(() -> ofText(text));
        };
    }

    /**
     * Reads a content that is a member of the metadata.
     *
     * @param metadata the metadata
     * @param member the name of the member
     * @return the memory in it
     */
    static ContentText ofMember(@Nullable String metadata, String member) {
        return Optional.ofNullable(metadata)
                .flatMap(ContentText::tree)
                .map(object -> ofNode(object.path(member)))
                .orElse(NOTHING);
    }

    /**
     * Tells whether a text has nothing to see.
     *
     * @param text the text
     * @return true if every character is white space or invisible
     */
    public static boolean isBlank(String text) {
        boolean begins = !text.isEmpty() && text.charAt(0) > ' ' && text.charAt(0) < DELETE;
        return !begins && !IS_VISIBLE.matcher(text).find();
    }

    private static ContentText ofText(String text) {
        return isBlank(text) ? NOTHING : new ContentText(Kind.TEXT, text);
    }

    private static Optional<JsonNode> tree(String json) {
        try {
            return Optional.of(Json.mapper().readTree(json));
        } catch (JsonProcessingException notJson) {
            return Optional.empty();
        }
    }

    private static ContentText ofNode(JsonNode node) {
        return switch (node.getNodeType()) {
            case STRING -> ofText(string(node));
            case NULL, MISSING -> NOTHING;
            case ARRAY -> ofTexts(parts(node));
            case OBJECT -> ofTexts(ofObject(node));
            default -> NONE;
        };
    }

    private static ContentText ofTexts(List<String> texts) {
        return texts.isEmpty() ? NONE : new ContentText(Kind.TEXT, String.join("\n", texts));
    }

    private static List<String> ofObject(JsonNode object) {
        List<String> own = own(object);
        return own.isEmpty()
                ? LIST_MEMBERS.stream()
                        .map(member -> parts(object.path(member)))
                        .filter(texts -> !texts.isEmpty())
                        .findFirst()
                        .orElse(List.of())
                : own;
    }

    private static List<String> parts(JsonNode list) {
        List<String> texts = new ArrayList<>();
        if (list.isArray()) {
            for (JsonNode part : list) {
                if (part.isTextual()) {
                    texts.addAll(visible(part));
                } else if (!IS_UNSAID.matcher(part.path("type").asText()).find()) {
                    texts.addAll(own(part));
                }
            }
        }
        return texts;
    }

    /** The first text that an object has as a member of its own. */
    private static List<String> own(JsonNode object) {
        return TEXT_MEMBERS.stream()
                .map(member -> visible(object.path(member)))
                .filter(text -> !text.isEmpty())
                .findFirst()
                .orElse(List.of());
    }

    private static List<String> visible(JsonNode node) {
        return node.isTextual() && !isBlank(string(node)) ? List.of(string(node)) : List.of();
    }

    /** The characters of a string; U+FFFD replaces those that no text of PostgreSQL can hold. */
    private static String string(JsonNode node) {
        return Texts.toUnicode(node.textValue()).replace('\0', '\uFFFD');
    }
}
