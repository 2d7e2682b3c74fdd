package io.lifeos.memory.text;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.stream.Collectors;

/** Reads lists of words, one on a line, that come with the library. */
public final class WordList {

    private WordList() {}

    /**
     * Reads a list.
     *
     * @param owner a class in the package of the list
     * @param resource the name of the list's file
     * @return the words
     * @throws IllegalStateException if the library's jar lacks the file, or it cannot be read
     */
    public static Set<String> read(Class<?> owner, String resource) {
        try (InputStream in = owner.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException("The resource " + resource + " is missing from the library's jar.");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .collect(Collectors.toUnmodifiableSet());
        } catch (IOException e) {
            throw new IllegalStateException("The resource " + resource + " of the library's jar cannot be read.", e);
        }
    }
}
