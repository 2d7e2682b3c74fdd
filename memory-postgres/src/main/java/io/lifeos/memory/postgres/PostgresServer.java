package io.lifeos.memory.postgres;

import java.sql.Driver;
import java.sql.DriverPropertyInfo;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.ServiceLoader;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * The address of a server, and the credentials to use there.
 *
 * @param host its name or address, an IPv6 address without brackets
 * @param port its port
 * @param database the database; null leaves it to the driver, which takes the user's name
 * @param user the user; null leaves it to the driver, which takes the name of the operating system's user
 * @param password the password, or null
 * @param properties further properties, by the driver's names
 */
record PostgresServer(
        String host,
        int port,
        @Nullable String database,
        @Nullable String user,
        @Nullable String password,
        Map<String, String> properties) {

    static final String DEFAULT_HOST = "localhost";
    static final int DEFAULT_PORT = 5432;

    private static final String DRIVER = "org.postgresql.Driver";

    /** The parameter that takes several of its choices at once. */
    private static final String LIST_OF_CHOICES = "requireAuth";

    /** The values of the driver's parameters that have only some. */
    private static final Map<String, List<String>> CHOICES = choices();

    /**
     * A source of connections to it. The properties override everything else, including the timeouts.
     *
     * @throws IllegalArgumentException if the driver does not know a property, or the value of one that has only some
     */
    DataSource dataSource(Duration connectTimeout, Duration readTimeout) {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setServerNames(new String[] {host.contains(":") ? "[" + host + "]" : host});
        source.setPortNumbers(new int[] {port});
        source.setDatabaseName(database);
        source.setUser(user);
        source.setPassword(password);
        source.setApplicationName("lifeos-memory");
        source.setConnectTimeout(seconds(connectTimeout));
        // Only this one bounds a server that accepts a connection and then stays silent.
        source.setLoginTimeout(seconds(connectTimeout));
        source.setSocketTimeout(seconds(readTimeout));
        source.setTcpKeepAlive(true);
        // Asks for bytea in binary form from the first execution on: half as long as text.
        source.setPrepareThreshold(-1);
        properties.forEach((name, value) -> set(source, name, value));
        return source;
    }

    private static void set(PGSimpleDataSource source, String name, String value) {
        requireChoice(name, value);
        try {
            source.setProperty(name, value);
        } catch (SQLException unknown) {
            // The cause is left out because it may carry the value.
            throw new IllegalArgumentException("The database URL has a parameter that is not known: " + name + ".");
        }
    }

    /** The driver would find that out when it connects, and call the server unreachable. */
    private static void requireChoice(String name, String value) {
        List<String> choices = CHOICES.getOrDefault(name, List.of());
        if (!choices.isEmpty() && choices.stream().noneMatch(value::equalsIgnoreCase)) {
            throw new IllegalArgumentException("The database URL has a value of the parameter " + name
                    + " that is not known; it is one of " + String.join(", ", choices) + ".");
        }
    }

    private static Map<String, List<String>> choices() {
        return ServiceLoader.load(Driver.class, PGSimpleDataSource.class.getClassLoader()).stream()
                .filter(driver -> driver.type().getName().equals(DRIVER))
                .flatMap(driver -> parameters(driver.get()))
                .filter(parameter -> parameter.choices != null && !parameter.name.equals(LIST_OF_CHOICES))
                .collect(Collectors.toUnmodifiableMap(
                        parameter -> parameter.name, parameter -> List.of(parameter.choices)));
    }

    private static Stream<DriverPropertyInfo> parameters(Driver driver) {
        try {
            return Stream.of(driver.getPropertyInfo("", new Properties()));
        } catch (SQLException e) {
            throw new IllegalStateException(
                    "The driver does not tell its parameters; it is another one than expected.", e);
        }
    }

    private static int seconds(Duration duration) {
        return Math.toIntExact(duration.toSeconds());
    }

    /** Host, port and database, free of secrets. */
    @Override
    public String toString() {
        String place = (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
        return database == null ? place : place + "/" + database;
    }
}
