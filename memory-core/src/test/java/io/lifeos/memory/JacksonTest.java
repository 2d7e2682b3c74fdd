package io.lifeos.memory;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.lifeos.memory.fact.EntityType;
import io.lifeos.memory.fact.Fact;
import io.lifeos.memory.fact.Origin;
import io.lifeos.memory.fact.Owner;
import io.lifeos.memory.listing.FactGroup;
import io.lifeos.memory.listing.FactPage;
import io.lifeos.memory.listing.MemoryStatistics;
import io.lifeos.memory.listing.PageRequest;
import io.lifeos.memory.listing.VectorModel;
import io.lifeos.memory.preference.Preference;
import io.lifeos.memory.recall.EntitySummary;
import io.lifeos.memory.recall.Explanation;
import io.lifeos.memory.recall.LegScore;
import io.lifeos.memory.recall.RecallHit;
import io.lifeos.memory.recall.RecallMode;
import io.lifeos.memory.recall.RecallResult;
import io.lifeos.memory.recall.ReembedProgress;
import io.lifeos.memory.reflect.ReflectionPeriod;
import io.lifeos.memory.reflect.ReflectionReport;
import io.lifeos.memory.report.CopyReport;
import io.lifeos.memory.report.IntegrityReport;
import io.lifeos.memory.report.RepairReport;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The default mappers of Jackson 2 and 3 write what a host gets as a reader of JSON expects it. */
class JacksonTest {

    private static final Instant TIME = Instant.parse("2026-01-25T15:07:40.123456Z");

    private static final Fact FACT = Fact.builder(42, "KR8TIV sold", TIME)
            .context("treasury")
            .source("mail")
            .confidence(0.5)
            .sessionId("s1")
            .metadata("{\"price\":0.12000000000000000001,\"tags\":[\"a\",null],\"n\":12345678901234567890}")
            .entities(List.of("KR8TIV"))
            .owners(List.of(Owner.user("ann")))
            .recordedAt(TIME)
            .key("order-7")
            .origin(Origin.of("1/jarvis/public.archival_memory", "7", Map.of("lang", "en")))
            .build();

    private static final String FACT_JSON = "{\"id\":42,\"content\":\"KR8TIV sold\",\"context\":\"treasury\","
            + "\"happenedAt\":\"2026-01-25T15:07:40.123456Z\",\"source\":\"mail\",\"confidence\":0.5,\"active\":true,"
            + "\"assistantOutput\":false,\"sessionId\":\"s1\","
            + "\"metadata\":{\"price\":0.12000000000000000001,\"tags\":[\"a\",null],\"n\":12345678901234567890},"
            + "\"entities\":[\"KR8TIV\"],\"owners\":[{\"kind\":\"USER\",\"id\":\"ann\"}],"
            + "\"recordedAt\":\"2026-01-25T15:07:40.123456Z\",\"expiresAt\":null,\"key\":\"order-7\","
            + "\"origin\":{\"source\":\"1/jarvis/public.archival_memory\",\"table\":\"public.archival_memory\","
            + "\"rowId\":\"7\",\"columns\":{\"lang\":\"en\"}}}";

    private static final String BARE_JSON = "{\"id\":1,\"content\":\"a\",\"context\":null,"
            + "\"happenedAt\":\"2026-01-25T15:07:40.123456Z\",\"source\":null,\"confidence\":1.0,\"active\":true,"
            + "\"assistantOutput\":false,\"sessionId\":null,\"metadata\":\"no JSON\",\"entities\":[],\"owners\":[],"
            + "\"recordedAt\":null,\"expiresAt\":null,\"key\":null,\"origin\":null}";

