package org.kan4j.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is timed computes what it says, and what does not is found out. */
final class WorkTest {
    @ParameterizedTest
    @CsvSource({"2x5x1, 37, 1", "7x9, 5, 2", "33x17x3, 130, 2", "1x1, 1, 2"})
    void worksAgreeWithTheReference(String shape, int rows, int threads) {
        int[] widths = Widths.parse(shape);
        for (Dtype precision : List.of(Dtype.FLOAT32, Dtype.FLOAT64)) {
            try (Work kan = precision.kan(widths, rows, Bases.splines(5, 3), threads);
                    Work layers = precision.blas(new Mlp(widths, true), rows, threads);
                    Work network = precision.blas(new Mlp(widths, false), rows, threads)) {
                kan.verify(precision.tolerance());
                layers.verify(precision.tolerance());
                network.verify(precision.tolerance());
            }
        }
    }

    @Test
    void aStepOfAdamChangesWhatTheNextPassSees() {
        try (Work work = Dtype.FLOAT64.blas(new Mlp(new int[] {3, 4, 2}, false), 20, 2)) {
            Result before = work.result(0);
            for (int i = 0; i < 50; i++) {
                work.step(0);
            }
            work.verify(Dtype.FLOAT64.tolerance());
            assertThat(halfSquares(work.result(0).y())).isLessThan(halfSquares(before.y()));
        }
    }

    private static double halfSquares(double[] y) {
        double sum = 0;
        for (double v : y) {
            sum += v * v / 2;
        }
        return sum;
    }

    @Test
    void theReferenceOfAnMlpHasTheGradientsOfCentralDifferences() {
        Mlp mlp = new Mlp(new int[] {3, 4, 2}, true);
        double[] p = mlp.random();
        double[] x = Numbers.inputs(0, 5, 3);
        Result result = Reference.mlp(mlp, p, 5, x);
        double h = 1e-5;
        for (int i = 0; i < p.length + x.length; i++) {
            double[] at = i < p.length ? p : x;
            int j = i < p.length ? i : i - p.length;
            double middle = at[j];
            at[j] = middle + h;
            double above = halfSquares(Reference.mlp(mlp, p, 5, x).y());
            at[j] = middle - h;
            double below = halfSquares(Reference.mlp(mlp, p, 5, x).y());
            at[j] = middle;
            double expected = (above - below) / (2 * h);
            assertThat(i < p.length ? result.dp()[j] : result.dx()[j]).isCloseTo(expected, within(1e-8));
        }
    }

    @Test
    void aWrongResultIsFoundOut() {
        Result right = new Result(new double[] {1, 2}, new double[] {3}, new double[] {4});
        right.mustAgree(right, 0);
        assertThatThrownBy(() -> new Result(new double[] {1, 2.1}, right.dp(), right.dx()).mustAgree(right, 0.01))
                .hasMessageContaining("outputs[1]");
        assertThatThrownBy(() -> new Result(right.y(), new double[] {Double.NaN}, right.dx()).mustAgree(right, 1))
                .hasMessageContaining("gradient by the parameters[0]");
        assertThatThrownBy(() -> new Result(right.y(), right.dp(), new double[] {}).mustAgree(right, 1))
                .hasMessageContaining("gradient by the inputs: 1 numbers");
    }

    @Test
    void siluIsThatOfTheFormula() {
        double[] z = {-1000, -30, -3, -1e-9, 0, 1e-9, 0.5, 3, 30, 1000};
        double[] y = z.clone();
        double[] d = new double[z.length];
        Silu.apply(y, d, z.length);
        float[] floatY = new float[z.length];
        Numbers.copy(z, floatY);
        float[] floatD = new float[z.length];
        FloatSilu.apply(floatY, floatD, z.length);
        for (int i = 0; i < z.length; i++) {
            double sigma = 1 / (1 + Math.exp(-z[i]));
            assertThat(y[i]).isCloseTo(z[i] * sigma, within(1e-13 * (1 + Math.abs(z[i]))));
            assertThat(d[i]).isCloseTo(sigma + z[i] * sigma * (1 - sigma), within(1e-13));
            assertThat(floatY[i]).isCloseTo((float) (z[i] * sigma), within(2e-6f * (1 + (float) Math.abs(z[i]))));
            assertThat(floatD[i]).isCloseTo((float) (sigma + z[i] * sigma * (1 - sigma)), within(4e-6f));
        }
    }
}
