package io.lifeos.memory.recall;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

record ExplanationRecord(
        List<String> words,
        double wordShare,
        Optional<Double> cosine,
        Optional<LegScore> keyword,
        Optional<LegScore> vector,
        double order)
        implements Explanation {

    ExplanationRecord {
        words = List.copyOf(words);
    }

    @Override
    public String toString() {
        List<String> reasons = new ArrayList<>();
        if (words.isEmpty()) {
            reasons.add("holds no word of the question");
        } else {
            reasons.add(text("holds %s, %.2f of the question's words", String.join(", ", words), wordShare));
        }
        cosine.ifPresent(value -> reasons.add(text("cosine %.2f", value)));
        keyword.ifPresent(leg -> reasons.add(place(leg, "words")));
        vector.ifPresent(leg -> reasons.add(place(leg, "vectors")));
        reasons.add(text("ordered by %.2f", order));
        return String.join("; ", reasons);
    }

    private static String place(LegScore leg, String by) {
        String lent = leg.lent() > 0 ? text(", %.2f of it lent by the facts around it", leg.lent()) : "";
        return text("number %d by %s with %.2f", leg.rank(), by, leg.score()) + lent;
    }

    private static String text(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
