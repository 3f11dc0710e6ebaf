package org.kan4j.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.kan4j.basis.BSpline;
import org.kan4j.kernel.CpuEngine;
import org.kan4j.kernel.DeviceException;
import org.kan4j.kernel.Engine;
import org.kan4j.kernel.ResidentEngine;
import org.kan4j.kernel.ResidentEngine.RowLoss;
import org.kan4j.kernel.ScalarKernels;
import org.kan4j.network.Kan;
import org.kan4j.network.KanNetwork;
import org.kan4j.network.Shape;

/** Training on the emulated GPU, against plain loops in float64. */
class CudaTrainingTest {
    private static final int ROWS = 103;
    private static final int BATCHES = 7;

    @BeforeEach
    void install() throws Exception {
        Emulator.install();
    }

    @AfterEach
    void remove() {
        Emulator.remove();
    }

    private static double[] random(Random random, int count) {
        double[] numbers = new double[count];
        Arrays.setAll(numbers, i -> (float) random.nextGaussian());
        return numbers;
    }

    /** Rows of which some do not count, among them enough for a whole batch. */
    private static ResidentEngine.Rows rows(RowLoss.Kind kind, int outputs) {
        Random random = new Random(1);
        boolean classes = kind == RowLoss.Kind.CROSS_ENTROPY;
        double[] targets = random(random, classes ? ROWS : ROWS * outputs);
        for (int r = 0; r < targets.length && classes; r++) {
            targets[r] = random.nextInt(Math.max(2, outputs));
        }
        double[] weights = new double[ROWS];
        Arrays.setAll(weights, r -> r % 11 == 0 || r < 2 * ROWS / BATCHES ? 0 : 0.5 + r % 3);
        return new ResidentEngine.Rows(random(random, ROWS * 2), targets, weights, ROWS);
    }

    private static double[] rates() {
        double[] rates = new double[4 * BATCHES];
        for (int b = 0; b < BATCHES; b++) {
            rates[4 * b] = 0.01 + 0.001 * b;
            rates[4 * b + 1] = 0.999;
            rates[4 * b + 2] = 1 / (1 - Math.pow(0.9, b + 1));
            rates[4 * b + 3] = 1 / (1 - Math.pow(0.999, b + 1));
        }
        return rates;
    }

    /** The rows in a random order, but those that do not count come first. */
    private static int[] order() {
        int[] order = new int[ROWS];
        int first = 2 * ROWS / BATCHES;
        Arrays.setAll(order, r -> r < first ? r : first + (r - first) * 37 % (ROWS - first));
        return order;
    }

    /** What is expected of a pass. */
    private record Expected(double loss, double[] p) {}

    private static Expected expected(Kan kan, ResidentEngine.Rows rows, RowLoss loss, int[] order, double[] shares) {
        KanNetwork network = kan.network();
        double[] p = kan.parameters();
        double[] m = new double[p.length];
        double[] v = new double[p.length];
        double[] g = new double[p.length];
        double[] rates = rates();
        double total = 0;
        Engine engine = new CpuEngine(new ScalarKernels());
        for (int b = 0; b < BATCHES; b++) {
            int[] batch = Arrays.copyOfRange(order, b * ROWS / BATCHES, (b + 1) * ROWS / BATCHES);
            double[] x = new double[2 * batch.length];
            double weight = 0;
            for (int r = 0; r < batch.length; r++) {
                System.arraycopy(rows.x(), 2 * batch[r], x, 2 * r, 2);
                weight += rows.weights()[batch[r]];
            }
            total += engine.gradient(
                    network, p, x, batch.length, ofRows(rows, loss, network.out(), batch), g, new double[0]);
            for (int j = 0; j < p.length && weight > 0; j++) {
                g[j] = g[j] / weight + 2 * loss.ridge() * p[j] + smoothness(network, p, j, loss.smoothness());
            }
            for (int j = 0; j < p.length && weight > 0; j++) {
                m[j] += 0.1 * (g[j] - m[j]);
                v[j] += 0.001 * (g[j] * g[j] - v[j]);
            }
            for (int j = 0; j < p.length && weight > 0; j++) {
                p[j] = rates[4 * b + 1] * p[j]
                        - rates[4 * b]
                                * shares[j]
                                * m[j]
                                * rates[4 * b + 2]
                                / (Math.sqrt(v[j] * rates[4 * b + 3]) + 1e-8);
            }
        }
        return new Expected(total, p);
    }

    /** The derivative of the penalty by one parameter, by a difference: exact, since it is a square. */
    private static double smoothness(KanNetwork network, double[] p, int j, double weight) {
        double[] up = p.clone();
        up[j] += 0.5;
        double[] down = p.clone();
        down[j] -= 0.5;
        return weight == 0 ? 0 : weight * (roughness(network, up) - roughness(network, down));
    }

    private static double roughness(KanNetwork network, double[] p) {
        double sum = 0;
        for (int l = 0; l < network.depth(); l++) {
            int columns = network.layer(l).columns();
            for (int i = 0; i < network.layer(l).in(); i++) {
                int size = ((BSpline) network.layer(l).basis(i)).size();
                int start = network.offset(l) + network.layer(l).inputOffset(i);
                for (int c = 0; c < columns; c++) {
                    for (int k = 0; k + 3 < size && network.layer(l).edge(i, c).active(); k++) {
                        int q = start + k * columns + c;
                        double d = p[q + 3 * columns] - 3 * p[q + 2 * columns] + 3 * p[q + columns] - p[q];
                        sum += d * d;
                    }
                }
            }
        }
        return sum;
    }

