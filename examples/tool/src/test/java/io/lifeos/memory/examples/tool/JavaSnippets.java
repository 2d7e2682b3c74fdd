package io.lifeos.memory.examples.tool;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** The Java that a page of the documentation shows. */
final class JavaSnippets {

    /** What a snippet may use without saying so. */
    static final String IMPORTS = """
            import io.lifeos.memory.*;
            import io.lifeos.memory.fact.*;
            import io.lifeos.memory.listing.*;
            import io.lifeos.memory.preference.*;
            import io.lifeos.memory.migration.*;
            import io.lifeos.memory.postgres.*;
            import io.lifeos.memory.recall.*;
            import io.lifeos.memory.reflect.*;
            import io.lifeos.memory.report.*;
            import java.nio.file.*;
            import java.time.*;
            import java.util.*;
            """;

    private static final Pattern BLOCK = Pattern.compile("(?ms)^```java\\R(.*?)^```");

    private JavaSnippets() {}

    static List<String> of(Path page) throws IOException {
        return BLOCK.matcher(Files.readString(page))
                .results()
                .map(block -> block.group(1))
                .toList();
    }

    /** Compiles a class with the class path of this test, and says which snippet it was if that fails. */
    static void compile(Path folder, String name, String source, String snippet) throws IOException {
        Path file = Files.writeString(folder.resolve(name + ".java"), source);
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter messages = new StringWriter();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
            List<String> options =
                    List.of("-d", folder.toString(), "-classpath", System.getProperty("java.class.path"));
            boolean compiled = compiler.getTask(messages, files, null, options, null, files.getJavaFileObjects(file))
                    .call();
            assertThat(compiled).as("%s%n%s", messages, snippet).isTrue();
        }
    }
}
