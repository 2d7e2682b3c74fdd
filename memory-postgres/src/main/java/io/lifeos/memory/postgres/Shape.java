package io.lifeos.memory.postgres;

import static io.lifeos.memory.postgres.ColumnRole.CONFIDENCE;
import static io.lifeos.memory.postgres.ColumnRole.CONTENT;
import static io.lifeos.memory.postgres.ColumnRole.CONTEXT;
import static io.lifeos.memory.postgres.ColumnRole.COUNTER;
import static io.lifeos.memory.postgres.ColumnRole.CREATED_AT;
import static io.lifeos.memory.postgres.ColumnRole.EMBEDDING;
import static io.lifeos.memory.postgres.ColumnRole.EMBEDDING_CONFIG;
import static io.lifeos.memory.postgres.ColumnRole.EXTRA;
import static io.lifeos.memory.postgres.ColumnRole.FIELD;
import static io.lifeos.memory.postgres.ColumnRole.KEY;
import static io.lifeos.memory.postgres.ColumnRole.METADATA;
import static io.lifeos.memory.postgres.ColumnRole.MODEL;
import static io.lifeos.memory.postgres.ColumnRole.SCOPE;
import static io.lifeos.memory.postgres.ColumnRole.SESSION;
import static io.lifeos.memory.postgres.ColumnRole.TAGS;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a table of a profile looks like.
 *
 * @param roles what its columns mean
 * @param others the role of columns that are not named
 * @param sides the tables beside it
 * @param scopes members of the metadata that say whose a memory is
 * @param session members of the metadata that may name a session
 * @param owners columns of which a row that is a memory has one; empty if any row is
 * @param expiration the member of the metadata with the last day that a memory is valid on; empty if none has it
 * @param assistant how a memory shows that an assistant said it, or concluded it
 */
