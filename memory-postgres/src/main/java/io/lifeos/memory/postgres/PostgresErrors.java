package io.lifeos.memory.postgres;

import io.lifeos.memory.fact.SourceUnavailableException;
import java.security.cert.CertificateException;
import java.sql.SQLException;
import java.sql.SQLTransientException;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/**
 * The one place where a failure of PostgreSQL becomes a sentence. The driver's own messages and causes end here, because
 * some of them show the URL with its password; what the server itself said is passed on.
 */
final class PostgresErrors {

    private static final String SAFE = " Nothing was written to PostgreSQL.";

    private final String place;

    /** Takes the server as a message may name it. */
    PostgresErrors(String place) {
        this.place = place;
    }

    String place() {
        return place;
    }

    /** Something that talks to PostgreSQL. */
    @FunctionalInterface
    interface Call<T extends @Nullable Object> {
        T run() throws SQLException;
    }

    <T extends @Nullable Object> T translating(Call<T> call) {
        try {
            return call.run();
        } catch (SQLException e) {
            throw translate(e);
        }
    }

    SourceUnavailableException translate(SQLException failure) {
        boolean refusedCertificate = find(failure, CertificateException.class) != null
                || find(failure, SSLPeerUnverifiedException.class) != null;
        if (refusedCertificate) {
            return lasting(
                    "The encrypted connection to " + place + " failed; check sslmode and the certificates it needs.");
        }
        if (find(failure, SSLException.class) != null) {
            return passing("The encrypted connection to " + place
                    + " broke off; try again, and if it stays so, check sslmode and the certificates it needs.");
        }
        SQLException telling = telling(failure);
        String state = telling.getSQLState() == null ? "" : telling.getSQLState();
        String said = said(telling);
        return switch (state) {
            case "08001" -> passing(place + " does not answer; check that the server runs, and host and port.");
            case "08004", "28000", "28P01" ->
                lasting(place + " refuses the connection" + said
                        + "; check user, password and sslmode, and that the server lets them in.");
            case "3D000" -> lasting(place + " has no such database; check the database's name.");
            case "3F000", "42P01" ->
                lasting(place + " does not have the table" + said
                        + "; name it as schema.table, and check the database.");
            case "42501" ->
                lasting(place + " does not let this role read the whole table" + said
                        + "; grant it SELECT, and where row-level security applies read as a role with BYPASSRLS.");
            case "53300" -> passing(place + " has no connection left; try again later.");
            case "57P03" -> passing(place + " is starting or stopping; try again in a moment.");
            case "25P03", "40001" -> passing(place + " ended the reading transaction" + said + "; try again.");
            case "57014" -> lasting(place + " stopped a query" + said + "; raise the role's statement_timeout.");
            default -> other(telling, state, said);
        };
    }

    private SourceUnavailableException other(SQLException failure, String state, String said) {
        if (state.startsWith("08") || state.startsWith("57P")) {
            return passing("The connection to " + place + " was lost or timed out" + said + "; try again.");
        }
        if (!state.isEmpty()) {
            return lasting(place + " could not be read (SQLSTATE " + state + ")" + said
                    + "; look into the log of the server.");
        }
        if (failure instanceof SQLTransientException) {
            return passing(
                    "The DataSource had no connection to " + place + " left in time; try again, or let it have more.");
        }
        return lasting("No connection to " + place
                + " could be had or used; check its settings, and whether a given DataSource is open.");
    }

    private static SourceUnavailableException passing(String message) {
        return new SourceUnavailableException(message + SAFE, true);
    }

    private static SourceUnavailableException lasting(String message) {
        return new SourceUnavailableException(message + SAFE, false);
    }

    /** A pool wraps the driver's exception in its own, which has no SQLSTATE or a vaguer one. */
    private static SQLException telling(SQLException failure) {
        PSQLException driver = find(failure, PSQLException.class);
        return driver == null ? failure : driver;
    }

    private static String said(SQLException failure) {
        ServerErrorMessage server = failure instanceof PSQLException driver ? driver.getServerErrorMessage() : null;
        return server == null ? "" : " (" + server.getMessage() + ")";
    }

    private static <T extends Throwable> @Nullable T find(Throwable failure, Class<T> type) {
        for (Throwable t = failure; t != null; t = t.getCause()) {
            if (type.isInstance(t)) {
                return type.cast(t);
            }
        }
        return null;
    }
}
