package org.kan4j.export;

import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.kan4j.basis.BSpline;
import org.kan4j.basis.Basis;
import org.kan4j.basis.Categories;
import org.kan4j.basis.Chebyshev;
import org.kan4j.basis.Fourier;
import org.kan4j.basis.GaussianRbf;
import org.kan4j.basis.Hats;
import org.kan4j.basis.Legendre;
import org.kan4j.basis.MexicanHat;
import org.kan4j.basis.Sines;
import org.kan4j.data.DataException;
import org.kan4j.grid.Extrapolation;

/**
 * The families of bases in SQL. Sums of functions that are polynomials piece by piece are written as such, an edge at a time; other functions
 * one by one, for all edges. A NULL gives NULL.
 */
final class SqlBases {
    /** Powers of a quantity between −1 and 1 make up polynomials of so high a degree to 1e-13. */
    private static final int HIGHEST_DEGREE = 10;

    /** Gaussians so many widths from their centre are zero to 1e-293; what is further underflows, an error in some dialects. */
    private static final double FAR_GAUSSIAN = 26;

    /** The same of wavelets, whose exponent is half of that. */
    private static final double FAR_WAVELET = 36;

    private static final String TURN = "6.283185307179586E0";

    private SqlBases() {}

    /**
     * {@return the functions of a basis at an input; none of a family whose edges are written as a whole}
     *
     * @param h the input, as it is written
     */
    static List<String> functions(Basis basis, String h) {
        if (basis instanceof GaussianRbf b) {
            return all(b, m -> bell(b, m, b.width(m), FAR_GAUSSIAN, "EXP(-1E0 * POWER(u, 2E0))", h));
        } else if (basis instanceof MexicanHat b) {
            String wavelet = "(1E0 - POWER(u, 2E0)) * EXP(-0.5E0 * POWER(u, 2E0))";
            return all(b, m -> bell(b, m, b.width(m), FAR_WAVELET, wavelet, h));
        } else if (basis instanceof Fourier b) {
            String angle = angle(b, 1, h);
            return all(b, m -> m == 0 ? one(h) : wave(m, angle));
        } else if (basis instanceof Sines b) {
            String angle = angle(b, 2, h);
            return all(b, m -> m == 0 ? one(h) : "COS(" + number(m) + " * " + angle + ")");
        }
        return List.of();
    }

    /** 1, cos a, sin a, cos 2a, sin 2a, … */
    private static String wave(int m, String angle) {
        int harmonic = (m + 1) / 2;
        return (m % 2 == 1 ? "COS(" : "SIN(") + number(harmonic) + " * " + angle + ")";
    }

    private static List<String> all(Basis basis, IntFunction<String> function) {
        return IntStream.range(0, basis.size()).mapToObj(function).toList();
    }

    /**
     * {@return the sum of the functions of a basis}
     *
     * @param basis one whose {@link #functions} are none
     * @param coefficients [size]
     * @param h the input, as it is written
     * @throws DataException if the basis is none that can be written
     */
    static String edge(Basis basis, double[] coefficients, String h) {
        if (basis instanceof BSpline b) {
            return polynomials(new Sum(b, coefficients), b.joints(0, 0), b.order(), b.extrapolation(), h);
        } else if (basis instanceof Hats b) {
            return polynomials(new Sum(b, coefficients), b.grid().breakpoints(), 1, Extrapolation.CONSTANT, h);
        } else if (basis instanceof Chebyshev b) {
            return polynomials(new Sum(b, coefficients), range(b), low(b.degree()), b.extrapolation(), h);
        } else if (basis instanceof Legendre b) {
            return polynomials(new Sum(b, coefficients), range(b), low(b.degree()), b.extrapolation(), h);
        } else if (basis instanceof Categories) {
            return effects(coefficients, h);
        }
        throw new DataException("export: SQL: a basis of the families b-spline, chebyshev, fourier, gaussian-rbf, hats,"
                + " legendre, mexican-hat, sines required, got " + basis.family());
    }

    private static String number(double value) {
        return SqlPrinter.literal(value);
    }

    private static double[] range(Basis basis) {
        return new double[] {basis.grid().lo(), basis.grid().hi()};
    }

    private static int low(int degree) {
        if (degree > HIGHEST_DEGREE) {
            throw new DataException("export: SQL: polynomials of a degree of at most " + HIGHEST_DEGREE
                    + " required, got " + degree + "; --to python, c, java and onnx take any");
        }
        return degree;
    }

