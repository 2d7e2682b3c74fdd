package io.lifeos.memory.examples.tool;

import io.lifeos.memory.archive.MappingException;
import io.lifeos.memory.fact.MemoryException;
import io.lifeos.memory.fact.SourceUnavailableException;
import io.lifeos.memory.fact.StoreException;
import io.lifeos.memory.migration.ChangedContentsException;
import io.lifeos.memory.migration.MovedSourceException;
import io.lifeos.memory.migration.OtherSourceException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * The reason why the tool could not do its work.
 *
 * @param exitCode the exit code of the process
 * @param message the text for a person: one sentence, without a secret
 */
public record ToolError(ExitCode exitCode, String message) {

    /** Set to true, this system property adds the stack trace. */
    static final String STACK_TRACE = "lifeos.stacktrace";

    public static ToolError of(Throwable thrown) {
        return new ToolError(exitCode(thrown), Secrets.mask(message(thrown)));
    }

    private static ExitCode exitCode(Throwable thrown) {
        if (thrown instanceof ParameterException
                || thrown instanceof MovedSourceException
                || thrown instanceof OtherSourceException
                || thrown instanceof ChangedContentsException
                || thrown instanceof MappingException) {
            return ExitCode.WRONG_USAGE;
        } else if (thrown instanceof SourceUnavailableException) {
            return ExitCode.SOURCE_UNAVAILABLE;
        } else if (thrown instanceof StoreException) {
            return ExitCode.STORE_UNUSABLE;
        }
        return ExitCode.INCOMPLETE;
    }

    private static String message(Throwable thrown) {
        if (thrown instanceof UnmatchedArgumentException unmatched) {
            return unknownOption(unmatched) + " Nothing was done; --help lists the options.";
        } else if (thrown instanceof ParameterException usage) {
            return sentence(usage) + " Nothing was done; --help lists the options.";
        } else if (thrown instanceof MappingException mapping) {
            return mapping.getMessage()
                    + " --detect lists the tables; --table, --profile and the options for columns say what"
                    + " is meant.";
        } else if (thrown instanceof MemoryException known) {
            return String.valueOf(known.getMessage());
        } else if (isOutOfMemory(thrown)) {
            return String.format(
                    Locale.ROOT,
                    "The heap of this process, %,d MB, is too small for this work; what was committed is safe; run it again"
                            + " with a larger one, such as by java -Xmx%dm.",
                    Runtime.getRuntime().maxMemory() >> 20,
                    Runtime.getRuntime().maxMemory() >> 18);
        }
        return "The work ended early with an unexpected " + thrown.getClass().getSimpleName() + " ("
                + thrown.getMessage() + "); what was committed is safe, and the same command goes on from there."
                + " With java -D" + STACK_TRACE + "=true the stack trace is printed.";
    }

    /** One that is thrown while it is handled turns up as the cause of another. */
    private static boolean isOutOfMemory(Throwable thrown) {
        for (Throwable t = thrown; t != null; t = t.getCause()) {
            if (t instanceof OutOfMemoryError) {
                return true;
            }
        }
        return false;
    }

    /** Names the options and no value: the value of a misspelt option may be a password. */
    private static String unknownOption(UnmatchedArgumentException unmatched) {
        CommandLine command = unmatched.getCommandLine();
        return unmatched.getUnmatched().stream()
                .filter(argument -> argument.startsWith("-"))
                .map(argument -> argument.split("=", 2)[0])
                .findFirst()
                .map(option -> "There is no option " + option + "."
                        + nearest(option, command.getCommandSpec().optionsMap().keySet()))
                .orElseGet(() -> unknownCommand(unmatched).orElseGet(() -> unknownArgument(unmatched)));
    }

    /** A word that is nearly a command is none, and no password. */
    private static Optional<String> unknownCommand(UnmatchedArgumentException unmatched) {
        Set<String> commands = unmatched.getCommandLine().getSubcommands().keySet();
        String word = unmatched.getUnmatched().get(0);
        return Optional.of(nearest(word, commands))
                .filter(hint -> !hint.isEmpty())
                .map(hint -> "There is no command " + word + "." + hint);
    }

    /** Names the word that was probably meant; empty if none is near. */
    private static String nearest(String word, Set<String> known) {
        return known.stream()
                .filter(name -> distance(word, name) <= Math.max(1, name.length() / 3))
                .min(Comparator.comparingInt(name -> distance(word, name)))
                .map(name -> " Is " + name + " meant?")
                .orElse("");
    }

    /** The number of letters to insert, delete or replace, by V. I. Levenshtein. */
    private static int distance(String one, String other) {
        int[] row = IntStream.rangeClosed(0, other.length()).toArray();
        for (int i = 1; i <= one.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= other.length(); j++) {
                int replaced = diagonal + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[other.length()];
    }

    /** Tells its place, as its text may be a password, too. */
    private static String unknownArgument(UnmatchedArgumentException unmatched) {
        CommandLine command = unmatched.getCommandLine();
        List<String> given = command.getParseResult().originalArgs();
        String argument = unmatched.getUnmatched().get(0);
        int at = IntStream.range(0, given.size())
                .filter(i -> given.get(i).equals(argument))
                .filter(i -> i == 0 || !takesValue(command.getCommandSpec().findOption(given.get(i - 1))))
                .findFirst()
                .orElse(-1);
        if (at < 0) {
            return "An argument belongs to no option.";
        }
        List<String> before = given.subList(0, at).stream()
                .filter(option -> option.startsWith("-"))
                .map(option -> option.split("=", 2)[0])
                .toList();
        return "Argument " + (at + 1) + (before.isEmpty() ? "" : ", after " + before.get(before.size() - 1) + ",")
                + " belongs to no option.";
    }

    private static boolean takesValue(@Nullable OptionSpec option) {
        return option != null && option.arity().max() > 0;
    }

    private static String sentence(ParameterException usage) {
        String message = String.valueOf(usage.getMessage()).replaceFirst("^Error: ", "");
        return message.endsWith(".") ? message : message + ".";
    }

    static String stackTrace(Throwable thrown) {
        StringWriter text = new StringWriter();
        thrown.printStackTrace(new PrintWriter(text));
        return Secrets.mask(text.toString());
    }
}
