package org.kan4j.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.kan4j.basis.BSpline;
import org.kan4j.basis.Basis;
import org.kan4j.basis.BasisRegistry;
import org.kan4j.basis.Categories;
import org.kan4j.basis.EveryBasis;
import org.kan4j.function.Functions;
import org.kan4j.grid.Extrapolation;
import org.kan4j.grid.Grid;
import org.kan4j.layer.BaseActivation;
import org.kan4j.layer.Edge;
import org.kan4j.layer.Layer;

/** The kernels of every provider against the scalar float64 ones, layer by layer. */
class ProviderTest {
    private static final List<Extrapolation> EXTRAPOLATIONS = List.of(Extrapolation.values());
    private static final List<BaseActivation> ACTIVATIONS = List.of(BaseActivation.values());

    /** A layer, a batch and what is propagated back. */
    record Case(String name, Layer layer, int rows, double[] p, double[] x, double[] dz) {
        @Override
        public String toString() {
            return name;
        }
    }

    static List<Case> cases() {
        List<Case> cases = new ArrayList<>();
        Random random = new Random(1);
        int[] sizes = {1, 2, 3, 5, 8, 15, 16, 17, 31, 32, 33, 48, 63, 64, 65, 96, 127, 130};
        for (int out : sizes) {
            cases.add(
                    layer(random, 1 + random.nextInt(6), out, 3, 5, 1 + random.nextInt(300), 0, Extrapolation.LINEAR));
        }
        for (int rows : sizes) {
            cases.add(layer(random, 2, 5, 3, 5, rows, 0, Extrapolation.LINEAR));
            cases.add(layer(random, 2, 40, 3, 5, rows, 0, Extrapolation.LINEAR));
        }
        for (int order = 1; order <= 5; order++) {
            for (int g : new int[] {1, 2, 5, 20, 60}) {
                for (Extrapolation extrapolation : Extrapolation.values()) {
                    cases.add(layer(random, 3, 1 + random.nextInt(12), order, g, 150, 0, extrapolation));
                    cases.add(layer(random, 3, 16 + random.nextInt(60), order, g, 150, 0, extrapolation));
                }
            }
        }
        for (int i = 0; i < 30; i++) {
            cases.add(layer(
                    random,
                    1 + random.nextInt(130),
                    1 + random.nextInt(130),
                    1 + random.nextInt(5),
                    1 + random.nextInt(9),
                    1 + random.nextInt(130),
                    random.nextInt(2) * 0.3,
                    EXTRAPOLATIONS.get(random.nextInt(EXTRAPOLATIONS.size()))));
        }
        cases.add(layer(random, 3, 64, 3, 5, 2500, 0, Extrapolation.LINEAR));
        cases.add(layer(random, 259, 33, 3, 5, 70, 0.3, Extrapolation.LINEAR));
        cases.add(layer(random, 300, 70, 2, 4, 256, 0, Extrapolation.ZERO));
        cases.add(layer(random, 257, 17, 3, 60, 1100, 0, Extrapolation.LINEAR));
        cases.add(layer(random, 20, 130, 3, 100, 70, 0, Extrapolation.LINEAR));
        cases.add(layer(random, 20, 100, 3, 100, 70, 0.3, Extrapolation.CONSTANT));
        cases.add(layer(random, 9, 70, 3, 600, 40, 0, Extrapolation.ZERO));
        for (int out : new int[] {5, 40}) {
            cases.add(layer(random, 3, out, 3, 5, 40, 1, Extrapolation.LINEAR));
        }
        for (Family family : FAMILIES) {
            for (int out : new int[] {1, 5, 15, 33, 64, 130}) {
                for (int rows : new int[] {3, 16, 127}) {
                    cases.add(layer(random, family, 1 + random.nextInt(4), out, rows, random.nextInt(2) * 0.3));
                }
            }
        }
        for (int in : new int[] {1, 2, 5, 9}) {
            for (int out : new int[] {1, 5, 33, 70}) {
                for (double other : new double[] {0, 0.3}) {
                    cases.add(mixed(random, in, out, 3 + random.nextInt(200), other));
                }
            }
        }
        return cases;
    }

