package io.lifeos.memory.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import io.lifeos.memory.fact.StoreException;
import io.lifeos.memory.testing.ChildJvm;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

class RefusedLocksTest {

    @TempDir
    Path folder;

    @Test
    void a_lock_that_another_program_holds_is_told_from_one_that_the_file_system_refuses() throws Exception {
        assertThat(Busy.translated(folder.resolve("jarvis.db")).getMessage())
                .startsWith("Another program holds the write lock");
        Assumptions.assumeTrue(Files.isExecutable(Path.of("/usr/bin/strace")), "strace is missing");
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        try (ChildJvm child = ChildJvm.ofCommand(
                "strace",
                "-f",
                "-qq",
                "-o",
                "/dev/null",
                "-e",
                "trace=fcntl",
                "-e",
                "inject=fcntl:error=ENOLCK",
                java,
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Busy.class.getName(),
                folder.resolve("jarvis.db").toString())) {
            assertThat(child.waitFor()).as(child.output()).isZero();
            assertThat(child.output())
                    .contains("The file system of " + folder + " grants no locks")
                    .doesNotContain("Another program");
        }
        assertThat(folder).isEmptyDirectory();
    }

    /** Says what is said where SQLite gets no lock, whatever the reason. */
    static final class Busy {

        public static void main(String[] args) {
            System.out.println(translated(Path.of(args[0])).getMessage());
        }

        static StoreException translated(Path file) {
            return SqliteErrors.translate(file, new SQLiteException("busy", SQLiteErrorCode.SQLITE_BUSY));
        }
    }
}
