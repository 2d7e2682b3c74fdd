package io.lifeos.memory.fact;

import org.jspecify.annotations.Nullable;

/**
 * A fact's mention of an entity.
 *
 * @param entity the entity
 * @param text the spelling in the fact
 * @param position the index in the content at which the spelling begins, in UTF-16 units from 0; null if the mention was
 *     given beside the content rather than found in it
 */
public record Mention(Entity entity, String text, @Nullable Integer position) {

    /**
     * Checks the entity and the spelling.
     *
     * @throws NullPointerException if the entity or the spelling is null
     * @throws IllegalArgumentException if the spelling is not valid Unicode
     */
    public Mention {
        Texts.requireGiven("entity of a mention", entity);
        Texts.requireUnicode("spelling of an entity", text);
    }

    /**
     * Returns a mention that was given beside the content.
     *
     * @param name the entity's name; never blank
     * @return a mention of {@link Entity#named(String)} without a position
     * @throws IllegalArgumentException if the name is blank or is not valid Unicode
     */
    public static Mention given(String name) {
        return new Mention(Entity.named(name), name, null);
    }

    /**
     * Returns a mention that was given beside the content, of an entity whose type is known.
     *
     * @param name the entity's name; never blank
     * @param type the entity's type
     * @return a mention without a position
     * @throws IllegalArgumentException if the name is blank or is not valid Unicode
     */
    public static Mention given(String name, EntityType type) {
        return new Mention(new Entity(name, type), name, null);
    }
}
