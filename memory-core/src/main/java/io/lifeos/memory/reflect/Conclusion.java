package io.lifeos.memory.reflect;

import io.lifeos.memory.fact.NewFact;

/**
 * A fact that a reflection concludes.
 *
 * @param content the text to remember; not blank
 * @param confidence the confidence in it, 0 to 1
 */
public record Conclusion(String content, double confidence) {

    /**
     * Checks the values.
     *
     * @throws IllegalArgumentException if the content is blank or not valid Unicode, or the confidence out of its range
     */
    public Conclusion {
        NewFact checked = NewFact.of(content).confidence(confidence).build();
        if (checked.content().isBlank()) {
            throw new IllegalArgumentException("A conclusion is blank; leave it out, or give it a content.");
        }
    }
}
