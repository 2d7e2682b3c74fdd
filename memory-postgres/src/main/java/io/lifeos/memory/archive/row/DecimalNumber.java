package io.lifeos.memory.archive.row;

import java.util.Map;
import java.util.Optional;

/** A number that was written in decimal digits, and its nearest float32. */
final class DecimalNumber {

    /** The largest power of ten such that a double holds each up to it; a product with an exact integer is rounded once. */
    private static final int MOST_EXACT_POWER = 22;

    private static final long MOST_EXACT_INTEGER = 1L << 53;

    /** The bound of nine digits, which distinguish any two float32 numbers. */
    private static final long DIGITS_OF_FLOAT = 1_000_000_000;

    private static final double[] POWERS = powers();

    private static final Map<String, Double> NOT_FINITE = Map.of(
            "NaN", Double.NaN,
            "\"NaN\"", Double.NaN,
            "Infinity", Double.POSITIVE_INFINITY,
            "\"Infinity\"", Double.POSITIVE_INFINITY,
            "-Infinity", Double.NEGATIVE_INFINITY,
            "\"-Infinity\"", Double.NEGATIVE_INFINITY);

    private final String text;
    private int at;
    /** Its digits without zeros at either end, unless there are more than a long holds. */
    private long digits;

    private int zerosBehind;
    private boolean tooManyDigits;
    private int power;
    private double value;

    private DecimalNumber(String text) {
        this.text = text;
    }

    private static double[] powers() {
        double[] powers = new double[64];
        for (int i = 0; i < powers.length; i++) {
            powers[i] = Double.parseDouble("1e" + i);
        }
        return powers;
    }

    /** The number; empty if the text is not one. PostgreSQL writes numbers that are not finite as words, quoted in JSON. */
    static Optional<DecimalNumber> parse(String text) {
        DecimalNumber number = new DecimalNumber(text);
        boolean finite = number.readDigits() && number.readPower();
        Double value = finite ? Double.valueOf(number.nearest()) : NOT_FINITE.get(text);
        if (value == null) {
            return Optional.empty();
        }
        number.value = value;
        return Optional.of(number);
    }

    /** The nearest double, rounded to the nearest float32. */
    float floatValue() {
        return (float) value;
    }

    /** Tells whether it is finite, but too large for float32. */
    boolean isBeyondFloat() {
        return Double.isFinite(value) && Float.isInfinite(floatValue());
    }

    /** Tells whether float32 holds it: as a double, or to as many digits as it has, if these are no more than nine. */
    boolean isFloat() {
        float rounded = floatValue();
        if (digits != 0 && rounded == 0) {
            return false;
        }
        return Double.compare(rounded, value) == 0 || isFloatToItsDigits(Math.abs(rounded));
    }

    private boolean isFloatToItsDigits(float rounded) {
        if (tooManyDigits || digits >= DIGITS_OF_FLOAT || Math.abs(power) >= POWERS.length) {
            return false;
        }
        double inDigits = power < 0 ? rounded * POWERS[-power] : rounded / POWERS[power];
        return Math.abs(inDigits - digits) <= 0.5;
    }

    private boolean readDigits() {
        if (text.startsWith("-") || text.startsWith("+")) {
            at++;
        }
        boolean any = false;
        boolean point = false;
        for (; at < text.length(); at++) {
            char c = text.charAt(at);
            if (c >= '0' && c <= '9') {
                any = true;
                power -= point ? 1 : 0;
                addDigit(c - '0');
            } else if (c == '.' && !point) {
                point = true;
            } else {
                break;
            }
        }
        power += zerosBehind;
        return any;
    }

    private void addDigit(int digit) {
        if (digit == 0) {
            zerosBehind++;
            return;
        }
        for (; zerosBehind > 0; zerosBehind--) {
            shift();
        }
        shift();
        digits += digit;
    }

    private void shift() {
        tooManyDigits |= digits >= Long.MAX_VALUE / 100;
        digits = tooManyDigits ? digits : digits * 10;
    }

    private boolean readPower() {
        if (at == text.length()) {
            return true;
        }
        String given = text.substring(at + 1);
        if ((text.charAt(at) != 'e' && text.charAt(at) != 'E') || !given.matches("[+-]?[0-9]{1,8}")) {
            return false;
        }
        power += Integer.parseInt(given);
        return true;
    }

    private double nearest() {
        if (tooManyDigits || digits > MOST_EXACT_INTEGER || Math.abs(power) > MOST_EXACT_POWER) {
            return Double.parseDouble(text);
        }
        double absolute = power < 0 ? digits / POWERS[-power] : digits * POWERS[power];
        return text.startsWith("-") ? -absolute : absolute;
    }
}
