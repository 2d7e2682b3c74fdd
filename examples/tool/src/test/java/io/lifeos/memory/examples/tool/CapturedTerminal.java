package io.lifeos.memory.examples.tool;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** A terminal whose two streams are kept for a look. */
final class CapturedTerminal {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final Charset charset;
    private final Terminal terminal;

    private CapturedTerminal(Charset charset, boolean interactive, @Nullable String answer) {
        this.charset = charset;
        this.terminal = new Terminal(
                new PrintStream(out, true, charset), new PrintStream(err, true, charset), interactive, () -> answer);
    }

    static CapturedTerminal pipe() {
        return new CapturedTerminal(StandardCharsets.UTF_8, false, null);
    }

    static CapturedTerminal asciiPipe() {
        return new CapturedTerminal(StandardCharsets.US_ASCII, false, null);
    }

    static CapturedTerminal watched() {
        return answering(null);
    }

    /** One at which a person gives an answer; null is the end of the input. */
    static CapturedTerminal answering(@Nullable String answer) {
        return new CapturedTerminal(StandardCharsets.UTF_8, true, answer);
    }

    Terminal terminal() {
        return terminal;
    }

    String out() {
        return out.toString(charset);
    }

    String err() {
        return err.toString(charset);
    }
}
