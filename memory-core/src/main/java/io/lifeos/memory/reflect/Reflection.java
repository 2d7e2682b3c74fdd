package io.lifeos.memory.reflect;

import io.lifeos.memory.fact.Entity;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What comes of looking back on a period.
 *
 * @param summary the summary of the period, as Markdown; not blank
 * @param conclusions the new facts
 * @param entities what is said of entities, of each at most once
 */
public record Reflection(String summary, List<Conclusion> conclusions, List<EntityNote> entities) {

    /**
     * Checks and copies the values.
     *
     * @throws IllegalArgumentException if the summary is blank, or there are two notes on an entity
     */
    public Reflection {
        requireText("summary of the period", summary);
        conclusions = List.copyOf(Objects.requireNonNull(conclusions, "The list of conclusions is null."));
        entities = List.copyOf(Objects.requireNonNull(entities, "The list of notes on entities is null."));
        if (entities.stream().map(EntityNote::entity).distinct().count() < entities.size()) {
            throw new IllegalArgumentException("There are two notes on one entity; join them.");
        }
    }

    /**
     * Starts to build a reflection.
     *
     * @param summary the summary of the period, as Markdown; not blank
     * @return a builder of a reflection with nothing else
     * @throws IllegalArgumentException if the summary is blank
     */
    public static Builder builder(String summary) {
        return new Builder(summary);
    }

    static void requireText(String what, String text) {
        if (Objects.requireNonNull(text, () -> "The " + what + " is null.").isBlank()) {
            throw new IllegalArgumentException("The " + what + " is blank; say something, or leave it out.");
        }
    }

    /** Builds a {@link Reflection}. Null is refused with a {@link NullPointerException}. Not safe for use by several threads. */
    public static final class Builder {

        private final String summary;
        private final List<Conclusion> conclusions = new ArrayList<>();
        private final Map<Entity, EntityNote> notes = new LinkedHashMap<>();

        private Builder(String summary) {
            requireText("summary of the period", summary);
            this.summary = summary;
        }

        /**
         * Adds a new fact.
         *
         * @param content the text to remember; not blank
         * @param confidence the confidence in it, 0 to 1
         * @return this
         * @throws IllegalArgumentException if the content is blank or not valid Unicode, or the confidence out of its range
         */
        public Builder conclusion(String content, double confidence) {
            conclusions.add(new Conclusion(content, confidence));
            return this;
        }

        /**
         * Sets what is said of an entity, in place of what was said before.
         *
         * @param entity the entity, such as {@code Entity.named("@anna")}
         * @param text the summary, as Markdown; not blank
         * @return this
         * @throws IllegalArgumentException if the text is blank
         */
        public Builder entity(Entity entity, String text) {
            notes.put(entity, new EntityNote(entity, text));
            return this;
        }

        /** {@return the reflection} */
        public Reflection build() {
            return new Reflection(summary, conclusions, List.copyOf(notes.values()));
        }
    }
}
