package io.lifeos.memory.archive.known;

import static io.lifeos.memory.archive.profile.ColumnRole.CONFIDENCE;
import static io.lifeos.memory.archive.profile.ColumnRole.CONTENT;
import static io.lifeos.memory.archive.profile.ColumnRole.CONTEXT;
import static io.lifeos.memory.archive.profile.ColumnRole.COUNTER;
import static io.lifeos.memory.archive.profile.ColumnRole.CREATED_AT;
import static io.lifeos.memory.archive.profile.ColumnRole.EMBEDDING;
import static io.lifeos.memory.archive.profile.ColumnRole.EMBEDDING_CONFIG;
import static io.lifeos.memory.archive.profile.ColumnRole.FIELD;
import static io.lifeos.memory.archive.profile.ColumnRole.KEY;
import static io.lifeos.memory.archive.profile.ColumnRole.METADATA;
import static io.lifeos.memory.archive.profile.ColumnRole.MODEL;
import static io.lifeos.memory.archive.profile.ColumnRole.SCOPE;
import static io.lifeos.memory.archive.profile.ColumnRole.SESSION;
import static io.lifeos.memory.archive.profile.ColumnRole.TAGS;

import io.lifeos.memory.archive.known.Profile.SideTable;
import io.lifeos.memory.archive.profile.TableProfile;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** The tables of each known program. A table is of the first profile that fits it. */
public final class KnownPrograms {

    private static final Map<TableProfile, Profile> PROFILES = definitions();

    private KnownPrograms() {}

    /** Defines the entry of a program. The compiler refuses a program without one. */
    private static Profile define(TableProfile program) {
        return switch (program) {
            case ARCHIVAL_MEMORY ->
                Profile.with(Common.PLAIN)
                        .withoutRoles()
                        .recognisedBy((table, columns) ->
                                Common.isArchivalMemory(table) && !Common.isContinuousClaude(columns))
                        .build();
            case CONTINUOUS_CLAUDE ->
                Profile.with(Common.PLAIN
                                .with(SCOPE, "agent_id", "project", "project_id", "host_id", "scope")
                                .with(FIELD, "worked", "failed", "decisions", "patterns"))
                        .withoutRoles()
                        .beside(new SideTable("memory_tags.tag", TAGS, "memory_tags", "memory_id", "id", "tag"))
                        .recognisedBy((table, columns) ->
                                Common.isArchivalMemory(table) && Common.isContinuousClaude(columns))
                        .build();
            case LETTA ->
                Profile.with(ColumnRoles.NONE
                                .with(CONTENT, "text")
                                .with(METADATA, "metadata_")
                                .with(CREATED_AT, "created_at")
                                .with(TAGS, "tags")
                                .with(EMBEDDING, "embedding")
                                .with(EMBEDDING_CONFIG, "embedding_config")
                                .with(SCOPE, "organization_id", "archive_id", "agent_id", "user_id"))
                        .beside(new SideTable("passage_tags.tag", TAGS, "passage_tags", "passage_id", "id", "tag"))
                        .ownedBy("archive_id", "agent_id")
                        .recognisedBy((table, columns) -> columns.containsAll(Set.of("text", "embedding_config"))
                                && (columns.contains("archive_id") || columns.contains("agent_id")))
                        .notToConfuseWith(
                                "Letta's passages of files, which are no memories",
                                (table, columns) ->
                                        columns.containsAll(Set.of("text", "embedding_config", "source_id")))
                        .build();
            case MEM0 ->
                Profile.with(ColumnRoles.NONE
                                .with(METADATA, "payload")
                                .withContentMember("data")
                                .with(EMBEDDING, "vector"))
                        .scopedBy("user_id", "userId", "agent_id", "agentId", "run_id", "runId", "actor_id")
                        .inSession("run_id", "runId")
                        .expiring("expiration_date")
                        .recognisedBy((table, columns) -> Common.isOfMem0(columns)
                                && !Common.hasMem0Entities(table)
                                && !Common.hasMem0Migrations(table))
                        .notToConfuseWith(
                                "Mem0's own notes on its set-up", (table, columns) -> Common.hasMem0Migrations(table))
                        .notToConfuseWith(
                                "Mem0's list of entities, which are no memories",
                                (table, columns) -> Common.hasMem0Entities(table) && Common.isOfMem0(columns))
                        .build();
            case LANGCHAIN ->
                Profile.with(ColumnRoles.NONE
                                .with(CONTENT, "document")
                                .with(METADATA, "cmetadata")
                                .with(EMBEDDING, "embedding"))
                        .sinceSecondVersion(Common.OWN_FIELDS)
                        .keyedBy("id", "uuid")
                        .beside(new SideTable(
                                "collection", SCOPE, "langchain_pg_collection", "uuid", "collection_id", "name"))
                        .recognisedBy("collection_id", "document", "cmetadata", "embedding")
                        .build();
            case LANGCHAIN_STORE ->
                Profile.with(Common.OWN_FIELDS
                                .with(CONTENT, "content")
                                .with(METADATA, "langchain_metadata")
                                .with(EMBEDDING, "embedding"))
                        .withFieldsOfItsOwn()
                        .keyedBy("langchain_id")
                        .recognisedBy("langchain_id", "content", "embedding")
                        .build();
            case LANGCHAIN4J ->
                Profile.with(Common.OWN_FIELDS
                                .with(CONTENT, "text")
                                .with(METADATA, "metadata")
                                .with(EMBEDDING, "embedding"))
                        .withFieldsOfItsOwn()
                        .keyedBy("embedding_id")
                        .recognisedBy("embedding_id", "embedding", "text")
                        .build();
            case SPRING_AI ->
                Profile.with(ColumnRoles.NONE
                                .with(CONTENT, "content")
                                .with(METADATA, "metadata")
                                .with(EMBEDDING, "embedding"))
                        .sinceSecondVersion(Common.OWN_FIELDS)
                        .inSession("conversationId")
                        .spokenByAssistant("messageType", "ASSISTANT")
                        .recognisedBy((table, columns) ->
                                columns.containsAll(Set.of("id", "content", "metadata", "embedding"))
                                        && (table.equals("vector_store") || columns.size() == 4))
                        .build();
            case LLAMA_INDEX ->
                Profile.with(ColumnRoles.NONE
                                .with(KEY, "node_id")
                                .with(CONTENT, "text")
                                .with(METADATA, "metadata_")
                                .withLeftOutMember("_node_content")
                                .with(EMBEDDING, "embedding")
                                .with(COUNTER, "id"))
                        .sinceSecondVersion(Common.OWN_FIELDS)
                        .warningOfKey(
                                "id",
                                "LlamaIndex gives rows a new id whenever it writes them, so that a later run would take them"
                                        + " for new ones; tell them apart by node_id.")
                        .recognisedBy("node_id", "text", "metadata_", "embedding")
                        .build();
            case HINDSIGHT ->
                Profile.with(ColumnRoles.NONE
                                .with(CONTENT, "text")
                                .with(METADATA, "metadata")
                                .with(CONTEXT, "context")
                                .with(TAGS, "tags")
                                .with(CREATED_AT, "event_date", "occurred_start", "mentioned_at", "created_at")
                                .with(CONFIDENCE, "confidence_score")
                                .with(EMBEDDING, "embedding")
                                .with(SCOPE, "bank_id")
                                .with(FIELD, "fact_type"))
                        .spokenByAssistant("fact_type", "observation")
                        .recognisedBy((table, columns) -> table.equals("memory_units")
                                && columns.containsAll(Set.of("text", "fact_type", "bank_id")))
                        .build();
            case GENERIC ->
                Profile.with(ColumnRoles.NONE)
                        .sinceSecondVersion(Common.PLAIN_ONES)
                        .build();
        };
    }