    /** The effects of levels, the first where a level is not known. */
    private static String effects(double[] effects, String h) {
        String levels = IntStream.range(1, effects.length)
                .mapToObj(m -> " WHEN " + number(m - 1) + " THEN " + number(effects[m]))
                .collect(Collectors.joining());
        return "CASE " + h + levels + " ELSE " + number(effects[0]) + " + 0E0 * " + h + " END";
    }

    /** One, or NULL where the input is. */
    private static String one(String h) {
        return "1E0 + 0E0 * " + h;
    }

    /** 2π times what an input is more than whole periods, of so many ranges of the grid. */
    private static String angle(Basis basis, int ranges, String h) {
        double[] range = range(basis);
        String turns = "(" + h + " - " + number(range[0]) + ") / " + number(ranges * (range[1] - range[0]));
        return TURN + " * (" + turns + " - FLOOR(" + turns + " + 0.5E0))";
    }

    /** A function of the distance u from a breakpoint in widths, zero far from it. */
    private static String bell(Basis basis, int m, double width, double far, String function, String h) {
        String distance = "(" + h + " - " + number(basis.grid().knot(m)) + ")";
        return "CASE WHEN ABS" + distance + " > " + number(far * width) + " THEN 0E0 ELSE "
                + function.replace("u", distance + " / " + number(width)) + " END";
    }

    /** Polynomials between joints, and what the basis does beyond them; at the joints the pieces meet. */
    private static String polynomials(Sum sum, double[] joints, int degree, Extrapolation beyond, String h) {
        int last = joints.length - 1;
        StringBuilder text = new StringBuilder("CASE");
        text.append(" WHEN " + h + " < " + number(joints[0]) + " THEN " + outside(sum, joints[0], beyond, h));
        text.append(" WHEN " + h + " > " + number(joints[last]) + " THEN " + outside(sum, joints[last], beyond, h));
        for (int piece = 0; piece < last; piece++) {
            text.append(piece < last - 1 ? " WHEN " + h + " < " + number(joints[piece + 1]) + " THEN " : " ELSE ");
            text.append(polynomial(sum, joints[piece], joints[piece + 1], degree, h));
        }
        return text.append(" END").toString();
    }

    /** A sum of functions. */
    private record Sum(Basis basis, double[] coefficients) {
        double at(double x, int derivative) {
            int support = basis.support();
            double[] values = new double[(derivative + 1) * support];
            int first = basis.evaluate(x, derivative, values, 0);
            double sum = 0;
            for (int j = 0; j < support; j++) {
                sum += coefficients[first + j] * values[derivative * support + j];
            }
            return sum;
        }
    }

    private static String outside(Sum sum, double end, Extrapolation beyond, String h) {
        return switch (beyond) {
            case ZERO -> "0E0";
            case CONSTANT -> number(sum.at(end, 0));
            case LINEAR -> number(sum.at(end, 0)) + " + (" + h + " - " + number(end) + ") * " + number(sum.at(end, 1));
        };
    }

    /**
     * The polynomial of a piece, by Horner's scheme about its middle, or near it, where that takes fewer digits: the one through the values at
     * the zeros of a polynomial of Chebyshev, by Newton's differences.
     */
    private static String polynomial(Sum sum, double from, double to, int degree, String h) {
        double half = (to - from) / 2;
        double step = Math.scalb(1.0, Math.getExponent(half) - 3);
        double middle = Math.rint((from + half) / step) * step;
        double aside = (from + half - middle) / half;
        double[] place = new double[degree + 1];
        double[] share = new double[degree + 1];
        for (int j = 0; j <= degree; j++) {
            place[j] = aside + Math.cos((2 * j + 1) * Math.PI / (2 * degree + 2));
            share[j] = sum.at(middle + half * place[j], 0);
        }
        for (int d = 1; d <= degree; d++) {
            for (int j = degree; j >= d; j--) {
                share[j] = (share[j] - share[j - 1]) / (place[j] - place[j - d]);
            }
        }
        double[] power = new double[degree + 1];
        for (int j = degree; j >= 0; j--) {
            for (int k = degree; k > 0; k--) {
                power[k] = power[k - 1] - place[j] * power[k];
            }
            power[0] = share[j] - place[j] * power[0];
        }
        String distance = "(" + h + " - " + number(middle) + ")";
        String text = number(power[degree] / Math.pow(half, degree));
        for (int k = degree - 1; k >= 0; k--) {
            String rest = k == degree - 1 ? text : "(" + text + ")";
            text = number(power[k] / Math.pow(half, k)) + " + " + distance + " * " + rest;
        }
        return text;
    }
}
