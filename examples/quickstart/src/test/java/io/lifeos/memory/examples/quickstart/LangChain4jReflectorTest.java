package io.lifeos.memory.examples.quickstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import io.lifeos.memory.MemoryStore;
import io.lifeos.memory.fact.Condition;
import io.lifeos.memory.fact.Fact;
import io.lifeos.memory.fact.FactFilter;
import io.lifeos.memory.reflect.ReflectionPeriod;
import io.lifeos.memory.reflect.ReflectionReport.Outcome;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A model that answers what it was told to, as there is no network here. */
class LangChain4jReflectorTest {

    private static final ReflectionPeriod DAY = ReflectionPeriod.day(LocalDate.of(2026, 1, 25));

    @TempDir
    Path root;

    private final List<String> questions = new ArrayList<>();

    private LangChain4jReflector answering(String answer) {
        return new LangChain4jReflector(
                new ChatModel() {
                    @Override
                    public ChatResponse doChat(ChatRequest request) {
                        questions.add(((UserMessage) request.messages().get(1)).singleText());
                        return ChatResponse.builder()
                                .aiMessage(AiMessage.from(answer))
                                .build();
                    }
                },
                "fake");
    }

    @Test
    void what_the_model_says_becomes_sections_and_facts_and_it_is_asked_once() throws Exception {
        LangChain4jReflector reflector = answering("""
                {"summary": "A day of **moving**.",
                 "conclusions": [{"content": "Anna lives in Lisbon", "confidence": 0.7}],
                 "entities": [{"name": "@anna", "summary": "Moved."}]}""");
        try (MemoryStore memory = MemoryStore.open(root)) {
            memory.retain("@anna moved to Lisbon")
                    .happenedAt(Instant.parse("2026-01-25T12:00:00Z"))
                    .save();
            assertThat(memory.reflect(DAY, reflector).outcome()).isEqualTo(Outcome.WRITTEN);
            assertThat(memory.reflect(DAY, reflector).outcome()).isEqualTo(Outcome.UNCHANGED);
            assertThat(memory.facts(FactFilter.of(Condition.source("reflection")))
                            .map(Fact::content))
                    .containsExactly("Anna lives in Lisbon");
        }
        assertThat(questions).singleElement().asString().contains("2026-01-25T12:00:00Z: @anna moved to Lisbon\n");
        assertThat(Files.readString(root.resolve("memory.md"))).contains("## 2026-01-25\n\nA day of **moving**.\n");
        assertThat(Files.readString(root.resolve("bank/entities/users/anna.md")))
                .contains("Moved.\n");
    }

    @Test
    void an_answer_that_is_no_json_writes_nothing() throws Exception {
        try (MemoryStore memory = MemoryStore.open(root)) {
            memory.retain("Anna moved")
                    .happenedAt(Instant.parse("2026-01-25T12:00:00Z"))
                    .save();
            String before = Files.readString(root.resolve("memory.md"));
            assertThatIllegalStateException()
                    .isThrownBy(() -> memory.reflect(DAY, answering("Anna moved, I think.")))
                    .withMessageContaining("no JSON");
            assertThat(Files.readString(root.resolve("memory.md"))).isEqualTo(before);
        }
    }
}
