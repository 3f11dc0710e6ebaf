package org.kan4j.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.kan4j.basis.BSpline;
import org.kan4j.data.Dataset;
import org.kan4j.grid.Extrapolation;
import org.kan4j.grid.Grid;
import org.kan4j.kernel.CpuEngine;
import org.kan4j.kernel.Engine;
import org.kan4j.layer.BaseActivation;
import org.kan4j.layer.Layer;
import org.kan4j.model.KanModel;
import org.kan4j.model.Normalization;
import org.kan4j.model.Uncertainty;
import org.kan4j.network.Kan;
import org.kan4j.network.KanNetwork;
import org.kan4j.network.Shape;

class CurvatureTest {
    private static final int ROWS = 50;
    private static final double RIDGE = 0.01;

    private final Engine engine = new CpuEngine(1);

    /** y = 1 + 2·a − b and noise, in units of its own. */
    private static Dataset rows(int rows, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        double[] x = new double[2 * rows];
        double[] y = new double[rows];
        for (int r = 0; r < rows; r++) {
            x[2 * r] = 2 * random.nextDouble() - 1;
            x[2 * r + 1] = 2 * random.nextDouble() - 1;
            y[r] = 1 + 2 * x[2 * r] - x[2 * r + 1] + 0.3 * random.nextGaussian();
        }
        return Dataset.of(x, y, List.of("a", "b"), "y");
    }

    private static KanModel model(Kan kan) {
        return new KanModel(
                kan,
                Normalization.identity(2),
                new Normalization(new double[] {3}, new double[] {7}),
                List.of("a", "b"),
                List.of("y"),
                "");
    }

    /** The functions of a layer of straight lines at a row: hats and the identity of each input. */
    private static double[] features(double[] x, int row) {
        double[] f = new double[6];
        for (int i = 0; i < 2; i++) {
            double v = x[2 * row + i];
            f[3 * i] = (1 - v) / 2;
            f[3 * i + 1] = (1 + v) / 2;
            f[3 * i + 2] = v;
        }
        return f;
    }

    /** Solves A·x = b by Gauss–Jordan elimination. */
    private static double[] solved(double[][] a, double[] b) {
        int n = b.length;
        double[][] m = new double[n][];
        for (int i = 0; i < n; i++) {
            m[i] = Arrays.copyOf(a[i], n + 1);
            m[i][n] = b[i];
        }
        for (int k = 0; k < n; k++) {
            for (int i = 0; i < n; i++) {
                double factor = i == k ? 0 : m[i][k] / m[k][k];
                for (int j = k; j <= n; j++) {
                    m[i][j] -= factor * m[k][j];
                }
            }
        }
        double[] x = new double[n];
        for (int i = 0; i < n; i++) {
            x[i] = m[i][n] / m[i][i];
        }
        return x;
    }

    @Test
    void deviationsOfALinearModelAreThoseOfBayesianRegression() {
        Dataset data = rows(ROWS, 1);
        double[][] h = new double[6][6];
        double[][] plain = new double[6][6];
        double[] right = new double[6];
        for (int r = 0; r < ROWS; r++) {
            double[] f = features(data.x(), r);
            for (int i = 0; i < 6; i++) {
                right[i] += f[i] * (data.y()[r] - 3) / 7;
                for (int j = 0; j < 6; j++) {
                    plain[i][j] += f[i] * f[j];
                }
            }
        }
        for (int i = 0; i < 6; i++) {
            h[i] = plain[i].clone();
            h[i][i] += ROWS * RIDGE;
        }
        double[] p = solved(h, right);
        double squares = 0;
        for (int r = 0; r < ROWS; r++) {
            double[] f = features(data.x(), r);
            double error = (data.y()[r] - 3) / 7;
            for (int i = 0; i < 6; i++) {
                error -= f[i] * p[i];
            }
            squares += error * error;
        }
        double determined = 0;
        for (int i = 0; i < 6; i++) {
            determined += solved(h, plain[i])[i];
        }
        double variance = squares / (ROWS - determined);

        BSpline hats = new BSpline(Grid.uniform(-1, 1, 1), 1, Extrapolation.LINEAR);
        Layer layer = Layer.dense(Collections.nCopies(2, hats), BaseActivation.IDENTITY, 1);
        KanModel model = model(new Kan(new KanNetwork(List.of(layer)), p));
        Optional<Uncertainty> uncertainty =
                Curvature.of(engine, model, data, held(model, 20), Loss.squares(), Penalties.NONE.withRidge(RIDGE));
        Dataset fresh = rows(10, 3);
        double[] deviations = Curvature.deviations(engine, model.withUncertainty(uncertainty), fresh.x(), 10);
        for (int r = 0; r < 10; r++) {
            double[] f = features(fresh.x(), r);
            double[] v = solved(h, f);
            double spread = 0;
            for (int i = 0; i < 6; i++) {
                spread += f[i] * v[i];
            }
            assertThat(deviations[r]).isCloseTo(7 * Math.sqrt(variance * (1 + spread)), within(1e-10));
        }
    }

