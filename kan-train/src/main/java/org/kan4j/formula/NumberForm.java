package org.kan4j.formula;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A number in closed form: numerator · s / denominator, or numerator / (denominator · s) with the irrational part s below.
 *
 * @param numerator any integer except zero
 * @param denominator positive, without common divisor
 */
record NumberForm(long numerator, long denominator, Irrational irrational, boolean below) {

    /** The irrational parts. */
    enum Irrational {
        NONE("", "", 1, 0, 0, 0),
        PI("pi", "\\pi", Math.PI, 1, 3, 2),
        E("E", "\\mathrm{e}", Math.E, 1, 2, 6),
        SQRT_2("sqrt(2)", "\\sqrt{2}", Math.sqrt(2), 3, 3, 3),
        SQRT_3("sqrt(3)", "\\sqrt{3}", Math.sqrt(3), 3, 3, 3),
        PI_SQUARED("pi^2", "\\pi^{2}", Math.PI * Math.PI, 3, 3, 6),
        PI_CUBED("pi^3", "\\pi^{3}", Math.PI * (Math.PI * Math.PI), 3, 3, 8),
        SQRT_PI("sqrt(pi)", "\\sqrt{\\pi}", Math.sqrt(Math.PI), 3, 3, 5),
        SQRT_2_PI("sqrt(2*pi)", "\\sqrt{2 \\pi}", Math.sqrt(2 * Math.PI), 6, 6, 5);

        final String text;
        final String latex;
        final double value;
        private final int nodesAbove;
        private final int nodesBelow;
        private final int complexity;

        Irrational(String text, String latex, double value, int nodesAbove, int nodesBelow, int complexity) {
            this.text = text;
            this.latex = latex;
            this.value = value;
            this.nodesAbove = nodesAbove;
            this.nodesBelow = nodesBelow;
            this.complexity = complexity;
        }
    }

    private static final int LARGEST_DENOMINATOR = 12;
    private static final int LARGEST_RECIPROCAL = 999;
    private static final int LARGEST_FACTOR = 12;
    private static final int LARGEST_DIVISOR = 32;
    private static final int LARGEST_RATIONAL_NUMERATOR = 999;

    /** The closed forms with an irrational part, positive, by value, simplest first where two agree. */
    private static final Map<Double, NumberForm> IRRATIONAL = new HashMap<>();

    private static final List<NumberForm> SORTED;
    private static final double[] IRRATIONAL_VALUES;

    static {
        for (NumberForm form : irrationalForms()) {
            IRRATIONAL.putIfAbsent(form.value(), form);
        }
        SORTED = IRRATIONAL.values().stream()
                .sorted(Comparator.comparingDouble(NumberForm::value))
                .toList();
        IRRATIONAL_VALUES = SORTED.stream().mapToDouble(NumberForm::value).toArray();
    }

    private static List<NumberForm> irrationalForms() {
        List<NumberForm> forms = new ArrayList<>();
        for (Irrational s : Irrational.values()) {
            for (int p = 1; p <= LARGEST_FACTOR && s != Irrational.NONE; p++) {
                for (int q = 1; q <= LARGEST_DIVISOR; q++) {
                    if (gcd(p, q) == 1) {
                        forms.add(new NumberForm(p, q, s, false));
                        if (s != Irrational.SQRT_2 && s != Irrational.SQRT_3) {
                            forms.add(new NumberForm(p, q, s, true));
                        }
                    }
                }
            }
        }
        forms.sort(Comparator.comparingInt(NumberForm::complexity));
        return forms;
    }

    /** The closed form of exactly this double: an integer, a small rational, or a small rational times an irrational part. */
    static Optional<NumberForm> of(double value) {
        double a = Math.abs(value);
        if (!(a > 0 && a < 1e15)) {
            return Optional.empty();
        }
        if (a == Math.rint(a)) {
            return Optional.of(new NumberForm((long) value, 1, Irrational.NONE, false));
        }
        for (int q = 2; q <= LARGEST_DENOMINATOR; q++) {
            double p = Math.rint(a * q);
            if (p / q == a && p <= LARGEST_RATIONAL_NUMERATOR) {
                return Optional.of(new NumberForm((long) Math.copySign(p, value), q, Irrational.NONE, false));
            }
        }
        NumberForm form = IRRATIONAL.get(a);
        return reciprocal(value)
                .filter(r -> r.value() == value)
                .or(() -> Optional.ofNullable(form).map(f -> value > 0 ? f : f.negated()));
    }

