package io.lifeos.memory.jdbc;

import java.sql.ResultSet;
import java.sql.SQLException;

/** Uses the row that a result set stands on. Never moves the cursor. */
@FunctionalInterface
public interface RowConsumer {

    /**
     * Uses one row.
     *
     * @param row the result set, on the row to use
     * @throws SQLException if a column cannot be read
     */
    void accept(ResultSet row) throws SQLException;
}
