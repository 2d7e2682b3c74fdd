package io.lifeos.memory.reflect;

import io.lifeos.memory.fact.Entity;
import java.util.Objects;

/**
 * What a reflection says of an entity.
 *
 * @param entity the entity
 * @param text the summary, as Markdown; not blank
 */
public record EntityNote(Entity entity, String text) {

    /**
     * Checks the values.
     *
     * @throws IllegalArgumentException if the text is blank
     */
    public EntityNote {
        Objects.requireNonNull(entity, "The entity of the note is null.");
        Reflection.requireText("note on " + entity.name(), text);
    }
}
