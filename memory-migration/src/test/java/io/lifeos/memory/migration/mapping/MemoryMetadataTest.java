package io.lifeos.memory.migration.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MemoryMetadataTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[]",
                "[{\"context\":\"no\"}]",
                "7",
                "-1e999",
                "\"text\"",
                "\"[1,2]\"",
                "\"\\\"{}\\\"\"",
                "null",
                "true",
                "{}",
                "{\"context\":null}",
                "{\"context\":{\"a\":1},\"tags\":{\"a\":1},\"confidence\":\"sure\"}"
            })
    void reads_nothing_from_what_says_nothing(String json) {
        MemoryMetadata metadata = MemoryMetadata.read(json);

        assertThat(metadata.text("context")).isEmpty();
        assertThat(metadata.tags()).isEmpty();
        assertThat(metadata.confidence()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}              | true  | true",
                "{\"a\": [1]}    | true  | true",
                "[{\"a\": 1}]    | true  | false",
                "\"{}\"          | true  | false",
                "\"{\"           | true  | false",
                "7               | true  | false",
                "{\"a\": 1} {}   | false | false",
                "{\"a\": 1       | false | false",
                "{\"a\": 1} x    | false | false",
                "no              | false | false",
                "''              | false | false",
            })
    void tells_an_object_from_other_json_and_json_from_what_is_none(String text, boolean json, boolean object) {
        MemoryMetadata metadata = MemoryMetadata.read(text);

        assertThat(metadata.isJson()).isEqualTo(json);
        assertThat(metadata.isObject()).isEqualTo(object);
    }

    @Test
    void reads_an_object_that_was_encoded_twice() {
        MemoryMetadata metadata = MemoryMetadata.read("\"{\\\"context\\\":\\\"deep\\\",\\\"tags\\\":[\\\"a\\\"]}\"");

        assertThat(metadata.text("context")).contains("deep");
        assertThat(metadata.tags()).containsExactly("#a");
    }

    @Test
    void takes_tags_from_an_array_of_scalars_or_from_a_string_with_commas() {
        assertThat(tags("[\"a b\", 7, true, null, \"\", \"#c\", [\"no\"], {\"no\":1}]"))
                .containsExactly("#a b", "#7", "#true", "#c");
        assertThat(tags("\"one, two,,#three \"")).containsExactly("#one", "#two", "#three");
        assertThat(tags("7")).isEmpty();
        assertThat(tags("null")).isEmpty();
        assertThat(tags("{\"a\":[1]}")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"0,0", "1,1", "0.25,0.25", "1e-3,0.001", "\"0.5\",0.5", "\"high\",0.9", "\"Medium\",0.6", "\"low\",0.3"
    })
    void takes_a_confidence_that_is_a_number_from_0_to_1_or_a_word(String json, double confidence) {
        assertThat(MemoryMetadata.read("{\"confidence\":" + json + "}").confidence())
                .hasValue(confidence);
    }

    @ParameterizedTest
    @ValueSource(strings = {"-0.1", "1.1", "1e400", "\"1.5\"", "\"highest\"", "[0.5]", "null"})
    void takes_no_other_confidence(String json) {
        assertThat(MemoryMetadata.read("{\"confidence\":" + json + "}").confidence())
                .isEmpty();
    }

    @Test
    void reads_on_behind_whatever_depth_and_length() {
        String deep = "[".repeat(100_000) + "]".repeat(100_000);
        String number = "1".repeat(5_000);
        MemoryMetadata metadata =
                MemoryMetadata.read("{\"deep\":" + deep + ",\"long\":" + number + ",\"context\":\"found\"}");

        assertThat(metadata.text("context")).contains("found");
        assertThat(metadata.text("long")).contains(number);
    }

    @Test
    void replaces_half_a_surrogate_pair_which_no_file_can_hold() {
        assertThat(MemoryMetadata.read("{\"context\":\"a\\ud83dz \\ud83d\\ude00\"}")
                        .text("context"))
                .contains("a\ufffdz \ud83d\ude00");
    }

    private static List<String> tags(String json) {
        return MemoryMetadata.read("{\"tags\":" + json + "}").tags();
    }
}
