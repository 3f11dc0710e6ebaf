package org.kan4j.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class TreeSumTest {
    /** Sums of chunks whose last bits depend on the order in which they are added. */
    private static TreeSum.Node chunk(int index) {
        SplittableRandom random = new SplittableRandom(index);
        return new TreeSum.Node(0, index, new double[] {Math.exp(20 * random.nextDouble()), random.nextDouble()});
    }

    @Test
    void theSumIsTheSameWhereverTheChunksAre() {
        for (int chunks = 1; chunks <= 40; chunks++) {
            TreeSum whole = new TreeSum();
            for (int c = 0; c < chunks; c++) {
                whole.add(chunk(c));
            }
            double[] expected = whole.total(2);
            for (int machines = 1; machines <= 9; machines++) {
                TreeSum all = new TreeSum();
                for (int m = 0; m < machines; m++) {
                    TreeSum own = new TreeSum();
                    for (int c = m * chunks / machines; c < (m + 1) * chunks / machines; c++) {
                        own.add(chunk(c));
                    }
                    own.nodes().forEach(all::add);
                }
                assertThat(all.total(2)).isEqualTo(expected);
            }
        }
    }

    @Test
    void neighboursAreAddedFirst() {
        TreeSum sum = new TreeSum();
        double[] parts = {1, 1e-16, 1e-16, 1e-16, 1e-16};
        for (int c = 0; c < parts.length; c++) {
            sum.add(new TreeSum.Node(0, c, new double[] {parts[c]}));
        }
        assertThat(sum.nodes()).hasSize(2);
        assertThat(sum.total(1)[0]).isEqualTo((1 + 1e-16 + (1e-16 + 1e-16)) + 1e-16);
    }

    @Test
    void nothingSumsUpToZeros() {
        assertThat(new TreeSum().total(3)).containsExactly(0, 0, 0);
    }
}
