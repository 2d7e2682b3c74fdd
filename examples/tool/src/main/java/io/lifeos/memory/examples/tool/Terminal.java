package io.lifeos.memory.examples.tool;

import java.io.BufferedOutputStream;
import java.io.Console;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The output of the tool: reports to {@code out}, errors, progress and questions to {@code err}. A character that the encoding
 * lacks is written as a question mark.
 *
 * @param out standard output
 * @param err standard error
 * @param interactive true if a person watches, so that a line may be rewritten and a question asked
 * @param answers gives the next line that the person writes; null at the end of the input
 */
public record Terminal(PrintStream out, PrintStream err, boolean interactive, Supplier<@Nullable String> answers) {

    public static Terminal ofProcess() {
        return new Terminal(
                stream(FileDescriptor.out, "stdout.encoding"),
                stream(FileDescriptor.err, "stderr.encoding"),
                isWatched(),
                Terminal::answer);
    }

    /** Java 22 to 24 give a pipe a console too, unless told to use the old kind. */
    @SuppressWarnings("SystemConsoleNull")
    private static boolean isWatched() {
        System.setProperty("jdk.console", "java.base");
        return System.console() != null;
    }

    /** Asks a person. Nobody to ask is no objection; no answer is. */
    boolean agrees(String question) {
        if (!interactive) {
            return true;
        }
        err.print(question + " [y/N] ");
        err.flush();
        String answer = answers.get();
        return answer != null && List.of("y", "yes").contains(answer.strip().toLowerCase(Locale.ROOT));
    }

    /** A terminal on which nothing appears. */
    Terminal silent() {
        PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
        return new Terminal(nowhere, nowhere, false, answers);
    }

    /** Leaves the line that shows progress to a person. */
    void beginLine() {
        if (interactive) {
            err.println();
        }
    }

    @SuppressWarnings("SystemConsoleNull")
    private static @Nullable String answer() {
        Console console = System.console();
        return console == null ? null : console.readLine();
    }

    /** Tells whether everything written so far has arrived. */
    public boolean delivered() {
        return !out.checkError();
    }

    /** The writer for the help, which is ASCII. */
    PrintWriter helpWriter() {
        return new PrintWriter(out, true, StandardCharsets.US_ASCII);
    }

    private static PrintStream stream(FileDescriptor descriptor, String encodingProperty) {
        return new PrintStream(
                new BufferedOutputStream(new FileOutputStream(descriptor)), true, charset(encodingProperty));
    }

    /** Java 19 and later name each stream's encoding; before that there is the platform's. */
    private static Charset charset(String encodingProperty) {
        String name = System.getProperty(encodingProperty, System.getProperty("native.encoding", "UTF-8"));
        return Charset.isSupported(name) ? Charset.forName(name) : StandardCharsets.UTF_8;
    }
}
