package io.lifeos.memory.examples.tool;

import io.lifeos.memory.examples.tool.memory.Deadline;
import io.lifeos.memory.examples.tool.memory.TimeSpan;
import io.lifeos.memory.fact.Owner;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Locale;
import java.util.function.Function;
import picocli.CommandLine;
import picocli.CommandLine.TypeConversionException;

/** Reads the values of options, and says of a bad one in plain words what it should be. */
final class OptionValues {

    private OptionValues() {}

    static CommandLine registerIn(CommandLine command) {
        read(command, Integer.class, Integer::valueOf, "no whole number, such as 5000");
        read(command, int.class, Integer::valueOf, "no whole number, such as 5000");
        read(command, Double.class, Double::valueOf, "no number, such as 0.1");
        read(command, Instant.class, Instant::parse, "no time in UTC, such as 2026-01-23T10:00:00Z");
        read(command, long.class, Long::valueOf, "no whole number, such as 42");
        read(command, Long.class, Long::valueOf, "no whole number, such as 42");
        read(
                command,
                TimeSpan.class,
                text -> TimeSpan.parse(text, Clock.systemUTC()),
                "no time, such as 2026-01-25, 2026-01-25T15:00:00Z, 7d or 12h");
        read(
                command,
                Deadline.class,
                text -> Deadline.parse(text, Clock.systemUTC()),
                "no time to come, such as 2099-12-31, 2099-12-31T15:00:00Z, 7d or 12h");
        read(command, LocalDate.class, LocalDate::parse, "no day, such as 2026-01-25");
        read(
                command,
                Owner.class,
                OptionValues::owner,
                "no owner, such as user=ann; the kinds are user, agent, run, tenant");
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

    private static Owner owner(String text) {
        int equals = text.indexOf('=');
        String kind = text.substring(0, Math.max(0, equals));
        return new Owner(Owner.Kind.valueOf(kind.toUpperCase(Locale.ROOT)), text.substring(equals + 1));
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
