package org.kan4j.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.function.ToDoubleFunction;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.kan4j.network.Kan;
import org.kan4j.network.KanNetwork;
import org.kan4j.network.RandomNetworks;

/**
 * Analytic derivatives against central differences of fourth order, (8(f(h) − f(−h)) − (f(2h) − f(−2h)))/12h. With h = 1e-4
 * truncation is about 1e-17 times the fifth derivative and rounding about 1e-12 of the values. Points keep 0.02 from every
 * knot, where splines of low order have no derivative.
 */
class GradientPropertyTest {
    private static final double H = 1e-4;
    private static final double GAP = 0.02;
    private static final int ROWS = 3;
    /** Parameters of one network that are tried, spread over all. */
    private static final int TRIED = 60;

    private final Engine engine = new CpuEngine();

    /** 10 groups of 20 networks. */
    static LongStream seeds() {
        return LongStream.range(0, 10).map(g -> 20 * g);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void gradientsAgreeWithCentralDifferences(long from) {
        for (long seed = from; seed < from + 20; seed++) {
            Kan kan = RandomNetworks.kan(seed);
            KanNetwork network = kan.network();
            double[] p = kan.parameters();
            double[] x = RandomNetworks.inputs(kan, ROWS, GAP, seed);
            Engine.Loss loss = squareAndLinear(network.out(), seed);
            double[] dp = filled(p.length);
            double[] dx = filled(x.length);
            double value = engine.gradient(network, p, x, ROWS, loss, dp, dx);
            double[] unused = new double[p.length];
            ToDoubleFunction<double[]> byParameters =
                    q -> engine.gradient(network, q, x, ROWS, loss, unused, new double[0]);
            ToDoubleFunction<double[]> byInputs =
                    q -> engine.gradient(network, p, q, ROWS, loss, unused, new double[0]);
            int stride = 1 + p.length / TRIED;
            for (int j = (int) (seed % stride); j < p.length; j += stride) {
                close(dp[j], central(byParameters, p, j), dp, value, "seed " + seed + ", by parameter " + j);
            }
            for (int j = 0; j < x.length; j++) {
                close(dx[j], central(byInputs, x, j), dx, value, "seed " + seed + ", by input " + j);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void categoriesAndGapsHaveTheGradientsOfCentralDifferences(long from) {
        for (long seed = from; seed < from + 20; seed++) {
            Kan kan = RandomNetworks.mixed(seed);
            KanNetwork network = kan.network();
            double[] p = kan.parameters();
            int rows = 40;
            double[] x = RandomNetworks.mixedInputs(kan, rows, seed);
            Engine.Loss loss = squareAndLinear(network.out(), seed);
            double[] dp = filled(p.length);
            double value = engine.gradient(network, p, x, rows, loss, dp, new double[0]);
            assertThat(value).isFinite();
            double[] unused = new double[p.length];
            ToDoubleFunction<double[]> byParameters =
                    q -> engine.gradient(network, q, x, rows, loss, unused, new double[0]);
            for (int j = 0; j < network.layer(0).parameterCount(); j++) {
                double difference = central(byParameters, p, j);
                // Nodes that pass a knot of a rough basis within h have no derivative there.
                assertThat(dp[j])
                        .as("seed " + seed + ", by " + j)
                        .isCloseTo(difference, within(1e-3 * (1 + Math.abs(value) + Math.abs(difference))));
            }
            int count = rows * network.out();
            int[] trainable = network.trainable();
            double[] y = filled(count);
            double[] jacobian = filled(count * trainable.length);
            engine.jacobian(network, p, x, rows, trainable, y, jacobian);
            double[] edges = new double[count];
            engine.derivatives(
                    network,
                    p,
                    x,
                    rows,
                    edges,
                    new double[count * network.in()],
                    new double[count * network.in() * network.in()]);
            assertThat(edges).containsExactly(y, within(1e-9 * (1 + Math.abs(value))));
            for (int t = 0; t < trainable.length && network.out() == 1; t++) {
                double sum = 0;
                for (int r = 0; r < rows; r++) {
                    double[] dy = new double[1];
                    loss.evaluate(new double[] {y[r]}, r, 1, dy);
                    sum += dy[0] * jacobian[r * trainable.length + t];
                }
                assertThat(dp[trainable[t]]).isCloseTo(sum, within(1e-9 * (1 + Math.abs(sum))));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void theJacobianAgreesWithCentralDifferences(long from) {
        for (long seed = from; seed < from + 20; seed++) {
            Kan kan = RandomNetworks.kan(seed);
            KanNetwork network = kan.network();
            double[] p = kan.parameters();
            double[] x = RandomNetworks.inputs(kan, ROWS, GAP, seed);
            int count = ROWS * network.out();
            int[] trainable = network.trainable();
            double[] y = filled(count);
            double[] jacobian = filled(count * trainable.length);
            engine.jacobian(network, p, x, ROWS, trainable, y, jacobian);
            int stride = 1 + trainable.length / TRIED;
            for (int j = (int) (seed % stride); j < trainable.length; j += stride) {
                for (int o = 0; o < count; o++) {
                    int output = o;
                    double[] row = Arrays.copyOfRange(jacobian, o * trainable.length, (o + 1) * trainable.length);
                    double difference = central(q -> values(network, q, x)[output], p, trainable[j]);
                    close(row[j], difference, row, y[o], "seed " + seed + ", output " + o + " by " + trainable[j]);
                }
            }
            assertThat(y).as("values, seed %d", seed).containsExactly(values(network, p, x));
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void derivativesByInputsAgreeWithCentralDifferences(long from) {
        for (long seed = from; seed < from + 20; seed++) {
            Kan kan = RandomNetworks.kan(seed);
            KanNetwork network = kan.network();
            double[] p = kan.parameters();
            double[] x = RandomNetworks.inputs(kan, ROWS, GAP, seed);
            int in = network.in();
            int out = network.out();
            double[] y = filled(ROWS * out);
            double[] first = filled(ROWS * out * in);
            double[] second = filled(ROWS * out * in * in);
            engine.derivatives(network, p, x, ROWS, y, first, second);
            for (int o = 0; o < ROWS * out; o++) {
                int output = o;
                int row = o / out;
                double[] g = Arrays.copyOfRange(first, o * in, (o + 1) * in);
                double[] h = Arrays.copyOfRange(second, o * in * in, (o + 1) * in * in);
                for (int a = 0; a < in; a++) {
                    String place = "seed " + seed + ", output " + o + " by input " + a;
                    close(g[a], central(q -> values(network, p, q)[output], x, row * in + a), g, y[o], place);
                    for (int b = 0; b < in; b++) {
                        int entry = o * in + b;
                        double difference = central(q -> first(network, p, q)[entry], x, row * in + a);
                        close(h[a * in + b], difference, h, g[b], place + " and " + b);
                    }
                }
            }
            double[] expected = values(network, p, x);
            for (int o = 0; o < y.length; o++) {
                close(y[o], expected[o], y, y[o], "value, seed " + seed);
            }
        }
    }

    /** More rows than a block, so that sums over blocks are covered. */
    @ParameterizedTest
    @MethodSource("seeds")
    void theGradientIsTheTransposedJacobianTimesTheOutputsGradient(long from) {
        for (long seed = from; seed < from + 20; seed++) {
            Kan kan = RandomNetworks.kan(seed);
            KanNetwork network = kan.network();
            int rows = 150;
            int out = network.out();
            double[] p = kan.parameters();
            double[] x = RandomNetworks.inputs(kan, rows, 0, seed);
            int[] all = new int[p.length];
            Arrays.setAll(all, j -> j);
            double[] y = filled(rows * out);
            double[] jacobian = filled(rows * out * p.length);
            engine.jacobian(network, p, x, rows, all, y, jacobian);
            Engine.Loss loss = squareAndLinear(out, seed);
            double[] dy = new double[rows * out];
            loss.evaluate(y, 0, rows, dy);
            double[] dp = filled(p.length);
            engine.gradient(network, p, x, rows, loss, dp, new double[0]);
            for (int j = 0; j < p.length; j++) {
                double sum = 0;
                double size = 0;
                for (int o = 0; o < rows * out; o++) {
                    double term = jacobian[o * p.length + j] * dy[o];
                    sum += term;
                    size += Math.abs(term);
                }
                // The same products in another order: rounding of up to 450 terms and a few layers.
                assertThat(Math.abs(sum - dp[j]))
                        .as("seed %d, parameter %d", seed, j)
                        .isLessThanOrEqualTo(1e-11 * size);
            }
        }
    }

    /** Σ ½y² + w·y with some weight for every row and output. */
    private static Engine.Loss squareAndLinear(int out, long seed) {
        return (y, firstRow, rows, dy) -> {
            double total = 0;
            for (int i = 0; i < rows * out; i++) {
                double w = Math.sin(seed + 31.0 * (firstRow * out + i));
                total += 0.5 * y[i] * y[i] + w * y[i];
                dy[i] = y[i] + w;
            }
            return total;
        };
    }

    private double[] values(KanNetwork network, double[] p, double[] x) {
        double[] y = new double[ROWS * network.out()];
        engine.values(network, p, x, ROWS, y);
        return y;
    }

    private double[] first(KanNetwork network, double[] p, double[] x) {
        int in = network.in();
        double[] y = new double[ROWS * network.out()];
        double[] first = new double[y.length * in];
        engine.derivatives(network, p, x, ROWS, y, first, new double[y.length * in * in]);
        return first;
    }

    private static double central(ToDoubleFunction<double[]> f, double[] at, int j) {
        double near = at(f, at, j, H) - at(f, at, j, -H);
        double far = at(f, at, j, 2 * H) - at(f, at, j, -2 * H);
        return (8 * near - far) / (12 * H);
    }

    private static double at(ToDoubleFunction<double[]> f, double[] at, int j, double step) {
        double[] moved = at.clone();
        moved[j] += step;
        return f.applyAsDouble(moved);
    }

    /** 1e-6 relative to the component, or to a hundredth of the largest one; and the rounding of the difference. */
    private static void close(double analytic, double numeric, double[] all, double value, String place) {
        double largest = Arrays.stream(all).map(Math::abs).max().orElse(0);
        double tolerance = 1e-6 * Math.max(Math.abs(analytic), 0.01 * largest) + 1e-10 * Math.abs(value) + 1e-13;
        if (!(Math.abs(analytic - numeric) <= tolerance)) {
            throw new AssertionError(place + ": " + analytic + " is not the central difference " + numeric);
        }
    }

    /** Arrays that a call must overwrite. */
    private static double[] filled(int length) {
        double[] array = new double[length];
        Arrays.fill(array, Double.NaN);
        return array;
    }
}
