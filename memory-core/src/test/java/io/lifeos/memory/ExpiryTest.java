package io.lifeos.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.lifeos.memory.fact.EntityType;
import io.lifeos.memory.fact.Fact;
import io.lifeos.memory.fact.FactFilter;
import io.lifeos.memory.fact.OnSameKey;
import io.lifeos.memory.fact.Owner;
import io.lifeos.memory.listing.PageRequest;
import io.lifeos.memory.recall.RecallHit;
import io.lifeos.memory.recall.RecallMode;
import io.lifeos.memory.recall.RecallRequest;
import io.lifeos.memory.testing.EarlierFile;
import io.lifeos.memory.testing.MemoryOracle;
import io.lifeos.memory.testing.WordEmbedder;
import java.nio.file.Path;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A fact that is true until a certain time is left out from then on, as a forgotten one is. */
class ExpiryTest {

    private static final Instant NOON = Instant.parse("2026-01-25T12:00:00Z");
    private static final Owner ANN = Owner.user("ann");

    @TempDir
    Path folder;

    private final SetClock clock = new SetClock();
    private MemoryStore memory;
    private Fact brief;
    private Fact lasting;

    /** A clock that shows what it is set to. */
    private static final class SetClock extends Clock {

        private Instant now = NOON;

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }

    @BeforeEach
    void retain() {
        memory = open();
        Memory anns = memory.scoped(ANN);
        brief = anns.retain("Ann drinks tea this afternoon")
                .session("s1")
                .source("mail")
                .entity("Ann")
                .expiresAt(NOON.plus(Duration.ofHours(6)))
                .save();
        lasting = anns.retain("Ann drinks tea")
                .session("s2")
                .source("chat")
                .entity("Ann")
                .save();
    }

    private MemoryStore open() {
        return MemoryStore.builder()
                .root(folder)
                .clock(clock)
                .embedder(new WordEmbedder("words", 32))
                .open();
    }

    @AfterEach
    void close() {
        memory.close();
        MemoryOracle.assertSound(folder);
    }

    private List<Fact> recalled(RecallRequest request, RecallMode mode) {
        return request.mode(mode).fetch().hits().stream().map(RecallHit::fact).toList();
    }

    @ParameterizedTest
    @EnumSource(
            value = RecallMode.class,
            names = {"KEYWORD", "VECTOR", "HYBRID"})
    void it_is_recalled_until_that_very_moment_by_the_memorys_clock(RecallMode mode) {
        clock.now = NOON.plus(Duration.ofHours(6)).minusNanos(1000);
        assertThat(recalled(memory.recall("tea"), mode)).containsExactlyInAnyOrder(brief, lasting);
        clock.now = NOON.plus(Duration.ofHours(6));
        assertThat(recalled(memory.recall("tea"), mode)).containsExactly(lasting);
        assertThat(recalled(memory.recall("tea").includeForgotten(), mode)).containsExactly(lasting);
        assertThat(recalled(memory.recall("tea").includeExpired(), mode)).containsExactlyInAnyOrder(brief, lasting);
        assertThat(recalled(memory.scoped(ANN).recall("tea"), mode)).containsExactly(lasting);
    }

    @Test
    void its_time_of_expiry_is_kept_to_the_microsecond() {
        assertThat(brief.expiresAt()).contains(NOON.plus(Duration.ofHours(6)));
        assertThat(lasting.expiresAt()).isEmpty();
        assertThat(memory.find(brief.id())).contains(brief);
        assertThat(brief.toMap()).containsEntry("expiresAt", "2026-01-25T18:00:00Z");
        Fact fine = memory.retain("fine").expiresAt(NOON.plusNanos(1999)).save();
        assertThat(fine.expiresAt()).contains(NOON.plusNanos(1000));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> memory.retain("never").expiresAt(Instant.MAX))
                .withMessageContaining("9999");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void an_expired_fact_is_in_no_list_and_no_count_but_found_by_its_id(boolean scoped) {
        Memory view = scoped ? memory.scoped(ANN) : memory;
        clock.now = NOON.plus(Duration.ofDays(1));
        FactFilter withExpired = FactFilter.builder().includeExpired().build();
        FactFilter withForgotten = FactFilter.builder().includeForgotten().build();

        assertThat(view.find(brief.id())).contains(brief);
        assertThat(view.recent(5)).containsExactly(lasting);
        assertThat(view.factsAbout("Ann")).containsExactly(lasting);
        assertThat(view.facts(FactFilter.standard())).containsExactly(lasting);
        assertThat(view.facts(withExpired)).containsExactlyInAnyOrder(brief, lasting);
        assertThat(view.facts(withForgotten)).containsExactly(lasting);
        assertThat(view.facts(FactFilter.builder().asOf(NOON).build())).hasSize(2);
        assertThat(view.page(FactFilter.standard(), PageRequest.first(5)).facts())
                .containsExactly(lasting);
        assertThat(view.count()).isEqualTo(1);
        assertThat(view.count(withExpired)).isEqualTo(2);
        assertThat(view.entities(EntityType.OTHER))
                .singleElement()
                .satisfies(ann -> assertThat(ann.facts()).isEqualTo(1));
        assertThat(view.findEntity("Ann"))
                .hasValueSatisfying(ann -> assertThat(ann.facts()).isEqualTo(1));
        assertThat(view.sessions())
                .singleElement()
                .satisfies(group -> assertThat(group.key()).isEqualTo("s2"));
        assertThat(view.owners())
                .singleElement()
                .satisfies(group -> assertThat(group.facts()).isEqualTo(1));
        assertThat(view.statistics().facts()).isEqualTo(1);
        assertThat(view.statistics().expired()).isEqualTo(1);
        assertThat(view.statistics().forgotten()).isZero();
    }