    @Test
    void errorsOnRowsHeldBackAreSortedAndAtMostAThousand() {
        KanModel model = model(Kan.random(Shape.of(2, 1), 2, 3, 2, 1));
        Uncertainty few = Curvature.of(engine, model, rows(ROWS, 1), held(model, 7), Loss.squares(), Penalties.SMOOTH)
                .orElseThrow();
        assertThat(few.scores()[0]).hasSize(7).isSorted();
        Dataset held = rows(7, 2);
        double[] y = model.predict(engine, held.x(), 7);
        assertThat(few.scores()[0]).contains(Math.abs(y[0] - held.y()[0]));
        Uncertainty many = Curvature.of(
                        engine, model, rows(ROWS, 1), held(model, 1500), Loss.squares(), Penalties.SMOOTH)
                .orElseThrow();
        assertThat(many.rows()).isEqualTo(1000);
        double[] all = held(model, 1500)[0];
        Arrays.sort(all);
        assertThat(many.scores()[0]).isSorted().startsWith(all[0]).endsWith(all[1499]);
        assertThat(Curvature.of(engine, model, rows(ROWS, 1), held(model, 0), Loss.squares(), Penalties.SMOOTH))
                .isEmpty();
    }

    @Test
    void largeNetworksTakeTheirFirstLayersAsTheyAre() {
        KanModel small = model(Kan.random(Shape.of(2, 5, 1), 5, 3, 2, 1));
        KanModel large = model(Kan.random(Shape.of(2, 40, 1), 5, 3, 2, 1));
        KanModel huge = model(Kan.random(Shape.of(2, 120, 1), 5, 3, 2, 1));
        assertThat(of(small).layer()).isZero();
        assertThat(of(large).layer()).isEqualTo(1);
        assertThat(of(large).precision()).hasSize(360 * 361 / 2);
        assertThat(of(huge).curved()).isFalse();
        // As of a network of the last layer alone.
        double[] x = rows(5, 4).x();
        double[] deviations = Curvature.deviations(engine, large.withUncertainty(Optional.of(of(large))), x, 5);
        KanNetwork head = large.kan().network().head(1);
        double[] hidden = new double[5 * 40];
        engine.values(head, Arrays.copyOf(large.kan().parameters(), head.parameterCount()), x, 5, hidden);
        Uncertainty all = of(large);
        KanNetwork last = new KanNetwork(List.of(large.kan().network().layer(1)));
        double[] p = large.kan().parameters();
        KanModel alone = new KanModel(
                new Kan(last, Arrays.copyOfRange(p, head.parameterCount(), p.length)),
                Normalization.identity(40),
                large.outputs(),
                IntStream.range(0, 40).mapToObj(i -> "h" + i).toList(),
                List.of("y"),
                "");
        Uncertainty same = new Uncertainty(all.scores(), 0, all.noise(), all.precision());
        assertThat(deviations)
                .isEqualTo(Curvature.deviations(engine, alone.withUncertainty(Optional.of(same)), hidden, 5));
    }

    private double[][] held(KanModel model, int rows) {
        return Curvature.errors(
                engine, model, rows(1500, 2).subset(IntStream.range(0, rows).toArray()));
    }

    private Uncertainty of(KanModel model) {
        return Curvature.of(engine, model, rows(ROWS, 1), held(model, 20), Loss.squares(), Penalties.SMOOTH)
                .orElseThrow();
    }

    /** The first target is given; the second is the same in other units, with the errors of the first. */
    private static Dataset twice(Dataset one) {
        double[] y = new double[2 * one.rows()];
        for (int r = 0; r < one.rows(); r++) {
            y[2 * r] = one.y()[r];
            y[2 * r + 1] = 5 + 2 * (one.y()[r] - 3);
        }
        return new Dataset(
                one.x(),
                y,
                new double[0],
                false,
                one.rows(),
                List.of("a", "b"),
                List.of("y", "z"),
                List.of(),
                new int[one.rows()],
                List.of());
    }

