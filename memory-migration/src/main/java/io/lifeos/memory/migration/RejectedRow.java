package io.lifeos.memory.migration;

/**
 * A source row that could not be stored. It is kept raw, with the reason, and tried again by the next run. Of one that is too
 * large to be read, only the reason is kept.
 *
 * @param id its id in the source: a {@link Long} for a serial, else a {@link String}; of a line of a dump that is too large to
 *     be read, its place, such as {@code line 3}
 * @param reason the reason why it was rejected
 */
public record RejectedRow(Object id, String reason) {}
