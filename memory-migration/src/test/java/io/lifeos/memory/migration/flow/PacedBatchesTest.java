package io.lifeos.memory.migration.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class PacedBatchesTest {

    private final List<Integer> sizes = new ArrayList<>();
    private long now;

    @Test
    void a_slow_transaction_makes_the_next_ones_smaller() {
        write(batch -> pass(Duration.ofSeconds(1)), () -> {});
        assertThat(sizes).startsWith(500, 100, 20, 20);
    }

    @Test
    void what_runs_after_a_transaction_takes_no_part_in_the_pace() {
        write(batch -> pass(Duration.ofMillis(100)), () -> pass(Duration.ofSeconds(1)));
        assertThat(sizes).startsWith(500, 1_000, 2_000);
    }

    private void write(Consumer<List<Integer>> writer, Runnable afterEach) {
        PacedBatches<Integer> batches = new PacedBatches<>(
                2_000,
                batch -> {
                    sizes.add(batch.size());
                    writer.accept(batch);
                },
                afterEach,
                () -> now,
                nanos -> now += nanos);
        batches.add(Collections.nCopies(5_000, 1), 0);
        batches.writeRest();
        assertThat(sizes.stream().mapToInt(Integer::intValue).sum()).isEqualTo(5_000);
    }

    private void pass(Duration time) {
        now += time.toNanos();
    }
}
