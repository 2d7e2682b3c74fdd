package io.lifeos.memory.migration;

/**
 * A source row that could not be stored. It is kept raw, with the reason, and tried again by the next run.
 *
 * @param id its id in the source: a {@link Long} for a serial, else a {@link String}
 * @param reason the reason why it was rejected
 */
public record RejectedRow(Object id, String reason) {}
