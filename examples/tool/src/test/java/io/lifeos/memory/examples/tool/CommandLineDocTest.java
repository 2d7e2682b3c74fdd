package io.lifeos.memory.examples.tool;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** The page on the command line says what the tool's own help says. With {@code -Dlifeos.docs=write} it is made so. */
class CommandLineDocTest {

    private static final Path PAGE = Path.of("../../docs/command-line.md");
    private static final int WIDTH = 100;

    @Test
    void the_page_has_the_help_of_every_command_as_it_is() throws IOException {
        String page = Files.readString(PAGE);
        String meant = page;
        for (Map.Entry<String, String> help : helps().entrySet()) {
            Matcher block = Pattern.compile(
                            "(?<=\\n<!-- help: " + Pattern.quote(help.getKey()) + " -->\\n```text\\n).*?(?=```\\n)",
                            Pattern.DOTALL)
                    .matcher(meant);
            assertThat(block.find()).as("a block for " + help.getKey()).isTrue();
            meant = meant.substring(0, block.start()) + help.getValue() + meant.substring(block.end());
        }
        if ("write".equals(System.getProperty("lifeos.docs"))) {
            Files.writeString(PAGE, meant);
        }
        assertThat(page).isEqualTo(meant);
    }

    /** The help of the tool and of each of its commands, by name. */
    private static Map<String, String> helps() {
        CommandLine tool =
                MigrateArchivalMemory.commandLine(CapturedTerminal.pipe().terminal(), new LastWord());
        Map<String, String> helps = new LinkedHashMap<>();
        helps.put(tool.getCommandName(), help(tool));
        tool.getSubcommands().values().stream()
                .filter(command -> command.getCommandSpec().userObject() instanceof SourceCommand
                        || command.getCommandSpec()
                                .userObject()
                                .getClass()
                                .getName()
                                .contains(".memory.")
                        || command.getCommandSpec().userObject() instanceof DemoCommand)
                .forEach(command -> helps.put(command.getCommandName(), help(command)));
        return helps;
    }

    private static String help(CommandLine command) {
        return command.setUsageHelpAutoWidth(false)
                .setUsageHelpWidth(WIDTH)
                .getUsageMessage(CommandLine.Help.Ansi.OFF)
                .replaceAll("(?m) +$", "");
    }
}
