package io.lifeos.memory.examples.tool;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.lifeos.memory.postgres.testing.Programs;
import io.lifeos.memory.postgres.testing.Requirement;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A JVM of its own, with a home of its own, and an environment that names no database and no memory. */
public final class JavaProcess {

    private static final Path TOOL =
            Path.of("target", "migrate-archival-memory.jar").toAbsolutePath();
    private static final long PATIENCE_SECONDS = 180;

    private final Path folder;
    private final ProcessBuilder builder;

    private JavaProcess(Path folder, List<String> command) {
        this.folder = folder;
        this.builder = new ProcessBuilder(command).directory(folder.toFile());
        List.of("DATABASE_URL", "LIFEOS_MEMORY_ROOT", "JARVIS_MEMORY_ROOT", "JAVA_TOOL_OPTIONS")
                .forEach(builder.environment()::remove);
    }

    /** The packaged tool, in a folder of the test. */
    static JavaProcess tool(Path folder, String... arguments) {
        JavaProcess tool = jar(folder, TOOL, arguments);
        if (Files.exists(ToolClasses.ARCHIVE)) {
            tool.builder.command().add(1, "-XX:SharedArchiveFile=" + ToolClasses.ARCHIVE);
        }
        return tool;
    }

    /** A jar that can be run, in a folder of the test. */
    public static JavaProcess jar(Path folder, Path jar, String... arguments) {
        List<String> all = new ArrayList<>(List.of("-jar", jar.toAbsolutePath().toString()));
        all.addAll(List.of(arguments));
        return java(folder, all);
    }

    private static JavaProcess java(Path folder, List<String> arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-XX:TieredStopAtLevel=1", "-Duser.home=" + folder.resolve("home")));
        command.addAll(arguments);
        return new JavaProcess(folder, command);
    }

    /** A command that becomes a JVM, in a folder of the test. */
    static JavaProcess script(Path folder, List<String> command) {
        JavaProcess script = new JavaProcess(folder, command);
        script.builder.environment().put("HOME", folder.resolve("home").toString());
        List.of("XDG_CACHE_HOME", "JAVA_HOME", "JDK_JAVA_OPTIONS").forEach(script.builder.environment()::remove);
        return script;
    }

    /** A main class, in a folder of the test. */
    static JavaProcess main(Path folder, String classPath, String mainClass, String... arguments) {
        List<String> all = new ArrayList<>(List.of("-cp", classPath, mainClass));
        all.addAll(List.of(arguments));
        return java(folder, all);
    }

    /** Arguments, and one more at their end. */
    static String[] with(String[] arguments, String more) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.add(more);
        return all.toArray(String[]::new);
    }

    JavaProcess environment(Map<String, String> variables) {
        builder.environment().putAll(variables);
        return this;
    }

    /** Gives it a heap, such as 128m. */
    JavaProcess heap(String most) {
        builder.command().add(1, "-Xmx" + most);
        return this;
    }

    /** Gives it a temporary folder. */
    JavaProcess temporaryFolder(Path temporary) {
        builder.command().add(1, "-Djava.io.tmpdir=" + temporary);
        return this;
    }

    /** Runs it at a pseudo terminal, whose whole input this is. All that it says is on one stream there. */
    Ended runAtTerminal(String input) {
        Requirement.orSkip(
                Programs.succeeds("script", "--version"), "script of util-linux is missing, and with it a terminal");
        String line = builder.command().stream()
                .map(argument -> "'" + argument.replace("'", "'\\''") + "'")
                .collect(Collectors.joining(" "));
        builder.command("script", "--quiet", "--return", "--command", line, "/dev/null");
        try {
            builder.redirectInput(
                    Files.writeString(folder.resolve("stdin"), input).toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return run();
    }

    /** Runs it to its end. */
    public Ended run() {
        return run(folder.resolve("stdout").toFile());
    }

    /** Runs it, and tells it to end as soon as a condition holds, which is asked for again and again. */
    Ended interruptedWhen(BooleanSupplier condition) {
        return run(folder.resolve("stdout").toFile(), process -> {
            while (!condition.getAsBoolean() && process.isAlive()) {
                process.waitFor(10, TimeUnit.MILLISECONDS);
            }
            process.destroy();
        });
    }

    /** Runs it to its end, with a standard output that may refuse to be written. */
    Ended run(File standardOutput) {
        return run(standardOutput, process -> {});
    }

    /** What happens to a process while it runs. */
    private interface Meanwhile {
        void happenTo(Process process) throws InterruptedException;
    }

    private Ended run(File standardOutput, Meanwhile meanwhile) {
        File standardError = folder.resolve("stderr").toFile();
        try {
            Process process = builder.redirectOutput(Redirect.to(standardOutput))
                    .redirectError(standardError)
                    .start();
            meanwhile.happenTo(process);
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError("The process did not end: " + builder.command());
            }
            String out = standardOutput.isFile() ? read(standardOutput) : "";
            return new Ended(process.exitValue(), out, read(standardError));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    private static String read(File file) throws IOException {
        return Files.readString(file.toPath(), StandardCharsets.UTF_8);
    }

    /** The tool's classes as a JVM keeps them, as most of its short lives would go into loading them. */
    private static final class ToolClasses {

        private static final Path ARCHIVE = archive();

        /** Those of a dry run, which leaves nothing behind. It is not there where JVMs have no such archives. */
        private static Path archive() {
            try {
                Path folder = Files.createTempDirectory("tool-classes");
                Path rows = Files.writeString(folder.resolve("rows.jsonl"), "{\"id\": 1, \"content\": \"One\"}");
                Path archive = folder.resolve("tool.jsa");
                Stream.of(folder, rows, archive, folder.resolve("stdout"), folder.resolve("stderr"))
                        .forEach(path -> path.toFile().deleteOnExit());
                String memory = folder.resolve("memory").toString();
                JavaProcess run = jar(folder, TOOL, "--dry-run", "--from-file", rows.toString(), "--root", memory);
                run.builder.command().add(1, "-XX:ArchiveClassesAtExit=" + archive);
                run.run();
                return archive;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** What is left of a process. */
    public record Ended(int exitCode, String out, String err) {

        private static final ObjectMapper JSON =
                new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

        public Ended exitsWith(int expected) {
            assertThat(exitCode).as("exit code of%n%s%n%s", out, err).isEqualTo(expected);
            return this;
        }

        /** The one object on standard output. */
        JsonNode json() {
            try {
                JsonNode json = JSON.readTree(out);
                assertThat(json.isObject()).as(out).isTrue();
                return json;
            } catch (JsonProcessingException e) {
                throw new AssertionError("Not one JSON object: " + out, e);
            }
        }
    }
}
