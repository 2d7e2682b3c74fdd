package io.lifeos.memory.listing;

import io.lifeos.memory.fact.Fact;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * Asks for a page of facts, in the order of time and then id, the latest first. A page begins after the last fact of the page
 * before, so that facts which are stored or forgotten meanwhile shift no page.
 *
 * @param limit the largest number of facts, 1 to 10,000
 * @param after the place of the last fact of the page before; empty for the first page
 */
public record PageRequest(int limit, Optional<Place> after) {

    private static final int MOST = 10_000;

    /**
     * The place of a fact in the order of time and id.
     *
     * @param happenedAt the time at which it happened, to the microsecond
     * @param id its id
     */
    public record Place(Instant happenedAt, long id) {

        /** Checks the time. */
        public Place {
            Objects.requireNonNull(happenedAt, "The time of the last fact is null.");
        }
    }

    /**
     * Checks the limit.
     *
     * @throws IllegalArgumentException if the limit is not from 1 to 10,000
     */
    public PageRequest {
        if (limit < 1 || limit > MOST) {
            throw new IllegalArgumentException("The limit is " + limit + "; it must be from 1 to " + MOST + ".");
        }
        Objects.requireNonNull(after, "The place to begin after is null.");
    }

    /**
     * Asks for the first page.
     *
     * @param limit the largest number of facts, 1 to 10,000
     * @return the request
     * @throws IllegalArgumentException if the limit is out of that range
     */
    public static PageRequest first(int limit) {
        return new PageRequest(limit, Optional.empty());
    }

    /**
     * Asks for the page after a fact.
     *
     * @param last the last fact of the page before
     * @param limit the largest number of facts, 1 to 10,000
     * @return the request
     * @throws IllegalArgumentException if the limit is out of that range
     */
    public static PageRequest after(Fact last, int limit) {
        Objects.requireNonNull(last, "The last fact is null.");
        return new PageRequest(limit, Optional.of(new Place(last.happenedAt(), last.id())));
    }
}
