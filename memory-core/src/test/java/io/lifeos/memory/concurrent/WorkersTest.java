package io.lifeos.memory.concurrent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class WorkersTest {

    @Test
    void a_task_runs_in_the_submitting_thread_while_all_workers_are_busy() throws Exception {
        CountDownLatch busy = new CountDownLatch(1);
        CountDownLatch free = new CountDownLatch(1);
        try (Workers workers = Workers.parallel("test", 1)) {
            workers.execute(() -> {
                assertThat(Thread.currentThread().getName()).isEqualTo("test");
                assertThat(Thread.currentThread().isDaemon()).isTrue();
                busy.countDown();
                await(free);
            });
            busy.await();
            assertThat(threadOf(workers)).isSameAs(Thread.currentThread());
            free.countDown();
        }
    }

    @Test
    void closed_parallel_workers_leave_tasks_to_the_submitting_thread() {
        Workers workers = Workers.parallel("test", 2);
        workers.close();
        workers.close();
        assertThat(threadOf(workers)).isSameAs(Thread.currentThread());
    }

    @Test
    void a_task_may_wait_for_tasks_that_it_submits() {
        AtomicInteger done = new AtomicInteger();
        try (Workers workers = Workers.parallel("test", 2)) {
            List<Runnable> inner = Collections.nCopies(10, done::incrementAndGet);
            workers.runAll(Collections.nCopies(10, () -> workers.runAll(inner)));
        }
        assertThat(done).hasValue(100);
    }

    @Test
    void a_failure_is_thrown_as_it_is_once_all_tasks_have_ended() {
        AtomicInteger done = new AtomicInteger();
        IllegalStateException failure = new IllegalStateException("on purpose");
        try (Workers workers = Workers.parallel("test", 2)) {
            assertThatThrownBy(() -> workers.runAll(List.of(
                            () -> {
                                throw failure;
                            },
                            done::incrementAndGet,
                            done::incrementAndGet)))
                    .isSameAs(failure);
            assertThat(done).hasValue(2);
            AssertionError error = new AssertionError("on purpose");
            assertThatThrownBy(() -> workers.call(() -> {
                        throw error;
                    }))
                    .isSameAs(error);
        }
    }

    @Test
    void a_serial_worker_keeps_the_order_and_finishes_before_it_is_closed() {
        List<Integer> order = new ArrayList<>();
        Workers worker = Workers.serial("test");
        IntStream.range(0, 100).forEach(i -> worker.execute(() -> order.add(i)));
        worker.close();
        assertThat(order)
                .containsExactlyElementsOf(IntStream.range(0, 100).boxed().toList());
        assertThatThrownBy(() -> worker.execute(() -> {})).isInstanceOf(RejectedExecutionException.class);
    }

    @Test
    void an_interrupt_does_not_end_the_waiting_for_tasks() {
        AtomicInteger done = new AtomicInteger();
        Workers worker = Workers.serial("test");
        Thread closing = Thread.currentThread();
        worker.execute(() -> {
            closing.interrupt();
            while (closing.isInterrupted()) {
                Thread.onSpinWait();
            }
            done.incrementAndGet();
        });
        worker.close();
        assertThat(Thread.interrupted()).isTrue();
        assertThat(done).hasValue(1);
    }

    private static Thread threadOf(Workers workers) {
        CompletableFuture<Thread> thread = new CompletableFuture<>();
        workers.execute(() -> thread.complete(Thread.currentThread()));
        return thread.join();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
