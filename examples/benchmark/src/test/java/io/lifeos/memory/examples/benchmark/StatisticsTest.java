package io.lifeos.memory.examples.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class StatisticsTest {

    @Test
    void takes_the_middle_of_the_values_whatever_their_order() {
        assertThat(new Statistics(new double[] {9, 1, 5}).median()).isEqualTo(5);
        assertThat(new Statistics(new double[] {9, 1, 5, 2}).median()).isEqualTo(3.5);
    }

    @Test
    void names_the_value_that_so_large_a_share_does_not_exceed() {
        Statistics statistics = new Statistics(new double[] {4, 3, 2, 1});
        assertThat(statistics.percentile(0.5)).isEqualTo(2);
        assertThat(statistics.percentile(0.51)).isEqualTo(3);
        assertThat(statistics.percentile(1)).isEqualTo(statistics.most()).isEqualTo(4);
        assertThat(statistics.percentile(0)).isEqualTo(statistics.least()).isEqualTo(1);
    }
}
