package io.lifeos.memory.examples.tool.rehearsal;

import io.lifeos.memory.examples.tool.MigrateArchivalMemory;
import io.lifeos.memory.examples.tool.Terminal;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.regex.Pattern;

/** Loads the classes of nearly every command, so that the JVM can put them into an archive when it ends. */
public final class Rehearsal {

    /** Those that work with a server loads, which a rehearsal does without. */
    private static final Pattern OF_A_SERVER =
            Pattern.compile("(io/lifeos/memory/.+|org/postgresql/(Driver|PG|core|hostchooser|jdbc|util).*)\\.class");

    private static final String ROWS = """
            {"id": 1, "content": "@kr8tiv sold $KR8TIV at 0.12", "metadata": {"source": "treasury", "n": [1, null, true]}, "created_at": "2026-01-25T15:07:40Z"}
            {"id": 2, "content": "Überall; as @matt says", "metadata": null, "created_at": "2026-01-26 15:07:40.123456+00"}
            """;

    private Rehearsal() {}

    /**
     * Goes through the commands in a folder of its own.
     *
     * @param args the folder, which is made
     * @throws IOException if the folder cannot be written, or the jar of these classes not be read
     */
    public static void main(String[] args) throws IOException {
        Path folder = Files.createDirectories(Path.of(args[0]));
        Path rows = Files.writeString(folder.resolve("archival_memory.jsonl"), ROWS);
        Path root = folder.resolve("root");
        List<String> migrate = List.of("--from-file", rows.toString());
        run(root, migrate);
        run(root, migrate, "--json");
        run(root, migrate, "--status");
        run(root, migrate, "--plan");
        run(root, migrate, "--verify", "--json");
        run(root, List.of("check"));
        run(root, List.of("backup", folder.resolve("memory.zip").toString()));
        run(root, List.of("--database-url", "postgresql://nobody@localhost:" + unusedPort() + "/none"), "--status");
        loadClasses();
    }

    private static void run(Path root, List<String> arguments, String... more) {
        List<String> all = new ArrayList<>(arguments);
        all.addAll(List.of(more));
        all.addAll(List.of("--root", root.toString()));
        PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8);
        MigrateArchivalMemory.run(all.toArray(String[]::new), new Terminal(nowhere, nowhere, false, () -> null));
    }

    private static int unusedPort() throws IOException {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return server.getLocalPort();
        }
    }

    private static void loadClasses() throws IOException {
        try (JarFile jar = new JarFile(System.getProperty("java.class.path"))) {
            jar.stream()
                    .map(JarEntry::getName)
                    .filter(OF_A_SERVER.asMatchPredicate())
                    .forEach(Rehearsal::load);
        }
    }

    private static void load(String file) {
        String name = file.substring(0, file.length() - ".class".length()).replace('/', '.');
        try {
            Class.forName(name, false, Rehearsal.class.getClassLoader());
        } catch (ClassNotFoundException | LinkageError e) {
            System.err.println("Left out of the archive: " + e); // such as one for a library that is not in the jar
        }
    }
}
