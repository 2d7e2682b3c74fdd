package io.lifeos.memory.postgres.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;

/**
 * A self-signed certificate and its key, in PEM form.
 *
 * @param certificate the file of the certificate
 * @param key the file of the key
 */
public record TlsIdentity(Path certificate, Path key) {

    private static final char[] PASSWORD = "changeit".toCharArray();

    /** Makes one for a name, in a folder, by the JDK's own keytool. */
    public static TlsIdentity of(String name, Path folder) throws IOException {
        Path store = folder.resolve(name + ".p12");
        Programs.run(
                folder,
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-keystore",
                store.toString(),
                "-storetype",
                "PKCS12",
                "-storepass",
                new String(PASSWORD),
                "-alias",
                "server",
                "-keyalg",
                "RSA",
                "-validity",
                "3650",
                "-dname",
                "CN=" + name,
                "-ext",
                "SAN=dns:" + name);
        try (InputStream in = Files.newInputStream(store)) {
            KeyStore keys = KeyStore.getInstance("PKCS12");
            keys.load(in, PASSWORD);
            Path certificate = folder.resolve(name + ".crt");
            Path key = folder.resolve(name + ".pem");
            write(certificate, "CERTIFICATE", keys.getCertificate("server").getEncoded());
            write(key, "PRIVATE KEY", keys.getKey("server", PASSWORD).getEncoded());
            makePrivate(key);
            return new TlsIdentity(certificate, key);
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    /** Lets only the owner read a key, without which nobody takes it. */
    public static void makePrivate(Path key) throws IOException {
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
    }

    /** Makes it that of the server of a database, which asks for certificates of its clients as well. */
    public void installIn(TestDatabase database) {
        database.execute(
                "ALTER SYSTEM SET ssl_cert_file = '" + certificate + "'",
                "ALTER SYSTEM SET ssl_key_file = '" + key + "'",
                "ALTER SYSTEM SET ssl_ca_file = '" + certificate + "'",
                "ALTER SYSTEM SET ssl = on",
                "SELECT pg_reload_conf()");
        await(database, "on");
    }

    /** Makes the server one without encryption. */
    public static void removeFrom(TestDatabase database) {
        database.execute("ALTER SYSTEM RESET ssl", "SELECT pg_reload_conf()");
        await(database, "off");
    }

    private static void await(TestDatabase database, String setting) {
        String now = database.query("SHOW ssl");
        for (int i = 0; i < 1_000 && !now.equals(setting); i++) {
            now = database.query("SHOW ssl");
        }
        if (!now.equals(setting)) {
            throw new AssertionError("The server did not turn ssl " + setting + ".");
        }
    }

    private static void write(Path file, String form, byte[] bytes) {
        String text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(bytes);
        try {
            Files.writeString(file, "-----BEGIN " + form + "-----\n" + text + "\n-----END " + form + "-----\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
