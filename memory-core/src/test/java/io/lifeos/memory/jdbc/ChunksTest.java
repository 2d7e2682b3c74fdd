package io.lifeos.memory.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class ChunksTest {

    @Test
    void cuts_a_list_into_parts_of_which_only_the_last_may_be_smaller() {
        assertThat(Chunks.of(List.of(1, 2, 3, 4, 5), 2)).containsExactly(List.of(1, 2), List.of(3, 4), List.of(5));
        assertThat(Chunks.of(List.of(1, 2), 2)).containsExactly(List.of(1, 2));
        assertThat(Chunks.of(List.of(1, 2), Integer.MAX_VALUE)).containsExactly(List.of(1, 2));
        assertThat(Chunks.of(List.of(), 2)).isEmpty();
    }

    @Test
    void refuses_parts_of_nothing() {
        assertThatThrownBy(() -> Chunks.of(List.of(1), 0)).isInstanceOf(IllegalArgumentException.class);
    }
}
