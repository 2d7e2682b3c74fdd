package io.lifeos.memory.examples.tool;

import io.lifeos.memory.examples.tool.memory.SharedOptions;
import java.io.IOException;
import java.net.URISyntaxException;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
        name = "demo",
        description = "Shows it all on a PostgreSQL that is started for it, in a new folder under lifeos-demo.")
final class DemoCommand implements Callable<Integer> {

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws IOException, URISyntaxException {
        CommandSpec command = Objects.requireNonNull(spec);
        SharedOptions.refuseOthersBefore(command);
        return DemoJar.run(command.commandLine());
    }
}
