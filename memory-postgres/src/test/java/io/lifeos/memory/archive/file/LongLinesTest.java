package io.lifeos.memory.archive.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is too large for the heap is passed over, and the other lines keep their numbers. */
final class LongLinesTest {

    private static final int MOST = 10;

    @TempDir
    Path folder;

    @Test
    void a_long_line_leaves_an_empty_one() throws IOException {
        assertThat(shortened("short\nfar too long\nshort\n", false)).isEqualTo("short\n\nshort\n");
        assertThat(shortened("far too long\nshort", false)).isEqualTo("\nshort");
        assertThat(shortened("short\nfar too long\nfar too long", false)).isEqualTo("short\n\n");
    }

    @Test
    void a_long_row_of_a_csv_leaves_as_many_as_it_had() throws IOException {
        assertThat(shortened("id,text\n1,\"far\ntoo\nlong\"\n2,ok\n", true)).isEqualTo("id,text\n\n\n\n2,ok\n");
        assertThat(shortened("1,\"a\"\"b\"\n2,\"far \"\"too\"\"\nlong\"\n", true))
                .isEqualTo("1,\"a\"\"b\"\n\n\n");
    }

    @Test
    void a_line_is_named_by_its_number_in_the_file() throws IOException {
        LongLines lines = LongLines.of(file("1,\"a\nb\"\nfar too long\n"), true, MOST);
        assertThat(lines.unread())
                .singleElement()
                .satisfies(row -> assertThat(row.place()).isEqualTo("line 3"));
    }

    @Test
    void a_file_that_is_small_is_not_looked_through() throws IOException {
        assertThat(LongLines.of(file("short\n"), false, MOST)).isSameAs(LongLines.NONE);
    }

    private String shortened(String text, boolean quoted) throws IOException {
        Path file = file(text);
        LongLines lines = LongLines.of(file, quoted, MOST);
        return new String(lines.without(Files.newInputStream(file)).readAllBytes(), StandardCharsets.UTF_8);
    }

    private Path file(String text) throws IOException {
        return Files.writeString(folder.resolve("rows"), text);
    }
}
