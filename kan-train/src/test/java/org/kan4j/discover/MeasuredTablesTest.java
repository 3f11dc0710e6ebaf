package org.kan4j.discover;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.kan4j.data.Dataset;
import org.kan4j.train.Split;

/** Tables as they are measured: few rows, copies, noise of all kinds, wild rows, jumps. */
class MeasuredTablesTest {
    /** All ways that take little time, and a search on from there. */
    private static final Discoverer.Options QUICK =
            Discoverer.Options.defaults().withWork(20).withThreads(2);

    private final SplittableRandom random = new SplittableRandom(12);

    private Dataset table(int rows, int in, double lo, double hi, ToDoubleFunction<double[]> law) {
        double[] x = random.doubles((long) rows * in, lo, hi).toArray();
        double[] y = new double[rows];
        for (int r = 0; r < rows; r++) {
            y[r] = law.applyAsDouble(Arrays.copyOfRange(x, r * in, (r + 1) * in));
        }
        return Dataset.of(x, y, List.of("x", "z", "w").subList(0, in), "y");
    }

    private static Discovery discover(Dataset data) {
        return new Discoverer(QUICK).discover(data);
    }

    @Test
    void saturationIsFoundInRowsThatAreFewAndRepeated() {
        double[] x =
                IntStream.range(0, 12).mapToDouble(i -> 0.05 * (1 << i / 2)).toArray();
        double[] y = Arrays.stream(x)
                .map(v -> 41.3 * v / (v + 0.37) * (1 + 0.02 * random.nextGaussian()))
                .toArray();
        Dataset data = Dataset.of(x, y, List.of("x"), "y");
        Discovery found = discover(data);
        assertThat(found.formula().expression().evaluate(new double[] {30}))
                .as("%s", found.pareto())
                .isCloseTo(40.8, within(2.0));
        assertThat(found.errorKind()).isEqualTo("leave-one-out");
        assertThat(found.testRows()).isEmpty();
        assertThat(found.testRmse()).isBetween(0.05, 1.0);
    }

    @Test
    void logisticGrowthIsFoundInFourteenRows() {
        Dataset data = table(14, 1, 0, 20, x -> 87 / (1 + Math.exp(4.1 - 0.47 * x[0])) + 0.7 * random.nextGaussian());
        assertThat(discover(data).formula().expression().evaluate(new double[] {35}))
                .isCloseTo(87, within(5.0));
    }

    @Test
    void copiesAreOneRow() {
        Dataset once = table(20, 2, 0, 1, x -> 4 * x[0] + x[1] + 0.3 * random.nextGaussian());
        Dataset copied =
                once.subset(IntStream.range(0, 160).map(r -> 7 * r % 20).toArray());
        Discovery found = discover(copied);
        assertThat(found.notes()).contains("140 rows are copies of others; each row is fitted once");
        assertThat(found.testRmse()).isBetween(0.2, 0.6);
        Dataset fresh = table(500, 2, 0, 1, x -> 4 * x[0] + x[1]);
        assertThat(rmse(found, fresh)).isLessThan(0.3);
    }

    private static double rmse(Discovery found, Dataset data) {
        double squares = 0;
        for (int r = 0; r < data.rows(); r++) {
            double[] row = Arrays.copyOfRange(data.x(), r * data.inputs(), (r + 1) * data.inputs());
            squares += Math.pow(found.formula().expression().evaluate(row) - data.y()[r], 2);
        }
        return Math.sqrt(squares / data.rows());
    }

    @Test
    void errorsInProportionDoNotBendAPowerLaw() {
        Dataset data = table(80, 1, 0, Math.log(1000), x -> Math.log(3.3) + 2 * x[0] + 0.2 * random.nextGaussian());
        Dataset exponentials = Dataset.of(
                Arrays.stream(data.x()).map(Math::exp).toArray(),
                Arrays.stream(data.y()).map(Math::exp).toArray(),
                List.of("x"),
                "y");
        Discovery found = discover(exponentials);
        assertThat(found.noise()).isEqualTo("relative");
        assertThat(found.notes()).anyMatch(note -> note.startsWith("errors grow with the target: "));
        double slope = Math.log(found.formula().expression().evaluate(new double[] {900})
                        / found.formula().expression().evaluate(new double[] {1.1}))
                / Math.log(900 / 1.1);
        assertThat(slope).as("%s %s", found.formula(), found.notes()).isCloseTo(2, within(0.03));
    }

    @Test
    void wildRowsAreNamedAndNotFitted() {
        Dataset data = table(60, 1, 0, 10, x -> 2 * x[0] + 1 + 0.1 * random.nextGaussian());
        data.y()[11] = 5000;
        data.y()[37] = -300;
        Discovery found = discover(data);
        assertThat(found.formula().expression().evaluate(new double[] {4})).isCloseTo(9, within(0.1));
        assertThat(found.notes()).anyMatch(note -> note.startsWith("rows 12, 38 are far off and not fitted"));
    }

