package io.lifeos.memory.postgres;

import java.util.Optional;

/**
 * Whether the archival memories can be read now.
 *
 * @param available whether they can
 * @param reason why they cannot, and what to do; empty if they can
 */
public record Availability(boolean available, Optional<String> reason) {

    static Availability yes() {
        return new Availability(true, Optional.empty());
    }

    static Availability no(String reason) {
        return new Availability(false, Optional.of(reason));
    }
}
