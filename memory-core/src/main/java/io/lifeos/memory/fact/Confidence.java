package io.lifeos.memory.fact;

/** Checks a confidence. */
final class Confidence {

    private Confidence() {}

    static double require(double confidence) {
        if (!(confidence >= 0.0 && confidence <= 1.0)) {
            throw new IllegalArgumentException("The confidence is " + confidence + "; it must be from 0 to 1.");
        }
        return confidence;
    }
}
