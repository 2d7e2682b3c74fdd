package io.lifeos.memory.archive.row;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ServerStateTest {

    private static final ServerState EARLIER = new ServerState(1, "0/FFFFFFF0");

    @Test
    void a_state_comes_back_from_its_text() {
        assertThat(ServerState.parse(EARLIER.toString())).contains(EARLIER);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1", "1 16", "one 0/16", "1 0/16 more", "1 0/123456789"})
    void what_another_program_left_there_is_no_state(String text) {
        assertThat(ServerState.parse(text)).isEmpty();
    }

    @Test
    void a_server_that_went_on_tells_nothing() {
        assertThat(EARLIER.comparedWith(EARLIER)).isEmpty();
        assertThat(new ServerState(1, "1/0").comparedWith(EARLIER)).isEmpty();
    }

    @Test
    void a_server_that_is_behind_or_on_another_timeline_may_be_a_copy() {
        assertThat(new ServerState(1, "0/16").comparedWith(EARLIER))
                .hasValueSatisfying(hint -> assertThat(hint).contains("0/16", "0/FFFFFFF0", "older copy"));
        assertThat(new ServerState(2, "1/0").comparedWith(EARLIER))
                .hasValueSatisfying(hint -> assertThat(hint).contains("timeline 2", "was on 1"));
    }
}
