package io.lifeos.memory.migration.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class ReadAheadTest {

    private record Piece(int number, long bytes) implements ReadAhead.Piece {}

    @Test
    void gives_everything_in_order() {
        try (ReadAhead<Piece> pieces = new ReadAhead<>(100, to -> {
            for (int i = 0; i < 10_000; i++) {
                to.put(new Piece(i, i % 120));
            }
        })) {
            List<Integer> numbers = new ArrayList<>();
            for (Piece piece = pieces.take(); piece != null; piece = pieces.take()) {
                numbers.add(piece.number());
            }
            assertThat(numbers).hasSize(10_000).isSorted();
            assertThat(pieces.take()).as("again at the end").isNull();
        }
    }

    @Test
    void does_not_read_further_ahead_than_it_may_but_for_a_piece_that_is_larger() throws Exception {
        AtomicInteger put = new AtomicInteger();
        CountDownLatch threeArePut = new CountDownLatch(3);
        try (ReadAhead<Piece> pieces = new ReadAhead<>(100, to -> {
            for (int i = 0; i < 10; i++) {
                to.put(new Piece(i, i == 9 ? 1_000 : 33));
                put.incrementAndGet();
                threeArePut.countDown();
            }
        })) {
            threeArePut.await();
            Thread.sleep(50);
            assertThat(put).hasValue(3);
            for (int i = 0; i < 10; i++) {
                assertThat(pieces.take()).extracting(Piece::number).isEqualTo(i);
            }
            assertThat(pieces.take()).isNull();
        }
    }

    @Test
    void what_reading_fails_with_comes_after_what_was_read() {
        IllegalStateException failure = new IllegalStateException("gone");
        try (ReadAhead<Piece> pieces = new ReadAhead<>(100, to -> {
            to.put(new Piece(1, 1));
            throw failure;
        })) {
            assertThat(pieces.take()).isEqualTo(new Piece(1, 1));
            assertThatThrownBy(pieces::take).isSameAs(failure);
        }
    }

    @Test
    void closing_it_stops_the_reader_and_waits_for_it() {
        AtomicBoolean ended = new AtomicBoolean();
        ReadAhead<Piece> pieces = new ReadAhead<>(10, to -> {
            while (to.put(new Piece(0, 9))) {
                Thread.onSpinWait();
            }
            ended.set(true);
        });
        assertThat(pieces.take()).isNotNull();
        pieces.close();
        assertThat(ended).isTrue();
    }

    @Test
    void an_error_of_the_reader_reaches_the_taker_as_it_is() {
        StackOverflowError failure = new StackOverflowError("too deep");
        assertThatThrownBy(() -> {
                    try (ReadAhead<Piece> pieces = new ReadAhead<>(10, to -> {
                        throw failure;
                    })) {
                        pieces.take();
                    }
                })
                .isSameAs(failure);
    }

    @Test
    void an_interrupted_taker_waits_on_and_stays_interrupted() {
        try (ReadAhead<Piece> pieces = new ReadAhead<>(10, to -> to.put(new Piece(1, 1)))) {
            Thread.currentThread().interrupt();
            assertThat(pieces.take()).isEqualTo(new Piece(1, 1));
            assertThat(pieces.take()).isNull();
        }
        assertThat(Thread.interrupted()).isTrue();
    }
}
