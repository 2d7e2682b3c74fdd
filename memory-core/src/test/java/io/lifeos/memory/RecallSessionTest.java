package io.lifeos.memory;

import static org.assertj.core.api.Assertions.assertThat;

import io.lifeos.memory.fact.Fact;
import io.lifeos.memory.recall.RecallHit;
import io.lifeos.memory.recall.RecallMode;
import io.lifeos.memory.recall.RecallResult;
import java.sql.Statement;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** Neighbours of a hit in its session. */
class RecallSessionTest extends RecallFixture {

    @Test
    void what_was_said_before_and_after_in_the_session_counts_a_little() {
        Fact question =
                memory.retain("Where does your sister live?").session("s").save();
        Fact answer = memory.retain("In Berlin, since May").session("s").save();
        memory.retain("In Berlin, since May").session("other").save();

        RecallResult result = memory.recall("sister").mode(RecallMode.KEYWORD).fetch();

        assertThat(result).extracting(RecallHit::fact).containsExactly(question, answer);
        assertThat(result.hits().get(1).keyword())
                .hasValueSatisfying(score -> assertThat(score.own()).isZero());
    }

    @Test
    void a_fact_that_the_filter_keeps_out_lends_nothing_to_its_neighbours() {
        memory.retain("Where does your sister live?")
                .session("s")
                .assistantOutput(true)
                .save();
        memory.retain("In Berlin, since May").session("s").save();
        assertThat(memory.recall("sister").fetch().hits()).isEmpty();
        assertThat(memory.recall("sister").includeAssistantOutputs().fetch().hits())
                .hasSize(2);
    }

    @Test
    void neighbours_in_a_session_follow_time_in_every_spelling() {
        insert("2026-01-25 10:00:02.500000", "third", "s");
        insert("2026-01-25T10:00:01.500000", "second zebra", "s");
        insert("2026-01-25 10:00:00", "first", "s");
        insert("2026-01-25T10:00:03", "fourth", "s");
        insert("2026-01-25 10:00:04", "fifth", "s");
        assertThat(contents(memory.recall("zebra").fetch()))
                .startsWith("second zebra")
                .containsExactlyInAnyOrder("first", "second zebra", "third", "fourth");
    }

    @Test
    void one_long_session_of_one_time_is_no_burden() {
        memory.database().transaction(connection -> {
            try (Statement statement = connection.createStatement()) {
                return statement.executeUpdate("INSERT INTO facts (content, timestamp, session_id)"
                        + " SELECT CASE value % 100 WHEN 0 THEN 'zebra' ELSE 'horse' END || value,"
                        + " '2026-01-25 10:00:00', 's' FROM " + numbers(100_000));
            }
        });
        memory.retain("zebra")
                .session("s")
                .happenedAt(Instant.parse("2026-01-25T10:00:00Z"))
                .save();
        assertThat(memory.recall("zebra").limit(1).fetch())
                .extracting(hit -> hit.fact().id())
                .containsExactly(100_001L);
    }
}
