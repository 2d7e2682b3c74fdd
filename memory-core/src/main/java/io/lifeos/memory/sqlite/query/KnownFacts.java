package io.lifeos.memory.sqlite.query;

import io.lifeos.memory.fact.Condition;
import io.lifeos.memory.fact.Fact;
import io.lifeos.memory.fact.FactFilter;
import io.lifeos.memory.fact.NewFact;
import io.lifeos.memory.fact.StoredTime;
import io.lifeos.memory.jdbc.Chunks;
import io.lifeos.memory.jdbc.Jdbc;
import io.lifeos.memory.sqlite.table.FactTable;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds a fact that already says what a new one is to say. Use it within one read or transaction. */
public final class KnownFacts {

    /** In UTF-16 units. The beginning of a longer text leads to few facts too, and the text is compared as a whole. */
    private static final int LONGEST_PHRASE = 1_000;

    private static final int READ_AT_ONCE = 100;

    private final Connection connection;

    /**
     * Binds to a connection.
     *
     * @param connection a connection to the file
     */
    public KnownFacts(Connection connection) {
        this.connection = connection;
    }

    /**
     * Finds the oldest fact with the same content and owners, said by the same side, that is recalled and will be for as long.
     *
     * @param fact the new fact
     * @param now the moment
     * @return its id, if there is one
     */
    public Optional<Long> find(NewFact fact, Instant now) throws SQLException {
        for (List<Long> some : Chunks.of(candidates(fact, now), READ_AT_ONCE)) {
            Map<Long, Fact> facts = new FactTable(connection).findReadable(some);
            Optional<Long> known = some.stream()
                    .filter(id -> facts.containsKey(id) && facts.get(id).owners().equals(fact.owners()))
                    .findFirst();
            if (known.isPresent()) {
                return known;
            }
        }
        return Optional.empty();
    }

    private List<Long> candidates(NewFact fact, Instant now) throws SQLException {
        FactFilter.Builder filter =
                FactFilter.builder().includeAssistantOutputs().asOf(now);
        fact.owners().forEach(owner -> filter.where(Condition.owner(owner)));
        FactFilterSql recalled = FactFilterSql.of(filter.build());
        List<Object> parameters = new ArrayList<>();
        String from = "facts f WHERE ";
        String phrase = phrase(fact.content());
        if (!phrase.isEmpty()) {
            from = "facts_fts CROSS JOIN facts f ON f.id = facts_fts.rowid WHERE facts_fts MATCH ? AND ";
            parameters.add(phrase);
        }
        parameters.add(fact.content());
        parameters.add(fact.assistantOutput());
        parameters.addAll(recalled.parameters());
        String lasting = "f.expires_at IS NULL";
        if (fact.expiresAt().isPresent()) {
            lasting = "(f.expires_at IS NULL OR f.expires_at >= ?)";
            parameters.add(StoredTime.format(fact.expiresAt().get()));
        }
        String unowned = fact.owners().isEmpty()
                ? " AND NOT EXISTS (SELECT 1 FROM fact_owners o WHERE o.fact_id = f.id)"
                : "";
        return new Jdbc(connection)
                .query(
                        "SELECT f.id FROM " + from + "f.content = ? AND f.is_assistant_output = ? AND "
                                + recalled.condition() + " AND " + lasting + unowned + " ORDER BY f.id",
                        row -> row.getLong(1),
                        parameters.toArray());
    }

    /** Returns the beginning of a text, cut between words, as a question to the full-text index; empty if it has no word. */
    private static String phrase(String content) {
        int end = content.indexOf('\0') < 0 ? content.length() : content.indexOf('\0');
        if (end > LONGEST_PHRASE) {
            int space = content.lastIndexOf(' ', LONGEST_PHRASE);
            end = space > 0 ? space : end;
        }
        String beginning = content.substring(0, end);
        return beginning.codePoints().anyMatch(Character::isLetterOrDigit)
                ? "content : \"" + beginning.replace("\"", "\"\"") + "\""
                : "";
    }
}
