package org.kan4j.dynamics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SubsetSearchTest {
    private static final int ROWS = 60;

    private static double[][] columns(int count) {
        SplittableRandom random = new SplittableRandom(1);
        return IntStream.range(0, count)
                .mapToObj(c -> random.doubles(ROWS).toArray())
                .toArray(double[][]::new);
    }

    private static double[] target(double[][] columns) {
        return IntStream.range(0, ROWS)
                .mapToDouble(r -> 2 * columns[3][r] - 5 * columns[7][r] + columns[8][r])
                .toArray();
    }

    @Test
    void theColumnsOfASumAreFoundWithTheirCoefficients() {
        double[][] columns = columns(30);
        SubsetSearch search = new SubsetSearch(columns, target(columns));

        SubsetSearch.Subset best = search.grow(3, 10).stream()
                .min(Comparator.comparingDouble(SubsetSearch.Subset::squares))
                .orElseThrow();

        assertThat(best.columns()).containsExactly(3, 7, 8);
        double[] expected = {2, -5, 1};
        double[] c = search.coefficients(best.columns());
        for (int k = 0; k < 3; k++) {
            assertThat(c[k]).isCloseTo(expected[k], within(1e-12));
        }
    }

    @Test
    void eliminationKeepsThem() {
        double[][] columns = columns(20);
        SubsetSearch search = new SubsetSearch(columns, target(columns));

        List<SubsetSearch.Subset> path =
                search.shrink(IntStream.range(0, 20).boxed().toList());

        assertThat(path.stream()
                        .filter(set -> set.columns().size() == 3)
                        .findFirst()
                        .orElseThrow()
                        .columns())
                .containsExactly(3, 7, 8);
    }
}