    private static KanModel lines(int outputs, double[] p) {
        BSpline hats = new BSpline(Grid.uniform(-1, 1, 1), 1, Extrapolation.LINEAR);
        Layer layer = Layer.dense(Collections.nCopies(2, hats), BaseActivation.IDENTITY, outputs);
        double[] all = new double[p.length * outputs];
        Arrays.setAll(all, i -> p[i / outputs]);
        return new KanModel(
                new Kan(new KanNetwork(List.of(layer)), all),
                Normalization.identity(2),
                outputs == 1
                        ? new Normalization(new double[] {3}, new double[] {7})
                        : new Normalization(new double[] {3, 5}, new double[] {7, 14}),
                List.of("a", "b"),
                outputs == 1 ? List.of("y") : List.of("y", "z"),
                "");
    }

    @Test
    void twoTargetsThatAreOneInOtherUnitsHaveItsDeviationsInTheirs() {
        double[] p = {-0.3, 0.1, 0.2, 0.05, -0.1, -0.02};
        Dataset data = rows(ROWS, 1);
        double[] x = rows(600, 3).x();
        KanModel one = lines(1, p);
        double[] expected = deviations(one, data, x);
        KanModel two = lines(2, p);
        double[] both = deviations(two, twice(data), x);
        for (int r = 0; r < 600; r++) {
            assertThat(both[2 * r]).isCloseTo(expected[r], within(1e-10 * expected[r]));
            assertThat(both[2 * r + 1]).isCloseTo(2 * expected[r], within(1e-9 * expected[r]));
        }
        double[][] errors = Curvature.errors(engine, two, twice(data));
        assertThat(errors[0]).containsExactly(Curvature.errors(engine, one, data)[0], within(1e-12));
        assertThat(errors[1])
                .containsExactly(Arrays.stream(errors[0]).map(e -> 2 * e).toArray(), within(1e-12));
    }

    private double[] deviations(KanModel model, Dataset data, double[] x) {
        double[][] errors = Curvature.errors(engine, model, data);
        Optional<Uncertainty> uncertainty =
                Curvature.of(engine, model, data, errors, Loss.squares(), Penalties.NONE.withRidge(RIDGE));
        assertThat(uncertainty.orElseThrow().curved()).isTrue();
        return Curvature.deviations(engine, model.withUncertainty(uncertainty), x, x.length / 2);
    }

    @Test
    void parametersThatStandForEachOtherLeaveDeviationsThatAreKnown() {
        // Hats and the identity of two inputs are six functions, but lines of two inputs have three constants.
        Dataset data = rows(ROWS, 1);
        double[][] normal = new double[3][3];
        double[] right = new double[3];
        for (int r = 0; r < ROWS; r++) {
            double[] f = {1, data.x()[2 * r], data.x()[2 * r + 1]};
            for (int i = 0; i < 3; i++) {
                right[i] += f[i] * (data.y()[r] - 3) / 7;
                for (int j = 0; j < 3; j++) {
                    normal[i][j] += f[i] * f[j];
                }
            }
        }
        double[] c = solved(normal, right);
        KanModel model = lines(1, new double[] {c[0] - c[1], c[0] + c[1], 0, -c[2], c[2], 0});
        double squares = Arrays.stream(Curvature.errors(engine, model, data)[0])
                .map(e -> e * e)
                .sum();
        Optional<Uncertainty> uncertainty = Curvature.of(
                engine, model, data, Curvature.errors(engine, model, data), Loss.squares(), Penalties.NONE);
        double[] x = rows(10, 3).x();
        double[] deviations = Curvature.deviations(engine, model.withUncertainty(uncertainty), x, 10);
        for (int r = 0; r < 10; r++) {
            double[] f = {1, x[2 * r], x[2 * r + 1]};
            double[] v = solved(normal, f);
            double spread = f[0] * v[0] + f[1] * v[1] + f[2] * v[2];
            assertThat(deviations[r]).isCloseTo(Math.sqrt(squares / (ROWS - 3) * (1 + spread)), within(1e-4));
        }
    }

    @Test
    void classesAndQuantilesHaveNoErrors() {
        KanModel plain = model(Kan.random(Shape.of(2, 1), 2, 3, 2, 1));
        KanModel classes = new KanModel(
                plain.kan(),
                Normalization.identity(2),
                Normalization.identity(1),
                List.of("a", "b"),
                List.of("y"),
                List.of("no", "yes"),
                "");
        assertThat(Curvature.errors(engine, classes, rows(5, 1))).isEmpty();
        assertThat(Curvature.ofErrors(classes, held(plain, 5))).isEmpty();
        assertThat(Curvature.ofErrors(plain, held(plain, 5))).isPresent();
        assertThat(Curvature.ofErrors(plain, new double[0][])).isEmpty();
    }
}
