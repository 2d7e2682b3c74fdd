package io.lifeos.memory.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lifeos.memory.archive.row.SnapshotArchive;
import io.lifeos.memory.fact.SourceUnavailableException;
import java.lang.reflect.Proxy;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.postgresql.util.PSQLException;
import org.postgresql.util.PSQLState;

/** A pool's own failures end in the library's exception, without what the pool says of its URL. */
final class DataSourceFailureTest {

    private static final String SECRET = "postgresql://me:hunter2@h/d";

    @Test
    void a_busy_pool_is_worth_a_retry() {
        assertUnavailable(new SQLTransientConnectionException(SECRET), "no connection", true);
    }

    @Test
    void a_closed_pool_is_to_be_looked_at() {
        assertUnavailable(new SQLException(SECRET), "whether a given DataSource is open", false);
    }

    @Test
    void an_exception_that_only_the_pool_knows_does_not_come_through() {
        assertUnavailable(new IllegalStateException(SECRET), "whether a given DataSource is open", false);
    }

    @Test
    void a_failure_of_the_driver_is_found_in_that_of_the_pool() {
        PSQLException down = new PSQLException(SECRET, PSQLState.CONNECTION_UNABLE_TO_CONNECT);
        assertUnavailable(new SQLTransientConnectionException(SECRET, down), "does not answer", true);
        assertUnavailable(new IllegalStateException(SECRET, down), "does not answer", true);
    }

    @Test
    void a_data_source_without_a_connection_is_to_be_looked_at() {
        assertUnavailable(PostgresArchive.builder().dataSource(source(null)).build(), "check", false);
    }

    private static void assertUnavailable(Exception failure, String reason, boolean retryable) {
        assertUnavailable(PostgresArchive.builder().dataSource(source(failure)).build(), reason, retryable);
    }

    private static void assertUnavailable(PostgresArchive archive, String reason, boolean retryable) {
        assertThat(archive.availability().reason().orElseThrow())
                .contains(reason)
                .doesNotContain("hunter2")
                .endsWith(".");
        assertThatThrownBy(archive::count).isInstanceOf(SourceUnavailableException.class);
        assertThatThrownBy(archive::detect).isInstanceOf(SourceUnavailableException.class);
        assertThatThrownBy(SnapshotArchive.of(archive)::openSnapshot)
                .hasNoCause()
                .isInstanceOfSatisfying(
                        SourceUnavailableException.class,
                        e -> assertThat(e.retryable()).isEqualTo(retryable));
    }

    /** A source that fails, or answers with null. */
    private static DataSource source(@Nullable Exception failure) {
        return (DataSource) Proxy.newProxyInstance(
                DataSource.class.getClassLoader(), new Class<?>[] {DataSource.class}, (proxy, method, arguments) -> {
                    if (failure != null) {
                        throw failure;
                    }
                    return null;
                });
    }
}
