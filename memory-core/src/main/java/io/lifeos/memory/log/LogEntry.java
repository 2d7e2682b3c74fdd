package io.lifeos.memory.log;

import io.lifeos.memory.fact.Fact;
import io.lifeos.memory.fact.StoredTime;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
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

    /** Beginnings of lines that could pass for a heading, a rule, a marker or the end of an entry, or for an escaped one. */
    private static final List<String> FORGERIES =
            List.of("#", "---", "<!--", "**Source:", "**Context:", "**Entities:", "**Confidence:", "\\");

    private static final Pattern NOT_OF_A_LINE = Pattern.compile("\\R|\\p{Cntrl}");

    private LogEntry() {}

    static String render(Fact fact) {
        StringBuilder entry = new StringBuilder();
        entry.append("## ")
                .append(StoredTime.format(fact.happenedAt()), TIME_OF_DAY, TIME_OF_DAY + "HH:mm:ss".length())
                .append(" UTC\n<!-- fact:")
                .append(fact.id())
                .append(" -->\n\n");
        appendEscaped(fact.content(), entry);
        entry.append("\n\n");
        List<String> details = details(fact);
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

    private static List<String> details(Fact fact) {
        List<String> details = new ArrayList<>();
        fact.source().ifPresent(source -> details.add("**Source:** " + oneLine(source)));
        fact.context().ifPresent(context -> details.add("**Context:** " + oneLine(context)));
        if (!fact.entities().isEmpty()) {
            details.add("**Entities:** "
                    + fact.entities().stream()
                            .map(name -> "`" + oneLine(name) + "`")
                            .collect(Collectors.joining(", ")));
        }
        if (fact.confidence() < 1.0) {
            details.add(
                    "**Confidence:** " + BigDecimal.valueOf(fact.confidence()).setScale(2, RoundingMode.HALF_UP));
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
