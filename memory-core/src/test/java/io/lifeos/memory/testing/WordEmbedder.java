package io.lifeos.memory.testing;

import io.lifeos.memory.recall.Embedder;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * An embedder for tests: texts are near to each other if they share words. Its numbers are whole 64ths, which a half-precision float
 * holds exactly. It fails while it is told to, and always on a text that contains "poison".
 */
public final class WordEmbedder implements Embedder {

    private final String model;
    private final int dimensions;
    private final AtomicInteger embedded = new AtomicInteger();
    private volatile boolean failing;

    /** An embedder under a name, of some dimension. */
    public WordEmbedder(String model, int dimensions) {
        this.model = model;
        this.dimensions = dimensions;
    }

    /** Sets whether it fails. */
    public void failing(boolean failing) {
        this.failing = failing;
    }

    /** How many texts were embedded so far. */
    public int embedded() {
        return embedded.get();
    }

    @Override
    public List<float[]> embed(List<String> texts, Purpose purpose) {
        List<float[]> vectors = new ArrayList<>();
        for (String text : texts) {
            if (failing || text.contains("poison")) {
                throw new IllegalStateException("told to fail");
            }
            vectors.add(vector(text));
        }
        embedded.addAndGet(texts.size());
        return vectors;
    }

    private float[] vector(String text) {
        float[] vector = new float[dimensions];
        for (String word : text.toLowerCase(Locale.ROOT).split("\\W+", -1)) {
            Random random = new Random(word.hashCode());
            for (int i = 0; i < dimensions; i++) {
                vector[i] += Math.round(64 * random.nextGaussian()) / 64f;
            }
        }
        return vector;
    }

    @Override
    public String model() {
        return model;
    }

    @Override
    public int dimensions() {
        return dimensions;
    }
}
