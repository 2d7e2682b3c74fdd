package io.lifeos.memory.examples.tool;

import static org.assertj.core.api.Assertions.assertThat;

import io.lifeos.memory.fact.IncompatibleStoreException;
import io.lifeos.memory.fact.SourceUnavailableException;
import io.lifeos.memory.fact.StoreException;
import io.lifeos.memory.fact.StoreLockedException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.UnmatchedArgumentException;

class ToolErrorTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--databse-url=postgres://agent:hunter2@db/memories",
                "--batch-size=postgres://agent:hunter2@db/memories",
                "postgres://agent:hunter2@db/memories",
                "--password=hunter2",
                "--batch-size=jdbc:postgresql://db/memories?user=agent&password=hunter2",
                "--batch-size=postgres://agent:a b@hunter2@db/memories"
            })
    void does_not_repeat_a_password_from_a_mistyped_command_line(String argument) {
        CapturedTerminal terminal = CapturedTerminal.pipe();
        int exitCode = MigrateArchivalMemory.run(new String[] {argument}, terminal.terminal());
        assertThat(exitCode).isEqualTo(2);
        assertThat(terminal.out() + terminal.err()).startsWith("Error: ").doesNotContain("hunter2");
    }

    @Test
    void does_not_repeat_a_password_that_is_the_value_of_an_unknown_option() {
        CapturedTerminal terminal = CapturedTerminal.pipe();
        MigrateArchivalMemory.run(new String[] {"--password", "hunter2", "--json"}, terminal.terminal());
        assertThat(terminal.out()).contains("There is no option --password.").doesNotContain("hunter2");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--undated-time=nonsense|'nonsense' is no time in UTC, such as 2026-01-23T10:00:00Z",
                "--source-zone=Mars/X|'Mars/X' is no time zone, such as Europe/Berlin or +02:00",
                "--batch-size=many|'many' is no whole number, such as 5000",
                "--reject-limit=half|'half' is no number, such as 0.1",
                "--root=a~b|is no path in the character set of this process"
            })
    void says_in_plain_words_what_a_value_should_be(String argument, String says) {
        CapturedTerminal terminal = CapturedTerminal.pipe();
        String given = argument.replace('~', '\0');
        assertThat(MigrateArchivalMemory.run(new String[] {given}, terminal.terminal()))
                .isEqualTo(2);
        assertThat(terminal.err())
                .contains("Invalid value for option '" + argument.split("=", 2)[0] + "'", says)
                .doesNotContain("java.", "Exception", "Instant", "ZoneId");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "memories|Argument 1 belongs to no option.",
                "--table notes hunter2|Argument 3, after --table, belongs to no option.",
                "--table=notes --json hunter2|Argument 3, after --json, belongs to no option.",
                "--table hunter2 --root hunter2 hunter2|Argument 5, after --root, belongs to no option.",
                "hunter2 --table hunter2|Argument 1 belongs to no option."
            })
    void tells_which_argument_belongs_to_no_option(String arguments, String says) {
        CapturedTerminal terminal = CapturedTerminal.pipe();
        MigrateArchivalMemory.run(arguments.split(" "), terminal.terminal());
        assertThat(terminal.out() + terminal.err()).contains(says).doesNotContain("hunter2");
    }

    @Test
    void tells_no_place_of_an_argument_that_is_not_found_as_it_was_given() {
        CommandLine tool = new CommandLine(CommandLine.Model.CommandSpec.create());
        tool.parseArgs();
        assertThat(ToolError.of(new UnmatchedArgumentException(tool, List.of("hunter2")))
                        .message())
                .isEqualTo("An argument belongs to no option. Nothing was done; --help lists the options.");
    }

    @Test
    void masks_a_password_in_an_unexpected_exception_and_in_its_stack_trace() {
        Exception thrown = new IllegalStateException("lost postgresql://agent:hunter2@db/memories");
        assertThat(ToolError.of(thrown).message()).contains("postgresql://***@db/memories");
        assertThat(ToolError.stackTrace(thrown)).contains("at io.lifeos").doesNotContain("hunter2");
    }

    @Test
    void leaves_the_form_of_a_url_readable_in_an_error() {
        String message = "it must look like postgresql://user:password@host:5432/database";
        assertThat(ToolError.of(new SourceUnavailableException(message)).message())
                .isEqualTo(message);
    }

    @Test
    void tells_a_script_whose_fault_it_is() {
        assertThat(ToolError.of(new SourceUnavailableException("down"))
                        .exitCode()
                        .number())
                .isEqualTo(3);
        assertThat(ToolError.of(new StoreException("full")).exitCode().number()).isEqualTo(4);
        assertThat(ToolError.of(new StoreLockedException("locked")).exitCode().number())
                .isEqualTo(4);
        assertThat(ToolError.of(new IncompatibleStoreException("newer"))
                        .exitCode()
                        .number())
                .isEqualTo(4);
        assertThat(ToolError.of(new OutOfMemoryError()).exitCode().number()).isEqualTo(1);
    }
}
