package io.lifeos.memory.testing;

import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Passes null to every public method of a type, one argument at a time. */
public final class NullArguments {

    private static final Map<Class<?>, Object> SAMPLES = Map.of(
            String.class,
            "a",
            Instant.class,
            Instant.EPOCH,
            Duration.class,
            Duration.ofDays(1),
            Clock.class,
            Clock.systemUTC(),
            int.class,
            1,
            long.class,
            1L,
            Path.class,
            Path.of("absent"));

    private NullArguments() {}

    /** Returns the arguments of constructors and static methods that are not refused at once with a clear message. */
    public static List<String> acceptedBy(Class<?> type) throws ReflectiveOperationException {
        return accepted(
                Stream.concat(Stream.of(type.getConstructors()), methods(type).filter(NullArguments::isStatic)), null);
    }

    /** Returns the arguments of an object's methods that are not refused at once with a clear message. */
    public static List<String> acceptedBy(Class<?> type, Object object) throws ReflectiveOperationException {
        return accepted(methods(type).filter(method -> !isStatic(method)), object);
    }

    private static Stream<Executable> methods(Class<?> type) {
        return Stream.<Executable>of(type.getMethods())
                .filter(method -> method.getDeclaringClass() != Object.class
                        && method.getDeclaringClass() != Enum.class
                        && !method.getName().equals("equals"));
    }

    private static boolean isStatic(Executable method) {
        return Modifier.isStatic(method.getModifiers());
    }

    private static List<String> accepted(Stream<Executable> methods, @Nullable Object object)
            throws ReflectiveOperationException {
        List<String> accepted = new ArrayList<>();
        for (Executable method : methods.toList()) {
            Class<?>[] types = method.getParameterTypes();
            for (int i = 0; i < types.length; i++) {
                boolean allowed = types[i].isPrimitive()
                        || method.getAnnotatedParameterTypes()[i].isAnnotationPresent(Nullable.class);
                if (!allowed && !refuses(method, object, i)) {
                    accepted.add(method + ", argument " + (i + 1));
                }
            }
        }
        return accepted;
    }

    private static boolean refuses(Executable method, @Nullable Object object, int absent)
            throws ReflectiveOperationException {
        @Nullable Object[] arguments =
                Stream.of(method.getParameterTypes()).map(NullArguments::sample).toArray();
        arguments[absent] = null;
        try {
            if (method instanceof Constructor<?> constructor) {
                constructor.newInstance(arguments);
            } else {
                ((Method) method).invoke(object, arguments);
            }
            return false;
        } catch (InvocationTargetException e) {
            // The JVM's own message names a call; ours names a thing.
            return e.getCause() instanceof NullPointerException refusal
                    && !String.valueOf(refusal.getMessage()).matches("null|Cannot .*");
        }
    }

    private static @Nullable Object sample(Class<?> type) {
        if (type.isInterface() && !type.isSealed() && !SAMPLES.containsKey(type)) {
            return Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
                throw new UnsupportedOperationException(method.toString());
            });
        }
        return SAMPLES.get(type);
    }
}
