package io.lifeos.memory.recall;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;

/** Which facts may be found: a condition in SQL over the table {@code facts}, which the statement calls {@code f}. */
public final class FactFilter {

    private static final String DEFAULT = "f.is_active = 1 AND f.is_assistant_output = 0";

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
