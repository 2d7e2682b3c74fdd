package io.lifeos.memory.fact;

import java.math.BigDecimal;
import java.util.Collection;
import java.util.Collections;
import java.util.List;

/**
 * A member of the metadata, to be compared with values: strings, numbers, booleans. A string is compared with strings only,
 * by code points, and a number with numbers only: exactly if both are whole and have 64 bits, else as a {@code double}. A
 * fact whose metadata is no JSON object, or has no such member, meets none of these conditions.
 *
 * <pre>{@code
 * Condition.metadata("project").is("atlas")
 * Condition.metadata("amount").greaterThan(100).and(Condition.metadata("currency").in(List.of("EUR", "CHF")))
 * }</pre>
 *
 * <p>Immutable. Each method refuses null with a {@link NullPointerException}, and a value that is none of these, or no finite
 * number, with an {@link IllegalArgumentException}.
 */
public final class MetadataMember {

    /** How the value of a member is compared. */
    public enum Test {
        /** The value reads as the text does: a string as it is, a whole number in digits, or {@code true} or {@code false}. */
        READS_AS,
        /** The value is equal. */
        EQUAL,
        /** The value is less. */
        LESS,
        /** The value is less or equal. */
        AT_MOST,
        /** The value is greater. */
        GREATER,
        /** The value is greater or equal. */
        AT_LEAST,
        /** The value is a string that begins with the text. */
        PREFIX,
        /** The member is there, whatever its value. */
        EXISTS;

        /** Returns values in one form each, so that 1 and 1L are equal, after checking that they suit the test. */
        List<Object> checked(List<?> values) {
            List<Object> comparable = Texts.requireGiven("list of values", values).stream()
                    .map(MetadataMember::comparable)
                    .toList();
            boolean suits = switch (this) {
                case READS_AS, PREFIX -> comparable.size() == 1 && comparable.get(0) instanceof String;
                case EXISTS -> comparable.isEmpty();
                default -> true;
            };
            if (!suits) {
                throw new IllegalArgumentException("The test " + this + " of a member of the metadata needs "
                        + (this == EXISTS ? "no value" : "one text") + ", not " + values + ".");
            }
            return comparable;
        }
    }

    private final String name;

    MetadataMember(String name) {
        this.name = Texts.requireGiven("name of a member", name);
    }

    /**
     * Requires that the value is equal.
     *
     * @param value a string, a number or a boolean
     * @return the condition
     */
    public Condition is(Object value) {
        return compared(Test.EQUAL, value);
    }

    /**
     * Requires that the value is equal to one of some values.
     *
     * @param values strings, numbers or booleans; none admits no fact
     * @return the condition
     */
    public Condition in(Collection<?> values) {
        return new Condition.HasMember(name, Test.EQUAL, List.copyOf(Texts.requireGiven("list of values", values)));
    }

    /**
     * Requires that the value is less.
     *
     * @param value a string or a number
     * @return the condition
     */
    public Condition lessThan(Object value) {
        return compared(Test.LESS, value);
    }

    /**
     * Requires that the value is less or equal.
     *
     * @param value a string or a number
     * @return the condition
     */
    public Condition atMost(Object value) {
        return compared(Test.AT_MOST, value);
    }

    /**
     * Requires that the value is greater.
     *
     * @param value a string or a number
     * @return the condition
     */
    public Condition greaterThan(Object value) {
        return compared(Test.GREATER, value);
    }

    /**
     * Requires that the value is greater or equal.
     *
     * @param value a string or a number
     * @return the condition
     */
    public Condition atLeast(Object value) {
        return compared(Test.AT_LEAST, value);
    }

    /**
     * Requires that the value is a string with a certain beginning.
     *
     * @param prefix the beginning, compared exactly
     * @return the condition
     */
    public Condition startsWith(String prefix) {
        return compared(Test.PREFIX, prefix);
    }

    /**
     * Requires that the value reads as a text does.
     *
     * @param text a string as it is, a whole number in digits, or {@code true} or {@code false}
     * @return the condition
     */
    public Condition readsAs(String text) {
        return compared(Test.READS_AS, text);
    }

    /**
     * Requires that the member is there, whatever its value, be it null.
     *
     * @return the condition
     */
    public Condition exists() {
        return new Condition.HasMember(name, Test.EXISTS, List.of());
    }

    private Condition compared(Test test, Object value) {
        return new Condition.HasMember(name, test, Collections.singletonList(value));
    }

    private static Object comparable(Object value) {
        Texts.requireGiven("value of a member", value);
        if (value instanceof String || value instanceof Boolean) {
            return value;
        }
        if (value instanceof Number number && Double.isFinite(number.doubleValue())) {
            try {
                return new BigDecimal(number.toString()).longValueExact();
            } catch (ArithmeticException notWhole) {
                return new BigDecimal(number.toString()).doubleValue();
            }
        }
        throw new IllegalArgumentException("A member of the metadata cannot be compared with " + value + " of "
                + value.getClass().getName() + "; give a string, a finite number, true or false.");
    }
}
