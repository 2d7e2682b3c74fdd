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
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Finds a fact that already says what a new one is to say. Use it within one read or transaction. */
public final class KnownFacts {

    /** The rarest word decides how long it takes. Of a long text, the longest words hold a rare one. */
    private static final int WORDS_LOOKED_FOR = 32;

    private static final int READ_AT_ONCE = 100;

    private static final String ALL = "facts f WHERE ";

    private static final String BY_WORDS =
            "facts_fts CROSS JOIN facts f ON f.id = facts_fts.rowid WHERE facts_fts MATCH ? AND ";

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
        String words = words(fact.content());
        return words.isEmpty() ? find(fact, now, ALL) : find(fact, now, BY_WORDS, words);
    }

    /**
     * Finds such a fact among those that were stored after one, which takes a moment if they are few.
     *
     * @param fact the new fact
     * @param now the moment
     * @param id the id of the last fact that is not looked at
     * @return its id, if there is one
     */
    public Optional<Long> findAfter(NewFact fact, Instant now, long id) throws SQLException {
        return find(fact, now, ALL + "f.id > ? AND ", id);
    }

    /**
     * Tells whether a fact is such a fact.
     *
     * @param fact the new fact
     * @param now the moment
     * @param id the id of the fact to look at
     * @return true if it is
     */
    public boolean isKnownBy(NewFact fact, Instant now, long id) throws SQLException {
        return find(fact, now, ALL + "f.id = ? AND ", id).isPresent();
    }

    /** Returns the highest id of a fact; 0 if there is none. */
    public long highestId() throws SQLException {
        return new Jdbc(connection).number("SELECT max(id) FROM facts");
    }

    private Optional<Long> find(NewFact fact, Instant now, String from, Object... parameters) throws SQLException {
        for (List<Long> some : Chunks.of(candidates(fact, now, from, parameters), READ_AT_ONCE)) {
            Map<Long, Fact> facts = new FactTable(connection).findReadable(some);
            Optional<Long> known = some.stream()
                    .filter(id -> Optional.ofNullable(facts.get(id))
                            .filter(same -> same.owners().equals(fact.owners()))
                            .isPresent())
                    .findFirst();
            if (known.isPresent()) {
                return known;
            }
        }
        return Optional.empty();
    }

    private List<Long> candidates(NewFact fact, Instant now, String from, Object... before) throws SQLException {
        FactFilter.Builder filter =
                FactFilter.builder().includeAssistantOutputs().asOf(now);
        fact.owners().forEach(owner -> filter.where(Condition.owner(owner)));
        FactFilterSql recalled = FactFilterSql.of(filter.build());
        List<Object> parameters = new ArrayList<>(List.of(before));
        parameters.add(fact.content());
        parameters.add(fact.assistantOutput());
        parameters.addAll(recalled.parameters());
        String lasting = "f.expires_at IS NULL";
        if (fact.expiresAt().isPresent()) {
            lasting = "(f.expires_at IS NULL OR f.expires_at >= ?)";
            parameters.add(StoredTime.format(fact.expiresAt().get()));
        }
        String unowned =
                fact.owners().isEmpty() ? " AND NOT EXISTS (SELECT 1 FROM fact_owners o WHERE o.fact_id = f.id)" : "";
        return new Jdbc(connection)
                .query(
                        "SELECT f.id FROM " + from + "f.content = ? AND f.is_assistant_output = ? AND "
                                + recalled.condition() + " AND " + lasting + unowned + " ORDER BY f.id",
                        row -> row.getLong(1),
                        parameters.toArray());
    }

    /** Returns a question to the full-text index for some words of a text; empty if it has none. */
    private static String words(String content) {
        return Arrays.stream(content.split("[\\s\\x00]+", -1))
                .filter(word -> word.codePoints().anyMatch(Character::isLetterOrDigit))
                .distinct()
                .sorted(Comparator.comparingInt(String::length).reversed())
                .limit(WORDS_LOOKED_FOR)
                .map(word -> "content : \"" + word.replace("\"", "\"\"") + "\"")
                .collect(Collectors.joining(" AND "));
    }
}
