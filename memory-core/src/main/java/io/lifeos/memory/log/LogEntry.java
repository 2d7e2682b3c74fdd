package io.lifeos.memory.log;

import io.lifeos.memory.fact.Fact;
import io.lifeos.memory.fact.NewFact;
import io.lifeos.memory.fact.StoredTime;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A fact as its daily log shows it: from the time heading to the closing rule. */
final class LogEntry {

    /** The line that opens an entry, before the line with the fact's id. */
    static final Pattern HEADING = Pattern.compile("## \\d\\d:\\d\\d:\\d\\d UTC");

    /** The line right after the heading, which names the fact. */
    static final Pattern MARKER = Pattern.compile("<!-- fact:(\\d{1,18}) -->");

    /** The line that closes an entry. */
    static final String END = "---";

    /** The index of the time of day in a stored time. */
    private static final int TIME_OF_DAY = "uuuu-MM-dd ".length();

    private static final int LENGTH_AROUND_CONTENT = 200;

    /** Beginnings of lines that could pass for a heading, a rule, a marker or the end of an entry, or for an escaped one. */
    private static final List<String> FORGERIES =
            List.of("#", "---", "<!--", "**Source:", "**Context:", "**Entities:", "**Confidence:", "\\");

    private static final Pattern NOT_OF_A_LINE = Pattern.compile("\\R|\\p{Cntrl}");

    private LogEntry() {}

    static String render(Fact fact) {
        return render(
                fact.id(),
                fact.happenedAt(),
                fact.content(),
                details(fact.source(), fact.context(), fact.entities(), fact.confidence()));
    }

    /** Renders a fact that was just stored, as reading it would have it, when asked to. Holds no more of the fact than that takes. */
    static Supplier<String> rendering(long id, Instant happenedAt, NewFact fact) {
        String content = fact.content();
        Optional<String> source = fact.source();
        Optional<String> context = fact.context();
        List<String> entities = entities(fact);
        double confidence = fact.confidence();
        return () -> render(id, happenedAt, content, details(source, context, entities, confidence));
    }

    private static List<String> entities(NewFact fact) {
        Set<String> entities = new LinkedHashSet<>();
        fact.mentions().forEach(mention -> entities.add(mention.entity().name()));
        return List.copyOf(entities);
    }

    private static String render(long id, Instant happenedAt, String content, List<String> details) {
        StringBuilder entry = new StringBuilder(content.length() + LENGTH_AROUND_CONTENT);
        entry.append("## ")
                .append(StoredTime.format(happenedAt), TIME_OF_DAY, TIME_OF_DAY + "HH:mm:ss".length())
                .append(" UTC\n<!-- fact:")
                .append(id)
                .append(" -->\n\n");
        appendEscaped(content, entry);
        entry.append("\n\n");
        if (!details.isEmpty()) {
            entry.append(String.join(" | ", details)).append("\n\n");
        }
        return entry.append(END).append('\n').toString();
    }

    private static void appendEscaped(String content, StringBuilder entry) {
        int line = 0;
        while (line < content.length()) {
            int begin = line;
            if (isForgery(content, begin)) {
                entry.append('\\');
            }
            line = nextLine(content, begin);
            entry.append(content, begin, line);
        }
    }

    private static boolean isForgery(String content, int begin) {
        for (String forgery : FORGERIES) {
            if (content.startsWith(forgery, begin)) {
                return true;
            }
        }
        return false;
    }

    private static int nextLine(String text, int from) {
        for (int i = from; i < text.length(); i++) {
            if (text.charAt(i) == '\n' || text.charAt(i) == '\r') {
                return i + 1;
            }
        }
        return text.length();
    }

    private static List<String> details(
            Optional<String> source, Optional<String> context, Collection<String> entities, double confidence) {
        List<String> details = new ArrayList<>();
        source.ifPresent(text -> details.add("**Source:** " + oneLine(text)));
        context.ifPresent(text -> details.add("**Context:** " + oneLine(text)));
        if (!entities.isEmpty()) {
            details.add("**Entities:** "
                    + entities.stream().map(name -> "`" + oneLine(name) + "`").collect(Collectors.joining(", ")));
        }
        if (confidence < 1.0) {
            details.add("**Confidence:** " + BigDecimal.valueOf(confidence).setScale(2, RoundingMode.HALF_UP));
        }
        return details;
    }

    private static String oneLine(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < ' ' || c >= 0x7F) {
                return NOT_OF_A_LINE.matcher(text).replaceAll(" ");
            }
        }
        return text;
    }
}
