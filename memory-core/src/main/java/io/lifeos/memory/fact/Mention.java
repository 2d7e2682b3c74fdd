package io.lifeos.memory.fact;

import org.jspecify.annotations.Nullable;

/**
 * That a fact speaks of an entity.
 *
 * @param entity the entity
 * @param text how the fact spells it
 * @param position where in the content the spelling begins, in UTF-16 units from 0; null if it was given beside the
 *     content rather than found in it
 */
public record Mention(Entity entity, String text, @Nullable Integer position) {

    /**
     * Checks the spelling.
     *
     * @throws IllegalArgumentException if the spelling is not valid Unicode
     */
    public Mention {
        Texts.requireUnicode("spelling of an entity", text);
    }

    /**
     * A mention that was given beside the content.
     *
     * @param name the entity's name; never blank
     * @return a mention of {@link Entity#named(String)} without a position
     * @throws IllegalArgumentException if the name is blank or is not valid Unicode
     */
    public static Mention given(String name) {
        return new Mention(Entity.named(name), name, null);
    }
}