record Shape(
        ColumnRoles roles,
        ColumnRole others,
        List<SideTable> sides,
        List<String> scopes,
        List<String> session,
        List<String> owners,
        Optional<String> expiration,
        Optional<AssistantMark> assistant) {

    private static final ColumnRoles PLAIN = ColumnRoles.NONE
            .with(CONTENT, "content")
            .with(METADATA, "metadata")
            .with(CREATED_AT, "created_at")
            .with(SESSION, "session_id")
            .with(CONTEXT, "context")
            .with(TAGS, "tags")
            .with(CONFIDENCE, "confidence")
            .with(EMBEDDING, "embedding")
            .with(MODEL, "embedding_model");

    /** Columns that users add for what they know of their memories; all others become members of the metadata. */
    private static final ColumnRoles OWN_FIELDS = ColumnRoles.NONE
            .with(CREATED_AT, "created_at", "createdAt", "timestamp")
            .with(SESSION, "session_id")
            .with(CONTEXT, "context")
            .with(TAGS, "tags")
            .with(CONFIDENCE, "confidence")
            .with(MODEL, "embedding_model");

    /** The shape of the tables of a profile. */
    static Shape of(TableProfile profile) {
        return switch (profile) {
            case ARCHIVAL_MEMORY -> Shape.of(PLAIN);
            case CONTINUOUS_CLAUDE ->
                Shape.of(PLAIN.with(SCOPE, "agent_id", "project", "project_id", "host_id", "scope")
                                .with(FIELD, "worked", "failed", "decisions", "patterns"))
                        .beside(new SideTable("memory_tags.tag", TAGS, "memory_tags", "memory_id", "id", "tag"));
            case LETTA ->
                Shape.of(ColumnRoles.NONE
                                .with(CONTENT, "text")
                                .with(METADATA, "metadata_")
                                .with(CREATED_AT, "created_at")
                                .with(TAGS, "tags")
                                .with(EMBEDDING, "embedding")
                                .with(EMBEDDING_CONFIG, "embedding_config")
                                .with(SCOPE, "organization_id", "archive_id", "agent_id", "user_id"))
                        .beside(new SideTable("passage_tags.tag", TAGS, "passage_tags", "passage_id", "id", "tag"))
                        .ownedBy("archive_id", "agent_id");
            case MEM0 ->
                Shape.of(ColumnRoles.NONE
                                .with(METADATA, "payload")
                                .withContentMember("data")
                                .with(EMBEDDING, "vector"))
                        .scopedBy("user_id", "userId", "agent_id", "agentId", "run_id", "runId", "actor_id")
                        .inSession("run_id", "runId")
                        .expiring("expiration_date");
            case LANGCHAIN ->
                Shape.of(ColumnRoles.NONE
                                .with(CONTENT, "document")
                                .with(METADATA, "cmetadata")
                                .with(EMBEDDING, "embedding"))
                        .beside(new SideTable(
                                "collection", SCOPE, "langchain_pg_collection", "uuid", "collection_id", "name"));
            case LANGCHAIN_STORE ->
                Shape.of(OWN_FIELDS
                                .with(CONTENT, "content")
                                .with(METADATA, "langchain_metadata")
                                .with(EMBEDDING, "embedding"))
                        .fieldsOfTheirOwn();
            case LANGCHAIN4J ->
                Shape.of(OWN_FIELDS
                                .with(CONTENT, "text")
                                .with(METADATA, "metadata")
                                .with(EMBEDDING, "embedding"))
                        .fieldsOfTheirOwn();
            case SPRING_AI ->
                Shape.of(ColumnRoles.NONE
                                .with(CONTENT, "content")
                                .with(METADATA, "metadata")
                                .with(EMBEDDING, "embedding"))
                        .inSession("conversationId")
                        .spokenByAssistant("messageType", "ASSISTANT");
            case LLAMA_INDEX ->
                Shape.of(ColumnRoles.NONE
                        .with(KEY, "node_id")
                        .with(CONTENT, "text")
                        .with(METADATA, "metadata_")
                        .withLeftOutMember("_node_content")
                        .with(EMBEDDING, "embedding")
                        .with(COUNTER, "id"));
            case HINDSIGHT ->
                Shape.of(ColumnRoles.NONE
                                .with(CONTENT, "text")
                                .with(METADATA, "metadata")
                                .with(CONTEXT, "context")
                                .with(TAGS, "tags")
                                .with(CREATED_AT, "event_date", "occurred_start", "mentioned_at", "created_at")
                                .with(CONFIDENCE, "confidence_score")
                                .with(EMBEDDING, "embedding")
                                .with(SCOPE, "bank_id")
                                .with(FIELD, "fact_type"))
                        .spokenByAssistant("fact_type", "observation");
            case GENERIC -> Shape.of(ColumnRoles.NONE);
        };
    }

    private static Shape of(ColumnRoles roles) {
        return new Shape(
                roles,
                EXTRA,
                List.of(),
                List.of(),
                List.of("session_id"),
                List.of(),
                Optional.empty(),
                Optional.empty());
    }

    private Shape beside(SideTable side) {
        return new Shape(roles, others, List.of(side), scopes, session, owners, expiration, assistant);
    }

    private Shape fieldsOfTheirOwn() {
        return new Shape(roles, FIELD, sides, scopes, session, owners, expiration, assistant);
    }

    private Shape scopedBy(String... members) {
        return new Shape(roles, others, sides, List.of(members), session, owners, expiration, assistant);
    }

    private Shape inSession(String... members) {
        List<String> names = Stream.concat(Stream.of(members), session.stream()).toList();
        return new Shape(roles, others, sides, scopes, names, owners, expiration, assistant);
    }

    private Shape ownedBy(String... columns) {
        return new Shape(roles, others, sides, scopes, session, List.of(columns), expiration, assistant);
    }

    private Shape expiring(String member) {
        return new Shape(roles, others, sides, scopes, session, owners, Optional.of(member), assistant);
    }

    private Shape spokenByAssistant(String field, String value) {
        return new Shape(
                roles,
                others,
                sides,
                scopes,
                session,
                owners,
                expiration,
                Optional.of(new AssistantMark(field, value)));
    }
}
