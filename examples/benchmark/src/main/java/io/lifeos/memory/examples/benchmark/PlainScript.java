package io.lifeos.memory.examples.benchmark;

import io.lifeos.memory.examples.postgres.TemporaryFolder;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/**
 * Migrates by a plain Python script that does the same job as a first run, mentions and logs included, in one transaction
 * and without our guarantees.
 */
final class PlainScript {

    private final String python;
    private final String url;

    PlainScript(String python, String url) {
        this.python = python;
        this.url = url;
    }

    /** Tells whether Python can reach PostgreSQL: Debian's python3-psycopg2 is there. */
    static boolean isPossible(String python) throws InterruptedException {
        try {
            return new ProcessBuilder(python, "-c", "import psycopg2")
                            .redirectErrorStream(true)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException noPython) {
            return false;
        }
    }

    Run run(int rows) throws IOException, InterruptedException {
        try (TemporaryFolder folder = TemporaryFolder.create("lifeos-benchmark")) {
            Path script = folder.path().resolve("plain.py");
            try (InputStream in = Objects.requireNonNull(PlainScript.class.getResourceAsStream("plain.py"))) {
                Files.copy(in, script);
            }
            Path memory = folder.path().resolve("memory");
            ProcessBuilder builder =
                    new ProcessBuilder(python, script.toString(), memory.toString()).redirectErrorStream(true);
            builder.environment().put("DATABASE_URL", url);
            Stopwatch watch = new Stopwatch();
            Process process = builder.start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            int exitCode = process.waitFor();
            if (exitCode != 0 || !output.startsWith(rows + " rows")) {
                throw new IllegalStateException("The script ended with exit code " + exitCode + ", " + output);
            }
            return watch.stop(null, Files.size(memory.resolve("jarvis.db")));
        }
    }
}
