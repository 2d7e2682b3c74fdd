package io.lifeos.memory.archive.row;

/**
 * A row of an archive that was not read, and whose id is therefore unknown.
 *
 * @param place where it is, such as the number of its line
 * @param reason the reason, as a sentence
 */
public record UnreadRow(String place, String reason) {}
