package io.lifeos.memory.examples.benchmark;

import java.util.ArrayList;
import java.util.List;

/** A table whose first column is text and whose others are figures. */
final class MarkdownTable {

    private final List<String> lines = new ArrayList<>();

    MarkdownTable(String... header) {
        row(header);
        lines.add("|---|" + "---:|".repeat(header.length - 1));
    }

    void row(String... cells) {
        lines.add("| " + String.join(" | ", cells) + " |");
    }

    @Override
    public String toString() {
        return String.join(System.lineSeparator(), lines);
    }
}
