package io.lifeos.memory.examples.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class DemoMemoriesTest {

    @Test
    void are_at_least_120() throws IOException {
        assertThat(DemoMemories.load().size()).isGreaterThanOrEqualTo(120);
    }
}
