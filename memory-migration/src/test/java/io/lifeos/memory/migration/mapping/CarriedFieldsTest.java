package io.lifeos.memory.migration.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import io.lifeos.memory.archive.ArchiveColumn;
import io.lifeos.memory.archive.profile.ColumnRole;
import io.lifeos.memory.archive.profile.TableProfile;
import io.lifeos.memory.archive.row.ArchivalId;
import io.lifeos.memory.archive.row.ArchivalMemory;
import io.lifeos.memory.archive.row.TableLayout;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CarriedFieldsTest {

    private static final TableLayout TABLE = TableLayout.builder(TableProfile.ARCHIVAL_MEMORY, ZoneOffset.UTC)
            .named("public", "notes", "\"public\".\"notes\"")
            .columns(
                    List.of(
                            ArchiveColumn.of("content", "text", ColumnRole.CONTENT),
                            ArchiveColumn.of("metadata", "json", ColumnRole.METADATA),
                            ArchiveColumn.of("owner", "text", ColumnRole.SCOPE),
                            ArchiveColumn.of("n", "bigint", ColumnRole.FIELD)),
                    List.of())
            .build();

    private final CarriedFields carried = new CarriedFields(TABLE);

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            nullValues = "-",
            value = {
                "-                 ; -     ; - ; -",
                "{\"a\": 1}        ; -     ; - ; {\"a\": 1}",
                "-                 ; alice ; - ; {\"owner\": \"alice\"}",
                "-                 ; alice ; 7 ; {\"owner\": \"alice\", \"n\": 7}",
                "{}                ; alice ; - ; {\"owner\": \"alice\"}",
                "{\"a\":1}         ; alice ; - ; {\"owner\": \"alice\", \"a\":1}",
                "[1]               ; alice ; - ; {\"owner\": \"alice\", \"metadata\": [1]}",
                "no json           ; alice ; - ; {\"owner\": \"alice\", \"metadata\": \"no json\"}",
                "{\"owner\":\"b\"} ; alice ; 7 ; {\"n\": 7, \"owner\":\"b\"}",
            })
    void go_in_front_of_the_metadata_unless_it_has_a_member_of_that_name(
            @Nullable String metadata, @Nullable String owner, @Nullable String n, @Nullable String expected) {
        assertThat(into(metadata, owner, n)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            nullValues = "-",
            value = {"-; alice; 7", "{\"a\":1}; alice; -", "{\"owner\":\"b\"}; alice; 7", "{\"a\": [1]}; -; -"})
    void come_out_again(@Nullable String metadata, @Nullable String owner, @Nullable String n) {
        assertThat(carried.outOf(into(metadata, owner, n), texts(metadata, owner, n)))
                .isEqualTo(metadata);
    }

    @Test
    void metadata_that_was_edited_is_left_as_it_is() {
        String edited = "{\"owner\": \"bob\", \"a\":1}";
        assertThat(carried.outOf(edited, texts(null, "alice", null))).isEqualTo(edited);
    }

    private @Nullable String into(@Nullable String metadata, @Nullable String owner, @Nullable String n) {
        ArchivalMemory row =
                new ArchivalMemory(TABLE, ArchivalId.ofInteger(1), texts(metadata, owner, n), Optional.empty());
        return carried.into(row, MemoryMetadata.read(metadata));
    }

    private static Map<String, @Nullable String> texts(
            @Nullable String metadata, @Nullable String owner, @Nullable String n) {
        Map<String, @Nullable String> texts = new LinkedHashMap<>();
        texts.put("content", "a note");
        texts.put("metadata", metadata);
        texts.put("owner", owner);
        texts.put("n", n);
        return texts;
    }
}
