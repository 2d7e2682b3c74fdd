package io.lifeos.memory.postgres;

import io.lifeos.memory.fact.SourceUnavailableException;
import java.security.cert.CertificateException;
import java.sql.SQLException;
import java.sql.SQLTransientException;
import java.util.Optional;
import java.util.stream.Stream;
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

    private static final String DRIVERS_TLS = "org.postgresql.ssl.";

    private final String place;
    private final TlsSettings tls;
    private final Silence silence;

    /**
     * Translates the failures of one server.
     *
     * @param place the server as a message may name it
     * @param tls what its URL asks of encryption
     */
    PostgresErrors(String place, TlsSettings tls) {
        this.place = place;
        this.tls = tls;
        this.silence = new Silence(place);
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
            return silence.during(call);
        } catch (SQLException e) {
            throw translate(e);
        }
    }

    SourceUnavailableException translate(SQLException failure) {
        SourceUnavailableException encryption = ofEncryption(failure);
        if (encryption != null) {
            return encryption;
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

    /**
     * The failure of an encrypted connection; null for any other. The driver has one SQLSTATE for all of these, and
     * translates its messages, so that only the settings and the causes tell them apart.
     */
    private @Nullable SourceUnavailableException ofEncryption(SQLException failure) {
        SQLException telling = telling(failure);
        boolean silent = said(telling).isEmpty() && telling.getCause() == null;
        String state = String.valueOf(telling.getSQLState());
        if (silent && tls.areDemanded() && state.equals("08004")) {
            return lasting(
                    place + " refuses the connection, as one that does not offer encrypted connections does, or one"
                            + " that wants a password; check sslmode, and the password.");
        } else if (silent && tls.verifyName() && state.equals("08006")) {
            return lasting("The certificate of " + place + " is for another name; connect by the name that it has, or"
                    + " with sslmode=verify-ca, which leaves the name out.");
        }
        boolean refusedCertificate = find(failure, CertificateException.class) != null
                || find(failure, SSLPeerUnverifiedException.class) != null;
        boolean unusableFile = isFromFiles(failure) || (silent && tls.areDemanded() && state.equals("08006"));
        boolean brokeOff = find(failure, SSLException.class) != null;
        if (!refusedCertificate && !unusableFile && !brokeOff) {
            return null;
        }
        Optional<String> mistake = tls.mistake();
        if (mistake.isPresent()) {
            return lasting(mistake.get());
        } else if (refusedCertificate || unusableFile) {
            return lasting("The encrypted connection to " + place
                    + " failed; check sslmode and the certificates it needs, and that the files of sslcert, sslkey and"
                    + " sslrootcert can be read, the key by its owner only.");
        }
        return passing("The encrypted connection to " + place
                + " broke off; try again, and if it stays so, check sslmode and the certificates it needs.");
    }

    private static boolean isFromFiles(SQLException failure) {
        for (Throwable t = failure; t != null; t = t.getCause()) {
            boolean of = Stream.of(t.getStackTrace())
                    .map(StackTraceElement::getClassName)
                    .anyMatch(type -> type.startsWith(DRIVERS_TLS) && !type.endsWith(".MakeSSL"));
            if (of) {
                return true;
            }
        }
        return false;
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
