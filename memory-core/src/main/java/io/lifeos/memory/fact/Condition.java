package io.lifeos.memory.fact;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * A condition that a fact meets or does not meet, never anything between: a fact without a source does not meet
 * {@code source("mail")}, so it meets {@code source("mail").not()}. A condition says nothing about storage; each memory turns
 * it into its own query. Later versions may know more kinds.
 *
 * <pre>{@code
 * Condition work = Condition.source("mail").or(Condition.session("s1"))
 *         .and(Condition.metadata("project").is("atlas"))
 *         .and(Condition.context("draft").not());
 * }</pre>
 *
 * <p>Immutable. Two conditions are equal if they say the same in the same way. Every method refuses null with a
 * {@link NullPointerException}.
 */
public sealed interface Condition {

    /**
     * All of some conditions must be met.
     *
     * @param conditions the conditions; none admits every fact
     */
    record All(List<Condition> conditions) implements Condition {
        /** Copies the list. */
        public All {
            conditions = List.copyOf(Texts.requireGiven("list of conditions", conditions));
        }
    }

    /**
     * At least one of some conditions must be met.
     *
     * @param conditions the conditions; none admits no fact
     */
    record Any(List<Condition> conditions) implements Condition {
        /** Copies the list. */
        public Any {
            conditions = List.copyOf(Texts.requireGiven("list of conditions", conditions));
        }
    }

    /**
     * A condition must not be met.
     *
     * @param condition the condition
     */
    record Not(Condition condition) implements Condition {
        /** Checks the condition. */
        public Not {
            Texts.requireGiven("condition", condition);
        }
    }

    /**
     * The fact has a source.
     *
     * @param name the name of the source, compared exactly
     */
    record HasSource(String name) implements Condition {
        /** Checks the name. */
        public HasSource {
            Texts.requireGiven("source", name);
        }
    }

    /**
     * The fact has a context.
     *
     * @param text the context, compared exactly
     */
    record HasContext(String text) implements Condition {
        /** Checks the text. */
        public HasContext {
            Texts.requireGiven("context", text);
        }
    }

    /**
     * The fact came up in a session.
     *
     * @param id the session's id, compared exactly
     */
    record InSession(String id) implements Condition {
        /** Checks the id. */
        public InSession {
            Texts.requireGiven("session", id);
        }
    }

    /**
     * The fact mentions an entity.
     *
     * @param name its name; {@code @Anna} and {@code Anna} are the same
     * @param type the type that the mention has; empty if any will do
     */
    record Mentions(String name, Optional<EntityType> type) implements Condition {
        /** Checks the name. */
        public Mentions {
            if (Texts.requireGiven("name of the entity", name).isBlank()) {
                throw new IllegalArgumentException("The name of the entity is blank.");
            }
            Texts.requireGiven("type of the entity", type);
        }
    }

    /**
     * The fact has an owner.
     *
     * @param owner the owner, compared exactly; a fact may have others of other kinds beside
     */
    record OwnedBy(Owner owner) implements Condition {
        /** Checks the owner. */
        public OwnedBy {
            Texts.requireGiven("owner", owner);
        }
    }

    /**
     * The fact has one of some ids.
     *
     * @param ids the ids, ascending
     */
    record HasId(Set<Long> ids) implements Condition {
        /** Copies the ids. */
        public HasId {
            ids = Collections.unmodifiableSortedSet(new TreeSet<>(Texts.requireGiven("set of ids", ids)));
        }
    }

    /**
     * The fact happened at a time or later.
     *
     * @param time the time, in whole microseconds
     */
    record HappenedFrom(Instant time) implements Condition {
        /** Rounds the time up to microseconds. */
        public HappenedFrom {
            time = atOrAfter(time);
        }
    }

    /**
     * The fact happened before a time.
     *
     * @param time the time, in whole microseconds
     */
    record HappenedBefore(Instant time) implements Condition {
        /** Rounds the time up to microseconds. */
        public HappenedBefore {
            time = atOrAfter(time);
        }
    }

    /**
     * The fact has at least a certain confidence.
     *
     * @param confidence the lowest confidence, 0 to 1
     */
    record ConfidenceAtLeast(double confidence) implements Condition {
        /** Checks the range. */
        public ConfidenceAtLeast {
            Confidence.require(confidence);
        }
    }

    /** An assistant said the fact. A filter must {@linkplain FactFilter#includesAssistantOutputs() include} such facts. */
    record SaidByAssistant() implements Condition {}

    /**
     * The fact's metadata is a JSON object with a member whose value passes a test.
     *
     * @param name the name of the member, compared exactly
     * @param test the test
     * @param values what the value is compared with; passing for one of them is enough
     */
    record HasMember(String name, MetadataMember.Test test, List<Object> values) implements Condition {
        /**
         * Checks and copies the values.
         *
         * @throws IllegalArgumentException if a value is no string, finite number or boolean, or the test needs other values
         */
        public HasMember {
            Texts.requireGiven("name of a member", name);
            Texts.requireGiven("test of a member", test);
            values = test.checked(values);
        }
    }

