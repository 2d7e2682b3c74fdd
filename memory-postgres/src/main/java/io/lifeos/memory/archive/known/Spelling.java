package io.lifeos.memory.archive.known;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** The spellings of one name in different programs. */
final class Spelling {

    private Spelling() {}

    /** Returns a name in snake case, and the same in camel case: {@code user_id}, userId, UserId and userID. */
    static List<String> variants(String name) {
        StringBuilder camel = new StringBuilder();
        for (String word : name.split("_", -1)) {
            camel.append(camel.isEmpty() ? word : capitalised(word));
        }
        String upper = camel.toString().replaceAll("Id$", "ID");
        return Stream.of(name, camel.toString(), capitalised(camel.toString()), upper)
                .distinct()
                .toList();
    }

    private static String capitalised(String word) {
        return word.isEmpty() ? word : word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1);
    }
}
