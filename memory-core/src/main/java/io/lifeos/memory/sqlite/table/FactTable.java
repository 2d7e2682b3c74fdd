package io.lifeos.memory.sqlite.table;

import io.lifeos.memory.fact.Entity;
import io.lifeos.memory.fact.EntityType;
import io.lifeos.memory.fact.Fact;
import io.lifeos.memory.fact.Mention;
import io.lifeos.memory.fact.NewFact;
import io.lifeos.memory.fact.StoreException;
import io.lifeos.memory.fact.StoredTime;
import io.lifeos.memory.jdbc.Jdbc;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The facts of a file, with what they mention. Bound to a connection, and to be used within one
 * {@linkplain io.lifeos.memory.database.DatabaseManager#read read} or
 * {@linkplain io.lifeos.memory.database.DatabaseManager#transaction transaction} only. Each write notes in the
 * {@link Outbox} the daily logs to update.
 */
public final class FactTable {

    private static final String[] STAGED_COLUMNS = {
        "id",
        "content",
        "context",
        "timestamp",
        "source",
        "confidence",
        "is_assistant_output",
        "session_id",
        "metadata",
        "recorded_at",
        "expires_at",
        "user_id"
    };

    private final Connection connection;
    private final Jdbc jdbc;
    private final OwnerTable owners;
    private final List<Outbox.Due> due = new ArrayList<>();
    private long lastStaged;
    private int staged;

    /**
     * Binds the table to a connection.
     *
     * @param connection the connection that a read or a transaction gives
     */
    public FactTable(Connection connection) {
        this.connection = connection;
        this.jdbc = new Jdbc(connection);
        this.owners = new OwnerTable(connection);
    }

    /**
     * Creates the staging table, from which rows move to facts by one statement: a trigger that fires for each of many
     * statements makes the full-text index write itself out at every row, which takes three times as long.
     */
    public static void prepare(Connection writer) throws SQLException {
        new Jdbc(writer)
                .execute("CREATE TEMP TABLE staged_facts (id INTEGER PRIMARY KEY, content, context, timestamp,"
                        + " source, confidence, is_assistant_output, session_id, metadata, recorded_at, expires_at,"
                        + " user_id)");
    }

    /**
     * Stores facts. This and {@link #stage} are the only ways in which a fact gets into the file.
     *
     * @param facts the facts to store
     * @param now the time of storing, which a fact without a time takes
     * @return their ids, in the same order; an id is never used twice
     */
    public List<Long> insert(List<NewFact> facts, Instant now) throws SQLException {
        List<Long> ids = stageRows(facts, now);
        insertStaged();
        insertWhatBelongsTo(ids, facts, now);
        return ids;
    }

    /**
     * Stores facts as {@link #insert} does, but not before {@link #insertStaged()} is called, which must be within the same
     * transaction: the full-text index is written once for all facts that are inserted together. To be used where SQLite does
     * not look up what rows refer to, as mentions are there before their facts.
     */
    public List<Long> stage(List<NewFact> facts, Instant now) throws SQLException {
        List<Long> ids = stageRows(facts, now);
        insertWhatBelongsTo(ids, facts, now);
        return ids;
    }

    /** {@return the number of facts that are staged and not inserted yet} */
    public int staged() {
        return staged;
    }

    /** Inserts the facts that are staged. */
    public void insertStaged() throws SQLException {
        if (staged > 0) {
            String columns = String.join(", ", STAGED_COLUMNS);
            jdbc.update(
                    "INSERT INTO facts (" + columns + ") SELECT " + columns + " FROM temp.staged_facts ORDER BY id");
            new Outbox(connection).addStaged();
            jdbc.update("DELETE FROM temp.staged_facts");
            staged = 0;
        }
    }

    private void insertWhatBelongsTo(List<Long> ids, List<NewFact> facts, Instant now) throws SQLException {
        Map<Long, NewFact> byId = new HashMap<>();
        for (int i = 0; i < ids.size(); i++) {
            NewFact fact = facts.get(i);
            byId.put(ids.get(i), fact);
            Instant happenedAt = fact.happenedAt().orElse(now);
            due.add(new Outbox.Due(
                    StoredTime.day(happenedAt), new Outbox.Entry(ids.get(i), Outbox.INSERTED), happenedAt, fact));
        }
        insertMentions(ids, byId, now);
        owners.insert(ids, byId);
    }

    private long nextId() throws SQLException {
        long stored = jdbc.first("SELECT seq FROM sqlite_sequence WHERE name = 'facts'", row -> row.getLong(1))
                .orElse(0L);
        return Math.max(stored, lastStaged) + 1;
    }

    private List<Long> stageRows(List<NewFact> facts, Instant now) throws SQLException {
        List<Long> ids = new ArrayList<>(facts.size());
        long id = nextId();
        String recordedAt = StoredTime.format(now);
        Map<String, Long> users = owners.noteUsers(facts, now);
        try (BulkInsert insert = new BulkInsert(connection, "temp.staged_facts", STAGED_COLUMNS)) {
            for (NewFact fact : facts) {
                ids.add(id);
                insert.add(
                        id++,
                        fact.content(),
                        fact.context().orElse(null),
                        fact.happenedAt().map(StoredTime::format).orElse(recordedAt),
                        fact.source().orElse(null),
                        fact.confidence(),
                        fact.assistantOutput() ? 1 : 0,
                        fact.sessionId().orElse(null),
                        fact.metadata().orElse(null),
                        recordedAt,
                        fact.expiresAt().map(StoredTime::format).orElse(null),
                        OwnerTable.user(fact).map(users::get).orElse(null));
            }
            insert.finish();
        }
        lastStaged = id - 1;
        staged += facts.size();
        return ids;
    }

    /**
     * Rewrites a fact in place. A forgotten fact stays forgotten; a fact keeps its time if the new one is unknown, and its
     * {@linkplain Expiry expiry}. The log of
     * its day is written only if its entry changes: an old log may have been put away, and would begin anew.
     *
     * @param id its id
     * @param fact the new values
     * @param now the time of writing, for entities that are new
     * @return true if there is such a fact
     */
    public boolean update(long id, NewFact fact, Instant now) throws SQLException {
        return !update(Map.of(id, fact), now).isEmpty();
    }

    /**
     * Rewrites facts in place, as {@link #update(long, NewFact, Instant)} does; many at once take a fraction of the time.
     *
     * @param facts the new values, by id
     * @param now the time of writing, for entities that are new
     * @return the ids of those that exist
     */
    public List<Long> update(Map<Long, NewFact> facts, Instant now) throws SQLException {
        if (facts.isEmpty()) {
            return List.of();
        }
        Outbox outbox = new Outbox(connection);
        Map<Long, @Nullable Fact> withOtherEntries = outbox.entriesChangedBy(facts);
        long change = Outbox.newChange();
        outbox.add(withOtherEntries.keySet(), change);
        List<Long> updated = new ArrayList<>(facts.size());
        Map<String, Long> users = owners.noteUsersOfStored(facts, now);
        try (PreparedStatement update = connection.prepareStatement(
                "UPDATE facts SET content = ?, context = ?, timestamp = coalesce(?, timestamp), source = ?,"
                        + " confidence = ?, is_assistant_output = ?, session_id = ?, metadata = ?, user_id = "
                        + OwnerTable.NEW_NUMBER + " WHERE id = ?")) {
            for (Map.Entry<Long, NewFact> fact : facts.entrySet()) {
                bind(update, 1, fact.getValue());
                Optional<String> user = OwnerTable.user(fact.getValue());
                update.setBoolean(9, user.isPresent());
                update.setObject(10, user.map(users::get).orElse(null));
                update.setLong(11, fact.getKey());
                if (update.executeUpdate() == 1) {
                    updated.add(fact.getKey());
                }
            }
        }
        replaceMentions(updated, facts, now);
        owners.delete(updated);
        owners.insert(updated, facts);
        outbox.add(withOtherEntries.keySet(), change);
        withOtherEntries.forEach((id, before) -> addDue(before, facts.get(id), new Outbox.Entry(id, change)));
        return updated;
    }

    /** A fact that could not be read is known by the outbox alone. */
    private void addDue(@Nullable Fact before, @Nullable NewFact after, Outbox.Entry entry) {
        if (before != null && after != null) {
            LocalDate dayBefore = StoredTime.day(before.happenedAt());
            Instant happenedAt = after.happenedAt().orElse(before.happenedAt());
            LocalDate day = StoredTime.day(happenedAt);
            if (!day.equals(dayBefore)) {
                due.add(new Outbox.Due(dayBefore, entry, happenedAt, null));
            }
            due.add(new Outbox.Due(day, entry, happenedAt, after));
        }
    }

    /**
     * Returns the logs that are due by what this has written, with the facts as they are in memory. They must not be written
     * before the transaction is committed.
     *
     * @return the facts, those of which the time could not be read aside
     */
    public List<Outbox.Due> due() {
        return due;
    }

    private void replaceMentions(List<Long> ids, Map<Long, NewFact> facts, Instant now) throws SQLException {
        List<Long> before = EntityTable.deleteMentionsIn(connection, ids);
        insertMentions(ids, facts, now);
        EntityTable.deleteUnused(connection, before);
    }

    /**
     * Sets the times at which facts were stored here. {@link #insert} does so, another program does not.
     *
     * @param recordedAt the times, by the ids of the facts
     */
    public void markRecorded(Map<Long, Instant> recordedAt) throws SQLException {
        jdbc.batch("UPDATE facts SET recorded_at = ? WHERE id = ?", recordedAt.entrySet(), fact ->
                new Object[] {StoredTime.format(fact.getValue()), fact.getKey()});
    }

    private static void bind(PreparedStatement statement, int first, NewFact fact) throws SQLException {
        statement.setString(first, fact.content());
        statement.setString(first + 1, fact.context().orElse(null));
        statement.setString(first + 2, fact.happenedAt().map(StoredTime::format).orElse(null));
        statement.setString(first + 3, fact.source().orElse(null));
        statement.setDouble(first + 4, fact.confidence());
        statement.setBoolean(first + 5, fact.assistantOutput());
        statement.setString(first + 6, fact.sessionId().orElse(null));
        statement.setString(first + 7, fact.metadata().orElse(null));
    }

    /** Inserts each row of an entity once for a fact: an adopted file has no key for that, and two types may share a row. */
    private void insertMentions(List<Long> ids, Map<Long, NewFact> facts, Instant now) throws SQLException {
        Set<Entity> mentioned = new HashSet<>();
        facts.values().forEach(fact -> fact.mentions().forEach(mention -> mentioned.add(mention.entity())));
        Map<Entity, Long> entityIds = EntityTable.of(connection, mentioned, StoredTime.format(now));
        try (BulkInsert insert = new BulkInsert(
                connection, "entity_mentions", "fact_id", "entity_id", "mention_text", "position", "place", "type")) {
            for (MentionRow row : mentionRows(ids, facts, entityIds)) {
                EntityType type = row.mention().entity().type();
                insert.add(
                        row.factId(),
                        row.entityId(),
                        row.mention().text(),
                        row.mention().position(),
                        row.place(),
                        type.isStandard() ? null : type.name());
            }
            insert.finish();
        }
    }

    private record MentionRow(long factId, long entityId, Mention mention, int place) {}

    /** In the order of entities, as the index of these is far larger than the facts of a transaction. */
    private static List<MentionRow> mentionRows(List<Long> ids, Map<Long, NewFact> facts, Map<Entity, Long> entityIds) {
        List<MentionRow> rows = new ArrayList<>();
        Set<Long> mentionedByFact = new HashSet<>();
        for (long id : ids) {
            mentionedByFact.clear();
            for (Mention mention : Objects.requireNonNull(facts.get(id)).mentions()) {
                Long entityId = Objects.requireNonNull(entityIds.get(mention.entity()));
                if (mentionedByFact.add(entityId)) {
                    rows.add(new MentionRow(id, entityId, mention, mentionedByFact.size() - 1));
                }
            }
        }
        rows.sort(Comparator.comparingLong(MentionRow::entityId));
        return rows;
    }

    /**
     * Reads facts, forgotten ones too.
     *
     * @param ids their ids
     * @return those that exist, by id
     * @throws StoreException if the time of one, left by another program, cannot be read
     */
    public Map<Long, Fact> find(List<Long> ids) throws SQLException {
        return new FactReader(connection).find(ids, unreadable -> {
            throw unreadable;
        });
    }

    /**
     * Reads facts, forgotten ones too, and leaves out those whose time, left by another program, cannot be read.
     *
     * @param ids their ids
     * @return those that exist and can be read, by id
     */
    public Map<Long, Fact> findReadable(List<Long> ids) throws SQLException {
        return new FactReader(connection).find(ids, unreadable -> {});
    }

    /**
     * Tells how large facts are, without reading them.
     *
     * @param ids their ids
     * @return the bytes of the content and the metadata of those that exist, by id
     */
    public Map<Long, Long> sizes(List<Long> ids) throws SQLException {
        return new FactReader(connection).sizes(ids);
    }

    /**
     * Reads what a fact mentions.
     *
     * @param id its id
     * @return its mentions, in order
     */
    public List<Mention> mentions(long id) throws SQLException {
        return new FactReader(connection).mentions(id);
    }

    /**
     * Forgets facts: they stay in the file, and are no longer recalled.
     *
     * @param ids their ids
     * @return the ids of those that exist and were not forgotten yet
     */
    public List<Long> forget(Collection<Long> ids) throws SQLException {
        return jdbc.query(
                "UPDATE facts SET is_active = 0 WHERE is_active = 1 AND id IN (SELECT value FROM json_each(?))"
                        + " RETURNING id",
                row -> row.getLong(1),
                Jdbc.ids(ids));
    }

    /**
     * Undoes {@link #forget}. If a run of a migration had forgotten the fact, that is no longer its doing.
     *
     * @param id the fact's id
     * @return true if there was such a fact and it was forgotten
     */
    public boolean remember(long id) throws SQLException {
        jdbc.update("UPDATE fact_embeddings SET pruned = 0 WHERE fact_id = ? AND pruned = 1", id);
        return jdbc.update("UPDATE facts SET is_active = 1 WHERE id = ? AND is_active = 0", id) == 1;
    }

    /**
     * Counts the facts that are not forgotten.
     *
     * @return the number of facts
     */
    public long countRemembered() throws SQLException {
        return jdbc.number("SELECT COUNT(*) FROM facts WHERE is_active = 1");
    }

    /**
     * Counts the facts.
     *
     * @return the number of facts, including forgotten ones
     */
    public long count() throws SQLException {
        return jdbc.number("SELECT COUNT(*) FROM facts");
    }
}
