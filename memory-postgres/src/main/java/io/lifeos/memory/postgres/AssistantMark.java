package io.lifeos.memory.postgres;

/**
 * How a memory shows that an assistant said it, or concluded it.
 *
 * @param field a column, or a member of the metadata
 * @param value what stands there
 */
public record AssistantMark(String field, String value) {}
