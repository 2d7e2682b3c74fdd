package io.lifeos.memory.jdbc;

import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * Makes a value of the row that a result set stands on. Never moves the cursor.
 *
 * @param <T> the type of the value
 */
@FunctionalInterface
public interface RowMapper<T extends @Nullable Object> {

    /**
     * Maps one row.
     *
     * @param row the result set, on the row to map
     * @return the value
     * @throws SQLException if a column cannot be read
     */
    T map(ResultSet row) throws SQLException;
}
