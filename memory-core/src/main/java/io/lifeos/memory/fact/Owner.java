package io.lifeos.memory.fact;

import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The owner of a fact: the person, agent, run or tenant whose memory it is. A fact has at most one of each kind. Two owners
 * are equal if kind and id are, compared exactly.
 *
 * <pre>{@code
 * memory.retain("Ann likes tea").owner(Owner.user("ann")).save();
 * memory.recall("tea").owner(Owner.user("ann")).fetch();
 * }</pre>
 *
 * @param kind the kind of owner
 * @param id the owner's id among those of its kind; not blank
 */
public record Owner(Kind kind, String id) {

    /**
     * Checks the id.
     *
     * @throws IllegalArgumentException if the id is blank or not valid Unicode
     */
    public Owner {
        Texts.requireGiven("kind of the owner", kind);
        Texts.requireText("id of the " + kind.word(), id);
    }

    /** The kinds of owners. A fact's owners are in this order. */
    public enum Kind {
        /** A person. */
        USER,
        /** An agent, bot or assistant. */
        AGENT,
        /** A run or task of an agent. A conversation is a session, and no owner. */
        RUN,
        /** An organisation or workspace. */
        TENANT;

        private final String word = name().toLowerCase(Locale.ROOT);

        /**
         * Returns the kind in lower case, as the file and the reports write it.
         *
         * @return {@code user}, {@code agent}, {@code run} or {@code tenant}
         */
        public String word() {
            return word;
        }
    }

    /**
     * Returns an owner that is a person.
     *
     * @param id the person's id; not blank
     * @return the owner
     * @throws IllegalArgumentException if the id is blank or not valid Unicode
     */
    public static Owner user(String id) {
        return new Owner(Kind.USER, id);
    }

    /**
     * Returns an owner that is an agent, bot or assistant.
     *
     * @param id the agent's id; not blank
     * @return the owner
     * @throws IllegalArgumentException if the id is blank or not valid Unicode
     */
    public static Owner agent(String id) {
        return new Owner(Kind.AGENT, id);
    }

    /**
     * Returns an owner that is a run or task of an agent.
     *
     * @param id the run's id; not blank
     * @return the owner
     * @throws IllegalArgumentException if the id is blank or not valid Unicode
     */
    public static Owner run(String id) {
        return new Owner(Kind.RUN, id);
    }

    /**
     * Returns an owner that is an organisation or workspace.
     *
     * @param id the tenant's id; not blank
     * @return the owner
     * @throws IllegalArgumentException if the id is blank or not valid Unicode
     */
    public static Owner tenant(String id) {
        return new Owner(Kind.TENANT, id);
    }

    /**
     * Returns the owners of a scope within another, for implementors of a memory.
     *
     * @param scope the owners of the other scope
     * @param owner an owner
     * @param more further owners
     * @return all of them, each once, in the order of kinds
     * @throws IllegalArgumentException if two are of one kind, so that no fact could have both
     */
    public static List<Owner> narrowed(Collection<Owner> scope, Owner owner, Owner... more) {
        Texts.requireGiven("scope", scope);
        Texts.requireGiven("owner", owner);
        List<Owner> all = new ArrayList<>();
        for (Owner each : Texts.requireGiven("list of owners", more)) {
            all.add(Texts.requireGiven("owner", each));
        }
        all.add(owner);
        all.addAll(scope);
        List<Owner> narrowed = oneOfEachKind(all);
        if (!narrowed.containsAll(all)) {
            throw new IllegalArgumentException("A fact has at most one owner of each kind, so none can have all of "
                    + all + "; name one of each kind.");
        }
        return narrowed;
    }

    /** Returns the last owner of each kind, in the order of kinds. */
    static List<Owner> oneOfEachKind(Collection<Owner> owners) {
        if (owners.isEmpty()) {
            return List.of();
        }
        Map<Kind, Owner> byKind = new EnumMap<>(Kind.class);
        owners.forEach(owner -> byKind.put(owner.kind, owner));
        return List.copyOf(byKind.values());
    }
}
