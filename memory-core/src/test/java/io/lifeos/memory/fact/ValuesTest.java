package io.lifeos.memory.fact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ValuesTest {

    private static final String HALF = "half \uD83D";

    @ParameterizedTest
    @CsvSource({
        "@KR8TIV, TOKEN",
        "SOL, TOKEN",
        "@alice, USER",
        "@bags.fm, OTHER",
        "'#deploy', OTHER",
        "github, OTHER",
        "AB, OTHER"
    })
    void an_entity_takes_its_type_from_its_spelling(String name, EntityType type) {
        assertThat(Entity.named(name)).isEqualTo(new Entity(name, type));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\n"})
    void an_entity_without_a_name_is_refused(String name) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Entity.named(name))
                .withMessageContaining("blank");
    }

    @ParameterizedTest
    @CsvSource({"Project, project", "'  bank account ', bank account", "TOKEN, token", "ÄRGER, ärger"})
    void a_type_is_named_in_lower_case_without_spaces_around_it(String given, String name) {
        EntityType type = EntityType.of(given);
        assertThat(type.name()).isEqualTo(name);
        assertThat(type).isEqualTo(EntityType.of(name)).hasSameHashCodeAs(EntityType.of(name));
        assertThat(type.isStandard()).isEqualTo(type.equals(EntityType.TOKEN));
    }

    @Test
    void what_is_no_name_of_a_type_is_refused() {
        assertThat(EntityType.of("x".repeat(100)).name()).hasSize(100);
        for (String name : List.of("", " \t", "x".repeat(101), "a\nb", "a\u0000", "a\u0085b", HALF)) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> EntityType.of(name))
                    .withMessageContaining("entity type");
        }
    }

    @Test
    void half_a_character_is_refused_wherever_it_stands() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Entity.named("@" + HALF))
                .withMessageContaining("index 6");
        assertThatIllegalArgumentException().isThrownBy(() -> new Mention(Entity.named("a"), HALF, 0));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> fact(HALF, null, 1))
                .withMessageContaining("content");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> fact("a", HALF, 1))
                .withMessageContaining("context");
        assertThatIllegalArgumentException().isThrownBy(() -> fact("\uDE00\uD83D", null, 1));
    }

    @ParameterizedTest
    @ValueSource(doubles = {-0.01, 1.01, Double.NaN, Double.POSITIVE_INFINITY})
    void a_confidence_outside_0_to_1_is_refused(double confidence) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> fact("a", null, confidence))
                .withMessageContaining("from 0 to 1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"+10000-01-01T00:00:00Z", "0000-12-31T23:59:59Z", "2026-01-25T00:00:00.000000001Z"})
    void a_time_that_the_file_cannot_hold_is_refused(String time) {
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> NewFact.of("a").happenedAt(Instant.parse(time)).build())
                .withMessageContaining("years 1 to 9999");
    }

    @Test
    void values_keep_no_list_that_others_can_change() {
        List<String> entities = new ArrayList<>(List.of("@a"));
        Fact fact = Fact.builder(1, "a", Instant.EPOCH).entities(entities).build();
        entities.clear();
        assertThat(fact.entities()).containsExactly("@a");
    }

    private static NewFact fact(String content, @Nullable String context, double confidence) {
        return NewFact.of(content).context(context).confidence(confidence).build();
    }
}
