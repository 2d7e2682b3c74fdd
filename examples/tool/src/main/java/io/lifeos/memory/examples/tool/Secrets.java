package io.lifeos.memory.examples.tool;

import java.util.regex.Pattern;

/** Takes passwords out of what is about to be printed. */
final class Secrets {

    /** Everything up to the last at sign, whatever a password holds, but not the form that our own messages show. */
    private static final Pattern USER_AND_PASSWORD = Pattern.compile("(?<=://)(?!user:password@).*@", Pattern.DOTALL);

    private static final Pattern PARAMETER = Pattern.compile("(?<=password=)[^&\\s'\"]+", Pattern.CASE_INSENSITIVE);

    private Secrets() {}

    static String mask(String text) {
        String withoutUser = USER_AND_PASSWORD.matcher(text).replaceAll("***@");
        return PARAMETER.matcher(withoutUser).replaceAll("***");
    }
}
