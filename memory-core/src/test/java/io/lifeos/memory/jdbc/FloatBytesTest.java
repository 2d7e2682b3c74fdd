package io.lifeos.memory.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FloatBytesTest {

    @Test
    void writes_each_component_with_its_lowest_byte_first() {
        assertThat(FloatBytes.of(new float[] {1, -2})).containsExactly(0, 0, 0x80, 0x3f, 0, 0, 0, 0xc0);
    }

    @Test
    void reads_back_every_bit() {
        float[] vector = {0f, -0f, 1.5f, Float.MIN_VALUE, Float.NaN, Float.NEGATIVE_INFINITY};
        assertThat(FloatBytes.toFloats(FloatBytes.of(vector))).containsExactly(vector);
        assertThat(FloatBytes.buffer(FloatBytes.of(vector)).getFloat(8)).isEqualTo(1.5f);
        assertThat(FloatBytes.toFloats(new byte[3])).isEmpty();
    }
}
