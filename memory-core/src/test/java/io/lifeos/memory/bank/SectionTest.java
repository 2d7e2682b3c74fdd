package io.lifeos.memory.bank;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SectionTest {

    private static final SectionKey KEY = new SectionKey("2026-01-25", "telling", "user:3:ann", "");

    @Test
    void a_section_of_a_hundred_thousand_facts_that_do_not_follow_each_other_is_read() {
        long[] ids = LongStream.range(0, 100_000).map(i -> 3 * i + 1).toArray();
        List<Long> made = LongStream.of(ids).mapToObj(id -> id + 1).toList();
        Section written = Section.of(KEY, FactRanges.of(ids), made, "state", "a day");
        MarkedText read = new MarkedText(written.render().getBytes(StandardCharsets.ISO_8859_1));
        assertThat(read.sections()).containsExactly(written);
        assertThat(written.madeFacts()).isEqualTo(made);
        assertThat(written.cameFromAnyOf(new TreeSet<>(Set.of(299_998L)))).isTrue();
        assertThat(written.cameFromAnyOf(new TreeSet<>(Set.of(0L, 3L, 299_997L))))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"1-2-3", "-", "1--2", "99999999999999999999"})
    void a_line_with_what_are_no_ids_of_facts_begins_no_section(String facts) {
        String text = Section.of(KEY, "1-4", List.of(5L), "state", "a day").render();
        assertThat(new MarkedText(text.replace("facts=1-4", "facts=" + facts).getBytes(StandardCharsets.ISO_8859_1))
                        .sections())
                .isEmpty();
    }
}
