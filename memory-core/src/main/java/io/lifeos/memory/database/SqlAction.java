package io.lifeos.memory.database;

import java.sql.Connection;
import java.sql.SQLException;

/** Work on a connection that has no result. */
@FunctionalInterface
public interface SqlAction {

    /**
     * Does the work.
     *
     * @param connection the connection; not to be kept, closed, committed or rolled back
     * @throws SQLException if SQLite refuses a statement
     */
    void run(Connection connection) throws SQLException;
}
