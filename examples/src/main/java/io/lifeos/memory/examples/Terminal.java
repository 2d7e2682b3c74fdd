package io.lifeos.memory.examples;

import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.Charset;

/**
 * Where the tool writes: reports to {@code out}, errors and progress to {@code err}. What the terminal's encoding lacks
 * is written as a question mark.
 *
 * @param out standard output
 * @param err standard error
 * @param interactive whether a person watches, so that a line may be rewritten
 */
record Terminal(PrintStream out, PrintStream err, boolean interactive) {

    static Terminal ofProcess() {
        return new Terminal(
                stream(FileDescriptor.out, "stdout.encoding"),
                stream(FileDescriptor.err, "stderr.encoding"),
                System.console() != null);
    }

    /** Whether everything written so far has arrived. */
    boolean delivered() {
        return !out.checkError();
    }

    PrintWriter outWriter() {
        return new PrintWriter(out, true);
    }

    private static PrintStream stream(FileDescriptor descriptor, String encodingProperty) {
        return new PrintStream(
                new BufferedOutputStream(new FileOutputStream(descriptor)), true, charset(encodingProperty));
    }

    /** Java 19 and later name each stream's encoding; before that there is the platform's. */
    private static Charset charset(String encodingProperty) {
        String name = System.getProperty(encodingProperty, System.getProperty("native.encoding", ""));
        return name.isEmpty() || !Charset.isSupported(name) ? Charset.defaultCharset() : Charset.forName(name);
    }
}
