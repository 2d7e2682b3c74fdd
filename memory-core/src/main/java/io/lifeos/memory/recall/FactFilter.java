package io.lifeos.memory.recall;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Which facts may be found: a condition in SQL over the table {@code facts}, which the statement calls {@code f}. */
public final class FactFilter {

    /** Not forgotten. The sign keeps SQLite from an index that adopted files have, as nearly all facts are active. */
    static final String ACTIVE = "+f.is_active = 1";

    /** Not said by an assistant. */
    static final String NOT_OF_ASSISTANT = "f.is_assistant_output = 0";

    private static final String DEFAULT = ACTIVE + " AND " + NOT_OF_ASSISTANT;

    private final String condition;
    private final List<Object> parameters;

    FactFilter(String condition, List<Object> parameters) {
        this.condition = condition;
        this.parameters = List.copyOf(parameters);
    }

    /** What is recalled unless more or less is asked for: no forgotten facts, and nothing that an assistant said. */
    static FactFilter standard() {
        return new FactFilter(DEFAULT, List.of());
    }

    /** Lets through what this does and what the condition does. */
    FactFilter and(String condition, Object... parameters) {
        List<Object> all = new ArrayList<>(this.parameters);
        all.addAll(List.of(parameters));
        return new FactFilter(this.condition + " AND " + condition, all);
    }

    /** The ids of those facts that are let through. */
    Set<Long> admitted(Connection connection, Collection<Long> ids) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(
                "SELECT f.id FROM facts f WHERE f.id IN (SELECT value FROM json_each(?)) AND " + condition)) {
            select.setString(1, ids.toString());
            bind(select, 2);
            Set<Long> admitted = new HashSet<>();
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    admitted.add(rows.getLong(1));
                }
            }
            return admitted;
        }
    }

    /**
     * Whether this is what is recalled unless more or less is asked for: no forgotten facts, and nothing that an
     * assistant said.
     *
     * @return whether there is no other condition
     */
    public boolean isStandard() {
        return condition.equals(DEFAULT);
    }

    /**
     * The condition.
     *
     * @return SQL that can stand behind WHERE, with parameters
     */
    public String condition() {
        return condition;
    }

    /**
     * Sets the condition's parameters.
     *
     * @param statement a statement that contains the condition
     * @param first the index of the condition's first parameter
     * @return the index after its last one
     * @throws SQLException if the statement has fewer parameters
     */
    public int bind(PreparedStatement statement, int first) throws SQLException {
        int next = first;
        for (Object parameter : parameters) {
            statement.setObject(next++, parameter);
        }
        return next;
    }
}
