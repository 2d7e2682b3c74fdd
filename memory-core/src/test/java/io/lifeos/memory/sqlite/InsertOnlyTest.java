package io.lifeos.memory.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lifeos.memory.database.Durability;
import io.lifeos.memory.database.SqlFunction;
import io.lifeos.memory.fact.StoreException;
import io.lifeos.memory.jdbc.Jdbc;
import java.sql.Connection;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

/** References are enforced again after a transaction without them, however it ended. */
class InsertOnlyTest extends OpenFile {

    private static final String DANGLING =
            "INSERT INTO entity_mentions (fact_id, entity_id, mention_text) VALUES (77, 88, 'x')";

    @Test
    void looks_up_no_reference_while_it_runs_and_each_one_afterwards() {
        assertThat(database.<Integer>insertOnly(connection -> new Jdbc(connection).update(DANGLING)))
                .isEqualTo(1);
        database.write(connection -> new Jdbc(connection).update("DELETE FROM entity_mentions"));
        assertEnforced();
    }

    @Test
    void a_failure_of_the_work_is_rolled_back_and_references_are_enforced_again() {
        assertFails(connection -> {
            throw new SQLException("refused");
        });
        assertFails(connection -> new Jdbc(connection).update("INSERT INTO facts (content) VALUES (NULL)"));
        assertFails(connection -> {
            new Jdbc(connection).update(DANGLING);
            new Jdbc(connection).execute("PRAGMA max_page_count = 1");
            try {
                return new Jdbc(connection).update("INSERT INTO facts (content) VALUES (hex(zeroblob(1000000)))");
            } finally {
                new Jdbc(connection).execute("PRAGMA max_page_count = 1000000");
            }
        });
        assertFails(connection -> {
            new Jdbc(connection).update(DANGLING);
            throw new IllegalStateException("a fault of ours");
        });
        assertFails(connection -> {
            new Jdbc(connection).update(DANGLING);
            throw new StackOverflowError("a fault of the machine");
        });
        assertThat(database.<Long>read(
                        connection -> new Jdbc(connection).number("SELECT count(*) FROM entity_mentions")))
                .isZero();
    }

    @Test
    void a_commit_that_fails_leaves_a_connection_on_which_references_are_enforced() {
        assertFails(connection -> {
            new Jdbc(connection).execute("ROLLBACK");
            return 1;
        });
    }

    @Test
    void work_that_begins_another_transaction_leaves_a_connection_on_which_references_are_enforced() {
        assertFails(connection -> {
            new Jdbc(connection).execute("ROLLBACK");
            new Jdbc(connection).execute("BEGIN IMMEDIATE");
            connection.close();
            return 1;
        });
    }

    /** Such a trigger may delete what rows refer to. */
    @Test
    void looks_up_each_reference_where_triggers_of_others_may_run() {
        database.close();
        database = SqliteDatabase.open(database.file(), Durability.FULL, true);
        assertThatThrownBy(() -> database.insertOnly(connection -> new Jdbc(connection).update(DANGLING)))
                .isInstanceOf(StoreException.class);
        assertEnforced();
    }

    private void assertFails(SqlFunction<Integer> work) {
        assertThatThrownBy(() -> database.insertOnly(work)).isNotNull();
        assertEnforced();
    }

    private void assertEnforced() {
        assertThat(database.<Long>transaction(InsertOnlyTest::foreignKeys)).isEqualTo(1);
        assertThatThrownBy(() -> database.write(connection -> new Jdbc(connection).update(DANGLING)))
                .isInstanceOf(StoreException.class);
    }

    private static long foreignKeys(Connection connection) throws SQLException {
        return new Jdbc(connection).number("PRAGMA foreign_keys");
    }
}
