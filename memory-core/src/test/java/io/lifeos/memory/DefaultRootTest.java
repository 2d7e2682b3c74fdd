package io.lifeos.memory;

import static org.assertj.core.api.Assertions.assertThat;

import io.lifeos.memory.fact.StoreException;
import io.lifeos.memory.testing.ChildJvm;
import org.junit.jupiter.api.Test;

class DefaultRootTest {

    @Test
    void is_in_the_home_folder_unless_the_environment_names_another() throws Exception {
        assertThat(defaultRoot("", "")).isEqualTo("/home/someone/.lifeos/memory");
        assertThat(defaultRoot("", "/jarvis")).isEqualTo("/jarvis");
        assertThat(defaultRoot("/lifeos", "/jarvis")).isEqualTo("/lifeos");
        assertThat(defaultRoot("~/my memory", "")).isEqualTo("/home/someone/my memory");
        assertThat(defaultRoot(" ", "~")).isEqualTo("/home/someone");
    }

    @Test
    void is_refused_if_it_would_depend_on_the_working_folder() throws Exception {
        assertThat(defaultRoot("", "", "?"))
                .startsWith("refused: This user has no home folder")
                .contains("--root");
        assertThat(defaultRoot("", "", "")).startsWith("refused: This user has no home folder");
        assertThat(defaultRoot("here", "", "/home/someone"))
                .startsWith("refused: LIFEOS_MEMORY_ROOT says here, which is not an absolute path");
        assertThat(defaultRoot("", "~", "?")).startsWith("refused: JARVIS_MEMORY_ROOT says ~");
        assertThat(defaultRoot("/lifeos", "", "?")).isEqualTo("/lifeos");
    }

    private static String defaultRoot(String lifeos, String jarvis) throws Exception {
        return defaultRoot(lifeos, jarvis, "/home/someone");
    }

    private static String defaultRoot(String lifeos, String jarvis, String home) throws Exception {
        try (ChildJvm child = ChildJvm.of(Printer.class)
                .env("LIFEOS_MEMORY_ROOT", lifeos)
                .env("JARVIS_MEMORY_ROOT", jarvis)
                .property("user.home", home)
                .start()) {
            assertThat(child.waitFor()).isZero();
            return child.output().strip();
        }
    }

    /** Prints the folder. */
    static final class Printer {

        public static void main(String[] args) {
            try {
                System.out.println(MemoryStore.defaultRoot());
            } catch (StoreException e) {
                System.out.println("refused: " + e.getMessage());
            }
        }
    }
}
