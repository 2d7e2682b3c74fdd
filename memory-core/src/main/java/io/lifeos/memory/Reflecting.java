package io.lifeos.memory;

import io.lifeos.memory.bank.Bank;
import io.lifeos.memory.bank.Conclusions;
import io.lifeos.memory.bank.SectionKey;
import io.lifeos.memory.database.DatabaseManager;
import io.lifeos.memory.fact.Condition;
import io.lifeos.memory.fact.Entity;
import io.lifeos.memory.fact.Fact;
import io.lifeos.memory.fact.FactFilter;
import io.lifeos.memory.fact.OnSameKey;
import io.lifeos.memory.fact.Owner;
import io.lifeos.memory.preference.Preference;
import io.lifeos.memory.reflect.Conclusion;
import io.lifeos.memory.reflect.Reflection;
import io.lifeos.memory.reflect.ReflectionPeriod;
import io.lifeos.memory.reflect.ReflectionReport;
import io.lifeos.memory.reflect.ReflectionReport.Outcome;
import io.lifeos.memory.reflect.Reflector;
import io.lifeos.memory.sqlite.query.FactList;
import io.lifeos.memory.sqlite.table.PreferenceTable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/**
 * Reflects on the facts of a scope. The steps are such that each may be the last: the conclusions, under keys of their own, then
 * the files of entities, then {@code memory.md}, whose section says that all of it is done.
 */
final class Reflecting {

    private static final String SOURCE = "reflection";

    private final DatabaseManager database;
    private final Scope scope;
    private final Memory memory;
    private final Bank bank;

    /**
     * Prepares for a scope.
     *
     * @param memory the memory of the scope
     */
    Reflecting(MemoryParts parts, Scope scope, Memory memory, Bank bank) {
        this.database = parts.database;
        this.scope = scope;
        this.memory = memory;
        this.bank = bank;
    }

    ReflectionReport run(ReflectionPeriod period, Reflector reflector) {
        Objects.requireNonNull(period, "The period is null; name a day or a week.");
        String name = Objects.requireNonNull(reflector, "The reflector is null; Reflector.standard() is one.")
                .name();
        if (name.isBlank()) {
            throw new IllegalArgumentException("The name of the reflector is blank; nothing was written; give it one.");
        }
        database.requireWritable();
        SectionKey key = new SectionKey(period.name(), name, scope.ofKeys(), "");
        StoredPeriodFacts before = facts(period);
        return isDone(key, before) ? unchanged(before) : bank.locked(() -> runLocked(key, facts(period), reflector));
    }

    /** What happened is read whole to compare it, so not if there is nothing to compare it with. */
    private boolean isDone(SectionKey key, StoredPeriodFacts facts) {
        Set<String> written = bank.states(key);
        return facts.ids().isEmpty()
                ? written.isEmpty() && concluded(key, 0).isEmpty()
                : !written.isEmpty() && written.contains(facts.state());
    }

    /** While this waited, another process may have done it, or facts may have come. */
    private ReflectionReport runLocked(SectionKey key, StoredPeriodFacts facts, Reflector reflector) {
        if (facts.ids().isEmpty()) {
            return isDone(key, facts) ? unchanged(facts) : remove(key, facts);
        }
        String state = facts.state();
        return bank.states(key).contains(state) ? unchanged(facts) : renew(key, facts, state, reflector);
    }

    private StoredPeriodFacts facts(ReflectionPeriod period) {
        FactFilter filter = scope.within(FactFilter.of(Condition.from(period.from())
                .and(Condition.before(period.until()))
                .and(Condition.source(SOURCE).not())));
        return database.read(connection -> {
            List<Long> ids = LongStream.of(new FactList(connection, filter).ids())
                    .boxed()
                    .collect(Collectors.toCollection(ArrayList::new));
            Collections.reverse(ids);
            PreferenceTable table = new PreferenceTable(connection);
            Optional<Owner> user = scope.owners().stream()
                    .filter(owner -> owner.kind() == Owner.Kind.USER)
                    .findFirst();
            List<Preference> preferences = List.of();
            if (user.isPresent()) {
                preferences = table.of(user.get().id());
            } else if (scope.owners().isEmpty()) {
                preferences = table.all();
            }
            return new StoredPeriodFacts(
                    database,
                    filter,
                    period,
                    List.copyOf(ids),
                    preferences.stream()
                            .filter(each -> each.statedAt()
                                    .filter(time -> !time.isBefore(period.from()) && time.isBefore(period.until()))
                                    .isPresent())
                            .toList());
        });
    }

