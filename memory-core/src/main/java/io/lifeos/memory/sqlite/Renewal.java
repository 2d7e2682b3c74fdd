package io.lifeos.memory.sqlite;

import io.lifeos.memory.jdbc.Jdbc;
import io.lifeos.memory.sqlite.table.FactErasure;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes a file anew from which facts were erased and that was too large for that while others might wait. It is done when the
 * file is opened and nobody else has it open, and takes about 2 s per 100 MB, for which whoever opens it then has to wait.
 */
final class Renewal {

    private static final Logger LOG = LoggerFactory.getLogger(Renewal.class);

    /** Written anew in 1.3 s, which is far less than any program waits for the file. */
    static final long MOST_BYTES = 64L << 20;

    private static final String DUE = "due";
    private static final String ALL_THAT_IS_LEFT = "left";
    private static final String DONE = "done";

    private Renewal() {}

    static void noteDue(Connection connection) throws SQLException {
        new FactErasure.Notes(connection).put(FactErasure.RENEWAL, DUE);
    }

    static void noteAllThatIsLeft(Connection connection) throws SQLException {
        new FactErasure.Notes(connection).put(FactErasure.RENEWAL, ALL_THAT_IS_LEFT);
    }

    static boolean isDone(Connection connection) throws SQLException {
        return is(connection, DONE);
    }

    static boolean isDue(Connection connection) throws SQLException {
        return (is(connection, DUE) || isAllThatIsLeft(connection)) && bytes(connection) <= MOST_BYTES;
    }

    static boolean isAllThatIsLeft(Connection connection) throws SQLException {
        return is(connection, ALL_THAT_IS_LEFT);
    }

    private static boolean is(Connection connection, String state) throws SQLException {
        return new FactErasure.Notes(connection)
                .find(FactErasure.RENEWAL)
                .filter(state::equals)
                .isPresent();
    }

    static long bytes(Connection connection) throws SQLException {
        Jdbc jdbc = new Jdbc(connection);
        return jdbc.number("PRAGMA page_count") * jdbc.number("PRAGMA page_size");
    }

    /** Does it if nobody else has the file open, in this process or another. A crash leaves the file as it was, or done. */
    static void run(Path file) {
        try (Connection connection = SqliteDataSource.alone(file).getConnection()) {
            Jdbc jdbc = new Jdbc(connection);
            jdbc.execute("VACUUM");
            new FactErasure.Notes(connection).put(FactErasure.RENEWAL, DONE);
        } catch (SQLException e) {
            LOG.warn(
                    "{} was not written anew, as is due since facts were erased from it ({}); the next opening tries again.",
                    file,
                    e.getMessage());
        }
    }
}
