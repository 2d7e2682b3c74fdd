package io.lifeos.memory.examples.tool;

import static org.assertj.core.api.Assertions.assertThat;

import io.lifeos.memory.MemoryStore;
import io.lifeos.memory.postgres.testing.Programs;
import io.lifeos.memory.postgres.testing.Requirement;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The start script, as a process, with a Java that notes how it is called and is then the real one, or exits with 7. */
@DisabledOnOs(OS.WINDOWS)
class StartScriptIT {

    private static final Path DISTRIBUTION = Path.of("target/lifeos-memory/lifeos-memory");
    private static final String REAL = "exec '" + System.getProperty("java.home") + "/bin/java' \"$@\"";
    private static final Map<String, String> NO_CACHE = Map.of("XDG_CACHE_HOME", "/dev/null/none");

    @TempDir
    Path folder;

    private Path install;
    private Path script;
    private Path root;

    @BeforeEach
    void unpack() throws IOException {
        install = folder.resolve("an install folder");
        copy(DISTRIBUTION, install);
        script = install.resolve("bin/lifeos-memory");
        root = folder.resolve("root");
        MemoryStore.open(root).close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"sh", "dash", "busybox sh", "bash --posix"})
    void arguments_and_exit_code_pass_through(String shell) throws IOException {
        List<String> command = List.of(shell.split(" "));
        Requirement.orSkip(
                Programs.succeeds(with(command, "-c", "true").toArray(String[]::new)), command + " is missing");
        java("exit 7");
        String[] arguments = {"", "a b", "'", "\"", "*", "$HOME", "\\", "line\nline", "--", "-x"};

        process(NO_CACHE, with(with(command, script.toString()), arguments)).exitsWith(7);

        List<String> start = starts().get(0);
        int jar = start.indexOf("-jar") + 1;
        assertThat(Path.of(start.get(jar))).isEqualTo(install.toRealPath().resolve("lib/migrate-archival-memory.jar"));
        assertThat(start.subList(jar + 1, start.size())).containsExactly(arguments);
    }

    @Test
    void a_signal_reaches_the_tool() throws IOException {
        java(REAL);
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            silent.setSoTimeout(10);
            String url = "postgresql://127.0.0.1:" + silent.getLocalPort() + "/memories";
            JavaProcess.Ended ended = script(NO_CACHE, List.of(script.toString(), "--status", "--database-url", url))
                    .interruptedWhen(() -> hasBeenAsked(silent))
                    .exitsWith(143);
            assertThat(ended.err()).contains("interrupted").hasLineCount(1);
        }
    }

    @Test
    void it_is_found_through_links_and_relative_paths() throws IOException {
        java("exit 7");
        Path bin = Files.createDirectories(folder.resolve("home/bin"));
        Files.createSymbolicLink(bin.resolve("direct"), script);
        Files.createSymbolicLink(bin.resolve("by way of another"), Path.of("direct"));
        for (String name : List.of("home/bin/by way of another", "an install folder/bin/lifeos-memory")) {
            process(NO_CACHE, List.of("sh", name)).exitsWith(7);
        }
        assertThat(starts()).hasSize(2);
    }

    @Test
    void it_says_that_there_is_no_java() throws IOException {
        JavaProcess.Ended ended =
                process(NO_CACHE, List.of(script.toString(), "--version")).exitsWith(2);
        assertThat(ended.err())
                .startsWith("Error: There is no Java at " + folder)
                .hasLineCount(1);
    }

    @Test
    void it_takes_the_library_beside_it_or_else_the_one_in_the_jar() throws IOException {
        java(REAL);
        Path library = install.resolve("lib/org/sqlite/native/Linux/"
                + System.getProperty("os.arch").replace("amd64", "x86_64") + "/libsqlitejdbc.so");
        Requirement.orSkip(Files.exists(library), "the distribution has no SQLite library for this system");
        check(Map.of("XDG_CACHE_HOME", "/dev/null/none", "JDK_JAVA_OPTIONS", "-Dorg.sqlite.tmpdir=/dev/null"));
        Files.writeString(library, "damaged"); // Which the JVM warns of.
        String[] command = {"check", "--json", "--root", root.toString()};
        process(NO_CACHE, with(List.of(script.toString()), command))
                .exitsWith(0)
                .json();
        Files.delete(library);
        check(NO_CACHE);
    }

    @Test
    void a_collector_that_the_users_own_options_name_is_taken() throws IOException {
        java(REAL);
        check(Map.of("XDG_CACHE_HOME", "/dev/null/none", "JDK_JAVA_OPTIONS", "-XX:+UseG1GC"));
    }

    @Test
    void a_cache_folder_that_others_could_write_to_is_not_used() throws IOException {
        java(REAL);
        Path open = Files.createDirectories(folder.resolve("open/lifeos-memory"));
        Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxrwx---"));
        Path closed = Files.createDirectory(folder.resolve("closed"));
        Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("rwx------"));
        Path link = Files.createDirectory(folder.resolve("link"));
        Files.createSymbolicLink(link.resolve("lifeos-memory"), closed);
        for (Object place : List.of(open.getParent(), link, "relative", folder + "/a:b", "/dev/null/none")) {
            check(Map.of("XDG_CACHE_HOME", place.toString()));
        }
        if (Programs.succeeds("chown", "65534", closed.toString())) {
            Path theirs = Files.createDirectory(folder.resolve("theirs"));
            Files.move(closed, theirs.resolve("lifeos-memory"));
            check(Map.of("XDG_CACHE_HOME", theirs.toString()));
            Path another = Files.createDirectory(folder.resolve("the home of another"));
            assertThat(Programs.succeeds("chown", "65534", another.toString())).isTrue();
            check(Map.of("XDG_CACHE_HOME", another.resolve("cache").toString()));
            assertThat(another).isEmptyDirectory();
        }
        assertThat(starts())
                .hasSizeGreaterThan(4)
                .allSatisfy(start -> assertThat(start).noneMatch(flag -> flag.contains("Shared")));
    }

    @Test
    void an_archive_is_made_once_after_the_command_and_no_command_depends_on_it() throws IOException {
        Path archives = folder.resolve("home/.cache/lifeos-memory");
        java("case $* in *DumpLoadedClassList*) if rm kill; then kill -9 $PPID; exit; fi;; esac; " + REAL);
        Files.createFile(folder.resolve("kill"));
        check(Map.of());
        await(() -> starts().size() == 2);
        Path draft = only(archives);
        assertThat(draft.toString()).endsWith(".draft");
        assertThat(Files.getPosixFilePermissions(archives)).isEqualTo(PosixFilePermissions.fromString("rwx------"));

        Files.setLastModifiedTime(draft, FileTime.from(Instant.now().minus(Duration.ofDays(3))));
        Files.writeString(archives.resolve("1.2-3.4.jsa"), "of another version");
        check(Map.of());
        check(Map.of());
        Path archive = Path.of(draft.toString().replace(".draft", ".jsa"));
        await(() -> Files.exists(archive) && Files.notExists(draft));
        assertThat(only(archives)).isEqualTo(archive);
        assertThat(starts()).hasSize(6);

        check(Map.of());
        List<String> flags = new ArrayList<>(starts().get(6));
        assertThat(flags).contains("-XX:SharedArchiveFile=" + archive);
        flags.set(flags.indexOf("-Xshare:auto"), "-Xshare:on");
        flags.add(0, System.getProperty("java.home") + "/bin/java");
        process(NO_CACHE, flags).exitsWith(0);

        byte[] sound = Files.readAllBytes(archive);
        Files.delete(archive);
        Files.write(archive, Arrays.copyOf(sound, sound.length / 2));
        check(Map.of());
        Arrays.fill(sound, sound.length / 2, sound.length / 2 + 1000, (byte) 7);
        Files.write(archive, sound);
        check(Map.of());
        Files.writeString(archive, "");
        check(Map.of());
        assertThat(starts()).hasSize(10);
    }

    /** Makes the JAVA_HOME that the script sees: it notes its arguments, and then does as it is told. */
    private void java(String rest) throws IOException {
        Path java = Files.createDirectories(folder.resolve("jdk/bin")).resolve("java");
        Files.writeString(java, "#!/bin/sh\nprintf '%s\\0' \"$@\" '<end>' >>'" + folder + "/starts'\n" + rest + "\n");
        Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwx------"));
    }

    private List<List<String>> starts() {
        try {
            String noted = Files.readString(folder.resolve("starts"));
            return Stream.of(noted.split("<end>\0", 0))
                    .map(start -> List.of(start.substring(0, start.length() - 1).split("\0", -1)))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Runs a command that must report one object and nothing else. */
    private void check(Map<String, String> environment) {
        JavaProcess.Ended ended = process(
                        environment, List.of(script.toString(), "check", "--json", "--root", root.toString()))
                .exitsWith(0);
        assertThat(ended.json().get("success").booleanValue()).isTrue();
        assertThat(ended.err().replaceAll("NOTE: Picked up .*\n", "")).isEmpty();
    }

    private JavaProcess.Ended process(Map<String, String> environment, List<String> command) {
        return script(environment, command).run();
    }

    private JavaProcess script(Map<String, String> environment, List<String> command) {
        return JavaProcess.script(folder, command)
                .environment(Map.of("JAVA_HOME", folder.resolve("jdk").toString()))
                .environment(environment);
    }

    private static List<String> with(List<String> command, String... more) {
        return Stream.concat(command.stream(), Stream.of(more)).toList();
    }

    private static boolean hasBeenAsked(ServerSocket server) {
        try {
            server.accept();
            return true;
        } catch (SocketTimeoutException e) {
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path only(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> all = files.toList();
            assertThat(all).hasSize(1);
            return all.get(0);
        }
    }

    /** Waits for what a process does that is nobody's child any more. */
    private static void await(BooleanSupplier condition) {
        long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(3);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("It did not come to pass.").isLessThan(end);
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                Files.copy(file, to.resolve(from.relativize(file)), StandardCopyOption.COPY_ATTRIBUTES);
            }
        }
    }
}
