package org.kan4j.export;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.function.IntToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.kan4j.basis.BSpline;
import org.kan4j.basis.Basis;
import org.kan4j.basis.Chebyshev;
import org.kan4j.basis.Fourier;
import org.kan4j.basis.GaussianRbf;
import org.kan4j.basis.Hats;
import org.kan4j.basis.Legendre;
import org.kan4j.basis.MexicanHat;
import org.kan4j.basis.Sines;
import org.kan4j.data.DataException;
import org.kan4j.grid.Extrapolation;

/** The families of bases in NumPy: a function for each that gives the values of all its functions, [rows, size]. */
final class PythonBases {
    private static final String SPREAD = """
            def _spread(values, first, size):
                # Values of neighbouring functions in the places of these; those outside are left out.
                all = np.zeros((len(first), size + 2 * values.shape[1]))
                np.put_along_axis(all, first[:, None] + np.arange(values.shape[1]) + values.shape[1], values, axis=1)
                return all[:, values.shape[1]:-values.shape[1]]
            """;

    /** The definition of each family by name; the arguments of its calls are those that {@link #call} writes. */
    private static final Map<String, String> DEFINITIONS = Map.of(
            "b-spline",
            SPREAD + """


            def _b_spline(x, breakpoints, order, extrapolation):
                # The recursion of Cox and de Boor on knots that go on with the width of the outermost intervals.
                g = len(breakpoints) - 1
                steps = np.arange(1, 2 * order + 1)
                knots = np.concatenate([
                    breakpoints[0] - steps[::-1] * (breakpoints[1] - breakpoints[0]),
                    breakpoints,
                    breakpoints[-1] + steps * (breakpoints[-1] - breakpoints[-2])])
                ends_at_zero = extrapolation == "zero"
                t = x if ends_at_zero else np.clip(x, breakpoints[0], breakpoints[-1])
                reach = order if ends_at_zero else 0
                interval = np.searchsorted(knots, t, side="right") - 1 - 2 * order
                interval = np.clip(interval, -reach, g - 1 + reach)
                interval = np.where(x == breakpoints[-1], g - 1, interval)
                def knot(i):
                    return knots[interval + i + 2 * order]
                def values(k):
                    b = [np.ones_like(t)]
                    for d in range(1, k + 1):
                        saved = np.zeros_like(t)
                        for r in range(d):
                            right, left = knot(r + 1), knot(r + 1 - d)
                            share = b[r] / (right - left)
                            b[r] = saved + (right - t) * share
                            saved = (t - left) * share
                        b.append(saved)
                    return b
                b = values(order)
                if extrapolation == "linear":
                    before = np.zeros_like(t)
                    lower = values(order - 1)
                    for j in range(order + 1):
                        after = order * lower[j] / (knot(j + 1) - knot(j + 1 - order)) if j < order else np.zeros_like(t)
                        b[j] = b[j] + (x - t) * (before - after)
                        before = after
                b = np.stack(b, axis=-1)
                if ends_at_zero:
                    b[(x < knots[order]) | (x >= knots[-1 - order])] = 0
                return _spread(b, interval, g + order)
            """,
            "hats",
            SPREAD + """


            def _hats(x, breakpoints):
                interval = np.clip(np.searchsorted(breakpoints, x, side="right") - 1, 0, len(breakpoints) - 2)
                left = breakpoints[interval]
                share = np.clip((x - left) / (breakpoints[interval + 1] - left), 0, 1)
                return _spread(np.stack([1 - share, share], axis=-1), interval, len(breakpoints))
            """,
            "gaussian-rbf",
            """
            def _gaussian_rbf(x, centres, widths):
                u = (x[:, None] - centres) / widths
                return np.exp(-u * u)
            """,
            "mexican-hat",
            """
            def _mexican_hat(x, centres, widths):
                u = np.clip((x[:, None] - centres) / widths, -60, 60)
                return (1 - u * u) * np.exp(-u * u / 2)
            """,
            "chebyshev",
            """
            def _chebyshev(x, lo, hi, degree, extrapolation):
                beyond = (x - lo) * (2 / (hi - lo)) - 1
                t = np.clip(beyond, -1, 1)
                beyond = beyond - t if extrapolation == "linear" else np.zeros_like(t)
                value, slope, value_before, slope_before = np.ones_like(t), np.zeros_like(t), t, np.ones_like(t)
                all = []
                for n in range(degree + 1):
                    all.append(value + beyond * slope)
                    value, slope, value_before, slope_before = (
                        2 * t * value - value_before, 2 * value + 2 * t * slope - slope_before, value, slope)
                return np.stack(all, axis=-1)
            """,
            "legendre",
            """
            def _legendre(x, lo, hi, degree, extrapolation):
                beyond = (x - lo) * (2 / (hi - lo)) - 1
                t = np.clip(beyond, -1, 1)
                beyond = beyond - t if extrapolation == "linear" else np.zeros_like(t)
                value, slope, value_before, slope_before = np.ones_like(t), *np.zeros((3,) + t.shape)
                all = []
                for n in range(degree + 1):
                    all.append(value + beyond * slope)
                    value, slope, value_before, slope_before = (
                        ((2 * n + 1) * t * value - n * value_before) / (n + 1),
                        ((2 * n + 1) * (t * slope + value) - n * slope_before) / (n + 1), value, slope)
                return np.stack(all, axis=-1)
            """,
            "fourier",
            """
            def _fourier(x, lo, hi, harmonics):
                turns = (x - lo) * (1 / (hi - lo))
                angle = 2 * np.pi * (turns - np.rint(turns))
                all = [np.ones_like(x)]
                for k in range(1, harmonics + 1):
                    all += [np.cos(k * angle), np.sin(k * angle)]
                return np.stack(all, axis=-1)
            """,
            "sines",
            """
            def _sines(x, lo, hi, frequencies):
                turns = (x - lo) / (hi - lo) / 2
                angle = 2 * np.pi * (turns - np.rint(turns))
                return np.sin(angle[:, None] * np.arange(frequencies + 1) + np.pi / 2)
            """);

