package io.lifeos.memory.archive.known;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** Who said a memory, by the words that programs have for a role. */
public enum Speaker {
    /** A person. */
    PERSON("user", "human"),
    /** The assistant itself. */
    ASSISTANT("assistant", "ai", "model", "bot"),
    /** A tool, or the program that runs the assistant. */
    OTHER("tool", "function", "system", "developer", "tool_execution_result");

    private final List<String> words;

    Speaker(String... words) {
        this.words = List.of(words);
    }

    /**
     * The words for it.
     *
     * @return the words, in lower case
     */
    public List<String> words() {
        return words;
    }

    /**
     * Reads a role.
     *
     * @param role a value, in upper or lower case
     * @return who it is; empty if it is none of the known words
     */
    public static Optional<Speaker> of(String role) {
        String word = role.strip().toLowerCase(Locale.ROOT);
        return Stream.of(values()).filter(speaker -> speaker.words.contains(word)).findFirst();
    }
}
