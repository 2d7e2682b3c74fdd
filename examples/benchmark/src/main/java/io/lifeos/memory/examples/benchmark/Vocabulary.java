package io.lifeos.memory.examples.benchmark;

import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Function;

/** Words that are drawn as in speech: few of them often, most of them seldom (Zipf's law). */
final class Vocabulary {

    private static final String[] SYLLABLES = {
        "al", "ba", "con", "da", "er", "fi", "go", "ha", "in", "ju", "ka", "lo", "mer", "na", "or", "per", "qui", "ra",
        "sen", "ta", "un", "ver", "wi", "yo", "za"
    };
    private static final double FLATTENING = 2.7;

    private final List<String> words;
    private final double[] cumulated;

    private Vocabulary(Set<String> words) {
        this.words = List.copyOf(words);
        this.cumulated = new double[words.size()];
        double sum = 0;
        for (int rank = 0; rank < cumulated.length; rank++) {
            sum += 1 / (rank + FLATTENING);
            cumulated[rank] = sum;
        }
    }

    static Vocabulary ofWords(int size, SplittableRandom random) {
        return of(size, random, Vocabulary::word);
    }

    static Vocabulary ofTickers(int size, SplittableRandom random) {
        return of(size, random, Vocabulary::ticker);
    }

    static Vocabulary ofUsers(int size, SplittableRandom random) {
        return of(size, random, each -> "@" + word(each) + each.nextInt(100));
    }

    private static Vocabulary of(int size, SplittableRandom random, Function<SplittableRandom, String> make) {
        Set<String> words = new LinkedHashSet<>();
        while (words.size() < size) {
            words.add(make.apply(random));
        }
        return new Vocabulary(words);
    }

    private static String word(SplittableRandom random) {
        StringBuilder word = new StringBuilder();
        for (int syllables = random.nextInt(1, 5); syllables > 0; syllables--) {
            word.append(SYLLABLES[random.nextInt(SYLLABLES.length)]);
        }
        return word.toString();
    }

    private static String ticker(SplittableRandom random) {
        StringBuilder ticker = new StringBuilder();
        for (int letters = random.nextInt(3, 7); letters > 0; letters--) {
            ticker.append((char) random.nextInt('A', 'Z' + 1));
        }
        return ticker.toString();
    }

    String draw(SplittableRandom random) {
        int at = Arrays.binarySearch(cumulated, random.nextDouble(cumulated[cumulated.length - 1]));
        return words.get(at < 0 ? -at - 1 : at);
    }
}
