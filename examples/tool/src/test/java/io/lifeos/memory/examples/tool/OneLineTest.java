package io.lifeos.memory.examples.tool;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class OneLineTest {

    @Test
    void joins_lines_and_runs_of_white_space() {
        assertThat(OneLine.of("  one\n\n\ttwo\r\nthree \u2028four  ")).isEqualTo("one two three four");
    }

    @Test
    void lets_no_character_through_that_steers_a_terminal() {
        assertThat(OneLine.of("red: \u001b[31m, bell: \u0007, CSI: \u009b2J, delete: \u007f"))
                .isEqualTo("red: ?[31m, bell: ?, CSI: ?2J, delete: ?");
    }

    @Test
    void lets_no_character_through_that_turns_the_direction_or_hides() {
        assertThat(OneLine.of("a\u202eb\u2066c\u200bd\ufeff" + "e")).isEqualTo("a?b?c?d?e");
    }

    @Test
    void leaves_words_of_all_languages_and_joined_emoji_alone() {
        String text = "Müller, 流动性, אבג, é, 𝐱, 👩‍👩‍👧‍👦";
        assertThat(OneLine.of(text)).isEqualTo(text);
    }

    @Test
    void shows_half_of_a_surrogate_pair_as_a_question_mark() {
        assertThat(OneLine.of("half \ud83d only")).isEqualTo("half ? only");
    }

    @Test
    void cuts_a_long_text_between_two_characters() {
        assertThat(OneLine.of("😀".repeat(12), 10)).isEqualTo("😀".repeat(7) + "...");
    }

    @Test
    void does_not_cut_a_text_that_just_fits() {
        assertThat(OneLine.of("0123456789", 10)).isEqualTo("0123456789");
    }
}
