package io.lifeos.memory.bank;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class MarkedFileTest {

    private static final byte[] HEADING = {'#', '\n'};

    @TempDir
    Path folder;

    private void write(Path file, String text) {
        Section section = Section.of(new SectionKey("2026-01-25", "telling", "", ""), "1", List.of(), "state", text);
        assertThat(new MarkedFile(file, HEADING, draft -> {}).change(all -> all.put(section)))
                .isTrue();
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void a_file_keeps_the_permissions_that_a_person_gave_it_and_a_new_one_is_private() throws Exception {
        Path file = folder.resolve("memory.md");
        write(file, "a day");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        for (String permissions : List.of("rw-r--r--", "rw-rw----", "r--r-----")) {
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
            write(file, "a day with " + permissions);
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .isEqualTo(permissions);
        }
    }
}
