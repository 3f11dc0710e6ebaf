package org.kan4j.formula;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/** Simple numbers: integers, small rationals, small rational multiples of π, e, √2, √3, π², √π, √(2π) and their inverses, short decimals. */
public final class Constants {
    private static final int MOST = 16;
    private static final int DIGITS = 4;

    /** A number that differs from a simple one by a smaller share may be that. */
    private static final double NEAR = 1e-6;

    private Constants() {}

    /**
     * A simple number.
     *
     * @param value the double
     * @param text as plain text writes it, {@code pi/2}
     * @param sympy as SymPy reads it
     * @param latex for math mode
     * @param complexity about the bits that say which number it is; smaller is simpler
     */
    public record Snap(double value, String text, String sympy, String latex, int complexity) {}

    /**
     * {@return whether a constant is exactly a simple number, as {@link #candidates} gives them: an integer, a number with a closed form, or a
     * decimal of up to four digits}
     *
     * @param value a constant
     */
    public static boolean isSimple(double value) {
        if (value == 0 || NumberForm.of(value).isPresent()) {
            return true;
        }
        return isShortDecimal(value);
    }

    /**
     * {@return whether a constant is zero, an integer, a small fraction, or a decimal of up to four digits}
     *
     * @param value a constant
     */
    public static boolean isRational(double value) {
        return value == 0 || NumberForm.of(value).map(NumberForm::isRational).orElseGet(() -> isShortDecimal(value));
    }

    /** Whether a number is a decimal of up to four digits. */
    static boolean isShortDecimal(double value) {
        return Double.isFinite(value) && rounded(value, DIGITS) == value;
    }

    /**
     * {@return whether a constant has a closed form that is more than a way to round it: an integer, a small rational, or a small rational
     * multiple of π and the like, with a numerator of up to three digits}
     *
     * @param value a constant
     */
    public static boolean isExact(double value) {
        return value == 0
                || NumberForm.of(value)
                        .filter(f -> Math.abs(f.numerator()) <= 999)
                        .isPresent();
    }

    /**
     * {@return about the bits that say which simple number a constant is}
     *
     * @param value a simple number, see {@link #isSimple}
     */
    public static int complexity(double value) {
        return value == 0
                ? 0
                : NumberForm.of(value).map(NumberForm::complexity).orElseGet(() -> decimalComplexity(value));
    }

    /**
     * {@return simple numbers near a value, simplest first and the nearer one first among equals; at most {@value #MOST}}
     *
     * @param value a constant
     * @param tolerance largest difference
     */
    public static List<Snap> candidates(double value, double tolerance) {
        if (!(tolerance >= 0 && Double.isFinite(value))) {
            throw new IllegalArgumentException(
                    "constant: a finite value and tolerance >= 0 required, got " + value + " and " + tolerance);
        }
        Map<Double, Integer> found = new LinkedHashMap<>();
        if (Math.abs(value) <= tolerance) {
            found.put(0.0, 0);
        }
        for (NumberForm form : NumberForm.near(value, tolerance)) {
            found.merge(form.value(), form.complexity(), Math::min);
        }
        for (int digits = 1; digits <= DIGITS; digits++) {
            double decimal = rounded(value, digits);
            if (Math.abs(decimal - value) <= tolerance) {
                found.putIfAbsent(decimal, decimalComplexity(decimal));
            }
        }
        return found.entrySet().stream()
                .sorted(Comparator.comparingInt((Map.Entry<Double, Integer> e) -> e.getValue())
                        .thenComparingDouble(e -> Math.abs(e.getKey() - value))
                        .thenComparingDouble(Map.Entry::getKey))
                .limit(MOST)
                .map(e -> snap(e.getKey(), e.getValue()))
                .toList();
    }

    /**
     * {@return the simplest number so near to a value that it may be that; empty where there is none}
     *
     * @param value a constant
     */
    public static OptionalDouble simplest(double value) {
        return candidates(value, NEAR * Math.abs(value)).stream()
                .mapToDouble(Snap::value)
                .findFirst();
    }

    /**
     * {@return the decimal of the fewest digits between two numbers; their mean where no decimal of a double's digits is}
     *
     * @param low one number
     * @param high a larger one
     */
    public static double shortest(double low, double high) {
        BigDecimal mean = new BigDecimal(low).add(new BigDecimal(high)).divide(BigDecimal.valueOf(2));
        int scale = -Math.getExponent(high - low) / 3 - 2;
        for (int digits = scale; digits < scale + 20; digits++) {
            double decimal = mean.setScale(digits, RoundingMode.HALF_EVEN).doubleValue();
            if (decimal > low && decimal < high) {
                return decimal == 0 ? 0 : decimal;
            }
        }
        return mean.doubleValue();
    }

    private static double rounded(double value, int digits) {
        return value == 0
                ? 0
                : new BigDecimal(value).round(new MathContext(digits)).doubleValue();
    }

    /** Bits of numerator and denominator of a decimal fraction; those of a double where it is not finite. */
    private static int decimalComplexity(double decimal) {
        if (!Double.isFinite(decimal)) {
            return Double.SIZE;
        }
        BigDecimal d = BigDecimal.valueOf(decimal).stripTrailingZeros();
        int bits = d.unscaledValue().abs().bitLength();
        return bits + (int) Math.ceil(Math.abs(d.scale()) * 3.33);
    }

    private static Snap snap(double value, int complexity) {
        Constant c = new Constant(value);
        return new Snap(
                c.value(),
                new TextPrinter(List.of(), false).print(c),
                new TextPrinter(List.of(), true).print(c),
                new LatexPrinter(List.of()).print(c),
                complexity);
    }
}
