package io.lifeos.memory;

import static org.assertj.core.api.Assertions.assertThat;

import io.lifeos.memory.fact.Condition;
import io.lifeos.memory.fact.FactFilter;
import io.lifeos.memory.testing.ChildJvm;
import io.lifeos.memory.testing.MemoryOracle;
import io.lifeos.memory.testing.PythonMemory;
import io.lifeos.memory.testing.PythonMemory.Shape;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Many facts are forgotten, by a filter or as they have expired, in several processes, under kills, and in an adopted file. */
class ForgetBesideOthersTest {

    private static final Instant NOON = Instant.parse("2026-01-25T12:00:00Z");
    private static final int FACTS = 12_000;
    private static final FactFilter TEA = FactFilter.of(Condition.source("tea"));

    @TempDir
    Path folder;

    /** Who made the file. */
    enum Origin {
        OURS,
        ADOPTED
    }

    /** How the facts are forgotten. */
    enum Way {
        BY_FILTER {
            @Override
            long forget(Memory memory) {
                return memory.forget(TEA);
            }
        },
        AS_EXPIRED {
            @Override
            long forget(Memory memory) {
                return memory.forgetExpired();
            }
        };

        abstract long forget(Memory memory);
    }

    /** Opens the memory, an hour after noon. */
    private static MemoryStore open(Path root) {
        return MemoryStore.builder()
                .root(root)
                .clock(Clock.fixed(NOON.plus(Duration.ofHours(1)), ZoneOffset.UTC))
                .open();
    }

    /** Forgets, and says how many that were. */
    static final class Forgetter {

        public static void main(String[] args) {
            try (MemoryStore memory = open(Path.of(args[0]))) {
                System.out.println("begun");
                System.out.println("forgot " + Way.valueOf(args[1]).forget(memory) + ";");
            }
        }
    }

    /** Facts of tea, which have expired by an hour after noon if they are to be forgotten as such, and two that stay. */
    private Path memoryOf(Origin origin, Way way) throws Exception {
        Path root = folder.resolve("root");
        if (origin == Origin.ADOPTED) {
            PythonMemory.create(root, Shape.SECOND);
        }
        try (MemoryStore memory = open(root)) {
            memory.retainAll(IntStream.range(0, FACTS)
                    .mapToObj(i -> memory.retain("tea " + i).source("tea").happenedAt(NOON))
                    .map(tea -> way == Way.AS_EXPIRED ? tea.expiresAt(NOON.plusSeconds(60)) : tea)
                    .toList());
            memory.retain("coffee").source("coffee").save();
            memory.retain("milk")
                    .source("milk")
                    .expiresAt(NOON.plus(Duration.ofHours(2)))
                    .save();
        }
        return root;
    }

    private static FactFilter expiredToo(FactFilter filter) {
        return filter.toBuilder().includeExpired().build();
    }

    static Stream<Arguments> everyOriginAndWay() {
        return Stream.of(Origin.values())
                .flatMap(origin -> Stream.of(Way.values()).map(way -> Arguments.of(origin, way)));
    }

    @ParameterizedTest
    @MethodSource("everyOriginAndWay")
    void two_processes_that_forget_the_same_facts_count_each_once(Origin origin, Way way) throws Exception {
        Path root = memoryOf(origin, way);
        long forgotten = 0;
        try (ChildJvm one = ChildJvm.of(Forgetter.class, root.toString(), way.name())
                        .start();
                ChildJvm two = ChildJvm.of(Forgetter.class, root.toString(), way.name())
                        .start()) {
            for (ChildJvm each : new ChildJvm[] {one, two}) {
                assertThat(each.waitFor()).as(each.output()).isZero();
                forgotten += forgot(each);
            }
        }
        assertThat(forgotten).isEqualTo(FACTS);
        assertForgotten(root);
    }

    private static long forgot(ChildJvm child) {
        String output = child.output();
        return Long.parseLong(output.substring(output.indexOf("forgot ") + 7, output.indexOf(';')));
    }

    private static void assertForgotten(Path root) throws Exception {
        try (MemoryStore memory = open(root)) {
            assertThat(memory.count(expiredToo(FactFilter.standard()))).isEqualTo(2);
            assertThat(memory.recall("tea").fetch()).isEmpty();
            assertThat(memory.recall("milk").fetch().hits()).hasSize(1);
            assertThat(memory.count(
                            expiredToo(TEA).toBuilder().includeForgotten().build()))
                    .isEqualTo(FACTS);
        }
        try (PythonMemory other = PythonMemory.open(root)) {
            assertThat(other.query("SELECT count(*) FROM facts WHERE is_active = 0"))
                    .containsExactly(String.valueOf(FACTS));
        }
        MemoryOracle.assertSound(root);
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void a_process_that_is_killed_midway_leaves_whole_facts_and_a_repeated_call_does_the_rest(Way way)
            throws Exception {
        Path root = memoryOf(Origin.OURS, way);
        long seed = System.nanoTime();
        System.out.println("ForgetBesideOthersTest seed " + seed);
        try (ChildJvm child =
                ChildJvm.of(Forgetter.class, root.toString(), way.name()).start()) {
            child.awaitOutput("begun");
            Thread.sleep(new Random(seed).nextInt(150));
            child.kill();
        }
        try (MemoryStore memory = open(root)) {
            long left = memory.count(expiredToo(TEA));
            assertThat(way.forget(memory)).as("seed %s", seed).isEqualTo(left);
            assertThat(way.forget(memory)).isZero();
        }
        assertForgotten(root);
    }

    @Test
    void what_one_process_says_expires_is_left_out_in_another() throws Exception {
        Path root = memoryOf(Origin.ADOPTED, Way.AS_EXPIRED);
        try (MemoryStore memory = open(root)) {
            long milk = memory.recall("milk").fetch().hits().get(0).fact().id();
            try (ChildJvm child = ChildJvm.of(Reviser.class, root.toString(), String.valueOf(milk))
                    .start()) {
                assertThat(child.waitFor()).as(child.output()).isZero();
            }
            assertThat(memory.recall("milk").fetch()).isEmpty();
            assertThat(memory.find(milk).orElseThrow().expiresAt()).contains(NOON);
        }
        MemoryOracle.assertSound(root);
    }

    /** Has a fact expire at noon. */
    static final class Reviser {

        public static void main(String[] args) {
            try (MemoryStore memory = open(Path.of(args[0]))) {
                memory.revise(Long.parseLong(args[1])).expiresAt(NOON).save();
            }
        }
    }
}
