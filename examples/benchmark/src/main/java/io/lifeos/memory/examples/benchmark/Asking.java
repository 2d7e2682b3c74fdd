package io.lifeos.memory.examples.benchmark;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;

/** Asks questions, and tells how many milliseconds each took. */
final class Asking {

    private Asking() {}

    /** Asks all questions once to warm up, then once more; several threads share them. */
    static Statistics time(List<String> questions, int threads, Consumer<String> ask)
            throws InterruptedException, ExecutionException {
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            timeOnce(pool, questions, ask);
            return timeOnce(pool, questions, ask);
        } finally {
            pool.shutdownNow();
        }
    }

    private static Statistics timeOnce(ExecutorService pool, List<String> questions, Consumer<String> ask)
            throws InterruptedException, ExecutionException {
        List<Callable<Double>> tasks = new ArrayList<>();
        for (String question : questions) {
            tasks.add(() -> milliseconds(() -> ask.accept(question)));
        }
        List<Double> times = new ArrayList<>();
        for (Future<Double> ended : pool.invokeAll(tasks)) {
            times.add(ended.get());
        }
        return new Statistics(times.stream().mapToDouble(Double::doubleValue).toArray());
    }

    static double milliseconds(Runnable work) {
        long start = System.nanoTime();
        work.run();
        return (System.nanoTime() - start) / 1e6;
    }
}
