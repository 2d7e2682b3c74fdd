package io.lifeos.memory.recall.vector;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;

class BinaryBlockTest {

    private static final long NUMBER = 3;
    private static final long GENERATION = -42;
    private static final long FIRST = NUMBER << BinaryBlock.ID_BITS;

    @Test
    void holds_facts_by_id_and_finds_their_slots() {
        BinaryBlock block = BinaryBlock.empty(NUMBER)
                .with(changes(FIRST + 1_023, fact(1, 7), FIRST, fact(2, 8), FIRST + 5, fact(0, 9)), 1);
        assertThat(block.size()).isEqualTo(3);
        assertThat(block.factId(0)).isEqualTo(FIRST);
        assertThat(block.factId(2)).isEqualTo(FIRST + 1_023);
        assertThat(block.bits()).containsExactly(8, 9, 7);
        assertThat(block.slotOf(FIRST + 5)).isEqualTo(1);
        assertThat(block.slotOf(FIRST + 6)).isNegative();
        assertThat(BinaryBlock.numberOf(FIRST + 1_023)).isEqualTo(NUMBER);
        assertThat(BinaryBlock.numberOf(FIRST - 1)).isEqualTo(NUMBER - 1);
    }

    @Test
    void changes_make_another_block() {
        BinaryBlock before = BinaryBlock.empty(NUMBER).with(changes(FIRST, fact(1, 7), FIRST + 1, fact(1, 8)), 1);
        SortedMap<Long, BinaryBlock.Entry> removal = changes(FIRST + 2, fact(2, 9));
        removal.put(FIRST, null);
        BinaryBlock after = before.with(removal, 1);
        assertThat(before.size()).isEqualTo(2);
        assertThat(after.bits()).containsExactly(8, 9);
        assertThat(after.countMarked((byte) 1)).isEqualTo(1);
        assertThat(after.countMarked((byte) 2)).isEqualTo(1);
    }

    @Test
    void codes_of_several_words_stay_together() {
        TreeMap<Long, BinaryBlock.Entry> facts = new TreeMap<>();
        facts.put(FIRST + 1, new BinaryBlock.Entry((byte) 0, new long[] {3, 4}));
        facts.put(FIRST, new BinaryBlock.Entry((byte) 0, new long[] {1, 2}));
        BinaryBlock block = BinaryBlock.empty(NUMBER).with(facts, 2);
        assertThat(block.bits()).containsExactly(1, 2, 3, 4);
        facts.clear();
        facts.put(FIRST, null);
        assertThat(block.with(facts, 2).bits()).containsExactly(3, 4);
    }

    @Test
    void its_bytes_are_size_offsets_marks_bits_and_checksum() {
        BinaryBlock block = BinaryBlock.empty(NUMBER).with(changes(FIRST + 5, fact(1, 7), FIRST + 258, fact(2, 8)), 1);
        byte[] bytes = block.encode(GENERATION);
        String checksum = "00000000" + HexFormat.of().toHexDigits((int) checksum(bytes, bytes.length - 8));
        assertThat(HexFormat.of().formatHex(bytes))
                .isEqualTo("00000002" + "00050102" + "0102" + "0000000000000007" + "0000000000000008" + checksum);
        BinaryBlock decoded = decoded(bytes).orElseThrow();
        assertThat(decoded.factId(1)).isEqualTo(FIRST + 258);
        assertThat(decoded.marks()).containsExactly(1, 2);
        assertThat(decoded.bits()).containsExactly(7, 8);
        assertThat(decoded(BinaryBlock.empty(NUMBER).encode(GENERATION))
                        .orElseThrow()
                        .size())
                .isZero();
    }

    @Test
    void bytes_that_are_not_as_they_were_written_give_no_block() {
        byte[] bytes = BinaryBlock.empty(NUMBER)
                .with(changes(FIRST, fact(1, 7), FIRST + 1, fact(2, 8)), 1)
                .encode(GENERATION);
        for (int at = 0; at < bytes.length; at++) {
            byte[] flipped = bytes.clone();
            flipped[at] ^= 1;
            assertThat(decoded(flipped)).as("byte %d", at).isEmpty();
            assertThat(decoded(Arrays.copyOf(bytes, at))).as("%d bytes", at).isEmpty();
        }
        assertThat(BinaryBlock.decode(bytes, GENERATION + 1, NUMBER, 1)).isEmpty();
        assertThat(BinaryBlock.decode(bytes, GENERATION, NUMBER + 1, 1)).isEmpty();
        assertThat(BinaryBlock.decode(bytes, GENERATION, NUMBER, 2)).isEmpty();
    }

    private static Optional<BinaryBlock> decoded(byte[] bytes) {
        return BinaryBlock.decode(bytes, GENERATION, NUMBER, 1);
    }

    private static long checksum(byte[] bytes, int length) {
        CRC32 crc = new CRC32();
        crc.update(ByteBuffer.allocate(length + 2 * Long.BYTES)
                .put(bytes, 0, length)
                .putLong(GENERATION)
                .putLong(NUMBER)
                .array());
        return crc.getValue();
    }

    @Test
    void a_vector_has_a_bit_for_each_component_above_the_mean() {
        float[] mean = new float[66];
        float[] unit = new float[66];
        mean[1] = 0.5f;
        unit[0] = 0.1f;
        unit[1] = 0.4f;
        unit[65] = 0.1f;
        assertThat(new Centroid(mean, 1).bits(unit)).containsExactly(1, 2);
    }

    private static BinaryBlock.Entry fact(int marks, long code) {
        return new BinaryBlock.Entry((byte) marks, new long[] {code});
    }

    private static SortedMap<Long, BinaryBlock.Entry> changes(Object... idsAndFacts) {
        SortedMap<Long, BinaryBlock.Entry> changes = new TreeMap<>();
        for (int i = 0; i < idsAndFacts.length; i += 2) {
            changes.put((Long) idsAndFacts[i], (BinaryBlock.Entry) idsAndFacts[i + 1]);
        }
        return changes;
    }
}
