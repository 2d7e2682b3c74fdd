package io.lifeos.memory.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Retains with the statements of the Python program, each in a transaction of its own, until it is told to stop. What goes
 * wrong ends it with an error.
 */
public final class PlainProgram {

    private PlainProgram() {}

    /** Starts it on a memory. Its facts hold a word. */
    public static ChildJvm start(Path root, String word) throws IOException {
        return ChildJvm.of(PlainProgram.class, root.toString(), word).start();
    }

    /** Tells it to stop, waits until it did, and gives what it had retained. */
    public static List<String> stop(ChildJvm program, Path root, String word) throws IOException, InterruptedException {
        Files.createFile(stopFile(root));
        int end = program.waitFor();
        Files.delete(stopFile(root));
        String output = program.output();
        if (end != 0) {
            throw new AssertionError("The program ended with " + end + ": " + output);
        }
        int retained =
                Integer.parseInt(output.substring(output.lastIndexOf(' ')).strip());
        return IntStream.range(0, retained).mapToObj(i -> content(word, i)).toList();
    }

    /** The file whose presence tells it to stop. */
    public static Path stopFile(Path root) {
        return root.resolveSibling(root.getFileName() + ".stop");
    }

    private static String content(String word, int number) {
        return word + " number " + number + " about KR8TIV";
    }

    public static void main(String[] args) throws Exception {
        Path root = Path.of(args[0]);
        int retained = 0;
        try (PythonMemory python = PythonMemory.open(root)) {
            while (Files.notExists(stopFile(root))) {
                python.mention(
                        python.retain(content(args[1], retained), "2026-01-25 15:07:40.123456"), "KR8TIV", "token");
                python.search(args[1] + " " + retained);
                retained++;
                if (retained == 1) {
                    System.out.println("retaining");
                }
                Thread.sleep(2);
            }
        }
        System.out.println("retained " + retained);
    }
}