    static Stream<Arguments> values() {
        Fact bare = Fact.builder(1, "a", TIME).metadata("no JSON").build();
        RecallHit hit = RecallHit.of(
                FACT,
                Explanation.of(
                        List.of("sold"),
                        0.5,
                        Optional.of(0.9),
                        Optional.of(new LegScore(1, 2.5, 2)),
                        Optional.empty(),
                        1));
        return Stream.of(
                Arguments.of(
                        Preference.of(
                                Owner.user("ann"), "food", "drink", "tea", 0.5, 1, Optional.of(TIME), Optional.empty()),
                        "{\"user\":{\"kind\":\"USER\",\"id\":\"ann\"},\"category\":\"food\",\"key\":\"drink\","
                                + "\"value\":\"tea\",\"confidence\":0.5,\"evidence\":1,"
                                + "\"since\":\"2026-01-25T15:07:40.123456Z\",\"statedAt\":null}"),
                Arguments.of(
                        ReflectionReport.of(
                                ReflectionReport.Outcome.WRITTEN,
                                ReflectionPeriod.day(LocalDate.of(2026, 1, 25)),
                                2,
                                List.of(7L),
                                List.of("memory.md"),
                                List.of()),
                        "{\"outcome\":\"WRITTEN\",\"period\":{\"first\":\"2026-01-25\",\"days\":1},\"facts\":2,"
                                + "\"conclusions\":[7],\"files\":[\"memory.md\"],\"kept\":[]}"),
                Arguments.of(FACT, FACT_JSON),
                Arguments.of(bare, BARE_JSON),
                Arguments.of(List.of(bare), "[" + BARE_JSON + "]"),
                Arguments.of(Map.of("fact", bare), "{\"fact\":" + BARE_JSON + "}"),
                Arguments.of(Owner.agent("bot"), "{\"kind\":\"AGENT\",\"id\":\"bot\"}"),
                Arguments.of(FACT.origin().orElseThrow(), FACT_JSON.replaceAll(".*\"origin\":(.*)}", "$1")),
                Arguments.of(EntityType.of("project"), "\"project\""),
                Arguments.of(
                        EntitySummary.of("KR8TIV", EntityType.TOKEN, 3, Optional.of(TIME)),
                        "{\"name\":\"KR8TIV\",\"type\":\"token\",\"facts\":3,"
                                + "\"lastMention\":\"2026-01-25T15:07:40.123456Z\"}"),
                Arguments.of(
                        RecallResult.of(
                                List.of(hit), RecallMode.AUTO, Optional.of(RecallMode.KEYWORD), List.of("note")),
                        "{\"hits\":[{\"fact\":" + FACT_JSON
                                + ",\"score\":0.9,\"explain\":{\"words\":[\"sold\"],\"wordShare\":0.5,\"cosine\":0.9,"
                                + "\"keyword\":{\"rank\":1,\"score\":2.5,\"own\":2.0},\"vector\":null,\"order\":1.0}}],"
                                + "\"requested\":\"AUTO\",\"mode\":\"KEYWORD\",\"notes\":[\"note\"]}"),
                Arguments.of(
                        FactPage.of(List.of(bare), Optional.empty()), "{\"facts\":[" + BARE_JSON + "],\"next\":null}"),
                Arguments.of(
                        FactPage.of(List.of(), Optional.of(PageRequest.after(bare, 7))),
                        "{\"facts\":[],\"next\":{\"limit\":7,"
                                + "\"after\":{\"happenedAt\":\"2026-01-25T15:07:40.123456Z\",\"id\":1}}}"),
                Arguments.of(
                        MemoryStatistics.builder()
                                .facts(3)
                                .owners(List.of(
                                        FactGroup.of(Owner.user("ann"), 2, Optional.of(TIME), Optional.empty())))
                                .models(List.of(new VectorModel(Optional.empty(), 4, 5)))
                                .build(),
                        "{\"facts\":3,\"forgotten\":0,\"expired\":0,\"first\":null,\"last\":null,\"sources\":[],\"sessions\":[],"
                                + "\"owners\":[{\"key\":{\"kind\":\"USER\",\"id\":\"ann\"},\"facts\":2,"
                                + "\"first\":\"2026-01-25T15:07:40.123456Z\",\"last\":null}],"
                                + "\"models\":[{\"model\":null,\"dimensions\":4,\"vectors\":5}],\"fileBytes\":null}"),
                Arguments.of(ReembedProgress.of(1, 2, 4), "{\"made\":1,\"failed\":2,\"total\":4}"),
                Arguments.of(
                        CopyReport.builder(Path.of("/tmp/copy")).facts(7).build(),
                        "{\"path\":\"/tmp/copy\",\"facts\":7,\"files\":0,\"warnings\":[]}"),
                Arguments.of(
                        new RepairReport(List.of("Done."), new IntegrityReport(List.of(), 0)),
                        "{\"done\":[\"Done.\"],\"remaining\":{\"problems\":[],\"count\":0}}"));
    }

    @ParameterizedTest
    @MethodSource("values")
    void jackson_2_writes_plain_json(Object value, String json) throws Exception {
        assertThat(new ObjectMapper().writeValueAsString(value)).isEqualTo(json);
    }

    @ParameterizedTest
    @MethodSource("values")
    void jackson_3_writes_plain_json(Object value, String json) {
        assertThat(new tools.jackson.databind.ObjectMapper().writeValueAsString(value))
                .isEqualTo(json);
    }

    @Test
    void the_map_of_a_fact_belongs_to_whoever_asked_for_it() {
        Map<String, Object> values = FACT.toMap();
        values.remove("origin");
        assertThat(values).containsEntry("key", "order-7").containsEntry("context", "treasury");
        assertThat(FACT.toMap()).containsKey("origin");
    }
}
