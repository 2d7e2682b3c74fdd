package io.lifeos.memory.archive.known;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** Who said a memory, by the words that programs have for a role. */
public enum Speaker {
    /** A person. */
    PERSON,
    /** The assistant itself. */
    ASSISTANT,
    /** A tool, or the program that runs the assistant. */
    OTHER;

    /**
     * The words for it.
     *
     * @return the words, in lower case
     */
    public List<String> words() {
        return switch (this) {
            case PERSON -> List.of("user", "human");
            case ASSISTANT -> List.of("assistant", "ai", "model", "bot");
            case OTHER -> List.of("tool", "function", "system", "developer", "tool_execution_result");
        };
    }

    /**
     * Reads a role.
     *
     * @param role a value, in upper or lower case
     * @return who it is; empty if it is none of the known words
     */
    public static Optional<Speaker> of(String role) {
        String word = role.strip().toLowerCase(Locale.ROOT);
        return Stream.of(values())
                .filter(speaker -> speaker.words().contains(word))
                .findFirst();
    }
}