    /** Returns everything that is known about the tables of a program. */
    public static Profile of(TableProfile profile) {
        return Objects.requireNonNull(PROFILES.get(profile));
    }

    /** Finds the profile that a table's name and columns show. */
    public static Optional<TableProfile> recognise(String table, Set<String> columns) {
        return PROFILES.entrySet().stream()
                .filter(known -> known.getValue().fits(table, columns))
                .map(Map.Entry::getKey)
                .findFirst();
    }

    /** Finds the reason not to take a table, of no profile, that resembles one of a known program. */
    public static Optional<String> lookAlike(String table, Set<String> columns) {
        return PROFILES.values().stream()
                .flatMap(profile -> profile.lookAlike(table, columns).stream())
                .findFirst();
    }

    private static Map<TableProfile, Profile> definitions() {
        Map<TableProfile, Profile> profiles = new EnumMap<>(TableProfile.class);
        for (TableProfile program : TableProfile.values()) {
            profiles.put(program, define(program));
        }
        return profiles;
    }

    /** Roles and marks that several entries share. */
    private static final class Common {

        static final ColumnRoles PLAIN = ColumnRoles.NONE
                .with(CONTENT, "content")
                .with(METADATA, "metadata")
                .with(CREATED_AT, "created_at")
                .with(SESSION, "session_id")
                .with(CONTEXT, "context")
                .with(TAGS, "tags")
                .with(CONFIDENCE, "confidence")
                .with(EMBEDDING, "embedding")
                .with(MODEL, "embedding_model");

        /** Columns that users add for details of their memories; all others become members of the metadata. */
        static final ColumnRoles OWN_FIELDS = ColumnRoles.NONE
                .with(CREATED_AT, "created_at", "createdAt", "timestamp")
                .with(SESSION, "session_id")
                .with(CONTEXT, "context")
                .with(TAGS, "tags")
                .with(CONFIDENCE, "confidence")
                .with(MODEL, "embedding_model");

        /** Columns that are plainly what their name says, in a table of which only some were named. */
        static final ColumnRoles PLAIN_ONES = ColumnRoles.NONE
                .with(CREATED_AT, "created_at", "createdAt", "timestamp")
                .with(SESSION, "session_id");

        private Common() {}

        static boolean isArchivalMemory(String table) {
            return table.equals("archival_memory");
        }

        static boolean isContinuousClaude(Set<String> columns) {
            return columns.contains("content")
                    && (columns.contains("agent_id") || columns.containsAll(Set.of("worked", "failed")));
        }

        static boolean isOfMem0(Set<String> columns) {
            return columns.containsAll(Set.of("id", "vector", "payload"));
        }

        static boolean hasMem0Entities(String table) {
            return table.endsWith("_entities");
        }

        static boolean hasMem0Migrations(String table) {
            return table.equals("mem0migrations");
        }
    }
}
