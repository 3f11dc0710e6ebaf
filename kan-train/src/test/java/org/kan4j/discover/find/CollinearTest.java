package org.kan4j.discover.find;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CollinearTest {
    private static double[][] random(int columns, int rows, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        double[][] all = new double[columns][];
        Arrays.setAll(all, c -> random.doubles(rows, -1, 1).toArray());
        return all;
    }

    private static double[] sum(double a, double[] u, double b, double[] v) {
        double[] w = new double[u.length];
        Arrays.setAll(w, r -> a * u[r] + b * v[r]);
        return w;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 5, 10})
    void aMultipleModuloTheSpanIsFoundAndNothingElse(int given) {
        int rows = given + Collinear.LEFT;
        double[][] span = random(given, rows, given);
        double[][] columns = random(1000, rows, 100 + given);
        Collinear table = new Collinear(span, 0);
        for (int i = 0; i < columns.length; i++) {
            assertThat(table.add(columns[i], i)).isEqualTo(Collinear.NONE);
        }
        double[] multiple = sum(-3.7, columns[321], 2.5, span[given - 1]);
        assertThat(table.add(multiple, 2000)).isEqualTo(321);
        assertThat(table.find(sum(1.3, multiple, 0, multiple))).isEqualTo(321);
        assertThat(table.alike(multiple, columns[321])).isTrue();
        assertThat(table.alike(multiple, columns[322])).isFalse();
        assertThat(table.find(sum(1, columns[321], 1e-4, columns[322]))).isEqualTo(Collinear.NONE);
        assertThat(table.find(sum(2, span[0], -0.3, span[given - 1]))).isEqualTo(Collinear.WITHIN);
    }

    @ParameterizedTest
    @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY})
    void aColumnThatIsNotFiniteIsLikeNoOther(double value) {
        double[][] span = random(1, 4, 1);
        Collinear table = new Collinear(span, 0);
        double[] column = {1, value, 2, 3};
        assertThat(table.add(column, 0)).isEqualTo(Collinear.NONE);
        assertThat(table.add(column, 1)).isEqualTo(Collinear.NONE);
    }
}
