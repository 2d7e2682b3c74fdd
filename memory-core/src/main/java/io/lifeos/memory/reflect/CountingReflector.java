package io.lifeos.memory.reflect;

import io.lifeos.memory.fact.Entity;
import io.lifeos.memory.fact.Fact;
import io.lifeos.memory.preference.Preference;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Counts, without a language model. */
final class CountingReflector implements Reflector {

    private static final int MOST_NAMED = 10;

    @Override
    public String name() {
        return "counts";
    }

    /** The facts that mention an entity, and how often others are mentioned beside it. */
    private static final class Mentioned {

        private final String name;
        private long facts;
        private final Map<String, Long> beside = new LinkedHashMap<>();

        Mentioned(String name) {
            this.name = name;
        }
    }

    @Override
    public Reflection reflect(PeriodFacts facts) {
        Map<String, Long> sources = new HashMap<>();
        Map<String, Mentioned> entities = new LinkedHashMap<>();
        facts.facts().forEach(fact -> {
            fact.source().ifPresent(source -> sources.merge(source, 1L, Long::sum));
            count(fact, entities);
        });
        List<Mentioned> most = entities.values().stream()
                .sorted(Comparator.comparingLong((Mentioned each) -> -each.facts)
                        .thenComparing(each -> each.name))
                .limit(MOST_NAMED)
                .toList();
        Reflection.Builder reflection = Reflection.builder(summary(facts, sources, most));
        most.forEach(each ->
                reflection.entity(Entity.named(each.name), facts(each.facts) + together(most(each.beside)) + "."));
        return reflection.build();
    }

    /** Two spellings of a name, such as {@code @SOL} and SOL, are one entity, which keeps the first. */
    private static void count(Fact fact, Map<String, Mentioned> entities) {
        Set<String> keys = new LinkedHashSet<>();
        for (String name : fact.entities()) {
            String key = name.length() > 1 && name.startsWith("@") ? name.substring(1) : name;
            keys.add(key);
            entities.computeIfAbsent(key, first -> new Mentioned(name));
        }
        for (String key : keys) {
            Mentioned entity = entities.get(key);
            if (entity != null) {
                entity.facts++;
                keys.stream()
                        .filter(other -> !other.equals(key))
                        .forEach(other -> entity.beside.merge(other, 1L, Long::sum));
            }
        }
    }

    private static String summary(PeriodFacts facts, Map<String, Long> sources, List<Mentioned> most) {
        StringBuilder summary = new StringBuilder(facts(facts.count()));
        if (!sources.isEmpty()) {
            summary.append(", by source: ").append(most(sources));
        }
        summary.append(".\n");
        if (!most.isEmpty()) {
            summary.append("\nMentioned most: ")
                    .append(most.stream()
                            .map(each -> code(each.name) + " (" + each.facts + ")")
                            .collect(Collectors.joining(", ")))
                    .append(".\n");
        }
        contradictions(facts.preferences())
                .ifPresent(
                        lines -> summary.append("\nPreferences in dispute:\n\n").append(lines));
        return summary.toString();
    }

    private static Optional<String> contradictions(List<Preference> preferences) {
        List<Preference> contested =
                preferences.stream().filter(Preference::contested).toList();
        return contested.isEmpty()
                ? Optional.empty()
                : Optional.of(contested.stream()
                        .map(each -> String.format(
                                Locale.ROOT,
                                "- %s, %s %s: %s, of %d statements, confidence %.2f\n",
                                code(each.user().id()),
                                code(each.category()),
                                code(each.key()),
                                code(each.value()),
                                each.evidence(),
                                each.confidence()))
                        .collect(Collectors.joining()));
    }

    private static String facts(long number) {
        return number == 1 ? "1 fact" : number + " facts";
    }

    private static String together(String others) {
        return others.isEmpty() ? "" : ", together with " + others;
    }

    private static String most(Map<String, Long> counts) {
        return counts.entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder())
                        .thenComparing(Map.Entry.comparingByKey()))
                .limit(MOST_NAMED)
                .map(each -> code(each.getKey()) + " (" + each.getValue() + ")")
                .collect(Collectors.joining(", "));
    }

    /** A name as it stands, on one line. */
    private static String code(String text) {
        return "`" + text.replaceAll("[\\p{Cntrl}`]+", " ") + "`";
    }
}
