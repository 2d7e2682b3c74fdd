package io.lifeos.memory.postgres;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The TLS settings in a URL, and the files of certificates and keys that they name. The files are looked at when a connection
 * has failed, since the driver calls one that is absent or of another form a lost connection.
 */
final class TlsSettings {

    /** The settings of a connection that the host's {@code DataSource} makes. */
    static final TlsSettings UNKNOWN = new TlsSettings(Map.of("sslmode", "disable"));

    private static final String CONVERT =
            "; convert it by openssl pkcs8 -topk8 -nocrypt -outform DER -in KEY -out KEY.pk8,"
                    + " let only its owner read it, and name that file";

    private final Map<String, String> parameters;

    TlsSettings(Map<String, String> parameters) {
        this.parameters = parameters;
    }

    /** The mistake in the first of the files that has one, as a sentence; empty if none is found. */
    Optional<String> mistake() {
        String mode = mode();
        if (mode.equals("disable") || parameters.containsKey("sslfactory")) {
            return Optional.empty();
        }
        return (mode.startsWith("verify") ? mistakeInRoot(mode) : Optional.<String>empty())
                .or(() -> mistakeInCertificates("sslcert"))
                .or(this::mistakeInKey);
    }

    /** Tells whether a connection without encryption is refused. */
    boolean areDemanded() {
        return mode().equals("require") || mode().startsWith("verify");
    }

    /** Tells whether the certificate has to be for the name of the server. */
    boolean verifyName() {
        return mode().equals("verify-full");
    }

    /** The mode, with the defaults of the driver. */
    private String mode() {
        String ssl = parameters.getOrDefault("ssl", "false");
        boolean wanted = ssl.isEmpty() || Boolean.parseBoolean(ssl);
        return parameters
                .getOrDefault("sslmode", wanted ? "verify-full" : "prefer")
                .toLowerCase(Locale.ROOT);
    }

    private Optional<String> mistakeInRoot(String mode) {
        String named = parameters.get("sslrootcert");
        if (named == null) {
            Path usual = Path.of(System.getProperty("user.home"), ".postgresql", "root.crt");
            return Files.isReadable(usual) || System.getenv("APPDATA") != null
                    ? Optional.empty()
                    : Optional.of("sslmode=" + mode + " needs the certificates to trust, and there is no file " + usual
                            + "; name one by sslrootcert=FILE.");
        }
        if (named.equals("system")) {
            return Optional.of("sslrootcert=system is known to libpq only; to trust the authorities that this Java"
                    + " trusts, write sslfactory=org.postgresql.ssl.DefaultJavaSSLFactory in its place.");
        }
        return mistakeInCertificates("sslrootcert");
    }

    private Optional<String> mistakeInCertificates(String parameter) {
        String named = parameters.getOrDefault(parameter, "");
        if (named.isEmpty()) {
            return Optional.empty();
        } else if (!Files.isReadable(Path.of(named))) {
            return absent(parameter, named);
        }
        try (InputStream file = Files.newInputStream(Path.of(named))) {
            return CertificateFactory.getInstance("X.509")
                            .generateCertificates(file)
                            .isEmpty()
                    ? noCertificate(parameter, named)
                    : Optional.empty();
        } catch (IOException | CertificateException e) {
            return noCertificate(parameter, named);
        }
    }

    private Optional<String> mistakeInKey() {
        String named = parameters.getOrDefault("sslkey", "");
        if (named.isEmpty() || named.endsWith(".p12")) {
            return Optional.empty();
        } else if (!Files.isReadable(Path.of(named))) {
            return absent("sslkey", named);
        }
        String form = pemForm(Path.of(named));
        if (form == null || form.equals("PRIVATE KEY")) {
            return Optional.empty();
        }
        String why = form.startsWith("ENCRYPTED") ? "it is encrypted" : "its form is " + form + ", not PKCS#8";
        return Optional.of("The key in " + named + ", which sslkey names, cannot be read: " + why + CONVERT + ".");
    }

    /** Returns the kind of contents that a PEM file names; null for any other file. */
    private static @Nullable String pemForm(Path file) {
        try (BufferedReader lines = Files.newBufferedReader(file, StandardCharsets.ISO_8859_1)) {
            char[] begin = new char[80];
            int length = lines.read(begin);
            String text = length < 0 ? "" : new String(begin, 0, length);
            int end = text.indexOf("-----", "-----BEGIN ".length());
            return text.startsWith("-----BEGIN ") && end > 0 ? text.substring("-----BEGIN ".length(), end) : null;
        } catch (IOException e) {
            return null;
        }
    }

    private static Optional<String> absent(String parameter, String named) {
        return Optional.of("The file " + named + ", which " + parameter
                + " names, is not there or may not be read; check its name and permissions.");
    }

    private static Optional<String> noCertificate(String parameter, String named) {
        return Optional.of("The file " + named + ", which " + parameter
                + " names, holds no certificate that can be read; name one in PEM form.");
    }
}
