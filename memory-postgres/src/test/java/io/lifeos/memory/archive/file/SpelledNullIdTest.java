package io.lifeos.memory.archive.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lifeos.memory.archive.MappingException;
import io.lifeos.memory.archive.row.ArchivalId;
import io.lifeos.memory.archive.row.ArchiveSnapshot;
import io.lifeos.memory.archive.row.MappingVersion;
import io.lifeos.memory.archive.row.SnapshotArchive;
import io.lifeos.memory.archive.table.TableSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Words that spell NULL in the columns of an id, which has no NULL. */
final class SpelledNullIdTest {

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(ints = {MappingVersion.FIRST, MappingVersion.CURRENT})
    void a_word_that_spells_null_is_a_text_in_an_id_of_several_columns(int version) throws IOException {
        try (ArchiveSnapshot now = open("chat,n,content\nc,1,a\nNULL,3,b\n\\N,null,c\n", "chat", "n");
                ArchiveSnapshot then = now.asOf(version)) {
            assertThat(then.ids(null, 9))
                    .containsExactlyInAnyOrder(
                            ArchivalId.ofParts(List.of("c", "1")),
                            ArchivalId.ofParts(List.of("NULL", "3")),
                            ArchivalId.ofParts(List.of("\\N", "null")));
        }
    }

    @Test
    void a_word_that_spells_null_is_a_text_in_an_id_of_one_column() throws IOException {
        try (ArchiveSnapshot snapshot = open("n,content\n1,a\nNULL,b\n", "n")) {
            assertThat(snapshot.ids(null, 9))
                    .containsExactlyInAnyOrder(ArchivalId.ofInteger(1), ArchivalId.ofText("NULL"));
        }
    }

    @Test
    void an_id_that_is_null_is_refused_still() {
        assertThatThrownBy(() -> open("chat,n,content\nc,1,a\n,3,b\n", "chat", "n"))
                .isInstanceOf(MappingException.class)
                .hasMessageContaining("Line 3 of ")
                .hasMessageContaining(" has no chat");
    }

    private ArchiveSnapshot open(String csv, String... id) throws IOException {
        Path file = Files.writeString(folder.resolve("t.csv"), csv);
        return SnapshotArchive.of(FileArchive.builder(file)
                        .table(TableSpec.detected().id(id).content("content"))
                        .build())
                .openSnapshot();
    }
}
