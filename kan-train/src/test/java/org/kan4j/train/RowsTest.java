package org.kan4j.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.kan4j.data.Batch;
import org.kan4j.kernel.CpuEngine;
import org.kan4j.kernel.Engine;
import org.kan4j.kernel.TreeSum;
import org.kan4j.network.Kan;
import org.kan4j.network.Shape;

class RowsTest {
    private static final int ROWS = 3 * TreeSum.ROWS + 100;

    private final Engine engine = new CpuEngine(2);
    private final Batch batch = waves();

    private static Batch waves() {
        SplittableRandom random = new SplittableRandom(1);
        double[] x = random.doubles(2L * ROWS, -1, 1).toArray();
        double[] y = IntStream.range(0, ROWS)
                .mapToDouble(r -> Math.sin(3 * x[2 * r]) + x[2 * r + 1] * x[2 * r + 1])
                .toArray();
        return new Batch(x, y, ROWS);
    }

    /** Rows that are in two places, each of which sums over its own. */
    private record Apart(Engine engine, Loss loss, Batch all) implements Rows {
        @Override
        public long rows() {
            return all.rows();
        }

        @Override
        public int in() {
            return all.in();
        }

        @Override
        public int targets() {
            return all.targets();
        }

        @Override
        public double totalWeight() {
            return all.rows();
        }

        @Override
        public Batch thinned(int most) {
            return all.thinned(most);
        }

        @Override
        public double[] sum(RowSum what, Kan kan) {
            TreeSum sum = new TreeSum();
            branches(what, kan, 0, 1).nodes().forEach(sum::add);
            branches(what, kan, 1, 4).nodes().forEach(sum::add);
            return sum.total(what.length(kan));
        }

        private TreeSum branches(RowSum what, Kan kan, int first, int last) {
            TreeSum sum = new TreeSum();
            for (int c = first; c < last; c++) {
                int end = Math.min(all.rows(), (c + 1) * TreeSum.ROWS);
                Batch chunk = all.subset(IntStream.range(c * TreeSum.ROWS, end).toArray());
                sum.add(new TreeSum.Node(0, c, what.of(engine, loss, kan, chunk)));
            }
            return sum;
        }
    }

    @Test
    void rowsApartAreFittedToTheBitsOfRowsInOnePlace() {
        Shape shape = Shape.parse("2,1");
        for (Optimizer optimizer : new Optimizer[] {LevenbergMarquardt.defaults(), new Lbfgs(5)}) {
            Trainer.Options options =
                    Trainer.Options.defaults().withOptimizer(optimizer).withIterations(8);
            Trainer trainer = new Trainer(engine, options);
            Rows apart = new Apart(new CpuEngine(1), options.loss(), batch);
            Trainer.Result result = trainer.train(shape, 0, apart, apart);
            Trainer.Result together = trainer.train(shape, 0, batch, batch);
            assertThat(result.kan().parameters()).isEqualTo(together.kan().parameters());
            assertThat(result.trainRmse()).isEqualTo(together.trainRmse()).isLessThan(0.5);
        }
    }

    @Test
    void stepsThatDrawRowsAreRefusedWhereTheseAreApart() {
        Trainer.Options options = Trainer.Options.defaults().withOptimizer(Adam.defaults());
        Rows apart = new Apart(engine, options.loss(), batch);
        assertThatThrownBy(() -> new Trainer(engine, options).train(Shape.parse("2,1"), 0, apart, apart))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("rows in one process required");
    }

    @Test
    void sumsOverRowsAreThoseOfEachRow() {
        Kan kan = Kan.random(Shape.parse("2,1"), 3, 2, 1, 4);
        Batch few = batch.subset(IntStream.range(0, 7).toArray());
        double[] y = new double[7];
        engine.values(kan.network(), kan.parameters(), few.x(), 7, y);
        double squares = IntStream.range(0, 7)
                .mapToDouble(r -> Math.pow(y[r] - few.y()[r], 2))
                .sum();
        Loss loss = Loss.squares();
        for (RowSum what : RowSum.values()) {
            double[] sum = what.of(engine, loss, kan, few);
            assertThat(sum).hasSize(what.length(kan));
            double[] apart = new double[sum.length];
            for (int r = 0; r < 7; r++) {
                double[] one = what.of(engine, loss, kan, few.subset(new int[] {r}));
                for (int i = 0; i < sum.length; i++) {
                    apart[i] += one[i];
                }
            }
            assertThat(sum).containsExactly(apart, within(1e-12));
            assertThat(sum[sum.length - 1]).isCloseTo(squares, within(1e-12));
        }
        // The trainable parameters are all of them: the triangle, Jᵀr and the squares.
        int n = kan.network().parameterCount();
        assertThat(RowSum.NORMAL.length(kan)).isEqualTo(n * (n + 1) / 2 + n + 1);
        assertThat(RowSum.GRADIENT.length(kan)).isEqualTo(n + 1);
        assertThat(RowSum.LOSS.length(kan)).isOne();
        assertThat(RowSum.SQUARES.length(kan)).isOne();
    }
}
