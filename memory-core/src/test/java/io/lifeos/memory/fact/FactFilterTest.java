package io.lifeos.memory.fact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class FactFilterTest {

    @Test
    void without_conditions_it_is_the_standard_one() {
        assertThat(FactFilter.builder().build()).isEqualTo(FactFilter.standard());
        assertThat(FactFilter.standard().isStandard()).isTrue();
        assertThat(FactFilter.builder().minConfidence(0).from(null).build().isStandard())
                .isTrue();
        assertThat(FactFilter.builder().includeForgotten().build().isStandard()).isFalse();
    }

    @Test
    void filters_with_the_same_conditions_are_equal() {
        FactFilter one = FactFilter.builder()
                .metadata("a", "1")
                .metadata("b", "2")
                .source("mail")
                .build();
        FactFilter other = FactFilter.builder()
                .source("mail")
                .metadata("b", "2")
                .metadata("a", "1")
                .build();
        assertThat(one).isEqualTo(other).hasSameHashCodeAs(other);
        assertThat(one).isNotEqualTo(one.toBuilder().context("work").build());
        assertThat(one.toBuilder().build()).isEqualTo(one);
    }

    @Test
    void a_builder_does_not_change_what_it_has_built() {
        FactFilter.Builder builder = FactFilter.builder().metadata("a", "1");
        FactFilter built = builder.build();
        builder.metadata("b", "2").session("s").includeAssistantOutputs();
        assertThat(built.condition()).isEqualTo(Condition.metadata("a").readsAs("1"));
        assertThat(built.includesAssistantOutputs()).isFalse();
    }

    @Test
    void times_are_rounded_up_to_what_a_memory_can_hold() {
        Instant time = Instant.parse("2026-01-25T12:00:00.000001Z");
        assertThat(FactFilter.builder().from(time.minusNanos(1)).build().condition())
                .isEqualTo(new Condition.HappenedFrom(time));
        assertThat(FactFilter.builder().to(time).build().condition()).isEqualTo(new Condition.HappenedBefore(time));
    }

    @Test
    void refuses_bad_values_at_once() {
        FactFilter.Builder builder = FactFilter.builder();
        assertThatThrownBy(() -> builder.minConfidence(1.01)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> builder.minConfidence(Double.NaN)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> builder.entity(" ")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> builder.from(Instant.MAX)).isInstanceOf(IllegalArgumentException.class);
        assertThat(builder.build().isStandard()).isTrue();
    }
}
