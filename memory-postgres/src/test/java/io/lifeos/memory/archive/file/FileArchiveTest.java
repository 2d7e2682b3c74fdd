package io.lifeos.memory.archive.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lifeos.memory.archive.ArchiveColumn;
import io.lifeos.memory.archive.MappingException;
import io.lifeos.memory.archive.UnreadColumn;
import io.lifeos.memory.archive.profile.ColumnRole;
import io.lifeos.memory.archive.profile.TableProfile;
import io.lifeos.memory.archive.row.ArchivalId;
import io.lifeos.memory.archive.row.ArchivalMemory;
import io.lifeos.memory.archive.row.ArchiveSnapshot;
import io.lifeos.memory.archive.row.Embedding;
import io.lifeos.memory.archive.row.RowDigest;
import io.lifeos.memory.archive.row.RowHasher;
import io.lifeos.memory.archive.row.SnapshotArchive;
import io.lifeos.memory.archive.row.VectorText;
import io.lifeos.memory.archive.table.TableSpec;
import io.lifeos.memory.fact.SourceUnavailableException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Rows of a table that was dumped into a file. */
final class FileArchiveTest {

    @TempDir
    Path folder;

    @Test
    void lines_of_json_are_rows_whatever_members_they_have() throws IOException {
        Path file = write("archival_memory.jsonl", """
                {"id": 7, "content": "one", "metadata": {"b":  1.50, "a": null}, "created_at": "2026-01-25T15:07:40+00:00"}

                {"content": "t\\u00fcwo \\"\\ud83d\\ude00\\"", "id": "x", "project": false, "metadata": null, "extra": [1, 2]}
                {"id": 5, "content": null}
                """);
        try (ArchiveSnapshot snapshot = SnapshotArchive.of(FileArchive.of(file)).openSnapshot()) {
            assertThat(snapshot.identity()).contains("file/archival_memory");
            assertThat(snapshot.table().columns())
                    .extracting(ArchiveColumn::name)
                    .containsExactly("id", "content", "metadata", "created_at", "project", "extra");
            assertThat(snapshot.selected()).isEqualTo(2);
            assertThat(snapshot.leftOut()).isEqualTo(1);
            assertThat(snapshot.ids(null, 10)).containsExactly(ArchivalId.ofInteger(7), ArchivalId.ofText("x"));
            assertThat(texts(snapshot, 0))
                    .containsEntry("metadata", "{\"b\":  1.50, \"a\": null}")
                    .containsEntry("created_at", "2026-01-25T15:07:40+00:00")
                    .containsEntry("extra", null);
            assertThat(texts(snapshot, 1))
                    .containsEntry("content", "tüwo \"😀\"")
                    .containsEntry("metadata", null)
                    .containsEntry("project", "false")
                    .containsEntry("extra", "[1, 2]");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r\n"})
    void csv_tells_null_from_an_empty_text_and_may_break_lines_in_quotes(String lineEnd) throws IOException {
        Path file = write("archival_memory.csv", "\uFEFF" + """
                id,content,metadata,session_id
                1,".",,""
                2," a ""b""
                c\\n","{""tags"": []}",  s\s

                3,,,x
                 4,"\\.",NULL,last
                 5,"NULLs","NULL",null""".replace("\n", lineEnd));
        try (ArchiveSnapshot snapshot = SnapshotArchive.of(FileArchive.of(file)).openSnapshot()) {
            assertThat(snapshot.leftOut()).isEqualTo(1);
            assertThat(snapshot.ids(null, 9)).endsWith(ArchivalId.ofText(" 4"), ArchivalId.ofText(" 5"));
            assertThat(texts(snapshot, 0)).containsValues(".", null, "").containsEntry("metadata", null);
            assertThat(texts(snapshot, 1))
                    .containsEntry("content", " a \"b\"" + lineEnd + "c\\n")
                    .containsEntry("metadata", "{\"tags\": []}")
                    .containsEntry("session_id", "  s ");
            assertThat(texts(snapshot, 2)).containsValues("\\.", null, "last");
            assertThat(texts(snapshot, 3)).containsValues("NULLs", "NULL", null);
        }
    }

    @Test
    void a_csv_file_with_nothing_but_its_header_is_a_table_without_rows() throws IOException {
        Path file = write("archival_memory.csv", "id,content\n");
        try (ArchiveSnapshot snapshot = SnapshotArchive.of(FileArchive.of(file)).openSnapshot()) {
            assertThat(snapshot.selected() + snapshot.leftOut()).isZero();
            assertThat(snapshot.ids(null, 1)).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({"x.jsonl, ''", "x.jsonl, ' ~~'", "x.csv, ''"})
    void a_file_with_nothing_in_it_is_no_dump(String name, String text) throws IOException {
        Path file = write(name, text.replace('~', '\n'));
        assertThatThrownBy(() -> SnapshotArchive.of(FileArchive.of(file)).openSnapshot())
                .isInstanceOf(SourceUnavailableException.class)
                .hasMessageContainingAll("The file " + file + " is empty", "nothing was stored.");
    }

    @Test
    void the_profile_follows_from_columns_and_name_and_parts_of_columns_are_read() throws IOException {
        String row = "{\"id\":\"a\",\"vector\":\"[0.5,1]\",\"payload\":{\"x\":\"y\",  \"data\":\"likes tea\","
                + "\"user_id\":\"alice\",\"data\":\"likes coffee\"}}\n";
        try (ArchiveSnapshot snapshot =
                SnapshotArchive.of(FileArchive.of(write("memories.jsonl", row))).openSnapshot()) {
            assertThat(snapshot.table().profile()).isEqualTo(TableProfile.MEM0);
            ArchivalMemory memory = snapshot.memories(snapshot.ids(null, 1)).get(0);
            assertThat(memory.content()).isEqualTo("likes coffee");
            assertThat(memory.metadata()).contains("{\"x\":\"y\",  \"user_id\":\"alice\"}");
            assertThat(memory.embedding()).isEqualTo(VectorText.rounded("{0.5,1}"));
            assertThat(memory.texts()).containsEntry("vector", null);
        }
        String collection = "{\"id\":\"a\",\"collection_id\":\"c\",\"document\":\"d\",\"cmetadata\":{},"
                + "\"embedding\":[1],\"collection\":\"notes\"}\n";
        try (ArchiveSnapshot snapshot = SnapshotArchive.of(FileArchive.of(write("anything.ndjson", collection)))
                .openSnapshot()) {
            assertThat(snapshot.table().profile()).isEqualTo(TableProfile.LANGCHAIN);
            assertThat(snapshot.table().columnsOf(ColumnRole.SCOPE)).containsExactly("collection");
        }
        try (ArchiveSnapshot snapshot = open(
                write("dump.json", "{\"key\":1,\"body\":\"b\",\"who\":2}\n"),
                table -> table.profile(TableProfile.GENERIC)
                        .id("key")
                        .content("body")
                        .scope("who"))) {
            assertThat(snapshot.table().profile()).isEqualTo(TableProfile.GENERIC);
            assertThat(texts(snapshot, 0)).containsEntry("body", "b").containsEntry("who", "2");
        }
    }

    @Test
    void a_vector_keeps_its_text_only_if_float_does_not_hold_it() throws IOException {
        Path file = write("archival_memory.jsonl", """
                {"id": 1, "content": "a", "embedding": [0.1, 2]}
                {"id": 2, "content": "b", "embedding": [0.1234567890123, 2]}
                {"id": 3, "content": "c", "embedding": "{1,NULL}"}
                {"id": 4, "content": "d"}
                """);
        try (ArchiveSnapshot snapshot = SnapshotArchive.of(FileArchive.of(file)).openSnapshot()) {
            List<ArchivalMemory> rows = snapshot.memories(snapshot.ids(null, 9));
            assertThat(rows)
                    .extracting(row -> row.texts().get("embedding"))
                    .containsExactly(null, "[0.1234567890123, 2]", "{1,NULL}", null);
            assertThat(rows)
                    .extracting(row -> row.embedding().map(Embedding::dimensions))
                    .containsExactly(Optional.of(2), Optional.of(2), Optional.empty(), Optional.empty());
            List<RowDigest> keys = snapshot.keys(null, 9);
            for (int i = 0; i < rows.size(); i++) {
                assertThat(keys.get(i).hash())
                        .isEqualTo(new RowHasher(rows.get(i).table()).hash(rows.get(i)));
            }
        }
        try (ArchiveSnapshot snapshot = SnapshotArchive.of(
                        FileArchive.builder(file).embeddings(false).build())
                .openSnapshot()) {
            assertThat(snapshot.memories(snapshot.ids(null, 9)))
                    .allMatch(row -> row.embedding().isEmpty());
            assertThat(snapshot.table().unread()).extracting(UnreadColumn::name).containsExactly("embedding");
        }
    }

    @ParameterizedTest
    @CsvSource({"7, 7", "0, 0", "-7, -7", "9223372036854775807, 9223372036854775807"})
    void an_id_that_json_has_as_an_integer_is_one_and_so_it_is_in_csv(String text, long id) throws IOException {
        assertThat(ids("{\"id\":" + text + ",\"content\":\"c\"}")).containsExactly(id);
        assertThat(ids("{\"id\":\"" + text + "\",\"content\":\"c\"}")).containsExactly(text);
        try (ArchiveSnapshot snapshot = open(write("t.csv", "id,content\n" + text + ",c\n"), table -> table)) {
            assertThat(snapshot.ids(null, 9)).extracting(ArchivalId::value).containsExactly(id);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"007", "1e3", "+7", "-0", "7.0", " 7", "9223372036854775808", "", "[1]"})
    void any_other_id_is_a_text(String id) throws IOException {
        assertThat(ids("{\"id\":\"" + id + "\",\"content\":\"c\"}")).containsExactly(id);
    }

    @Test
    void ids_of_several_columns_and_of_any_kind_have_one_order_by_which_pages_go_on() throws IOException {
        Path file = write("t.csv", "a,b,content\n2,x,1\n10,y,2\n1,\"\",3\n1,z,4\n");
        try (ArchiveSnapshot snapshot = open(
                file, table -> table.profile(TableProfile.GENERIC).id("a", "b").content("content"))) {
            List<ArchivalId> all = snapshot.ids(null, 10);
            assertThat(all)
                    .containsExactlyInAnyOrder(
                            ArchivalId.ofParts(List.of("2", "x")),
                            ArchivalId.ofParts(List.of("10", "y")),
                            ArchivalId.ofParts(List.of("1", "")),
                            ArchivalId.ofParts(List.of("1", "z")));
            assertThat(snapshot.ids(all.get(0), 2)).isEqualTo(all.subList(1, 3));
            assertThat(snapshot.sizes(all.get(3), 2)).isEmpty();
            assertThat(snapshot.memories(List.of(all.get(2), ArchivalId.ofParts(List.of("no", "row")), all.get(0))))
                    .extracting(ArchivalMemory::id)
                    .containsExactly(all.get(2), all.get(0));
        }
    }

    @Test
    void rows_are_left_out_as_they_are_on_a_server() throws IOException {
        Path file = write("passages.jsonl", """
                {"id": 1, "text": "kept", "embedding_config": {}, "agent_id": "a", "is_deleted": false, "archived_at": null}
                {"id": 2, "text": "deleted", "embedding_config": {}, "agent_id": "a", "is_deleted": true}
                {"id": 3, "text": "archived", "embedding_config": {}, "agent_id": "a", "archived_at": "2026-01-01"}
                {"id": 4, "text": "of a file", "embedding_config": {}, "agent_id": null}
                {"id": 5, "text": "of another", "embedding_config": {}, "agent_id": "b"}
                """);
        assertThat(contents(file, table -> table, false)).containsExactly("kept", "of another");
        assertThat(contents(file, table -> table, true)).containsExactly("kept", "deleted", "archived", "of another");
        assertThat(contents(file, table -> table.whereScope("agent_id", "a"), false))
                .containsExactly("kept");
        try (ArchiveSnapshot snapshot = open(file, table -> table.whereScope("agent_id", "b"))) {
            List<ArchivalId> ids =
                    Stream.of(1, 4, 5, 9).map(id -> ArchivalId.ofInteger(id)).toList();
            assertThat(snapshot.ofOtherScope(ids)).containsExactly(ids.get(0), ids.get(1));
        }
        Path mem0 = write("mem0.jsonl", """
                {"id": 1, "vector": null, "payload": {"data": "over", "expiration_date": "2020-01-01", "user_id": "alice"}}
                {"id": 2, "vector": null, "payload": {"data": "valid", "expiration_date": "9999-01-01", "user_id": "o'bob"}}
                {"id": 3, "vector": null, "payload": {"data": 7, "user_id": "alice"}}
                """);
        assertThat(contents(mem0, table -> table, false)).containsExactly("valid");
        assertThat(contents(mem0, table -> table.whereScope("user_id", "o'bob"), false))
                .containsExactly("valid");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "x.jsonl|{\"id\":1,\"content\":\"a\"}~{\"id\":2,\"cont|Line 2|is not one whole JSON object",
                "x.jsonl|{\"id\":1,\"content\":\"a\"}~~7|Line 3|is not one whole JSON object",
                "x.jsonl|{\"id\":1} {\"id\":2}|Line 1|is not one whole JSON object",
                "x.jsonl|[{\"id\":1}]|Line 1|jq",
                "x.jsonl|{\"id\":1,\"content\":\"a\",\"id\":2}|Line 1|two members of one name",
                "x.jsonl|{\"id\":1,\"content\":\"\\ud800\"}|Line 1|half of a surrogate pair in content",
                "x.csv|id,content~1,a~2|Line 3|1 values, but there are 2 columns",
                "x.csv|id,content~1,\"a~b\"~2,b,c|Line 4|3 values, but there are 2 columns",
                "x.csv|id,content~1,\"cut|Line 2|is no CSV",
                "x.csv|id,content~1,\"a\"b|Line 2|is no CSV",
                "x.csv|id,id~1,2|Line 1|two of one name",
                "x.csv|id,content~1,a~id,content~2,b|Line 3|repeats the names of the columns",
            })
    void a_line_that_is_no_row_is_named(String name, String text, String line, String reason) throws IOException {
        Path file = write(name, text.replace('~', '\n'));
        assertThatThrownBy(() -> SnapshotArchive.of(FileArchive.of(file)).openSnapshot())
                .isInstanceOfSatisfying(
                        SourceUnavailableException.class,
                        e -> assertThat(e.retryable()).isFalse())
                .hasMessageContainingAll(line + " of " + file, reason, "nothing was stored.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"x.jsonl", "x.csv"})
    void bytes_that_are_no_utf_8_are_found_wherever_they_are(String name) throws IOException {
        String begin = name.endsWith("csv") ? "id,content\n1," : "\n{\"id\":1,\"content\":\"";
        String filler = "x".repeat(100_000) + "\n";
        for (byte[] bad : new byte[][] {{(byte) 0xff}, {(byte) 0xed, (byte) 0xa0, (byte) 0x80}, {(byte) 0xc3, '"'}}) {
            Path file = write(name, begin + (name.endsWith("csv") ? filler : "a\"}\n"));
            Files.write(file, bad, java.nio.file.StandardOpenOption.APPEND);
            assertThatThrownBy(() -> SnapshotArchive.of(FileArchive.of(file)).openSnapshot())
                    .isInstanceOf(SourceUnavailableException.class)
                    .hasMessageContainingAll("Line 3 of " + file, "is not UTF-8");
        }
    }

    @Test
    void rows_that_cannot_be_told_apart_are_refused_by_line_and_id() throws IOException {
        assertWrongMapping(
                write("t.csv", "id,content\n7,a\n8,b\n7,c\n"), "Lines 2 and 4", "the same id 7", "nothing was stored");
        assertWrongMapping(write("u.csv", "id,content\n7,a\n,b\n"), "Line 3", "has no id", "name other columns");
        assertWrongMapping(write("v.jsonl", "{\"key\":1,\"content\":\"a\"}"), "have no id", "[key, content]");
        assertWrongMapping(write("w.jsonl", "{\"id\":1,\"body\":\"a\"}"), "no column content", "[id, body]");
    }

    @Test
    void a_named_column_that_is_not_there_is_refused_with_those_that_are() throws IOException {
        Path file = write("t.csv", "id,content\n7,a\n");
        assertThatThrownBy(() -> open(file, table -> table.content("body")))
                .isInstanceOf(MappingException.class)
                .hasMessageContainingAll("no column body", "[id, content]");
    }

    @Test
    void the_export_of_a_memory_is_to_be_imported_instead() throws IOException {
        assertWrongMapping(
                write("e.jsonl", "{\"format\":\"lifeos-memory-export/1\"}\n{\"id\":1}\n"),
                "is the export of a memory (lifeos-memory-export/1)",
                "import it");
    }

    @Test
    void a_file_that_cannot_be_read_is_not_available() throws IOException {
        assertThatThrownBy(() -> SnapshotArchive.of(FileArchive.of(folder.resolve("none.csv")))
                        .openSnapshot())
                .isInstanceOf(SourceUnavailableException.class)
                .hasMessageContaining("There is no file " + folder.resolve("none.csv"));
        Path directory = Files.createDirectory(folder.resolve("folder.csv"));
        assertThatThrownBy(() -> SnapshotArchive.of(FileArchive.of(directory)).openSnapshot())
                .isInstanceOf(SourceUnavailableException.class)
                .hasMessageContaining("is a folder");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> FileArchive.of(folder.resolve("dump.txt")))
                .withMessageContaining("say which it is");
    }

    @Test
    void an_interrupted_thread_stops_and_stays_interrupted() throws IOException {
        Path file = write("t.csv", "id,content\n7,a\n");
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> SnapshotArchive.of(FileArchive.of(file)).openSnapshot())
                .isInstanceOf(SourceUnavailableException.class)
                .hasMessageContaining("was interrupted");
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void a_snapshot_outlives_its_file_and_leaves_nothing_behind() throws IOException {
        Path file = write("t.csv", "id,content\n7,a\n");
        long before = temporaryFolders();
        FileArchive archive = FileArchive.of(file);
        try (ArchiveSnapshot snapshot = SnapshotArchive.of(archive).openSnapshot()) {
            Files.writeString(file, "id,content\n8,b\n");
            archive.close();
            assertThat(snapshot.ids(null, 9)).containsExactly(ArchivalId.ofInteger(7));
            snapshot.close();
        }
        assertThatThrownBy(SnapshotArchive.of(archive)::openSnapshot).isInstanceOf(IllegalStateException.class);
        assertThat(temporaryFolders()).isEqualTo(before);
    }

    private static long temporaryFolders() throws IOException {
        try (Stream<Path> all = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
            return all.filter(path -> path.getFileName().toString().startsWith("lifeos-memory-import"))
                    .count();
        }
    }

    private static void assertWrongMapping(Path file, String... parts) {
        assertThatThrownBy(() -> SnapshotArchive.of(FileArchive.of(file)).openSnapshot())
                .isInstanceOf(MappingException.class)
                .hasMessageContainingAll(parts);
    }

    private List<Object> ids(String row) throws IOException {
        try (ArchiveSnapshot snapshot =
                SnapshotArchive.of(FileArchive.of(write("ids.jsonl", row))).openSnapshot()) {
            return snapshot.ids(null, 10).stream().map(ArchivalId::value).toList();
        }
    }

    private static Map<String, String> texts(ArchiveSnapshot snapshot, int place) {
        return snapshot.memories(List.of(snapshot.ids(null, 100).get(place)))
                .get(0)
                .texts();
    }

    private static List<String> contents(Path file, UnaryOperator<TableSpec> mapping, boolean all) {
        try (ArchiveSnapshot snapshot = SnapshotArchive.of(FileArchive.builder(file)
                        .table(mapping.apply(TableSpec.detected()))
                        .includeLeftOut(all)
                        .build())
                .openSnapshot()) {
            return snapshot.memories(snapshot.ids(null, 100)).stream()
                    .map(ArchivalMemory::content)
                    .toList();
        }
    }

    private static ArchiveSnapshot open(Path file, UnaryOperator<TableSpec> mapping) {
        return SnapshotArchive.of(FileArchive.builder(file)
                        .table(mapping.apply(TableSpec.detected()))
                        .build())
                .openSnapshot();
    }

    private Path write(String name, String text) throws IOException {
        return Files.write(folder.resolve(name), text.getBytes(StandardCharsets.UTF_8));
    }
}
