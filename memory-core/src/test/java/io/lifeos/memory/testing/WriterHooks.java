package io.lifeos.memory.testing;

import io.lifeos.memory.database.DatabaseManager;
import java.sql.Statement;
import org.sqlite.Function;
import org.sqlite.SQLiteCommitListener;
import org.sqlite.SQLiteConnection;

/**
 * Runs code in the middle of a transaction, without a hook in the code under test: by temporary triggers, which only the
 * writing connection of this one process has, and by SQLite's commit hook. Both vanish with the connection.
 */
public final class WriterHooks {

    private WriterHooks() {}

    /**
     * Runs an action after each row that a statement changes.
     *
     * @param event such as {@code INSERT ON main.facts}
     */
    public static void afterEach(DatabaseManager database, String event, Runnable action) {
        database.transaction(connection -> {
            Function.create(connection, "hook", new Function() {
                @Override
                protected void xFunc() {
                    action.run();
                }
            });
            try (Statement statement = connection.createStatement()) {
                return statement.execute("CREATE TEMP TRIGGER hooked AFTER " + event + " BEGIN SELECT hook(); END");
            }
        });
    }

    /** Runs an action at each commit, when everything is written and nothing is committed yet; here at this call's own too. */
    public static void beforeCommit(DatabaseManager database, Runnable action) {
        database.transaction(connection -> {
            connection.unwrap(SQLiteConnection.class).addCommitListener(new SQLiteCommitListener() {
                @Override
                public void onCommit() {
                    action.run();
                }

                @Override
                public void onRollback() {}
            });
            return true;
        });
    }
}
