package io.lifeos.memory.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class JsonTest {

    @Test
    void quotes_what_json_must_not_hold_bare() {
        assertThat(Json.quote("a \"b\" \\ \n \u0001 ü 😀")).isEqualTo("\"a \\\"b\\\" \\\\ \\n \\u0001 ü 😀\"");
    }

    @Test
    void texts_come_back_from_their_array() {
        List<String> texts = List.of("", "one", "\"two\"", "three, four", "\u0000\n", "😀");

        assertThat(Json.texts(Json.array(texts))).isEqualTo(texts);
        assertThat(Json.texts(Json.array(List.of()))).isEmpty();
    }

    @Test
    void nulls_come_back_where_they_may_be() {
        List<String> texts = Arrays.asList("one", null);

        assertThat(Json.array(texts)).isEqualTo("[\"one\",null]");
        assertThat(Json.nullableTexts(Json.array(texts))).isEqualTo(texts);
        assertThatIllegalArgumentException().isThrownBy(() -> Json.texts("[\"one\",null]"));
    }

    @Test
    void refuses_what_is_not_one_array_of_strings() {
        for (String json : List.of("", "null", "{}", "\"one\"", "[[]]", "[{}]", "[\"one\"", "[] []")) {
            assertThatIllegalArgumentException().as(json).isThrownBy(() -> Json.nullableTexts(json));
        }
    }

    @Test
    void reads_values_of_any_size_and_depth() throws JsonProcessingException {
        String large = "x".repeat(25_000_000);
        String deep = "[".repeat(100_000) + "]".repeat(100_000);

        assertThat(Json.texts("[\"" + large + "\"]")).containsExactly(large);
        assertThat(Json.mapper().readTree(deep).isArray()).isTrue();
        assertThatThrownBy(() -> Json.mapper().readTree("{} x")).isInstanceOf(JsonProcessingException.class);
    }
}
