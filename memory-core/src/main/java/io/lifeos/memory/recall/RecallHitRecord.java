package io.lifeos.memory.recall;

import io.lifeos.memory.fact.Fact;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.StringJoiner;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

record RecallHitRecord(Fact fact, double score, Explanation explain) implements RecallHit {

    private static final Pattern LINE_BREAK = Pattern.compile("(?:\\R|\\p{Cntrl})+");

    @Override
    public String describe() {
        StringJoiner about = new StringJoiner(", ", "[", "] ");
        about.add(LocalDate.ofInstant(fact.happenedAt(), ZoneOffset.UTC).toString());
        fact.source().map(RecallHitRecord::oneLine).ifPresent(about::add);
        fact.context().map(RecallHitRecord::oneLine).ifPresent(about::add);
        about.add(String.format(Locale.ROOT, "%.2f", score));
        return about + oneLine(fact.content());
    }

    private static String oneLine(String text) {
        return LINE_BREAK
                .splitAsStream(text)
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .collect(Collectors.joining(" "));
    }
}