    /** Closed forms within a tolerance: the nearest integers, the nearest rational of each denominator, and irrational ones. */
    static List<NumberForm> near(double value, double tolerance) {
        List<NumberForm> forms = new ArrayList<>();
        for (int q = 1; q <= LARGEST_DENOMINATOR && Math.abs(value) < 1e9; q++) {
            long nearest = Math.round(value * q);
            for (long p = nearest - 2; p <= nearest + 2; p++) {
                boolean near = p != 0 && Math.abs((double) p / q - value) <= tolerance;
                if (near && gcd(p, q) == 1 && (q == 1 || Math.abs(p) <= LARGEST_RATIONAL_NUMERATOR)) {
                    forms.add(new NumberForm(p, q, Irrational.NONE, false));
                }
            }
        }
        double a = Math.abs(value);
        reciprocal(value).filter(r -> Math.abs(r.value() - value) <= tolerance).ifPresent(forms::add);
        int at = Arrays.binarySearch(IRRATIONAL_VALUES, a - tolerance);
        for (int i = at >= 0 ? at : -at - 1;
                i < IRRATIONAL_VALUES.length && IRRATIONAL_VALUES[i] <= a + tolerance;
                i++) {
            forms.add(value > 0 ? SORTED.get(i) : SORTED.get(i).negated());
        }
        return forms;
    }

    /** One by the integer that comes nearest; empty where the other rationals have it, or a decimal says it as shortly. */
    private static Optional<NumberForm> reciprocal(double value) {
        double q = Math.rint(1 / Math.abs(value));
        return q > LARGEST_DENOMINATOR && q <= LARGEST_RECIPROCAL && !Constants.isShortDecimal(1 / q)
                ? Optional.of(new NumberForm((long) Math.signum(value), (long) q, Irrational.NONE, false))
                : Optional.empty();
    }

    /** The number without rounding error of a few units in the last place, where it then has a short form. */
    static double tidy(double value) {
        double a = Math.abs(value);
        double tolerance = 4 * Math.ulp(a);
        if (!(a > 1e-6 && a < 1e12) || a == Math.rint(a)) {
            return value;
        }
        for (double scale = 1; scale <= 1e6; scale *= 10) {
            double r = Math.rint(a * scale) / scale;
            if (Math.abs(r - a) <= tolerance) {
                return Math.copySign(r, value);
            }
        }
        for (int q = 3; q <= LARGEST_DENOMINATOR; q++) {
            double r = Math.rint(a * q) / q;
            if (Math.abs(r - a) <= tolerance && r * q <= LARGEST_RATIONAL_NUMERATOR) {
                return Math.copySign(r, value);
            }
        }
        int at = Arrays.binarySearch(IRRATIONAL_VALUES, a - tolerance);
        int next = at >= 0 ? at : -at - 1;
        if (next < IRRATIONAL_VALUES.length && IRRATIONAL_VALUES[next] <= a + tolerance) {
            return Math.copySign(IRRATIONAL_VALUES[next], value);
        }
        return value;
    }

    static long gcd(long a, long b) {
        return b == 0 ? Math.abs(a) : gcd(b, a % b);
    }

    NumberForm negated() {
        return new NumberForm(-numerator, denominator, irrational, below);
    }

    /** Evaluated as it is printed. */
    double value() {
        return below ? numerator / (denominator * irrational.value) : numerator * irrational.value / denominator;
    }

    /** Smaller for simpler numbers. */
    int complexity() {
        long p = Math.abs(numerator);
        int digits = (64 - Long.numberOfLeadingZeros(p)) + (64 - Long.numberOfLeadingZeros(denominator)) - 1;
        int part = irrational.complexity + (below ? 1 : 0);
        return digits + part + (denominator > 1 && irrational == Irrational.NONE ? 1 : 0);
    }

    boolean isRational() {
        return irrational == Irrational.NONE;
    }

    /** Nodes that this number adds to a SymPy product. */
    int nodesInProduct() {
        boolean plain = numerator == 1 && denominator == 1 && !isRational();
        return (plain ? 0 : 1) + (below ? irrational.nodesBelow : irrational.nodesAbove);
    }

    /** Nodes of this number alone. */
    int nodes() {
        if (irrational == Irrational.SQRT_2_PI) {
            return 1 + nodesInProduct();
        }
        boolean single = isRational() || (numerator == 1 && denominator == 1);
        return (single ? 0 : 1) + nodesInProduct();
    }
}
