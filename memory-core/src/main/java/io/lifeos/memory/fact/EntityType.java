package io.lifeos.memory.fact;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;
import java.util.Set;

/**
 * The kind of thing that an entity is. Four types are constants here; a host names others by {@link #of(String)}, such as
 * {@code project} or {@code invoice}. Two types are equal if their names are.
 */
public final class EntityType {

    /** A tradable symbol, such as {@code SOL} or {@code @KR8TIV}. */
    public static final EntityType TOKEN = new EntityType("token");

    /** A person or an account, such as {@code @alice}. */
    public static final EntityType USER = new EntityType("user");

    /** A strategy, which is never guessed from a text, only given. */
    public static final EntityType STRATEGY = new EntityType("strategy");

    /** Anything else: a tag, a platform, a site. */
    public static final EntityType OTHER = new EntityType("other");

    private static final Set<EntityType> STANDARD = Set.of(TOKEN, USER, STRATEGY, OTHER);

    private static final int MAX_LENGTH = 100;

    private final String name;

    private EntityType(String name) {
        this.name = name;
    }

    /**
     * Returns the type of a name. Case does not matter, nor do spaces around the name: {@code of("Project")} equals
     * {@code of("project")}, and {@code of("token")} equals {@link #TOKEN}.
     *
     * @param name 1 to 100 characters; not blank, and without control characters
     * @return the type
     * @throws IllegalArgumentException if the name is blank, too long or not valid Unicode, or has a control character
     */
    public static EntityType of(String name) {
        Texts.requireText("name of an entity type", name);
        String normalized = name.strip().toLowerCase(Locale.ROOT);
        if (normalized.length() > MAX_LENGTH) {
            throw new IllegalArgumentException("The name of an entity type has " + normalized.length()
                    + " characters; it may have " + MAX_LENGTH + ".");
        }
        if (normalized.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException("The name of an entity type has a control character; leave it out.");
        }
        return new EntityType(normalized);
    }

    /** {@return the name in lower case, which is what a memory stores} */
    @JsonValue
    public String name() {
        return name;
    }

    /** {@return true if this is one of the four constants} */
    public boolean isStandard() {
        return STANDARD.contains(this);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof EntityType type && type.name.equals(name);
    }

    @Override
    public int hashCode() {
        return name.hashCode();
    }

    /** Returns the name. */
    @Override
    public String toString() {
        return name;
    }
}
