package org.kan4j.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.kan4j.data.Dataset;
import org.kan4j.kernel.CpuEngine;
import org.kan4j.network.Shape;

/** Whatever the numbers are like: a finite model, by every optimiser. */
class HostileDataTest {
    private final CpuEngine engine = new CpuEngine();

    @ParameterizedTest(name = "{0}")
    @MethodSource("tables")
    void everyOptimiserGivesAFiniteModel(String name, Dataset data) {
        Shape shape = Shape.of(data.inputs(), data.inputs() > 100 ? 1 : 2, 1);
        for (Optimizer optimizer : List.of(LevenbergMarquardt.defaults(), new Lbfgs(10), Adam.defaults())) {
            if (data.inputs() > 100 && optimizer instanceof LevenbergMarquardt) {
                continue;
            }
            Trainer.Options options =
                    Trainer.Options.defaults().withOptimizer(optimizer).withIterations(6);
            ModelTrainer.Fitted fitted = new ModelTrainer(engine, options).fit(data, shape, 3);
            assertThat(Arrays.stream(fitted.model().kan().parameters()).allMatch(Double::isFinite))
                    .as("%s by %s", name, optimizer.name())
                    .isTrue();
            assertThat(Arrays.stream(fitted.model().predict(engine, data.x(), data.rows()))
                            .allMatch(Double::isFinite))
                    .as("%s by %s", name, optimizer.name())
                    .isTrue();
            assertThat(fitted.train().rmse()).isFinite();
        }
    }

    static Stream<Arguments> tables() {
        return Stream.of(
                Arguments.of("five rows", table(5, 2, r -> r)),
                Arguments.of("two rows", table(2, 1, r -> r)),
                Arguments.of("tiny targets", table(60, 2, r -> 1e-300 * r)),
                Arguments.of("subnormal targets", table(60, 2, r -> Double.MIN_VALUE * r)),
                Arguments.of("huge targets", table(60, 2, r -> 1e300 * Math.sin(r))),
                Arguments.of("one outlier", table(60, 2, r -> r == 30 ? 1e12 : Math.sin(r))),
                Arguments.of("equal targets", table(60, 2, r -> 7)),
                Arguments.of("equal targets of zero", table(60, 2, r -> 0)),
                Arguments.of("a duplicated column", duplicated()),
                Arguments.of("a constant column", scaled(60, 0, 1)),
                Arguments.of("nearly constant column", scaled(60, 1e-14, 1)),
                Arguments.of("huge inputs", scaled(60, 1e300, 0)),
                Arguments.of("tiny inputs", scaled(60, 1e-300, 0)),
                Arguments.of("1,000 inputs", table(40, 1000, r -> r)));
    }

    private static Dataset table(int rows, int in, IntToDoubleFunction target) {
        double[] x = new SplittableRandom(1).doubles((long) rows * in, -1, 1).toArray();
        return dataset(x, IntStream.range(0, rows).mapToDouble(target).toArray(), in);
    }

    /** Reading a table leaves such a column out; a dataset made in code may have it. */
    private static Dataset duplicated() {
        Dataset plain = table(60, 1, r -> Math.cos(r));
        double[] x = new double[120];
        Arrays.setAll(x, i -> plain.x()[i / 2]);
        return dataset(x, plain.y(), 2);
    }

    private static Dataset scaled(int rows, double scale, double shift) {
        Dataset plain = table(rows, 2, r -> Math.cos(r));
        double[] x = plain.x().clone();
        for (int i = 0; i < x.length; i += 2) {
            x[i] = shift + scale * x[i];
        }
        return dataset(x, plain.y(), 2);
    }

    private static Dataset dataset(double[] x, double[] y, int in) {
        return Dataset.of(x, y, IntStream.range(0, in).mapToObj(i -> "x" + i).toList(), "y");
    }
}