    @Test
    void theTestErrorIsToldWithoutWildRowsToo() {
        Dataset data = table(90, 1, 0, 10, x -> 2 * x[0] + 1 + 0.1 * random.nextGaussian());
        data.y()[Split.of(data, 0).test()[2]] = 700;
        Discovery found = discover(data);
        assertThat(found.testRmse()).isGreaterThan(100);
        assertThat(found.notes())
                .anyMatch(note ->
                        note.startsWith("1 of the rows held back is far off: without it the test error is RMSE 0.1"));
    }

    @Test
    void rowsHeldBackDecideNeitherNoiseNorOutliers() {
        Dataset data = table(90, 1, 1, 10, x -> 2 * x[0] + 1 + 0.1 * random.nextGaussian());
        data.y()[Split.of(data, 0).train()[3]] = 5000;
        Discovery found = discover(data);
        for (int r : Split.of(data, 0).test()) {
            data.y()[r] = -1e5 * random.nextDouble();
        }
        Discovery other = discover(data);
        assertThat(other.formula()).isEqualTo(found.formula());
        assertThat(other.noise()).isEqualTo(found.noise());
        assertThat(found.notes()).anyMatch(note -> note.contains("far off"));
    }

    @Test
    void rowsOfNoWeightAreNotUsed() {
        Dataset data = table(80, 1, -2, 2, x -> 3 * x[0]);
        double[] weights = new double[80];
        for (int r = 0; r < 80; r++) {
            weights[r] = r < 40 ? 0 : 1;
            data.y()[r] += r < 40 ? 50 : 0;
        }
        Discovery found = discover(data.withWeights(weights));
        assertThat(found.formula().text()).isEqualTo("3*x");
        assertThat(found.notes()).contains("40 of 80 rows have weight 0 and are not used");
        assertThat(found.noise()).isEqualTo("given");
    }

    @Test
    void aJumpIsAJump() {
        Discovery found = discover(table(90, 2, 0, 8, x -> x[0] < 4 ? 3 * x[1] : x[1]));
        assertThat(found.formula().text()).contains("sign(x - 4)");
        assertThat(found.testRmse()).isLessThan(1e-9);
    }

    @Test
    void tiersAreKinks() {
        Discovery found = discover(table(70, 1, 0, 800, x -> 0.3 * x[0] + 0.12 * Math.max(0, x[0] - 350)));
        assertThat(found.formula().text()).isEqualTo("max(0.3*x, 0.42*x - 42)");
    }

    @Test
    void theSmallerOfTwoIsFoundAsAFactor() {
        Discovery found = discover(table(120, 3, 1, 9, x -> Math.min(x[0], x[1]) * x[2]));
        assertThat(found.formula().text()).isEqualTo("w*min(x, z)");
        assertThat(found.testRmse()).isLessThan(1e-9);
    }

    @Test
    void twoOfManyInputsAreFoundInFewRows() {
        List<String> names = IntStream.range(0, 200).mapToObj(i -> "x" + i).toList();
        double[] x = random.doubles(40 * 200, -2, 2).toArray();
        double[] y = IntStream.range(0, 40)
                .mapToDouble(r -> 2 * x[200 * r + 17] - x[200 * r + 100] + 0.1 * random.nextGaussian())
                .toArray();
        Discovery found = discover(Dataset.of(x, y, names, "y"));
        List<String> used = new ArrayList<>(found.formula().columns());
        assertThat(found.formula().expression().variables().stream().map(used::get))
                .containsExactlyInAnyOrder("x17", "x100");
    }

    @ParameterizedTest
    @ValueSource(ints = {5, 30, 100})
    void noiseHasNoLaw(int rows) {
        Discovery found = discover(table(rows, 3, -1, 1, x -> random.nextGaussian()));
        assertThat(found.formula().expression().variables())
                .as("%s", found.formula())
                .isEmpty();
    }

    @Test
    void aConstantTargetIsThatNumber() {
        Discovery found = discover(table(30, 2, 0, 1, x -> 4.2));
        assertThat(found.formula().text()).isEqualTo("4.2");
        assertThat(found.method()).isEqualTo("constant");
    }

    @Test
    void statedErrorsLeaveNoRoomForMoreConstants() {
        Dataset data = table(25, 2, 2, 60, x -> 3 * Math.pow(x[0], 0.28) * Math.pow(x[1], -0.62));
        double[] weights = new double[25];
        for (int r = 0; r < 25; r++) {
            double error = 0.06 * data.y()[r];
            data.y()[r] += error * random.nextGaussian();
            weights[r] = 1 / (error * error);
        }
        Dataset measured = new Dataset(
                data.x(),
                data.y(),
                weights,
                true,
                25,
                data.inputNames(),
                data.targets(),
                List.of(),
                data.rowNumbers(),
                List.of());
        Discovery found = discover(measured);
        assertThat(found.evidence().constants()).hasSizeLessThanOrEqualTo(3);
        double slope = Math.log(found.formula().expression().evaluate(new double[] {50, 10})
                        / found.formula().expression().evaluate(new double[] {5, 10}))
                / Math.log(10);
        assertThat(slope).isCloseTo(0.28, within(0.06));
    }
}
