package io.lifeos.memory.migration.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The clock stands still but for what a write or a pause takes. */
class PacedBatchesTest {

    private final List<Integer> written = new ArrayList<>();
    private final List<Integer> order = new ArrayList<>();
    private final List<Duration> pauses = new ArrayList<>();
    private Duration perItem = Duration.ofNanos(1);
    private boolean awaited;
    private long now;

    @Test
    void writes_nothing_until_a_transaction_is_full() {
        PacedBatches<Integer> batches = batches(2_000);
        batches.add(items(1_999), 1);
        assertThat(written).isEmpty();
        batches.add(items(1), 1);
        assertThat(written).containsExactly(2_000);
    }

    @Test
    void writes_the_rest_when_it_is_told_to() {
        PacedBatches<Integer> batches = batches(2_000);
        batches.add(items(2_010), 1);
        batches.writeRest();
        assertThat(written).containsExactly(2_000, 10);
    }

    @Test
    void never_writes_more_than_the_most_at_once() {
        PacedBatches<Integer> batches = batches(7);
        batches.add(items(20), 1);
        batches.writeRest();
        assertThat(written).containsExactly(7, 7, 6);
    }

    @Test
    void ends_a_transaction_after_the_step_in_which_somebody_began_to_wait_and_loses_nothing() {
        awaited = true;
        PacedBatches<Integer> batches = batches(2_000);
        batches.add(items(2_100), 1);
        assertThat(written).containsExactly(500);
        awaited = false;
        batches.writeRest();
        assertThat(written).containsExactly(500, 1_600);
        assertThat(order).isEqualTo(items(2_100));
    }

    @Test
    void ends_a_transaction_after_the_step_in_which_it_has_lasted_for_half_a_second() {
        perItem = Duration.ofNanos(668_000);
        PacedBatches<Integer> batches = batches(2_000);
        batches.add(items(2_000), 1);
        batches.writeRest();
        assertThat(written)
                .as("334 ms a step, of which the first does not count")
                .containsExactly(1_500, 500);
    }

    @Test
    void a_machine_of_half_the_speed_makes_as_many_transactions() {
        perItem = Duration.ofNanos(240_000);
        PacedBatches<Integer> batches = batches(2_000);
        batches.add(items(4_000), 1);
        assertThat(written).as("twice 120 ms a step").containsExactly(2_000, 2_000);
    }

    @Test
    void a_step_that_takes_seconds_ends_a_transaction_unless_it_is_the_first() {
        perItem = Duration.ofMillis(10);
        PacedBatches<Integer> batches = batches(2_000);
        batches.add(items(1_100), 1);
        batches.writeRest();
        assertThat(written).containsExactly(1_000, 100);
    }

    @Test
    void writes_before_more_than_8_mib_are_pending() {
        PacedBatches<Integer> batches = batches(2_000);
        batches.add(items(1), 8L << 20);
        assertThat(written).isEmpty();
        batches.add(items(1), 1);
        assertThat(written).containsExactly(1);
    }

    @Test
    void pauses_after_each_write_and_every_three_seconds_for_long_enough_that_a_waiting_program_gets_in() {
        perItem = Duration.ofMillis(2);
        PacedBatches<Integer> batches = batches(100);
        batches.add(items(1_800), 1);
        assertThat(written).hasSize(18).containsOnly(100);
        assertThat(pauses.subList(0, 14)).containsOnly(Duration.ofMillis(2));
        assertThat(pauses.subList(14, 18)).startsWith(Duration.ofMillis(110)).contains(Duration.ofMillis(2));
        assertThat(pauses.stream().filter(Duration.ofMillis(110)::equals)).hasSize(1);
    }

    private PacedBatches<Integer> batches(int mostItems) {
        return new PacedBatches<>(mostItems, this::write, () -> awaited, () -> {}, () -> now, nanos -> {
            pauses.add(Duration.ofNanos(nanos));
            now += nanos;
        });
    }

    private int write(List<List<Integer>> steps, BooleanSupplier mayGoOn) {
        int items = 0;
        int step = 0;
        do {
            order.addAll(steps.get(step));
            items += steps.get(step).size();
            now += perItem.multipliedBy(steps.get(step).size()).toNanos();
            step++;
        } while (step < steps.size() && mayGoOn.getAsBoolean());
        written.add(items);
        return items;
    }

    private static List<Integer> items(int number) {
        return IntStream.range(0, number).boxed().toList();
    }
}