    private PythonBases() {}

    /**
     * {@return the function of a family}
     *
     * @throws DataException if there is none
     */
    static String definition(Basis basis) {
        String definition = DEFINITIONS.get(basis.family());
        if (definition == null) {
            throw new DataException("export: Python: a basis of the families "
                    + DEFINITIONS.keySet().stream().sorted().collect(Collectors.joining(", ")) + " required, got "
                    + basis.family());
        }
        return definition;
    }

    /** The values of a basis at {@code u}. */
    static String call(Basis basis) {
        String ends = Numbers.decimal(basis.grid().lo()) + ", "
                + Numbers.decimal(basis.grid().hi());
        String breakpoints = array(basis.grid().breakpoints());
        String arguments;
        if (basis instanceof BSpline b) {
            arguments = breakpoints + ", " + b.order() + ", " + word(b.extrapolation());
        } else if (basis instanceof Hats) {
            arguments = breakpoints;
        } else if (basis instanceof GaussianRbf b) {
            arguments = breakpoints + ", " + widths(b.size(), b::width);
        } else if (basis instanceof MexicanHat b) {
            arguments = breakpoints + ", " + widths(b.size(), b::width);
        } else if (basis instanceof Chebyshev b) {
            arguments = ends + ", " + b.degree() + ", " + word(b.extrapolation());
        } else if (basis instanceof Legendre b) {
            arguments = ends + ", " + b.degree() + ", " + word(b.extrapolation());
        } else if (basis instanceof Fourier b) {
            arguments = ends + ", " + b.harmonics();
        } else if (basis instanceof Sines b) {
            arguments = ends + ", " + b.frequencies();
        } else {
            throw new IllegalStateException("no arguments for " + basis.family());
        }
        return "_" + basis.family().replace('-', '_') + "(u, " + arguments + ")";
    }

    private static String word(Extrapolation extrapolation) {
        return '"' + extrapolation.name().toLowerCase(Locale.ROOT) + '"';
    }

    private static String widths(int size, IntToDoubleFunction width) {
        return array(IntStream.range(0, size).mapToDouble(width).toArray());
    }

    /** An array of NumPy. */
    static String array(double[] numbers) {
        return "np.array(" + list(numbers) + ")";
    }

    /** A list of numbers. */
    static String list(double[] numbers) {
        return Arrays.stream(numbers).mapToObj(Numbers::decimal).collect(Collectors.joining(", ", "[", "]"));
    }
}
