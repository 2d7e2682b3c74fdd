package io.lifeos.memory.sqlite.table;

import io.lifeos.memory.fact.EntityType;
import io.lifeos.memory.jdbc.Jdbc;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Checks and repairs the types that mentions have of their own, and the lists of them in the metadata of entities. */
final class MentionTypes {

    /** Holds for a row of entities whose metadata is absent, or an object that may have a member {@code types}. */
    static final String CAN_LIST = "CASE WHEN metadata IS NULL THEN 1 WHEN NOT json_valid(metadata) THEN 0"
            + " ELSE json_type(metadata) = 'object' AND coalesce(json_type(metadata, '$.types'), 'array') = 'array' END";

    /** The types that a row of entities lists. */
    static final String LISTED =
            "(SELECT value FROM json_each(" + "CASE WHEN json_valid(metadata) THEN metadata ELSE '{}' END, '$.types'))";

    /** Adds the type ?1 to the list of the entity ?2. Metadata that cannot have the list stays as it is. */
    static final String LIST = "UPDATE entities SET metadata = json_insert(coalesce(metadata, '{}'), '$.types[#]', ?1),"
            + " updated_at = ?3 WHERE id = ?2 AND " + CAN_LIST + " AND ?1 NOT IN " + LISTED;

    private static final String UNLISTED = "SELECT DISTINCT e.id, e.name, m.type FROM entity_mentions m"
            + " JOIN entities e ON e.id = m.entity_id WHERE m.type IS NOT NULL AND " + CAN_LIST
            + " AND m.type NOT IN " + LISTED + " ORDER BY e.id, m.type";

    private final Jdbc jdbc;

    MentionTypes(Connection connection) {
        this.jdbc = new Jdbc(connection);
    }

    /** A mention, or an entity, with a type. */
    private record Typed(long factId, long entityId, String name, String type) {

        /** Returns the type as this library writes it; null if it is none. */
        @Nullable String mended() {
            try {
                return EntityType.of(type).name();
            } catch (IllegalArgumentException noType) {
                return null;
            }
        }
    }

    void check(Problems problems) throws SQLException {
        for (Typed wrong : wrong()) {
            problems.add("Mention: fact " + wrong.factId + " mentions \"" + wrong.name + "\" with the type \""
                    + wrong.type + "\", which is no name of a type");
        }
        for (Typed unlisted : unlisted()) {
            problems.add("Entity: the metadata of \"" + unlisted.name + "\" does not list its type \"" + unlisted.type
                    + "\"");
        }
    }

    List<String> repair() throws SQLException {
        List<String> done = new ArrayList<>();
        List<Typed> wrong = wrong();
        if (!wrong.isEmpty()) {
            jdbc.batch("UPDATE entity_mentions SET type = ? WHERE fact_id = ? AND entity_id = ?", wrong, mention ->
                    new @Nullable Object[] {mention.mended(), mention.factId, mention.entityId});
            done.add("Put the types of " + wrong.size() + " mentions in order.");
        }
        List<Typed> unlisted = unlisted();
        if (!unlisted.isEmpty()) {
            String now = jdbc.one("SELECT strftime('%Y-%m-%d %H:%M:%f000', 'now')", row -> row.getString(1));
            jdbc.batch(LIST, unlisted, entity -> new Object[] {entity.type, entity.entityId, now});
            done.add("Listed " + unlisted.size() + " types of entities in their metadata.");
        }
        return done;
    }

    private List<Typed> wrong() throws SQLException {
        return jdbc
                .query(
                        "SELECT m.fact_id, m.entity_id, e.name, m.type FROM entity_mentions m"
                                + " JOIN entities e ON e.id = m.entity_id WHERE m.type IS NOT NULL",
                        row -> new Typed(row.getLong(1), row.getLong(2), row.getString(3), row.getString(4)))
                .stream()
                .filter(mention -> !mention.type.equals(mention.mended()))
                .toList();
    }

    private List<Typed> unlisted() throws SQLException {
        return jdbc.query(UNLISTED, row -> new Typed(0, row.getLong(1), row.getString(2), row.getString(3))).stream()
                .filter(entity -> entity.type.equals(entity.mended()))
                .toList();
    }
}
