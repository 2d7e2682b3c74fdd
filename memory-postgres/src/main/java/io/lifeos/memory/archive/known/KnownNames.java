package io.lifeos.memory.archive.known;

import io.lifeos.memory.fact.Owner;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** The names by which columns, and members of the metadata, mean the same in every program: {@code names.txt}. */
public final class KnownNames {

    private static final Map<String, List<String>> SECTIONS = read();
    private static final Map<String, OwnerName> OWNERS = owners();
    private static final Set<String> MEMBERS = members();

    private KnownNames() {}

    /**
     * A name that says whose a memory is.
     *
     * @param kind the kind of owner
     * @param place its place among all such names; of several in a row, the first that is set counts
     */
    public record OwnerName(Owner.Kind kind, int place) {}

    /**
     * Finds the meaning of a name.
     *
     * @param name a column, or a member of the metadata
     * @return the kind of owner; empty if the name says none
     */
    public static Optional<OwnerName> owner(String name) {
        return Optional.ofNullable(OWNERS.get(name));
    }

    /**
     * Tells whether a name may be an owner's, so that it is offered as one.
     *
     * @param name a column, or a member of the metadata
     * @return true if it may
     */
    public static boolean mayBeOwner(String name) {
        return section("likely").contains(name);
    }

    /** The members of the metadata that separate rows by something else than an owner. */
    public static List<String> scopes() {
        return section("scope");
    }

    /** The names of a role, the preferred one first. */
    public static List<String> roles() {
        return section("role");
    }

    /** All names that mean something as a member of the metadata. */
    public static Set<String> ofMembers() {
        return MEMBERS;
    }

    private static List<String> section(String name) {
        return Objects.requireNonNull(SECTIONS.get(name), name);
    }

    private static Map<String, OwnerName> owners() {
        Map<String, OwnerName> owners = new HashMap<>();
        for (Owner.Kind kind : Owner.Kind.values()) {
            section(kind.word()).forEach(name -> owners.put(name, new OwnerName(kind, owners.size())));
        }
        return owners;
    }

    private static Set<String> members() {
        Set<String> members = new HashSet<>();
        SECTIONS.values().forEach(members::addAll);
        RetirementMark.ALL.forEach(mark -> members.addAll(mark.names()));
        return Collections.unmodifiableSet(members);
    }

    private static Map<String, List<String>> read() {
        Map<String, List<String>> sections = new LinkedHashMap<>();
        try (InputStream in = Objects.requireNonNull(KnownNames.class.getResourceAsStream("names.txt"))) {
            new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#") && !line.isBlank())
                    .forEach(line -> {
                        String[] section = line.split(":", 2);
                        List<String> names = new ArrayList<>();
                        for (String name : section[1].strip().split(" ", -1)) {
                            names.addAll(Spelling.variants(name));
                        }
                        sections.put(section[0], List.copyOf(names));
                    });
            return sections;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
