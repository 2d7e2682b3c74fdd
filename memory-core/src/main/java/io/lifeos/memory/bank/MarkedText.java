package io.lifeos.memory.bank;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The content of a file, in which sections stand between what people wrote. Nothing but sections as they were written changes. */
final class MarkedText {

    /** A section as it stands in the file, or, without one, text of a person. */
    private record Part(String text, @Nullable Section section) {

        boolean is(Predicate<Section> wanted) {
            return section != null && wanted.test(section);
        }
    }

    private final List<Part> parts = new ArrayList<>();

    MarkedText(byte[] content) {
        StringBuilder persons = new StringBuilder();
        StringBuilder section = new StringBuilder();
        @Nullable Section begun = null;
        int textFrom = 0;
        for (String line : new String(content, StandardCharsets.ISO_8859_1).split("(?<=\n)", -1)) {
            Optional<Section> head = Section.begunBy(line);
            if (head.isPresent()) {
                // One that never ended is a person's text by now.
                persons.append(section);
                section.setLength(0);
                begun = head.get();
                textFrom = line.length();
            }
            (begun == null ? persons : section).append(line);
            if (begun != null && line.stripTrailing().equals(Section.END)) {
                addPersons(persons);
                String text = section.substring(textFrom, section.length() - line.length());
                parts.add(new Part(section.toString(), begun.withText(text)));
                section.setLength(0);
                begun = null;
            }
        }
        addPersons(persons.append(section));
    }

    private void addPersons(StringBuilder text) {
        if (!text.isEmpty()) {
            parts.add(new Part(text.toString(), null));
            text.setLength(0);
        }
    }

    byte[] bytes() {
        StringBuilder all = new StringBuilder();
        parts.forEach(part -> all.append(part.text));
        return all.toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    boolean has(Predicate<Section> wanted) {
        return parts.stream().anyMatch(part -> part.is(wanted));
    }

    List<Section> sections() {
        List<Section> sections = new ArrayList<>();
        for (Part part : parts) {
            if (part.section != null) {
                sections.add(part.section);
            }
        }
        return sections;
    }

    /**
     * Puts a section where it stands as it was written before; else after the last one of its name, which a person changed;
     * else at the end.
     */
    void put(Section section) {
        Part renewed = new Part(section.render(), section);
        boolean replaced = false;
        int after = parts.size() - 1;
        for (int i = 0; i < parts.size(); i++) {
            if (parts.get(i).is(each -> each.key().equals(section.key()))) {
                after = i;
                if (parts.get(i).is(Section::isAsWritten)) {
                    parts.set(i, renewed);
                    replaced = true;
                }
            }
        }
        if (!replaced) {
            String gap = after < 0 ? "" : gapAfter(parts.get(after).text);
            parts.add(after + 1, new Part(gap, null));
            parts.add(after + 2, renewed);
        }
    }

    private static String gapAfter(String text) {
        return text.endsWith("\n\n") || text.endsWith("\n\r\n") ? "" : text.endsWith("\n") ? "\n" : "\n\n";
    }

    /** Removes those of some sections that are as they were written. */
    void remove(Predicate<Section> unwanted) {
        parts.removeIf(part -> part.is(unwanted) && part.is(Section::isAsWritten));
    }
}