    /** Categories at every second input, gaps at two of three, some of each unknown or missing. */
    private static Case mixed(Random random, int in, int out, int rows, double other) {
        Case plain = layer(random, in, out, 3, 5, rows, other, Extrapolation.LINEAR);
        List<Basis> bases = new ArrayList<>(plain.layer.bases());
        List<BaseActivation> activations = new ArrayList<>(plain.layer.activations());
        boolean[] gaps = new boolean[in];
        double[] x = plain.x.clone();
        for (int i = 0; i < in; i++) {
            gaps[i] = random.nextInt(3) > 0;
            if (i % 2 == 0) {
                int levels = 1 + random.nextInt(30);
                bases.set(i, new Categories(levels));
                activations.set(i, BaseActivation.ZERO);
                for (int r = 0; r < rows; r++) {
                    x[r * in + i] = random.nextInt(levels + 2) - 1;
                }
            }
            for (int r = 0; r < rows && gaps[i]; r++) {
                x[r * in + i] = random.nextInt(4) == 0 ? Double.NaN : x[r * in + i];
            }
        }
        Layer layer = new Layer(bases, activations, out, new int[0], plain.layer.edges()).withGaps(gaps);
        double[] p = gaussians(random, layer.parameterCount());
        return new Case("mixed " + plain.name, layer, rows, p, x, plain.dz);
    }

    /** A basis on some breakpoints. */
    record Family(String name, Function<Grid, Basis> basis) {}

    /** All of the registry but splines, with five functions or so and with eight; the last has inputs of different families. */
    private static final List<Family> FAMILIES = families();

    private static List<Family> families() {
        Set<Basis> bases = new LinkedHashSet<>();
        for (int count : new int[] {4, 7}) {
            bases.addAll(EveryBasis.on(Grid.of(-1, 1), count));
        }
        List<Family> families = new ArrayList<>();
        for (Basis basis : bases) {
            if (!(basis instanceof BSpline)) {
                families.add(new Family(basis.toString(), basis::withGrid));
            }
        }
        List<Basis> standards = BasisRegistry.standards();
        families.add(new Family(
                "any",
                grid -> standards
                        .get((int) (1e3 * Math.abs(grid.lo())) % standards.size())
                        .withGrid(grid)));
        return families;
    }

    private static Case layer(Random random, Family family, int in, int out, int rows, double other) {
        return layer(random, in, out, 1 + random.nextInt(9), rows, other, family.name, family.basis);
    }

    private static Case layer(
            Random random, int in, int out, int order, int g, int rows, double other, Extrapolation extrapolation) {
        return layer(
                random,
                in,
                out,
                g,
                rows,
                other,
                "order " + order + " " + extrapolation,
                grid -> new BSpline(grid, order, extrapolation));
    }

    /** Uniform or uneven grids, inputs inside and outside, some rows of NaN and of 1e30, {@code other} the share of edges that are not numeric. */
    private static Case layer(
            Random random, int in, int out, int g, int rows, double other, String family, Function<Grid, Basis> basis) {
        List<Basis> bases = new ArrayList<>();
        List<BaseActivation> activations = new ArrayList<>();
        List<Edge> edges = new ArrayList<>();
        for (int i = 0; i < in; i++) {
            double[] t = new double[g + 1];
            t[0] = -1 - random.nextDouble();
            boolean even = random.nextBoolean();
            for (int j = 1; j <= g; j++) {
                t[j] = t[j - 1] + (even ? 2.5 / g : (0.1 + random.nextDouble()) * 4 / g);
            }
            bases.add(basis.apply(Grid.of(t)));
            activations.add(i % 4 == 3 ? ACTIVATIONS.get(random.nextInt(ACTIVATIONS.size())) : BaseActivation.SILU);
            for (int c = 0; c < out; c++) {
                double kind = random.nextDouble();
                edges.add(
                        kind < other / 2
                                ? Edge.MASKED
                                : kind < other
                                        ? new Edge.Symbolic(
                                                Functions.byName("sin").orElseThrow())
                                        : Edge.NUMERIC);
            }
        }
        Layer layer = new Layer(bases, activations, out, new int[0], edges);
        double[] p = gaussians(random, layer.parameterCount());
        double[] x = gaussians(random, rows * in);
        double[] dz = gaussians(random, rows * out);
        x[random.nextInt(x.length)] = other == 0 ? 1e15 : 2;
        String name = in + "-" + out + " intervals " + g + " rows " + rows + " other " + other + " " + family;
        return new Case(name, layer, rows, p, x, dz);
    }

