package io.lifeos.memory;

import static org.assertj.core.api.Assertions.assertThat;

import io.lifeos.memory.fact.CheckReturnValue;
import io.lifeos.memory.recall.RecallRequest;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A chain of calls that does not come to its end does nothing, and tools that read the annotation say so. */
class FluentStepTest {

    @ParameterizedTest
    @ValueSource(
            classes = {Memory.class, MemoryStore.class, RetainRequest.class, ReviseRequest.class, RecallRequest.class})
    void whoever_calls_a_step_is_told_to_use_what_it_returns(Class<?> type) {
        assertThat(steps(type)).isNotEmpty().allMatch(FluentStepTest::mustBeUsed);
    }

    @Test
    void the_fact_that_is_saved_need_not_be_used() throws NoSuchMethodException {
        assertThat(mustBeUsed(RetainRequest.class.getMethod("save"))).isFalse();
    }

    private static Stream<Method> steps(Class<?> type) {
        return Stream.of(type.getMethods())
                .filter(method -> Modifier.isPublic(method.getModifiers()) && !method.isBridge())
                .filter(method -> Stream.of(
                                RetainRequest.class, ReviseRequest.class, RecallRequest.class, MemoryStoreBuilder.class)
                        .anyMatch(method.getReturnType()::equals));
    }

    private static boolean mustBeUsed(Method method) {
        return method.isAnnotationPresent(CheckReturnValue.class)
                || method.getDeclaringClass().isAnnotationPresent(CheckReturnValue.class);
    }
}
