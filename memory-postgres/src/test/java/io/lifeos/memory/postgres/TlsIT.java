package io.lifeos.memory.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lifeos.memory.fact.SourceUnavailableException;
import io.lifeos.memory.postgres.testing.TestDatabase;
import io.lifeos.memory.postgres.testing.TestPostgres;
import io.lifeos.memory.postgres.testing.TlsIdentity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A mistake in the settings of encryption is called by its name, and never a server that is down. */
final class TlsIT {

    @TempDir
    private static Path folder;

    private static TestDatabase database;
    private static TlsIdentity identity;

    @BeforeAll
    static void turn_encryption_on() throws IOException {
        database = TestPostgres.newDatabase();
        database.execute(
                "CREATE TABLE archival_memory (id int PRIMARY KEY, content text)",
                "INSERT INTO archival_memory VALUES (1, 'a')");
        identity = TlsIdentity.of("elsewhere.example", folder);
        identity.installIn(database);
    }

    @AfterAll
    static void turn_encryption_off() {
        TlsIdentity.removeFrom(database);
        database.close();
    }

    @Test
    void a_certificate_that_is_trusted_is_good() {
        assertThat(archive("sslmode=verify-ca&sslrootcert=" + identity.certificate())
                        .count())
                .isEqualTo(1);
        assertThat(archive("sslmode=require&sslcert=" + identity.certificate() + "&sslkey=" + identity.key())
                        .count())
                .isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sslmode=requre",
                "sslmode=no-verify",
                "channel_binding=maybe",
                "gssencmode=perhaps",
                "sslNegotiation=soon",
                "preferQueryMode=quick"
            })
    void a_value_that_no_parameter_has_is_refused_with_those_that_it_may_have(String parameter) {
        String value = parameter.substring(parameter.indexOf('=') + 1);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> archive(parameter))
                .withMessageContaining("it is one of ")
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain(value));
    }

    @Test
    void a_file_of_trusted_certificates_that_is_absent_is_named() {
        assertReason("sslmode=verify-ca&sslrootcert=/absent.crt", "/absent.crt", "sslrootcert", "is not there");
        assertReason("sslmode=verify-full", "root.crt", "sslrootcert=FILE");
        assertReason("sslmode=verify-full&sslrootcert=system", "libpq only", "DefaultJavaSSLFactory");
    }

    @Test
    void a_file_without_a_certificate_is_named() throws IOException {
        Path empty = Files.writeString(folder.resolve("empty.crt"), "no certificate");
        assertReason("sslmode=verify-ca&sslrootcert=" + empty, empty.toString(), "holds no certificate");
    }

    @Test
    void a_certificate_of_another_name_is_said_to_be_one() {
        assertReason("sslmode=verify-full&sslrootcert=" + identity.certificate(), "is for another name", "verify-ca");
    }

    @Test
    void a_certificate_that_nobody_trusts_is_said_to_be_one() throws IOException {
        TlsIdentity other = TlsIdentity.of("other.example", Files.createDirectory(folder.resolve("other")));
        assertReason("sslmode=verify-ca&sslrootcert=" + other.certificate(), "check sslmode and the certificates");
    }

    @Test
    void a_key_that_cannot_be_read_is_named_with_the_way_to_convert_it() throws IOException {
        for (String form : new String[] {"RSA PRIVATE KEY", "EC PRIVATE KEY", "ENCRYPTED PRIVATE KEY"}) {
            Path key = folder.resolve("client.key");
            Files.writeString(key, "-----BEGIN " + form + "-----\nAAAA\n-----END " + form + "-----\n");
            TlsIdentity.makePrivate(key);
            assertReason(withKey(key), key.toString(), "openssl pkcs8 -topk8");
        }
        assertReason(withKey(Path.of("/absent.key")), "/absent.key", "sslkey", "is not there");
    }

    @Test
    void a_server_without_encryption_is_said_to_be_one() {
        TlsIdentity.removeFrom(database);
        try {
            assertReason("sslmode=require", "does not offer encrypted connections", "check sslmode");
        } finally {
            identity.installIn(database);
        }
    }

    private static String withKey(Path key) {
        return "sslmode=require&sslcert=" + identity.certificate() + "&sslkey=" + key;
    }

    private static PostgresArchive archive(String parameters) {
        return PostgresArchive.of(database.url() + "?" + parameters);
    }

    private static void assertReason(String parameters, String... parts) {
        assertThatThrownBy(archive(parameters)::count)
                .isInstanceOfSatisfying(
                        SourceUnavailableException.class,
                        e -> assertThat(e.retryable()).isFalse())
                .hasNoCause()
                .satisfies(e -> assertThat(e.getMessage()).contains(parts).doesNotContain("try again"));
    }
}
