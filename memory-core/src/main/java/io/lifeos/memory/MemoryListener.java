package io.lifeos.memory;

import io.lifeos.memory.fact.Fact;
import io.lifeos.memory.recall.RecallQuery;
import io.lifeos.memory.recall.RecallResult;
import java.time.Duration;
import java.util.List;

/**
 * Is told what was done with a memory, for counting and timing it; see {@link MemoryStoreBuilder#listener}. Each method is called
 * once the work is done and committed, by the thread that asked for it and before its call returns, so a slow one makes that
 * call slow. A call that fails is not told. What a listener throws is logged and reaches nobody. An implementation must be safe
 * for use by several threads. It is not told of what other processes do, nor of the rows of a migration, which has reports of
 * its own. Later versions may tell more.
 *
 * <pre>{@code
 * public void recalled(RecallQuery query, RecallResult result, Duration took) {
 *     registry.timer("memory.recall").record(took);
 *     registry.counter("memory.hits").increment(result.size());
 * }
 * }</pre>
 */
public interface MemoryListener {

    /**
     * Is told of facts that were stored, or rewritten in place. Facts that were known and stay as they are are left out.
     *
     * @param facts the facts as they are stored, at least one
     * @param took the time from the call to the commit and the writing of the daily logs, embedding included
     */
    default void retained(List<Fact> facts, Duration took) {}

    /**
     * Is told of a recall.
     *
     * @param query what was asked
     * @param result what was found
     * @param took the time that it took
     */
    default void recalled(RecallQuery query, RecallResult result, Duration took) {}

    /**
     * Is told of facts that are no longer recalled.
     *
     * @param ids the ids of those that were not forgotten before, at least one
     */
    default void forgotten(List<Long> ids) {}

    /**
     * Is told of facts that are gone for good.
     *
     * @param ids their ids, at least one
     */
    default void erased(List<Long> ids) {}
}
