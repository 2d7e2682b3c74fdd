package io.lifeos.memory.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.sqlite.SQLiteConnection;
import org.sqlite.util.LibraryLoaderUtil;

/**
 * A main class of the tests' class path, run in a process of its own, which may be killed. What it prints on both
 * streams goes to a file, so that it never waits for a reader.
 *
 * <pre>{@code
 * try (ChildJvm child = ChildJvm.of(Retainer.class, root.toString()).env("NAME", "value").start()) {
 *     child.awaitOutput("ready");
 *     child.kill();
 * }
 * }</pre>
 */
public final class ChildJvm implements AutoCloseable {

    private static final long PATIENCE_SECONDS = 180;

    /** Where SQLite's library is, unpacked once, as a child that is killed could not delete its own. */
    private static final Path LIBRARIES = unpackSqlite();

    private final Process process;
    private final Path output;

    private ChildJvm(Process process, Path output) {
        this.process = process;
        this.output = output;
    }

    private static Path unpackSqlite() {
        String name = LibraryLoaderUtil.getNativeLibName();
        Path folder = Path.of("target", "sqlite-library").toAbsolutePath();
        try (InputStream packed =
                SQLiteConnection.class.getResourceAsStream(LibraryLoaderUtil.getNativeLibResourcePath() + "/" + name)) {
            Files.createDirectories(folder);
            // Other forks of the build unpack it too, and children of theirs are at work with it.
            Path draft = Files.createTempFile(folder, name, ".draft");
            Files.copy(Objects.requireNonNull(packed), draft, StandardCopyOption.REPLACE_EXISTING);
            Files.move(draft, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE);
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A child that runs this class with these arguments. */
    public static Builder of(Class<?> main, String... arguments) {
        return new Builder(main, List.of(arguments));
    }

    /** A child that is another program than a JVM. */
    public static ChildJvm ofCommand(String... command) throws IOException {
        return start(List.of(command), Map.of());
    }

    private static ChildJvm start(List<String> command, Map<String, String> environment) throws IOException {
        Path output = Files.createTempFile("child-jvm", ".txt");
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
        builder.environment().putAll(environment);
        return new ChildJvm(builder.start(), output);
    }

    /** What it has printed so far. */
    public String output() {
        try {
            return Files.readString(output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits until it has printed this text. */
    public void awaitOutput(String text) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (!output().contains(text)) {
            boolean over = !process.isAlive() || System.nanoTime() > deadline;
            if (over && !output().contains(text)) {
                throw new AssertionError("The child did not print \"" + text + "\", but: " + output());
            }
            Thread.sleep(5);
        }
    }

    /** Waits until it has ended, and gives its exit code. */
    public int waitFor() throws InterruptedException {
        if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError("The child did not end: " + output());
        }
        return process.exitValue();
    }

    /** Kills it as {@code kill -9} does, and waits until it is gone. */
    public void kill() throws InterruptedException {
        process.destroyForcibly();
        waitFor();
    }

    /** Kills it unless it has ended, and deletes its output. */
    @Override
    public void close() throws InterruptedException, IOException {
        kill();
        Files.deleteIfExists(output);
    }

    /** Settings of a child. */
    public static final class Builder {

        private final Class<?> main;
        private final List<String> arguments;
        private final Map<String, String> environment = new LinkedHashMap<>();
        private final List<String> options = new ArrayList<>();
        private final List<String> wrapper = new ArrayList<>();
        private String setUp = ":";

        private Builder(Class<?> main, List<String> arguments) {
            this.main = main;
            this.arguments = arguments;
            property("org.sqlite.lib.path", LIBRARIES.toString());
            property("org.sqlite.lib.name", LibraryLoaderUtil.getNativeLibName());
        }

        /** Sets an environment variable of the child. */
        public Builder env(String name, String value) {
            environment.put(name, value);
            return this;
        }

        /** Sets a system property of the child. */
        public Builder property(String name, String value) {
            options.add("-D" + name + "=" + value);
            return this;
        }

        /** Sets a shell command that comes first, such as {@code umask 022}. */
        public Builder after(String shellCommand) {
            setUp = shellCommand;
            return this;
        }

        /**
         * Lets the child see a folder as one of a read-only disk, which takes root, or a kernel that lets users mount; a test
         * is skipped without either, unless LIFEOS_TEST_REQUIRE_ALL=true makes that a failure.
         */
        public Builder readOnly(Path folder) throws IOException, InterruptedException {
            List<String> namespace = List.of("unshare", "--map-root-user", "--mount");
            String mount =
                    "mount --bind '" + folder + "' '" + folder + "' && mount -o remount,ro,bind '" + folder + "'";
            boolean possible = new ProcessBuilder(concat(namespace, List.of("sh", "-c", mount)))
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
            if (!possible && Boolean.parseBoolean(System.getenv("LIFEOS_TEST_REQUIRE_ALL"))) {
                throw new AssertionError("LIFEOS_TEST_REQUIRE_ALL is set, but no folder can be mounted");
            }
            Assumptions.assumeTrue(possible, "no folder can be mounted");
            wrapper.addAll(namespace);
            return after(mount);
        }

        private static List<String> concat(List<String> first, List<String> then) {
            return Stream.concat(first.stream(), then.stream()).toList();
        }

        /** Starts the child. */
        public ChildJvm start() throws IOException {
            List<String> command =
                    new ArrayList<>(concat(wrapper, List.of("sh", "-c", setUp + " && exec \"$@\"", "sh")));
            command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
            command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Dfile.encoding=UTF-8"));
            command.addAll(List.of("-cp", System.getProperty("java.class.path")));
            command.addAll(options);
            command.add(main.getName());
            command.addAll(arguments);
            return ChildJvm.start(command, environment);
        }
    }
}
