package io.lifeos.memory.examples.benchmark;

import java.util.PriorityQueue;

/**
 * Compares a question with every vector: the cost of a search without an index. Each vector is an array of its own on the
 * heap, as an embedder gives it; for many facts the same 100,000 vectors are walked repeatedly: as much work, less memory.
 */
final class BruteForceScan {

    private static final int MOST_HELD = 100_000;
    private static final int DIMENSIONS = FactGenerator.DIMENSIONS;

    private final int facts;
    private final float[][] vectors;

    BruteForceScan(FactGenerator generator, int facts) {
        this.facts = facts;
        this.vectors = new float[Math.min(facts, MOST_HELD)][];
        for (int number = 0; number < vectors.length; number++) {
            vectors[number] = generator.vector(number);
        }
    }

    /** The scores of the best; the vectors are not brought to length 1, which would not change the work. */
    PriorityQueue<Float> best(float[] question, int limit) {
        PriorityQueue<Float> best = new PriorityQueue<>();
        for (int fact = 0; fact < facts; fact++) {
            float score = dot(question, vectors[fact % vectors.length]);
            if (best.size() < limit) {
                best.add(score);
            } else if (score > best.element()) {
                best.remove();
                best.add(score);
            }
        }
        return best;
    }

    private static float dot(float[] question, float[] vector) {
        float a = 0;
        float b = 0;
        float c = 0;
        float d = 0;
        float e = 0;
        float f = 0;
        float g = 0;
        float h = 0;
        for (int i = 0; i < DIMENSIONS; i += 8) {
            a += question[i] * vector[i];
            b += question[i + 1] * vector[i + 1];
            c += question[i + 2] * vector[i + 2];
            d += question[i + 3] * vector[i + 3];
            e += question[i + 4] * vector[i + 4];
            f += question[i + 5] * vector[i + 5];
            g += question[i + 6] * vector[i + 6];
            h += question[i + 7] * vector[i + 7];
        }
        return a + b + c + d + e + f + g + h;
    }
}