    private static ReflectionReport unchanged(StoredPeriodFacts facts) {
        Outcome outcome = facts.ids().isEmpty() ? Outcome.NO_FACTS : Outcome.UNCHANGED;
        return ReflectionReport.of(outcome, facts.period(), facts.count(), List.of(), List.of(), List.of());
    }

    private ReflectionReport remove(SectionKey key, StoredPeriodFacts facts) {
        forgetFrom(key, 0);
        Bank.Change change = bank.remove(key);
        return ReflectionReport.of(Outcome.NO_FACTS, facts.period(), 0, List.of(), change.files(), change.kept());
    }

    private ReflectionReport renew(SectionKey key, StoredPeriodFacts facts, String state, Reflector reflector) {
        Reflection reflection = Objects.requireNonNull(
                reflector.reflect(facts),
                () -> "The reflector " + reflector.name() + " gave null; nothing was written.");
        if (!reflection.conclusions().isEmpty()) {
            database.write(connection -> new Conclusions(connection).note(key, facts.ids()));
        }
        List<Long> conclusions = conclude(key, reflection.conclusions(), facts);
        forgetFrom(key, conclusions.size());
        Map<Entity, String> notes = new LinkedHashMap<>();
        reflection.entities().forEach(note -> notes.put(note.entity(), note.text()));
        Bank.Change change = bank.write(new Bank.Written(
                key, state, facts.ids(), conclusions, title(facts.period()), reflection.summary(), notes));
        return ReflectionReport.of(
                Outcome.WRITTEN, facts.period(), facts.count(), conclusions, change.files(), change.kept());
    }

    private String title(ReflectionPeriod period) {
        return scope.owners().stream()
                .map(owner -> ", " + owner.kind().word() + " " + owner.id())
                .collect(Collectors.joining("", period.name(), ""));
    }

    private static String keyOf(SectionKey key, int number) {
        return key.conclusions() + number;
    }

    private Optional<Fact> concluded(SectionKey key, int number) {
        return memory.findByKey(keyOf(key, number)).filter(Fact::active);
    }

    /** A conclusion that is there already stays as it is. */
    private List<Long> conclude(SectionKey key, List<Conclusion> conclusions, StoredPeriodFacts facts) {
        List<Long> ids = new ArrayList<>();
        List<RetainRequest> requests = new ArrayList<>();
        List<Integer> places = new ArrayList<>();
        for (Conclusion conclusion : conclusions) {
            int number = ids.size();
            Optional<Fact> known = concluded(key, number)
                    .filter(fact -> fact.content().equals(conclusion.content())
                            && fact.confidence() == conclusion.confidence() + 0.0);
            ids.add(known.map(Fact::id).orElse(0L));
            if (known.isEmpty()) {
                places.add(number);
                requests.add(memory.retain(conclusion.content())
                        .confidence(conclusion.confidence())
                        .source(SOURCE)
                        .happenedAt(facts.latest())
                        .key(keyOf(key, number), OnSameKey.REPLACE));
            }
        }
        List<Fact> retained = memory.retainAll(requests);
        for (int i = 0; i < retained.size(); i++) {
            ids.set(places.get(i), retained.get(i).id());
        }
        return ids;
    }

    /** Forgets what an earlier reflection concluded beyond some number. */
    private void forgetFrom(SectionKey key, int first) {
        int number = first;
        Optional<Fact> fact = memory.findByKey(keyOf(key, number));
        while (fact.isPresent()) {
            memory.forget(fact.get().id());
            number++;
            fact = memory.findByKey(keyOf(key, number));
        }
    }
}
