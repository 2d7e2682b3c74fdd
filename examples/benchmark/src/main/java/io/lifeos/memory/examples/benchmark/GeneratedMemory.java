package io.lifeos.memory.examples.benchmark;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A row of {@code archival_memory}.
 *
 * @param content 100 to about 600 characters, with some mentions
 * @param metadata JSON, or null
 * @param createdAt a time with microseconds
 */
record GeneratedMemory(String content, @Nullable String metadata, Instant createdAt) {}
