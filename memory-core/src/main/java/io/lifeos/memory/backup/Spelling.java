package io.lifeos.memory.backup;

import java.io.File;
import java.nio.charset.Charset;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** Whether the names of files can be written as text, and text as names of files, in the locale of this process. */
final class Spelling {

    private static final Charset OF_NAMES = Charset.forName(
            System.getProperty("sun.jnu.encoding", Charset.defaultCharset().name()));

    /** What to tell of a name that cannot be. */
    static final String ADVICE = "cannot be spelled in the locale of this process, whose file names are in " + OF_NAMES;

    private Spelling() {}

    /** Tells whether the path's text stands for this path, and for no other. */
    static boolean isExact(Path path) {
        String text = path.toString();
        try {
            return text.indexOf('\uFFFD') < 0 || Path.of(text).equals(path);
        } catch (InvalidPathException e) {
            return false;
        }
    }

    /** Tells whether the locale has all characters of a name. Windows keeps names as text, whatever the locale. */
    static boolean canSpell(String name) {
        return File.separatorChar == '\\' || OF_NAMES.newEncoder().canEncode(name);
    }
}