    private static double[] gaussians(Random random, int n) {
        double[] a = new double[n];
        for (int i = 0; i < n; i++) {
            // Exact in float32, so that both types compute from the same numbers.
            a[i] = (float) random.nextGaussian();
        }
        return a;
    }

    /** What a kernel computes: z, dp, dx, Jacobian, sx. */
    private static double[][] results(Kernels kernels, Case c, double[] x) {
        Layer layer = c.layer;
        try (Workers workers = new Workers(2)) {
            LayerKernel kernel = kernels.prepare(layer, c.rows, workers);
            double[] z = filled(c.rows * layer.columns());
            double[] dp = filled(layer.parameterCount());
            double[] dx = filled(c.rows * layer.in());
            kernel.forward(c.p, 0, x, 0, c.rows, z, c.rows % 2 == 0);
            kernel.backward(c.p, 0, x, 0, c.dz, c.rows, dp, false, dx);
            double[] dp2 = filled(layer.parameterCount());
            double[] none = {};
            kernel.backward(c.p, 0, x, 0, c.dz, c.rows, dp2, true, none);
            double[] sx = filled(c.rows * layer.in());
            int width = layer.parameterCount();
            double[] jacobian = new double[width < 1000 ? c.rows * width : 0];
            if (width < 1000) {
                int[] slots = new int[width];
                Arrays.setAll(slots, j -> j);
                kernel.jacobian(c.p, 0, x, 0, c.dz, c.rows, 1, slots, jacobian, 0, width, sx);
            } else {
                Arrays.fill(sx, 0);
            }
            return new double[][] {z, dp, dx, dp2, jacobian, sx};
        }
    }

    private static double[] filled(int n) {
        double[] a = new double[n];
        Arrays.fill(a, 7);
        return a;
    }

    @ParameterizedTest
    @MethodSource("cases")
    void vectorKernelsAgreeWithScalarOnes(Case c) {
        double[][] expected = results(new ScalarKernels(), c, c.x);
        double[][] actual = results(new VectorKernels(), c, c.x);
        // Sums of up to rows terms in another order, of basis values from other formulas; 1e15 is outside of every
        // grid.
        compare(c, expected, actual, 1e-11);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void notANumberStaysInItsRow(Case c) {
        double[] x = c.x.clone();
        Arrays.fill(x, c.layer.in() * (c.rows / 2), c.layer.in() * (c.rows / 2 + 1), Double.NaN);
        double[][] expected = results(new ScalarKernels(), c, x);
        double[][] actual = results(new VectorKernels(), c, x);
        compare(c, new double[][] {expected[0], expected[2]}, new double[][] {actual[0], actual[2]}, 1e-11);
    }

    /** Tolerance is relative to the largest number of a row, so that one large input does not hide the others' errors but in sums over rows. */
    private static void compare(Case c, double[][] expected, double[][] actual, double tolerance) {
        int columns = c.layer.columns();
        int in = c.layer.in();
        int parameters = c.layer.parameterCount();
        int[] widths = {columns, parameters, in, parameters, parameters, in};
        for (int a = 0; a < expected.length; a++) {
            int width = expected.length == widths.length ? widths[a] : a == 0 ? columns : in;
            assertThat(actual[a].length).isEqualTo(expected[a].length);
            for (int from = 0; from < expected[a].length; from += width) {
                int to = Math.min(from + width, expected[a].length);
                double scale = 0;
                for (int i = from; i < to; i++) {
                    double e = expected[a][i];
                    scale = Double.isFinite(e) ? Math.max(scale, Math.abs(e)) : scale;
                }
                for (int i = from; i < to; i++) {
                    double e = expected[a][i];
                    double v = actual[a][i];
                    if (!(Double.isNaN(e) && Double.isNaN(v)) && !(Math.abs(e - v) <= tolerance * (scale + 1))) {
                        assertThat(v)
                                .as("%s: result %d, number %d of %d", c, a, i, expected[a].length)
                                .isEqualTo(e);
                    }
                }
            }
        }
    }
}
