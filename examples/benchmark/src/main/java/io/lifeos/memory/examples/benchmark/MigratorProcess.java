package io.lifeos.memory.examples.benchmark;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** This migrator in JVMs of its own, each with little memory, and each but one for one call. */
final class MigratorProcess {

    private static final String HEAP = "-Xmx128m";

    private final String url;
    private final Path root;
    private final List<String> jvmOptions;

    MigratorProcess(String url, Path root, List<String> jvmOptions) {
        this.url = url;
        this.root = root;
        this.jvmOptions = jvmOptions;
    }

    /** Makes a call that has to write or compare the given number of rows. */
    Run run(MigrationTask.Kind kind, int rows) throws IOException, InterruptedException {
        Stopwatch watch = new Stopwatch();
        Run.Call call = call(kind, rows, 1);
        return watch.stop(call, Files.size(root.resolve("jarvis.db")));
    }

    /** Migrates the rows several times in one process; what is measured is the last call alone. */
    Run runWarm(int rows, int runs) throws IOException, InterruptedException {
        Run.Call last = call(MigrationTask.Kind.MIGRATE, rows, runs);
        return new Run(last.time(), last.cpu(), last, Files.size(root.resolve("jarvis.db")));
    }

    private Run.Call call(MigrationTask.Kind kind, int rows, int runs) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add(HEAP);
        command.addAll(jvmOptions);
        command.addAll(List.of(
                "-cp",
                System.getProperty("java.class.path"),
                MigrationTask.class.getName(),
                kind.name(),
                url,
                root.toString(),
                String.valueOf(runs)));
        Process process =
                new ProcessBuilder(command).redirectError(Redirect.INHERIT).start();
        String line = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        int exitCode = process.waitFor();
        if (exitCode != 0 || !line.startsWith(rows + " ")) {
            throw new IllegalStateException(
                    kind + " of " + rows + " rows ended with exit code " + exitCode + ", " + line);
        }
        return call(line.split(" "));
    }

    private static Run.Call call(String[] numbers) {
        return new Run.Call(
                Duration.ofNanos(Long.parseLong(numbers[1])),
                Duration.ofNanos(Long.parseLong(numbers[2])),
                Integer.parseInt(numbers[3]),
                Long.parseLong(numbers[4]),
                Long.parseLong(numbers[5]));
    }
}
