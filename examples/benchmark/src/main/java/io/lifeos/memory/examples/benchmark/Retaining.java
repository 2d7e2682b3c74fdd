package io.lifeos.memory.examples.benchmark;

import io.lifeos.memory.MemoryStore;
import io.lifeos.memory.RetainRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

/** Retains generated memories into one memory, and notes how long each took. Safe for use by several threads. */
final class Retaining {

    private static final int DIFFERENT = 100_000;
    private static final MemoryGenerator GENERATOR = new MemoryGenerator(DIFFERENT);

    private final MemoryStore memory;

    Retaining(MemoryStore memory) {
        this.memory = memory;
    }

    /**
     * The times that it took.
     *
     * @param facts the number of facts
     * @param total the time of all together
     * @param millis the time of each call
     */
    record Outcome(int facts, Duration total, Statistics millis) {

        static Outcome of(int facts, long start, List<Double> millis) {
            return new Outcome(
                    facts,
                    Duration.ofNanos(System.nanoTime() - start),
                    new Statistics(millis.stream().mapToDouble(each -> each).toArray()));
        }

        double perSecond() {
            return facts / (total.toNanos() / 1e9);
        }
    }

    /** Retains a number of memories by a number of threads, without a pause. */
    Outcome all(int retains, int threads) throws InterruptedException, ExecutionException {
        ExecutorService executor = Executors.newFixedThreadPool(threads);
        try {
            List<Callable<List<Double>>> shares = IntStream.range(0, threads)
                    .<Callable<List<Double>>>mapToObj(thread -> () -> share(thread, threads, retains))
                    .toList();
            long start = System.nanoTime();
            List<Double> millis = new ArrayList<>();
            for (Future<List<Double>> share : executor.invokeAll(shares)) {
                millis.addAll(share.get());
            }
            return Outcome.of(retains, start, millis);
        } finally {
            executor.shutdown();
        }
    }

    private List<Double> share(int thread, int threads, int retains) {
        List<Double> millis = new ArrayList<>();
        for (int number = thread; number < retains; number += threads) {
            millis.add(one(number));
        }
        return millis;
    }

    /** Retains a memory after each pause, by one thread, until the other work is done. */
    Outcome until(Future<?> done, Duration pause) throws InterruptedException {
        List<Double> millis = new ArrayList<>();
        long start = System.nanoTime();
        for (int number = 0; !done.isDone(); number++) {
            millis.add(one(number));
            Thread.sleep(pause.toMillis());
        }
        return Outcome.of(millis.size(), start, millis);
    }

    /** Retains a number of memories by one thread, a list of them at a time. */
    Outcome lists(int retains, int size) {
        List<Double> millis = new ArrayList<>();
        long start = System.nanoTime();
        for (int from = 0; from < retains; from += size) {
            long begin = System.nanoTime();
            memory.retainAll(IntStream.range(from, Math.min(from + size, retains))
                    .mapToObj(this::request)
                    .toList());
            millis.add((System.nanoTime() - begin) / 1e6);
        }
        return Outcome.of(retains, start, millis);
    }

    private double one(int number) {
        RetainRequest request = request(number);
        long start = System.nanoTime();
        request.save();
        return (System.nanoTime() - start) / 1e6;
    }

    private RetainRequest request(int number) {
        return memory.retain(GENERATOR.row(number % DIFFERENT).content()).source("benchmark");
    }
}
