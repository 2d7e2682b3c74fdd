package io.lifeos.memory.listing;

import java.time.Instant;
import java.util.Optional;

record FactGroupRecord<K>(K key, long facts, Optional<Instant> first, Optional<Instant> last) implements FactGroup<K> {}
