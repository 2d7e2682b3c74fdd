package io.lifeos.memory.archive.row;

import io.lifeos.memory.jdbc.FloatBytes;
import java.util.Optional;

/**
 * A vector that was written as text: a JSON array, or the form of pgvector or PostgreSQL.
 *
 * @param embedding its numbers, each rounded to the nearest float32
 * @param exact true if the text is no more precise: each number is, to as many digits as it has, what float32 holds
 */
public record VectorText(Embedding embedding, boolean exact) {

    /**
     * Reads a vector and rounds each number to the nearest float32.
     *
     * @param text as for {@link #parse(String)}
     * @return the vector; empty as for {@link #parse(String)}
     */
    public static Optional<Embedding> rounded(String text) {
        return parse(text).map(VectorText::embedding);
    }

    /**
     * Reads a vector.
     *
     * @param text numbers with commas between them, in brackets or braces
     * @return the vector; empty if the list is empty, has several dimensions or other bounds than from 1, or has an element
     *     that is NULL, no number, or beyond the range of float32
     */
    public static Optional<VectorText> parse(String text) {
        String list = text.strip();
        if (!isWithin(list, "[", "]") && !isWithin(list, "{", "}")) {
            return Optional.empty();
        }
        String[] elements = list.substring(1, list.length() - 1).split(",", -1);
        float[] vector = new float[elements.length];
        int at = 0;
        boolean exact = true;
        for (String element : elements) {
            Optional<DecimalNumber> number = DecimalNumber.parse(element.strip());
            if (number.isEmpty() || number.get().isBeyondFloat()) {
                return Optional.empty();
            }
            vector[at++] = number.get().floatValue();
            exact = exact && number.get().isFloat();
        }
        return Optional.of(new VectorText(Embedding.ofLittleEndian(FloatBytes.of(vector)), exact));
    }

    private static boolean isWithin(String text, String open, String close) {
        return text.startsWith(open) && text.endsWith(close);
    }
}
