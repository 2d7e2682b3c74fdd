package io.lifeos.memory.migration.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The clock stands still but for what a write or a pause takes. */
class PacedBatchesTest {

    private final List<Integer> written = new ArrayList<>();
    private final List<Duration> pauses = new ArrayList<>();
    private Duration perItem = Duration.ofMillis(1);
    private long now;

    @Test
    void writes_nothing_until_a_transaction_is_full() {
        PacedBatches<Integer> batches = batches(5_000);
        batches.add(items(499), 1);
        assertThat(written).isEmpty();
        batches.add(items(1), 1);
        assertThat(written).containsExactly(500);
    }

    @Test
    void writes_the_rest_when_it_is_told_to() {
        PacedBatches<Integer> batches = batches(5_000);
        batches.add(items(510), 1);
        batches.writeRest();
        assertThat(written).containsExactly(500, 10);
    }

    @Test
    void never_writes_more_than_the_most_at_once() {
        PacedBatches<Integer> batches = batches(7);
        batches.add(items(20), 1);
        batches.writeRest();
        assertThat(written).containsExactly(7, 7, 6);
    }

    @Test
    void a_slow_file_makes_transactions_smaller_down_to_twenty() {
        PacedBatches<Integer> batches = batches(5_000);
        batches.add(items(500), 1);
        batches.add(items(200), 1);
        perItem = Duration.ofSeconds(1);
        batches.add(items(200), 1);
        batches.add(items(40), 1);
        assertThat(written).as("200 ms at 1 ms each, then 1 s each").containsExactly(500, 200, 200, 20, 20);
    }

    @Test
    void a_fast_file_makes_them_grow_twofold_at_the_most() {
        perItem = Duration.ofNanos(1);
        PacedBatches<Integer> batches = batches(3_000);
        batches.add(items(500), 1);
        batches.add(items(1_000), 1);
        batches.add(items(2_000), 1);
        batches.add(items(3_000), 1);
        assertThat(written).containsExactly(500, 1_000, 2_000, 3_000);
    }

    @Test
    void writes_before_more_than_8_mib_are_pending() {
        PacedBatches<Integer> batches = batches(5_000);
        batches.add(items(1), 8L << 20);
        assertThat(written).isEmpty();
        batches.add(items(1), 1);
        assertThat(written).containsExactly(1);
    }

    @Test
    void pauses_after_each_write_and_every_three_seconds_for_long_enough_that_a_waiting_program_gets_in() {
        perItem = Duration.ofMillis(10);
        PacedBatches<Integer> batches = batches(100);
        batches.add(items(100), 1);
        batches.add(items(340), 1);
        assertThat(written).containsExactly(100, 20, 20, 20, 20, 20, 20, 20, 20, 20, 20, 20, 20, 20, 20, 20, 20, 20);
        assertThat(pauses.subList(0, 10)).containsOnly(Duration.ofMillis(2));
        assertThat(pauses.subList(10, 18)).startsWith(Duration.ofMillis(110)).contains(Duration.ofMillis(2));
        assertThat(pauses.stream().filter(Duration.ofMillis(110)::equals)).hasSize(1);
    }

    @Test
    void a_slow_transaction_makes_the_next_ones_smaller() {
        write(batch -> pass(Duration.ofSeconds(1)), () -> {});
        assertThat(written).startsWith(500, 100, 20, 20);
    }

    @Test
    void what_runs_after_a_transaction_takes_no_part_in_the_pace() {
        write(batch -> pass(Duration.ofMillis(100)), () -> pass(Duration.ofSeconds(1)));
        assertThat(written).startsWith(500, 1_000, 2_000);
    }

    private void write(Consumer<List<Integer>> writer, Runnable afterEach) {
        PacedBatches<Integer> batches = new PacedBatches<>(
                2_000,
                batch -> {
                    written.add(batch.size());
                    writer.accept(batch);
                },
                afterEach,
                () -> now,
                nanos -> now += nanos);
        batches.add(Collections.nCopies(5_000, 1), 0);
        batches.writeRest();
        assertThat(written.stream().mapToInt(Integer::intValue).sum()).isEqualTo(5_000);
    }

    private void pass(Duration time) {
        now += time.toNanos();
    }

    private PacedBatches<Integer> batches(int mostItems) {
        return new PacedBatches<>(
                mostItems,
                batch -> {
                    written.add(batch.size());
                    now += perItem.multipliedBy(batch.size()).toNanos();
                },
                () -> {},
                () -> now,
                nanos -> {
                    pauses.add(Duration.ofNanos(nanos));
                    now += nanos;
                });
    }

    private static List<Integer> items(int number) {
        return IntStream.range(0, number).boxed().toList();
    }
}
