package io.lifeos.memory.postgres.testing;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;

/** Runs the programs of the machine. */
public final class Programs {

    private Programs() {}

    /** Tells whether the program is there and ends well; what it prints goes nowhere. */
    public static boolean succeeds(String... command) {
        try {
            return new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException notThere) {
            return false;
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    /** Runs a program to its end in a folder; it must end well. */
    static void run(Path folder, String... command) throws IOException {
        File output = folder.resolve(Path.of(command[0]).getFileName() + ".log").toFile();
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output)
                .start();
        try {
            if (process.waitFor() != 0) {
                throw new IOException(String.join(" ", command) + " failed; see " + output);
            }
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    static IllegalStateException interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new IllegalStateException(e);
    }
}
