package io.lifeos.memory.examples.tool.memory;

import io.lifeos.memory.fact.Fact;
import io.lifeos.memory.fact.Owner;
import io.lifeos.memory.listing.FactGroup;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Facts as lines for a person. */
final class FactLines {

    private static final int MOST_CHARACTERS = 240;

    private FactLines() {}

    /** The beginning of a fact, such as {@code 42  [2026-01-25, treasury] KR8TIV sold at 0.12}. */
    static String shortly(Fact fact) {
        String about = Stream.concat(
                        Stream.of(day(fact.happenedAt())),
                        Stream.concat(fact.source().stream(), fact.context().stream()))
                .collect(Collectors.joining(", ", "[", "]"));
        return shortly(fact, about + " " + fact.content() + state(fact));
    }

    /** The id of a fact, and the beginning of what is said of it. */
    static String shortly(Fact fact, String text) {
        int length = text.codePointCount(0, text.length());
        String beginning = length <= MOST_CHARACTERS
                ? text
                : text.substring(0, text.offsetByCodePoints(0, MOST_CHARACTERS)) + "...";
        return fact.id() + "  " + beginning;
    }

    /** All values of a fact. */
    static List<String> whole(Fact fact) {
        List<String> lines = new ArrayList<>();
        lines.add("Fact " + fact.id() + state(fact));
        add(lines, "happened at", Optional.of(fact.happenedAt()));
        add(lines, "stored at", fact.recordedAt());
        add(lines, "expires at", fact.expiresAt());
        add(lines, "source", fact.source());
        add(lines, "context", fact.context());
        add(lines, "session", fact.sessionId());
        add(lines, "owners", joined(fact.owners().stream().map(FactLines::owner)));
        add(lines, "entities", joined(fact.entities().stream()));
        add(lines, "confidence", Optional.of(fact.confidence()));
        add(lines, "said by an assistant", Optional.of("yes").filter(yes -> fact.assistantOutput()));
        add(lines, "key", fact.key());
        add(lines, "metadata", fact.metadata());
        fact.origin().ifPresent(origin -> {
            add(lines, "from source", origin.source());
            add(lines, "from row", Optional.of(origin.rowId()));
            origin.columns().forEach((column, value) -> add(lines, "column " + column, Optional.ofNullable(value)));
        });
        lines.add("Content:");
        fact.content().lines().forEach(line -> lines.add("  " + line));
        return lines;
    }

    /** A table of groups, the names of which come last, as they may be long. */
    static <K> List<String> groups(List<FactGroup<K>> groups) {
        return groups.stream()
                .map(group -> String.format(
                        Locale.ROOT,
                        "%,12d  %-10s  %-10s  %s",
                        group.facts(),
                        group.first().map(FactLines::day).orElse("?"),
                        group.last().map(FactLines::day).orElse("?"),
                        group.key() instanceof Owner owner ? owner(owner) : String.valueOf(group.key())))
                .toList();
    }

    private static String state(Fact fact) {
        boolean expired =
                fact.expiresAt().filter(time -> !time.isAfter(Instant.now())).isPresent();
        return (fact.active() ? "" : " (forgotten)") + (expired ? " (expired)" : "");
    }

    static String day(Instant time) {
        return LocalDate.ofInstant(time, ZoneOffset.UTC).toString();
    }

    /** An owner as the options take it. */
    static String owner(Owner owner) {
        return owner.kind().word() + "=" + owner.id();
    }

    private static Optional<String> joined(Stream<String> names) {
        return Optional.of(names.collect(Collectors.joining(", "))).filter(text -> !text.isEmpty());
    }

    static void add(List<String> lines, String name, Optional<?> value) {
        value.ifPresent(given -> lines.add(String.format(Locale.ROOT, "  %-24s %s", name, given)));
    }
}
