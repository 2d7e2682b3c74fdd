package io.lifeos.memory;

import static org.assertj.core.api.Assertions.assertThat;

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

    private static String defaultRoot(String lifeos, String jarvis) throws Exception {
        try (ChildJvm child = ChildJvm.of(Printer.class)
                .env("LIFEOS_MEMORY_ROOT", lifeos)
                .env("JARVIS_MEMORY_ROOT", jarvis)
                .property("user.home", "/home/someone")
                .start()) {
            assertThat(child.waitFor()).isZero();
            return child.output().strip();
        }
    }

    /** Prints the folder. */
    static final class Printer {

        public static void main(String[] args) {
            System.out.println(MemoryStore.defaultRoot());
        }
    }
}