    private static Engine.Loss ofRows(ResidentEngine.Rows rows, RowLoss loss, int outputs, int[] batch) {
        return (y, first, count, dy) -> {
            double sum = 0;
            for (int r = 0; r < count; r++) {
                int row = batch[first + r];
                double w = rows.weights()[row];
                double classes = 0;
                for (int o = 0; o < outputs; o++) {
                    classes += Math.exp(y[r * outputs + o]);
                }
                for (int o = 0; o < outputs; o++) {
                    double a = y[r * outputs + o];
                    int e = r * outputs + o;
                    if (loss.kind() == RowLoss.Kind.CROSS_ENTROPY) {
                        boolean one = outputs == 1;
                        double share = one ? 1 / (1 + Math.exp(-a)) : Math.exp(a) / classes;
                        double hit = one ? rows.targets()[row] : rows.targets()[row] == o ? 1 : 0;
                        dy[e] = w * (share - hit);
                        sum -= w * (hit > 0 ? Math.log(share) : one ? Math.log(1 - share) : 0);
                    } else {
                        double d = a - rows.targets()[row * outputs + o];
                        boolean square = loss.kind() == RowLoss.Kind.SQUARES || Math.abs(d) <= loss.delta();
                        dy[e] = 2 * w * (square ? d : Math.copySign(loss.delta(), d));
                        sum += w * (square ? d * d : loss.delta() * (2 * Math.abs(d) - loss.delta()));
                    }
                }
            }
            return sum;
        };
    }

    @ParameterizedTest
    @CsvSource({"SQUARES,1", "SQUARES,3", "HUBER,2", "CROSS_ENTROPY,1", "CROSS_ENTROPY,4"})
    void aPassTakesTheStepsOfAdam(RowLoss.Kind kind, int outputs) {
        Kan kan = Kan.random(Shape.parse("2,3+1p," + outputs), 4, 3, 2, 0).withMasked(0, 1, 2);
        RowLoss loss = new RowLoss(kind, 0.4, 0.01, 0.003);
        ResidentEngine.Rows rows = rows(kind, outputs);
        int[] order = order();
        int n = kan.network().parameterCount();
        double[] shares = new double[n];
        Arrays.setAll(shares, j -> j % 2 == 0 ? 1 : 0.25);
        Expected expected = expected(kan, rows, loss, order, shares);
        try (CudaEngine engine = new CudaEngine(CudaDevice.open(), new CpuEngine());
                ResidentEngine.Training training = engine.training(
                                kan.network(), rows, loss, ROWS / BATCHES + 1, shares)
                        .orElseThrow()) {
            training.write(kan.parameters(), new double[n], new double[n]);
            double total = training.pass(order, rates(), BATCHES);
            double[] p = new double[n];
            double[] m = new double[n];
            double[] v = new double[n];
            training.read(p, m, v);
            assertThat(total).isCloseTo(expected.loss, within(1e-4 * Math.abs(expected.loss)));
            for (int j = 0; j < n; j++) {
                // Seven steps of at most 0.02 with gradients in float32; small ones can turn a step.
                assertThat(p[j]).isCloseTo(expected.p[j], within(1e-4));
            }
            double last = training.pass(order, rates(), BATCHES);
            double[] after = new double[n];
            training.read(after, new double[n], new double[n]);
            training.write(p, m, v);
            assertThat(training.pass(order, rates(), BATCHES))
                    .as("the same pass again, from the state before it")
                    .isEqualTo(last);
            training.read(p, m, v);
            assertThat(p).isEqualTo(after);
        }
    }

    @Test
    void passesOfOtherLengthsFollowEachOther() {
        Kan kan = Kan.random(Shape.parse("2,1"), 4, 3, 2, 0);
        ResidentEngine.Rows rows = rows(RowLoss.Kind.SQUARES, 1);
        RowLoss loss = new RowLoss(RowLoss.Kind.SQUARES, 0, 0, 0);
        try (CudaEngine engine = new CudaEngine(CudaDevice.open(), new CpuEngine());
                ResidentEngine.Training training = engine.training(kan.network(), rows, loss, 40, new double[0])
                        .orElseThrow()) {
            double[] still = {0, 1, 1, 1, 0, 1, 1, 1, 0, 1, 1, 1};
            double all = training.pass(order(), still, 3);
            double half = training.pass(Arrays.copyOf(order(), 50), still, 2);
            double rest = training.pass(Arrays.copyOfRange(order(), 50, ROWS), still, 2);
            assertThat(half + rest).isCloseTo(all, within(1e-4 * all));
            assertThatThrownBy(() -> training.pass(order(), still, 2))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("at most 40 rows");
        }
    }

    @Test
    void rowsThatDoNotFitSayHowMuchTheyNeed() {
        Kan kan = Kan.random(Shape.parse("2,1"), 4, 3, 2, 0);
        int count = 1_000_000;
        ResidentEngine.Rows rows =
                new ResidentEngine.Rows(new double[2 * count], new double[count], new double[0], count);
        Emulator.set(1, 4 << 20, false);
        try (CudaEngine engine = new CudaEngine(CudaDevice.open(), new CpuEngine())) {
            assertThatThrownBy(() -> engine.training(
                            kan.network(), rows, new RowLoss(RowLoss.Kind.SQUARES, 0, 0, 0), 128, new double[0]))
                    .isInstanceOf(DeviceException.class)
                    .hasMessage("CUDA: out of memory: 7.6 MiB required for the inputs of 1000000 rows, 4.0 of 4.0 MiB"
                            + " are free on emulator");
        }
    }
}
