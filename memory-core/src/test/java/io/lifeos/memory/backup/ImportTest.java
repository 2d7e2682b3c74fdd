package io.lifeos.memory.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lifeos.memory.MemoryStore;
import io.lifeos.memory.fact.DamagedStoreException;
import io.lifeos.memory.fact.IncompatibleStoreException;
import io.lifeos.memory.fact.StoreException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Exports that cannot be imported. */
class ImportTest extends ExportFixture {

    private static byte @Nullable [] once;

    /** Makes an export, the same for all tests. */
    private void exported() throws Exception {
        if (once == null) {
            fill();
            export(root(), export());
            once = Files.readAllBytes(export());
        }
        Files.write(export(), once);
    }

    @Test
    void one_that_was_cut_anywhere_names_the_line_and_stores_nothing() throws Exception {
        exported();
        byte[] whole = Files.readAllBytes(export());
        Random random = new Random(whole.length);
        Path cut = folder.resolve("cut.jsonl");
        for (int round = 0; round < 40; round++) {
            int length = round == 0 ? whole.length - 2 : random.nextInt(whole.length - 1);
            byte[] bytes = Arrays.copyOf(whole, length);
            Files.write(cut, bytes);
            long lines = new String(bytes, StandardCharsets.UTF_8).lines().count();
            assertThatThrownBy(() -> MemoryStore.importFrom(cut, imported()))
                    .as("cut after %s bytes", length)
                    .isInstanceOf(StoreException.class)
                    .hasMessageMatching("(?s).*(line (" + (lines + 1) + "|" + lines + ")|is not an export).*")
                    .hasMessageContaining("nothing was stored");
            assertThat(imported()).doesNotExist();
        }
        assertThat(folder.resolve("above")).isEmptyDirectory();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"facts\":{\"id\":1}}",
                "{\"songs\":{\"id\":1}}",
                "{\"migration_sources\":{\"id\":1,\"identity\":\"a\",\"extra\":1}}",
                "{\"migration_sources\":{\"id\":1,\"name\":\"a\"}}",
                "{\"migration_sources\":{\"id\":true,\"identity\":\"a\"}}",
                "{\"migration_sources\":{\"id\":1,\"identity\":{\"base64\":\"not base64!\"}}}",
                "{\"migration_sources\":{\"id\":1,\"identity\":null}}",
                "{\"migration_sources\":{\"id\":5,\"identity\":\"a\"}}",
                "{\"end\":{\"facts\":1}}",
                "[]",
                "17",
                "{",
                "what a person typed"
            })
    void a_line_that_was_changed_is_named_and_nothing_is_stored(String line) throws Exception {
        exported();
        List<String> lines = new ArrayList<>(Files.readAllLines(export()));
        int at = lines.size() - 2;
        lines.add(at, line);
        Path changed = Files.write(folder.resolve("changed.jsonl"), lines);
        assertThatThrownBy(() -> MemoryStore.importFrom(changed, imported()))
                .isInstanceOf(DamagedStoreException.class)
                .hasMessageContaining("nothing was stored")
                .hasMessageMatching("(?s).* in line (" + (at + 1) + "|" + (at + 2) + "): .*");
        assertThat(imported()).doesNotExist();
    }

    @Test
    void a_row_that_is_missing_is_noticed() throws Exception {
        exported();
        List<String> lines = new ArrayList<>(Files.readAllLines(export()));
        lines.removeIf(line -> line.startsWith("{\"migration_rejects\""));
        Path changed = Files.write(folder.resolve("changed.jsonl"), lines);
        assertThatThrownBy(() -> MemoryStore.importFrom(changed, imported()))
                .isInstanceOf(DamagedStoreException.class)
                .hasMessageContaining("number of rows");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{\"id\": 1, \"content\": \"of another program\"}",
                "{\"format\":\"another\",\"version\":1}",
                "[1]",
                "a text",
                "PK\u0003\u0004"
            })
    void what_is_no_export_is_told_apart(String content) throws Exception {
        Path other = Files.writeString(folder.resolve("other.jsonl"), content + "\n");
        assertThatThrownBy(() -> MemoryStore.importFrom(other, imported()))
                .isInstanceOf(IncompatibleStoreException.class)
                .hasMessageContaining("is not an export of a memory");
        assertThat(imported()).doesNotExist();
    }

    @Test
    void a_newer_one_is_refused() throws Exception {
        exported();
        String text = Files.readString(export());
        for (String newer : List.of(
                text.replaceFirst("\"version\":2", "\"version\":3"),
                text.replaceFirst("\"schema\":\\d+", "\"schema\":99"))) {
            Path file = Files.writeString(folder.resolve("newer.jsonl"), newer);
            assertThatThrownBy(() -> MemoryStore.importFrom(file, imported()))
                    .isInstanceOf(IncompatibleStoreException.class)
                    .hasMessageContaining("newer version");
        }
    }

    @Test
    void a_word_or_a_byte_that_was_changed_is_noticed() throws Exception {
        exported();
        String text = Files.readString(export());
        String end = text.substring(text.lastIndexOf('\n', text.length() - 2) + 1);
        for (String changed : List.of(
                text.replaceFirst("fact 7 about", "fact 8 about"),
                text.replace("\n", "\r\n"),
                text.substring(0, text.length() - 1),
                text.replace(end, end.replace("{\"end\"", "{ \"end\"")),
                text.replace(end, end.replaceAll(",\"sha256\":\"\\w+\"", "")),
                text.replace(end, end.replaceAll("(\"sha256\":\"\\w+).", "$1x")))) {
            assertThat(changed).isNotEqualTo(text);
            Path file = Files.writeString(folder.resolve("changed.jsonl"), changed);
            for (boolean withoutChecksum : List.of(false, true)) {
                assertThatThrownBy(() -> importFrom(file, withoutChecksum))
                        .isInstanceOf(DamagedStoreException.class)
                        .hasMessageContaining(" in line ")
                        .hasMessageContaining("nothing was stored");
                assertThat(imported()).doesNotExist();
            }
        }
    }

    private void importFrom(Path file, boolean withoutChecksum) {
        if (withoutChecksum) {
            MemoryStore.importWithoutChecksum(file, imported());
        } else {
            MemoryStore.importFrom(file, imported());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"[", "{\"facts\":", "7", "{\"facts\":{\"id\":"})
    void a_line_that_goes_on_and_on_is_refused(String repeated) throws Exception {
        exported();
        List<String> lines = lines();
        lines.add(repeated.repeat(1_000_000));
        Path file = Files.write(folder.resolve("deep.jsonl"), lines);
        assertThatThrownBy(() -> MemoryStore.importFrom(file, imported()))
                .isInstanceOf(DamagedStoreException.class)
                .hasMessageContaining("in line " + lines.size() + ": it is not JSON")
                .hasMessageNotContaining("StreamReadConstraints");
    }
}
