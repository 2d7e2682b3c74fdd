package io.lifeos.memory.database;

import java.sql.Connection;
import java.sql.SQLException;

/**
 * Work on a connection.
 *
 * @param <T> the type of the result
 */
@FunctionalInterface
public interface SqlFunction<T> {

    /**
     * Does the work.
     *
     * @param connection the connection; not to be kept, closed, committed or rolled back
     * @return the result
     * @throws SQLException if SQLite refuses a statement
     */
    T apply(Connection connection) throws SQLException;
}
