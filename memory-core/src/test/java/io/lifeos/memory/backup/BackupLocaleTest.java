package io.lifeos.memory.backup;

import static org.assertj.core.api.Assertions.assertThat;

import io.lifeos.memory.MemoryStore;
import io.lifeos.memory.fact.StoreException;
import io.lifeos.memory.testing.ChildJvm;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Backups by processes whose locale has no name for some files. */
class BackupLocaleTest extends BackupFixture {

    @Test
    void a_file_whose_name_the_locale_cannot_spell_is_named_with_the_locale_that_can() throws Exception {
        try (MemoryStore memory = MemoryStore.open(root())) {
            memory.retain("KR8TIV sold").happenedAt(TIME).save();
            Files.writeString(root().resolve("J\u00fcrgen.md"), "J\u00fcrgen");
        }
        assertThat(output("POSIX", "backup", root(), backup()))
                .contains("StoreException", "rgen.md", "cannot be spelled", "LC_ALL=C.UTF-8");
        assertThat(backup()).doesNotExist();
        assertThat(folder).isDirectoryNotContaining("glob:**/.*");

        assertThat(output("C.UTF-8", "backup", root(), backup())).contains("done");
        assertThat(output("POSIX", "restore", backup(), restored()))
                .contains("StoreException", "rgen.md", "cannot be spelled", "LC_ALL=C.UTF-8")
                .doesNotContain("damaged");
        assertThat(output("C.UTF-8", "restore", backup(), restored())).contains("done");
        assertThat(restored().resolve("J\u00fcrgen.md")).hasContent("J\u00fcrgen");
    }

    @Test
    void so_is_a_file_among_the_logs() throws Exception {
        try (MemoryStore memory = MemoryStore.open(root())) {
            memory.retain("KR8TIV sold").happenedAt(TIME).save();
            Files.writeString(memory.workspace().dailyLogs().resolve("J\u00fcrgen.md"), "J\u00fcrgen");
        }
        assertThat(output("POSIX", "backup", root(), backup()))
                .contains("StoreException", "rgen.md", "cannot be spelled", "LC_ALL=C.UTF-8");
        assertThat(backup()).doesNotExist();
    }

    /** Backs up, or restores. */
    static final class Copier {

        public static void main(String[] args) {
            Path from = Path.of(args[1]);
            Path to = Path.of(args[2]);
            try {
                if (args[0].equals("restore")) {
                    MemoryStore.restore(from, to);
                } else {
                    try (MemoryStore memory = MemoryStore.openReadOnly(from)) {
                        memory.backup(to);
                    }
                }
                System.out.println("done");
            } catch (StoreException e) {
                System.out.println(e.getClass().getSimpleName() + " " + e.getMessage());
            }
        }
    }

    private static String output(String locale, String what, Path from, Path to) throws Exception {
        try (ChildJvm child = ChildJvm.of(Copier.class, what, from.toString(), to.toString())
                .env("LC_ALL", locale)
                .start()) {
            assertThat(child.waitFor()).as(child.output()).isZero();
            return child.output();
        }
    }
}
