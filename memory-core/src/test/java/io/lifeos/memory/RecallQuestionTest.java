package io.lifeos.memory;

import static org.assertj.core.api.Assertions.assertThat;

import io.lifeos.memory.fact.Fact;
import io.lifeos.memory.recall.RecallMode;
import io.lifeos.memory.recall.RecallResult;
import java.sql.Statement;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Questions of any text and any length. */
class RecallQuestionTest extends RecallFixture {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " \n\t",
                "\"",
                "'; DROP TABLE facts; --",
                "\"a\" AND (b OR NOT c) NEAR(d e, 2) content : f* ^g - + {}",
                "AND",
                "NEAR/3",
                "*",
                "🦊 🦊",
                "\0",
                "a\0b",
                "half \uD83D",
                "ﬀ Ǆ İstanbul",
                "%_?",
                "日本語のテキスト",
                "e\u0301clair",
            })
    void any_question_is_safe(String question) {
        memory.retain("nothing of it").save();
        RecallResult result = memory.recall(question).fetch();
        assertThat(result.mode().isPresent() || !result.notes().isEmpty()).isTrue();
    }

    @Test
    void random_questions_are_safe() {
        long seed = System.nanoTime();
        System.out.println("RecallQuestionTest seed " + seed);
        Random random = new Random(seed);
        memory.retain("a b c").save();
        for (int i = 0; i < 300; i++) {
            String question = random.ints(random.nextInt(60), 0, random.nextBoolean() ? 0x80 : 0x11000)
                    .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                    .toString();
            assertThat(memory.recall(question).fetch().requested())
                    .as("seed %s: %s", seed, question)
                    .isEqualTo(RecallMode.AUTO);
        }
    }

    @Test
    void a_question_of_ten_thousand_words_is_answered() {
        Fact fact = memory.retain("the needle in it").save();
        StringBuilder question = new StringBuilder("needle");
        for (int i = 0; i < 10_000; i++) {
            question.append(" word").append(i);
        }
        assertThat(contents(memory.recall(question.toString()).fetch())).containsExactly(fact.content());
    }

    @Test
    void drops_words_that_say_nothing_unless_there_are_no_others() {
        memory.retain("What is the name of it").save();
        Fact named = memory.retain("His dog is Bruno").save();
        assertThat(contents(memory.recall("What is the dog?").fetch())).containsExactly(named.content());
        assertThat(memory.recall("What is the?").fetch().hits()).hasSize(2);
    }

    @Test
    void a_common_word_is_looked_for_among_the_latest_facts() {
        memory.database().transaction(connection -> {
            try (Statement statement = connection.createStatement()) {
                return statement.executeUpdate("INSERT INTO facts (content, timestamp) SELECT 'common ' || value,"
                        + " datetime(1700000000 + value, 'unixepoch') FROM " + numbers(25_000));
            }
        });
        assertThat(contents(memory.recall("common").limit(3).fetch()))
                .containsExactly("common 25000", "common 24999", "common 24998");
        assertThat(contents(memory.recall("common 17").limit(1).fetch())).containsExactly("common 17");
    }
}
