package io.lifeos.memory.preference;

import io.lifeos.memory.fact.Owner;
import java.time.Instant;
import java.util.Optional;

record PreferenceRecord(
        Owner user,
        String category,
        String key,
        String value,
        double confidence,
        long evidence,
        Optional<Instant> since,
        Optional<Instant> statedAt)
        implements Preference {}