    /**
     * All of some conditions must be met.
     *
     * @param conditions the conditions; none admits every fact
     * @return the condition
     */
    static Condition all(Collection<? extends Condition> conditions) {
        List<Condition> flat = new ArrayList<>();
        for (Condition each : Texts.requireGiven("list of conditions", conditions)) {
            if (each instanceof All all) {
                flat.addAll(all.conditions);
            } else {
                flat.add(each);
            }
        }
        return flat.size() == 1 ? flat.get(0) : new All(flat);
    }

    /**
     * At least one of some conditions must be met.
     *
     * @param conditions the conditions; none admits no fact
     * @return the condition
     */
    static Condition any(Collection<? extends Condition> conditions) {
        return new Any(List.copyOf(Texts.requireGiven("list of conditions", conditions)));
    }

    /**
     * Requires a source.
     *
     * @param name its name, compared exactly
     * @return the condition
     */
    static Condition source(String name) {
        return new HasSource(name);
    }

    /**
     * Requires a context.
     *
     * @param text its text, compared exactly
     * @return the condition
     */
    static Condition context(String text) {
        return new HasContext(text);
    }

    /**
     * Requires a session.
     *
     * @param id its id, compared exactly
     * @return the condition
     */
    static Condition session(String id) {
        return new InSession(id);
    }

    /**
     * Requires a mention of an entity, whatever its type.
     *
     * @param name its name; {@code @Anna} and {@code Anna} are the same
     * @return the condition
     * @throws IllegalArgumentException if the name is blank
     */
    static Condition entity(String name) {
        return new Mentions(name, Optional.empty());
    }

    /**
     * Requires a mention of an entity of a type.
     *
     * @param name its name; {@code @Anna} and {@code Anna} are the same
     * @param type the type that the mention has
     * @return the condition
     * @throws IllegalArgumentException if the name is blank
     */
    static Condition entity(String name, EntityType type) {
        return new Mentions(name, Optional.of(Texts.requireGiven("type of the entity", type)));
    }

    /**
     * Requires an owner.
     *
     * @param owner the owner, compared exactly; a fact may have others of other kinds beside
     * @return the condition
     */
    static Condition owner(Owner owner) {
        return new OwnedBy(owner);
    }

    /**
     * Requires one of some ids.
     *
     * @param ids the ids; none admits no fact
     * @return the condition
     */
    static Condition ids(Collection<Long> ids) {
        return new HasId(Set.copyOf(Texts.requireGiven("list of ids", ids)));
    }

    /**
     * Sets the earliest time, rounded up to microseconds.
     *
     * @param time the time, inclusive, in the years 1 to 9999 UTC
     * @return the condition
     * @throws IllegalArgumentException if it lies outside these years
     */
    static Condition from(Instant time) {
        return new HappenedFrom(time);
    }

    /**
     * Sets the time before which a fact must have happened, rounded up to microseconds.
     *
     * @param time the time, exclusive, in the years 1 to 9999 UTC
     * @return the condition
     * @throws IllegalArgumentException if it lies outside these years
     */
    static Condition before(Instant time) {
        return new HappenedBefore(time);
    }

    /**
     * Sets the lowest confidence.
     *
     * @param confidence 0 to 1
     * @return the condition
     * @throws IllegalArgumentException if it is out of that range
     */
    static Condition confidenceAtLeast(double confidence) {
        return new ConfidenceAtLeast(confidence);
    }

    /**
     * Requires that an assistant said the fact, which is the one role that a memory tells from others.
     *
     * @return the condition
     */
    static Condition saidByAssistant() {
        return new SaidByAssistant();
    }

    /**
     * Begins a condition on a member of the metadata, which must be a JSON object.
     *
     * @param name the name of the member at its top level, compared exactly
     * @return the member, to be compared
     */
    static MetadataMember metadata(String name) {
        return new MetadataMember(name);
    }

    /**
     * Requires another condition beside this one.
     *
     * @param other the other condition
     * @return a condition that both must meet
     */
    default Condition and(Condition other) {
        return all(List.of(this, other));
    }

    /**
     * Admits another condition instead of this one.
     *
     * @param other the other condition
     * @return a condition that is met if one of both is
     */
    default Condition or(Condition other) {
        return any(List.of(this, other));
    }

    /** {@return the condition that a fact meets if it does not meet this one} */
    default Condition not() {
        return new Not(this);
    }

    private static Instant atOrAfter(Instant time) {
        Instant micros = Texts.requireGiven("time", time).truncatedTo(ChronoUnit.MICROS);
        if (!StoredTime.canHold(micros)) {
            throw new IllegalArgumentException(
                    "The time " + time + " cannot be compared; it must lie in the years 1 to 9999 UTC.");
        }
        Instant next = micros.plus(1, ChronoUnit.MICROS);
        return micros.equals(time) || !StoredTime.canHold(next) ? micros : next;
    }
}
