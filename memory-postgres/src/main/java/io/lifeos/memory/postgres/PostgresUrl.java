package io.lifeos.memory.postgres;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads a database URL. The driver's own parser is not used because its messages show the password. No message here
 * repeats any part of the URL but the name of a parameter.
 */
final class PostgresUrl {

    private static final Pattern URL = Pattern.compile("(?:jdbc:postgresql|postgresql|postgres)://"
            + "(?:(?<user>[^/?@:]*)(?::(?<password>[^/?]*))?@)?"
            + "(?<host>\\[[^\\]/?]*\\]|[^:/?\\[\\]]*)(?::(?<port>[^/?]*))?"
            + "(?:/(?<database>[^?]*))?(?:\\?(?<query>.*))?");

    /** The names that libpq has for properties of the driver. */
    private static final Map<String, String> DRIVER_NAMES = Map.of(
            "application_name", "ApplicationName",
            "channel_binding", "channelBinding",
            "connect_timeout", "connectTimeout",
            "gssencmode", "gssEncMode");

    private PostgresUrl() {}

    static PostgresServer parse(String url) {
        Matcher parts = URL.matcher(url.strip());
        if (!parts.matches()) {
            throw malformed("it must look like postgresql://user:password@host:5432/database, with reserved characters"
                    + " of user and password percent-encoded");
        }
        String query = parts.group("query");
        if (query != null && query.contains("@")) {
            throw malformed(
                    "its query holds an at sign, as if a question mark of the password were not percent-encoded");
        }
        Map<String, String> parameters = parameters(query);
        String userParameter = parameters.remove("user");
        String passwordParameter = parameters.remove("password");
        return new PostgresServer(
                host(parts.group("host")),
                port(parts.group("port")),
                decode("database", parts.group("database")),
                userParameter != null ? userParameter : decode("user", parts.group("user")),
                passwordParameter != null ? passwordParameter : decode("password", parts.group("password")),
                parameters);
    }

    private static String host(String text) {
        if (text.contains(",")) {
            throw malformed("it names several hosts; name one");
        }
        String host = text.startsWith("[") ? text.substring(1, text.length() - 1) : decode("host", text);
        if (host == null) {
            return PostgresServer.DEFAULT_HOST;
        }
        if (host.contains("/")) {
            throw malformed("it names a Unix socket; name a host");
        }
        return host;
    }

    private static int port(@Nullable String text) {
        if (text == null || text.isEmpty()) {
            return PostgresServer.DEFAULT_PORT;
        }
        if (!text.matches("[0-9]{1,5}") || Integer.parseInt(text) < 1 || Integer.parseInt(text) > 65535) {
            throw malformed("its port is not a number from 1 to 65535");
        }
        return Integer.parseInt(text);
    }

    private static Map<String, String> parameters(@Nullable String query) {
        Map<String, String> parameters = new LinkedHashMap<>();
        if (query == null || query.isEmpty()) {
            return parameters;
        }
        for (String parameter : query.split("&", -1)) {
            int equals = parameter.indexOf('=');
            if (equals < 1) {
                throw malformed("its parameters must look like ?name=value&name=value");
            }
            String name = parameter.substring(0, equals);
            String value = decode("parameter " + name, parameter.substring(equals + 1));
            parameters.put(DRIVER_NAMES.getOrDefault(name, name), value == null ? "" : value);
        }
        return parameters;
    }

    /** Undoes percent-encoding; nothing and the empty text are both null. A plus stays a plus. */
    private static @Nullable String decode(String what, @Nullable String text) {
        if (text == null || text.isEmpty()) {
            return null;
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) == '%') {
                bytes.write(escaped(what, text, i));
                i += 2;
            } else {
                int codePoint = text.codePointAt(i);
                bytes.writeBytes(Character.toString(codePoint).getBytes(StandardCharsets.UTF_8));
                i += Character.charCount(codePoint) - 1;
            }
        }
        return utf8(what, bytes.toByteArray());
    }

    private static int escaped(String what, String text, int percent) {
        String digits = text.substring(percent + 1, Math.min(percent + 3, text.length()));
        if (!digits.matches("[0-9A-Fa-f]{2}") || digits.equals("00")) {
            throw malformed("its " + what + " has a % that does not begin a percent-encoded character; write % as %25");
        }
        return Integer.parseInt(digits, 16);
    }

    private static String utf8(String what, byte[] bytes) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException notUtf8) {
            throw malformed("its " + what + " is not percent-encoded UTF-8");
        }
    }

    private static IllegalArgumentException malformed(String reason) {
        return new IllegalArgumentException("The database URL cannot be used: " + reason + ".");
    }
}