    @Test
    void expired_facts_are_forgotten_when_that_is_asked_for_and_found_among_forgotten_ones_then() {
        clock.now = NOON.plus(Duration.ofDays(1));
        memory.retain("Bob drinks rum").owner(Owner.user("bob")).expiresAt(NOON).save();
        assertThat(memory.scoped(Owner.user("cleo")).forgetExpired()).isZero();
        assertThat(memory.scoped(ANN).forgetExpired()).isEqualTo(1);
        assertThat(memory.find(brief.id()))
                .hasValueSatisfying(fact -> assertThat(fact.active()).isFalse());
        assertThat(memory.forgetExpired()).isEqualTo(1);
        assertThat(memory.forgetExpired()).isZero();
        assertThat(memory.count()).isEqualTo(1);
        assertThat(memory.statistics().expired()).isZero();
        assertThat(memory.statistics().forgotten()).isEqualTo(2);
        FactFilter withForgotten = FactFilter.builder().includeForgotten().build();
        assertThat(memory.count(withForgotten)).isEqualTo(3);
    }

    @Test
    void a_later_expiry_or_none_brings_a_fact_back() {
        clock.now = NOON.plus(Duration.ofDays(1));
        memory.forgetExpired();
        memory.unforget(brief.id());
        assertThat(memory.recent(5)).containsExactly(lasting);
        Fact again = memory.revise(brief.id())
                .expiresAt(NOON.plus(Duration.ofDays(2)))
                .save();
        assertThat(memory.recent(5)).containsExactlyInAnyOrder(again, lasting);
        clock.now = NOON.plus(Duration.ofDays(3));
        assertThat(memory.recent(5)).containsExactly(lasting);
        Fact forEver = memory.revise(brief.id()).expiresAt(null).save();
        assertThat(forEver.expiresAt()).isEmpty();
        assertThat(memory.recent(5)).hasSize(2);
    }

    @Test
    void a_fact_that_is_replaced_by_its_key_expires_as_the_new_one_says() {
        Instant later = NOON.plusSeconds(5);
        memory.retain("one").key("k", OnSameKey.REPLACE).expiresAt(NOON).save();
        assertThat(memory.retain("two")
                        .key("k", OnSameKey.REPLACE)
                        .expiresAt(later)
                        .save()
                        .expiresAt())
                .contains(later);
        assertThat(memory.retain("three").key("k", OnSameKey.REPLACE).save().expiresAt())
                .isEmpty();
    }

    /** Those that pass are farther from the question than all expired ones. */
    @Test
    void however_many_near_facts_have_expired_those_that_have_not_are_found_by_their_vectors() {
        List<RetainRequest> requests = new ArrayList<>(IntStream.range(0, 3_000)
                .mapToObj(i -> memory.retain("harbour " + i).expiresAt(NOON))
                .toList());
        requests.add(memory.retain("harbour of the old town, which is far away"));
        memory.retainAll(requests);
        assertThat(recalled(memory.recall("harbour"), RecallMode.VECTOR))
                .extracting(Fact::content)
                .contains("harbour of the old town, which is far away");
    }

    @Test
    void a_clock_that_shows_no_year_that_could_be_stored_hinders_no_reading() {
        clock.now = Instant.MIN;
        assertThat(memory.count()).isEqualTo(2);
        clock.now = Instant.MAX;
        assertThat(memory.count()).isEqualTo(1);
        clock.now = NOON;
    }

    @Test
    void a_memory_of_the_version_before_is_read_without_being_written() throws Exception {
        memory.close();
        EarlierFile.makeVersion6(folder);
        try (MemoryStore reader = MemoryStore.openReadOnly(folder)) {
            assertThat(reader.count()).isEqualTo(2);
            assertThat(reader.recall("tea").fetch().hits()).hasSize(2);
            assertThat(reader.find(brief.id()).orElseThrow().expiresAt()).isEmpty();
        }
        memory = open();
    }

    @Test
    void an_export_and_a_backup_keep_when_a_fact_expires(@TempDir Path other) {
        memory.export(other.resolve("all.jsonl"));
        memory.backup(other.resolve("all.zip"));
        MemoryStore.importFrom(other.resolve("all.jsonl"), other.resolve("imported"));
        MemoryStore.restore(other.resolve("all.zip"), other.resolve("restored"));
        for (String copy : List.of("imported", "restored")) {
            try (MemoryStore copied = MemoryStore.openReadOnly(other.resolve(copy))) {
                assertThat(copied.find(brief.id())).as(copy).contains(brief);
            }
        }
    }

    @Test
    void a_time_of_expiry_that_is_none_is_named_by_the_check() {
        memory.database().write(connection -> {
            try (Statement statement = connection.createStatement()) {
                statement.execute("UPDATE facts SET expires_at = 'soon' WHERE id = " + lasting.id());
            }
        });
        assertThat(memory.checkIntegrity().problems())
                .singleElement()
                .asString()
                .contains("expires_at", "soon");
        memory.revise(brief.id()).expiresAt(null).save();
        memory.database().write(connection -> {
            try (Statement statement = connection.createStatement()) {
                statement.execute("UPDATE facts SET expires_at = NULL WHERE id = " + lasting.id());
            }
        });
    }
}
