package io.lifeos.memory;

import static org.assertj.core.api.Assertions.assertThat;

import io.lifeos.memory.fact.Fact;
import io.lifeos.memory.recall.Explanation;
import io.lifeos.memory.recall.LegScore;
import io.lifeos.memory.recall.RecallHit;
import io.lifeos.memory.recall.RecallResult;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a host reads of a result and its hits. */
class RecallHitTest extends RecallFixture {

    @Test
    void a_result_is_counted_and_streamed_without_its_list() {
        assertThat(memory.recall("zebra").fetch().isEmpty()).isTrue();
        Fact fact = memory.retain("zebra stable").save();

        RecallResult result = memory.recall("zebra").fetch();

        assertThat(result.isEmpty()).isFalse();
        assertThat(result.size()).isEqualTo(1);
        assertThat(result.stream().map(RecallHit::content)).containsExactly(fact.content());
    }

    @Test
    void a_hit_describes_itself_in_one_line_for_a_prompt() {
        Explanation why = Explanation.of(List.of("sold"), 0.9, Optional.empty(), Optional.empty(), Optional.empty(), 1);
        Fact.Builder fact =
                Fact.builder(7, "KR8TIV sold \r\n\n  at 0.12\u2028then\n", Instant.parse("2026-01-25T23:59:59Z"));
        assertThat(RecallHit.of(fact.build(), why).describe()).isEqualTo("[2026-01-25, 0.90] KR8TIV sold at 0.12 then");
        assertThat(RecallHit.of(fact.source("treasury").build(), why).describe())
                .isEqualTo("[2026-01-25, treasury, 0.90] KR8TIV sold at 0.12 then");
        assertThat(RecallHit.of(fact.context("bags.fm\ngraduation").build(), why)
                        .describe())
                .isEqualTo("[2026-01-25, treasury, bags.fm graduation, 0.90] KR8TIV sold at 0.12 then");
    }

    @Test
    void a_score_below_nothing_is_nothing_and_one_above_all_is_all() {
        assertThat(why(0, -0.5).score()).isZero();
        assertThat(why(0.25, 0.5).score()).isEqualTo(0.5);
        assertThat(why(0.5, 0.25).score()).isEqualTo(0.5);
        assertThat(why(0, 1.0000001).score()).isEqualTo(1);
    }

    private static Explanation why(double share, double cosine) {
        return Explanation.of(List.of(), share, Optional.of(cosine), Optional.empty(), Optional.empty(), 0);
    }

    @Test
    void an_explanation_reads_as_a_sentence() {
        memory.retain("Where is the zebra?").session("s").save();
        memory.retain("The zebras stand in their stable").session("s").save();

        Explanation why = memory.recall("stable zebra").fetch().hits().get(0).explain();

        assertThat(why.words()).containsExactly("stable", "zebra");
        assertThat(why.wordShare()).isEqualTo(1);
        LegScore words = why.keyword().orElseThrow();
        assertThat(words.score()).isEqualTo(words.own() + words.lent());
        assertThat(why.toString())
                .matches("holds stable, zebra, 1\\.00 of the question's words; number 1 by words with \\d\\.\\d\\d,"
                        + " \\d\\.\\d\\d of it lent by the facts around it; ordered by 1\\.00");
        assertThat(why(0, 0.714).toString()).isEqualTo("holds no word of the question; cosine 0.71; ordered by 0.00");
    }

    @Test
    void facts_that_are_known_already_are_left_out_before_the_limit() {
        Fact first = memory.retain("zebra zebra").save();
        Fact second = memory.retain("zebra stable").save();
        Fact third = memory.retain("zebra in the old stable").save();
        assertThat(memory.recall("zebra")
                        .excluding(List.of(first.id(), 99L))
                        .limit(2)
                        .fetch())
                .extracting(RecallHit::fact)
                .containsExactlyInAnyOrder(second, third);
        assertThat(memory.recall("zebra")
                        .excluding(List.of(first.id()))
                        .excluding(List.of(second.id()))
                        .source("mail")
                        .fetch())
                .isEmpty();
        assertThat(memory.recall("zebra")
                        .excluding(List.of(first.id()))
                        .excluding(List.of(second.id()))
                        .fetch())
                .extracting(RecallHit::fact)
                .containsExactly(third);
        assertThat(memory.recall("zebra").excluding(List.of()).fetch()).hasSize(3);
    }
}
