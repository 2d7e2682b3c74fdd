package io.lifeos.memory;

import io.lifeos.memory.fact.Fact;
import io.lifeos.memory.recall.RecallQuery;
import io.lifeos.memory.recall.RecallResult;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells all listeners of a memory, whatever one of them throws, and none of what did not happen. */
final class Listeners implements MemoryListener {

    private static final Logger LOG = LoggerFactory.getLogger(Listeners.class);

    private final List<MemoryListener> all;

    Listeners(List<MemoryListener> all) {
        this.all = List.copyOf(all);
    }

    /** Returns the time since a {@link System#nanoTime()}. */
    static Duration since(long start) {
        return Duration.ofNanos(System.nanoTime() - start);
    }

    @Override
    public void retained(List<Fact> facts, Duration took) {
        tell(facts, listener -> listener.retained(facts, took));
    }

    @Override
    public void recalled(RecallQuery query, RecallResult result, Duration took) {
        all.forEach(listener -> tell(listener, each -> each.recalled(query, result, took)));
    }

    @Override
    public void forgotten(List<Long> ids) {
        tell(ids, listener -> listener.forgotten(ids));
    }

    @Override
    public void erased(List<Long> ids) {
        tell(ids, listener -> listener.erased(ids));
    }

    private void tell(List<?> what, Consumer<MemoryListener> of) {
        if (!what.isEmpty()) {
            all.forEach(listener -> tell(listener, of));
        }
    }

    /** What was done is done, so that not even an error may look as if it had failed. */
    private static void tell(MemoryListener listener, Consumer<MemoryListener> of) {
        try {
            of.accept(listener);
        } catch (RuntimeException | Error e) {
            LOG.warn(
                    "The listener {} failed; what it was told of is done.",
                    listener.getClass().getName(),
                    e);
        }
    }
}
