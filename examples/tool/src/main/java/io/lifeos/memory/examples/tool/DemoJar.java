package io.lifeos.memory.examples.tool;

import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** The demo, which has a jar of its own, since it carries a PostgreSQL that the tool does not need. */
final class DemoJar {

    private DemoJar() {}

    /** Runs the demo in a process of its own on the same terminal, and returns its exit code. */
    static int run(CommandLine command) throws IOException, URISyntaxException {
        if (command.getParseResult().matchedOptions().stream()
                .anyMatch(option -> !option.longestName().equals("--demo"))) {
            throw new ParameterException(
                    command, "The demo brings its own database and folder, and takes no other option.");
        }
        Path folder = folderOfTool();
        Path jar = find(folder)
                .orElseThrow(() -> new ParameterException(
                        command,
                        "The demo has a jar of its own, which brings a PostgreSQL, and there is no demo.jar in "
                                + folder + "; the build makes examples/demo/target/demo.jar."));
        return run(jar);
    }

    /** Looks beside the tool, and in the folder where the build puts the demo. */
    private static Optional<Path> find(Path folder) {
        return Stream.of(folder.resolve("demo.jar"), folder.resolve("../../demo/target/demo.jar"))
                .filter(Files::isRegularFile)
                .findFirst();
    }

    private static Path folderOfTool() throws URISyntaxException {
        URL tool = DemoJar.class.getProtectionDomain().getCodeSource().getLocation();
        return Path.of(tool.toURI()).resolveSibling("");
    }

    private static int run(Path jar) throws IOException {
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        Process demo = new ProcessBuilder(java.toString(), "-jar", jar.toString())
                .inheritIO()
                .start();
        Runtime.getRuntime().addShutdownHook(new Thread(demo::destroy, "demo-end"));
        return demo.onExit().join().exitValue();
    }
}
