package org.kan4j.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.offset;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.kan4j.basis.BSpline;
import org.kan4j.basis.BasisRegistry;
import org.kan4j.function.Functions;
import org.kan4j.grid.Extrapolation;
import org.kan4j.grid.Grid;
import org.kan4j.kernel.CpuEngine;
import org.kan4j.layer.BaseActivation;
import org.kan4j.layer.Edge;
import org.kan4j.layer.Layer;
import org.kan4j.network.Kan;
import org.kan4j.network.KanNetwork;
import org.kan4j.network.Shape;

class RowScorerTest {
    private static final int ROWS = 2000;

    private static KanModel model() {
        double[] shift = new SplittableRandom(1).doubles(10, -1, 1).toArray();
        double[] scale = new SplittableRandom(2).doubles(10, 0.5, 2).toArray();
        return new KanModel(
                Kan.random(Shape.parse("10,5,1"), 5, 3, 2, 3),
                new Normalization(shift, scale),
                new Normalization(new double[] {3}, new double[] {7}),
                IntStream.range(0, 10).mapToObj(i -> "x" + i).toList(),
                List.of("y"),
                "");
    }

    @Test
    void predictsWhatTheModelDoesAndAllocatesNothing() {
        KanModel model = model();
        double[] rows = new SplittableRandom(4).doubles(10L * ROWS, -4, 4).toArray();
        double[] want;
        try (CpuEngine engine = new CpuEngine()) {
            want = model.predict(engine, rows, ROWS);
        }
        double[] row = new double[10];
        double[] out = new double[1];
        double[] got = new double[ROWS];
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long thread = Thread.currentThread().getId();
        long fewest = Long.MAX_VALUE;
        try (RowScorer scorer = new RowScorer(model)) {
            // The first times compile and load classes.
            for (int times = 0; times < 5; times++) {
                long before = threads.getThreadAllocatedBytes(thread);
                for (int r = 0; r < ROWS; r++) {
                    System.arraycopy(rows, 10 * r, row, 0, 10);
                    scorer.predict(row, out);
                    got[r] = out[0];
                }
                fewest = Math.min(fewest, threads.getThreadAllocatedBytes(thread) - before);
            }
        }
        for (int r = 0; r < ROWS; r++) {
            assertThat(got[r]).isCloseTo(want[r], offset(1e-12));
        }
        assertThat(fewest / (double) ROWS).isLessThan(1);
    }

    /** Every basis, order and extrapolation, products, symbolic and masked edges, ends of grids and gaps. */
    @Test
    void everyNetworkIsThatOfTheModel() {
        List<Kan> networks = new ArrayList<>();
        Grid uneven = Grid.of(-1.5, -1.2, -0.1, 0.3, 1.1, 1.6);
        BasisRegistry.standards().forEach(basis -> networks.add(Kan.random(Shape.parse("2,2+1p3,2"), basis, 1)));
        for (Extrapolation extrapolation : Extrapolation.values()) {
            for (int order = 1; order <= BSpline.MAX_ORDER; order++) {
                networks.add(Kan.random(Shape.parse("2,2+1p3,2"), new BSpline(uneven, order, extrapolation), order));
            }
        }
        List<Edge> edges = List.of(
                new Edge.Symbolic(Functions.byName("sin").orElseThrow()), Edge.NUMERIC, Edge.MASKED, Edge.NUMERIC);
        KanNetwork mixed = new KanNetwork(List.of(new Layer(
                List.of(BSpline.STANDARD, BSpline.STANDARD),
                List.of(BaseActivation.IDENTITY, BaseActivation.ZERO),
                2,
                new int[0],
                edges)));
        networks.add(new Kan(
                mixed,
                new SplittableRandom(1).doubles(mixed.parameterCount(), -1, 1).toArray()));
        KanNetwork gaps = mixed.withLayer(0, mixed.layer(0).withGaps(true, false));
        networks.add(new Kan(
                gaps,
                new SplittableRandom(1).doubles(gaps.parameterCount(), -1, 1).toArray()));
        for (Kan kan : networks) {
            assertSame(kan);
        }
    }

    private static void assertSame(Kan kan) {
        KanModel model = new KanModel(
                kan, Normalization.identity(2), Normalization.identity(2), List.of("a", "b"), List.of("y", "z"), "");
        double[] ends = {-1.5, 1.6, -2, 2, 0.3, 40, -40, Double.NaN};
        double[] rows = DoubleStream.concat(
                        DoubleStream.of(ends).flatMap(x -> DoubleStream.of(x, 0.1)),
                        new SplittableRandom(4).doubles(200, -3, 3))
                .toArray();
        int count = rows.length / 2;
        double[] out = new double[2];
        try (CpuEngine engine = new CpuEngine();
                RowScorer scorer = new RowScorer(model)) {
            double[] want = model.predict(engine, rows, count);
            for (int r = 0; r < count; r++) {
                scorer.predict(Arrays.copyOfRange(rows, 2 * r, 2 * r + 2), out);
                for (int o = 0; o < 2; o++) {
                    double y = want[2 * r + o];
                    assertThat(out[o])
                            .as("%s, row %d", kan.network().layer(0).basis(0), r)
                            .isCloseTo(y, offset(1e-12 * Math.max(1, Double.isNaN(y) ? 1 : Math.abs(y))));
                }
            }
        }
    }

    @Test
    void arraysOfOtherLengthsAreRefused() {
        try (RowScorer scorer = new RowScorer(model())) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> scorer.predict(new double[9], new double[1]))
                    .withMessage("predict: 10 inputs and 1 outputs required, got arrays of 9 and 1");
        }
    }
}
