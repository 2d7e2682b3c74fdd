package io.lifeos.memory.postgres;

import java.util.Optional;

/**
 * Tells whether the archival memories can be read now.
 *
 * @param available true if they can
 * @param reason the reason that they cannot, and the remedy; empty if they can
 */
public record Availability(boolean available, Optional<String> reason) {

    static Availability yes() {
        return new Availability(true, Optional.empty());
    }

    static Availability no(String reason) {
        return new Availability(false, Optional.of(reason));
    }
}
