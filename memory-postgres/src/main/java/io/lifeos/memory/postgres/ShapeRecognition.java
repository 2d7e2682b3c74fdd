package io.lifeos.memory.postgres;

import java.util.Arrays;
import java.util.Optional;
import java.util.Set;

/** Tells what program made a table, by its name and columns. */
final class ShapeRecognition {

    private static final String TABLE = "archival_memory";

    private static final Set<String> SPRING_AI = Set.of("id", "content", "metadata", "embedding");

    private ShapeRecognition() {}

    /** The profile that a table's name and columns show; empty if they show none. */
    static Optional<TableProfile> recognise(String table, Set<String> columns) {
        return Arrays.stream(TableProfile.values())
                .filter(profile -> fits(profile, table, columns))
                .findFirst();
    }

    /** Why a table that no profile knows is not taken, though it looks as if it held memories; empty if it does not. */
    static Optional<String> lookAlike(String table, Set<String> columns, boolean vectors) {
        if (table.equals("mem0migrations")) {
            return Optional.of("Mem0's own notes on its set-up");
        } else if (table.endsWith("_entities") && columns.containsAll(Set.of("id", "vector", "payload"))) {
            return Optional.of("Mem0's list of entities, which are no memories");
        } else if (columns.containsAll(Set.of("text", "embedding_config", "source_id"))) {
            return Optional.of("Letta's passages of files, which are no memories");
        }
        return vectors ? Optional.of("it has vectors, but no known shape; name it and its columns") : Optional.empty();
    }

    private static boolean fits(TableProfile profile, String table, Set<String> columns) {
        return switch (profile) {
            case ARCHIVAL_MEMORY -> table.equals(TABLE) && !fits(TableProfile.CONTINUOUS_CLAUDE, table, columns);
            case CONTINUOUS_CLAUDE ->
                table.equals(TABLE)
                        && columns.contains("content")
                        && (columns.contains("agent_id") || columns.containsAll(Set.of("worked", "failed")));
            case LETTA ->
                columns.containsAll(Set.of("text", "embedding_config"))
                        && (columns.contains("archive_id") || columns.contains("agent_id"));
            case MEM0 ->
                columns.containsAll(Set.of("id", "vector", "payload"))
                        && !table.endsWith("_entities")
                        && !table.equals("mem0migrations");
            case LANGCHAIN -> columns.containsAll(Set.of("collection_id", "document", "cmetadata", "embedding"));
            case LANGCHAIN_STORE -> columns.containsAll(Set.of("langchain_id", "content", "embedding"));
            case LANGCHAIN4J -> columns.containsAll(Set.of("embedding_id", "embedding", "text"));
            case SPRING_AI ->
                columns.containsAll(SPRING_AI) && (table.equals("vector_store") || columns.size() == SPRING_AI.size());
            case LLAMA_INDEX -> columns.containsAll(Set.of("node_id", "text", "metadata_", "embedding"));
            case HINDSIGHT ->
                table.equals("memory_units") && columns.containsAll(Set.of("text", "fact_type", "bank_id"));
            case GENERIC -> false;
        };
    }
}
