package io.lifeos.memory.examples.benchmark;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One measured run.
 *
 * @param total the time of the whole process
 * @param cpu the processor time of the process and of those that it started; zero where it is not known
 * @param call the measurements from inside the process, if known
 * @param fileBytes the size of the SQLite file afterwards
 */
record Run(Duration total, Duration cpu, @Nullable Call call, long fileBytes) {

    /**
     * One call of the migrator.
     *
     * @param time its time
     * @param cpu the processor time of its process meanwhile; zero where it is not known
     * @param batches how often it told of its progress, which is once a transaction
     * @param heapBytes the most heap in use after a garbage collection
     * @param residentBytes the most memory of the process
     */
    record Call(Duration time, Duration cpu, int batches, long heapBytes, long residentBytes) {}
}
