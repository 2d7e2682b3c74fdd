package io.lifeos.memory.examples.tool;

import java.nio.charset.Charset;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.function.Function;
import picocli.CommandLine;
import picocli.CommandLine.TypeConversionException;

/** Reads the values of options, and says of a bad one in plain words what it should be. */
final class OptionValues {

    private OptionValues() {}

    static CommandLine registerIn(CommandLine command) {
        read(command, Integer.class, Integer::valueOf, "no whole number, such as 5000");
        read(command, Double.class, Double::valueOf, "no number, such as 0.1");
        read(command, Instant.class, Instant::parse, "no time in UTC, such as 2026-01-23T10:00:00Z");
        read(command, ZoneId.class, ZoneId::of, "no time zone, such as Europe/Berlin or +02:00");
        read(
                command,
                Path.class,
                Path::of,
                "no path in the character set of this process, "
                        + System.getProperty(
                                "sun.jnu.encoding", Charset.defaultCharset().name())
                        + "; another name, or a locale such as LC_ALL=C.UTF-8, helps");
        return command;
    }

    private static <T> void read(CommandLine command, Class<T> type, Function<String, T> reading, String otherwise) {
        command.registerConverter(type, text -> {
            try {
                return reading.apply(text);
            } catch (RuntimeException notOfType) {
                throw new TypeConversionException("'" + text + "' is " + otherwise);
            }
        });
    }
}
