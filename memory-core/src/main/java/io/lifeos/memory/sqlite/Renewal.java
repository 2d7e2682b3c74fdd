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
 * file is opened and nobody else has it open, and takes about 2 s per 100 MB.
 */
final class Renewal {

    private static final Logger LOG = LoggerFactory.getLogger(Renewal.class);

    private static final String DUE = "due";
    private static final String DONE = "done";

    private Renewal() {}

    static void noteDue(Connection connection) throws SQLException {
        new FactErasure.Notes(connection).put(FactErasure.RENEWAL, DUE);
    }

    static boolean isDone(Connection connection) throws SQLException {
        return new FactErasure.Notes(connection).find(FactErasure.RENEWAL).filter(DONE::equals).isPresent();
    }

    static boolean isDue(Connection connection) throws SQLException {
        return new FactErasure.Notes(connection).find(FactErasure.RENEWAL).filter(DUE::equals).isPresent();
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
