package io.lifeos.memory.fact;

import java.util.Locale;

/** What kind of thing an entity is. The names, in lower case, are what the file holds. */
public enum EntityType {
    /** A tradable symbol, such as {@code SOL} or {@code @KR8TIV}. */
    TOKEN,
    /** A person or an account, such as {@code @alice}. */
    USER,
    /** A strategy. Never guessed from a text; only given. */
    STRATEGY,
    /** Anything else: a tag, a platform, a site. */
    OTHER;

    /**
     * The name under which the file holds this type.
     *
     * @return the name in lower case
     */
    public String storedName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
