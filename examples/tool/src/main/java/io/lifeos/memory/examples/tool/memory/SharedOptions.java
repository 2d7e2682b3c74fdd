package io.lifeos.memory.examples.tool.memory;

import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;

/** The tool's options that every command takes, before it or after it. */
public final class SharedOptions {

    private static final List<String> NAMES =
            List.of("--root", "--json", "--allow-foreign-triggers", "--quiet", "--verbose");

    private SharedOptions() {}

    /**
     * Refuses another option that stands before the command, where it would be without effect.
     *
     * @param command the command
     * @throws ParameterException if there is one
     */
    public static void refuseOthersBefore(CommandSpec command) {
        for (OptionSpec option : command.parent().commandLine().getParseResult().matchedOptions()) {
            if (!NAMES.contains(option.longestName())) {
                throw new ParameterException(
                        command.commandLine(),
                        "The command " + command.name() + " takes no " + option.longestName() + " before it.");
            }
        }
    }
}
