package io.lifeos.memory.migration;

import io.lifeos.memory.postgres.testing.Requirement;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file system of its own, in memory, which is soon full. Only root can mount one. */
final class SmallDisk implements AutoCloseable {

    private final Path folder;

    private SmallDisk(Path folder) {
        this.folder = folder;
    }

    /** Mounts one of that many kibibytes; a test that needs it is skipped where that is not possible. */
    static SmallDisk ofKibibytes(int size) throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("small-disk");
        boolean mounted =
                succeeds("mount", "-t", "tmpfs", "-o", "size=" + size + "k,mode=0700", "tmpfs", folder.toString());
        if (!mounted) {
            Files.delete(folder);
        }
        Requirement.orSkip(mounted, "a small file system cannot be mounted, as that takes root");
        return new SmallDisk(folder);
    }

    Path folder() {
        return folder;
    }

    /** Changes how it is mounted: {@code size=64m}, {@code ro}. */
    void remount(String option) throws IOException, InterruptedException {
        if (!succeeds("mount", "-o", "remount," + option, folder.toString())) {
            throw new IOException("The remount with " + option + " failed.");
        }
    }

    @Override
    public void close() throws IOException, InterruptedException {
        if (!succeeds("umount", folder.toString())) {
            throw new IOException("The file system at " + folder + " is still in use.");
        }
        Files.delete(folder);
    }

    private static boolean succeeds(String... command) throws IOException, InterruptedException {
        return new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start()
                        .waitFor()
                == 0;
    }
}
