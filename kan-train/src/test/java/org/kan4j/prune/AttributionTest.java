package org.kan4j.prune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.kan4j.data.Batch;
import org.kan4j.network.Kan;
import org.kan4j.network.Shape;

class AttributionTest {
    private static void close(double actual, double expected) {
        assertThat(actual).isCloseTo(expected, within(1e-12));
    }

    @Test
    void anEdgeScoresItsSpreadRelativeToThatOfItsColumn() {
        Kan kan = LinearNetworks.kan("2,2", new double[] {3, 0.5, 4, -1.2});
        Attribution scores = Attribution.of(LinearNetworks.ENGINE, kan, LinearNetworks.signs(2, 1, 1));
        close(scores.edge(0, 0, 0), 3 / 5.0);
        close(scores.edge(0, 1, 0), 4 / 5.0);
        close(scores.edge(0, 0, 1), 0.5 / 1.3);
        close(scores.edge(0, 1, 1), 1.2 / 1.3);
        close(scores.node(0, 0), 3 / 5.0 + 0.5 / 1.3);
        close(scores.node(0, 1), 4 / 5.0 + 1.2 / 1.3);
        close(scores.node(1, 0), 1);
        close(scores.node(1, 1), 1);
    }

    @Test
    void aHiddenNodePassesItsOwnScoreOn() {
        // The nodes are 3x + 4y and 5x + 12y, the output twice the first minus the second: x - 4y.
        Kan kan = LinearNetworks.kan("2,2,1", new double[] {3, 5, 4, 12}, new double[] {2, -1});
        Attribution scores = Attribution.of(LinearNetworks.ENGINE, kan, LinearNetworks.signs(2, 1, 1));
        double first = 2 * 5 / Math.sqrt(17);
        double second = 13 / Math.sqrt(17);
        close(scores.node(1, 0), first);
        close(scores.node(1, 1), second);
        close(scores.edge(1, 1, 0), second);
        close(scores.edge(0, 1, 0), first * 4 / 5);
        close(scores.edge(0, 1, 1), second * 12 / 13);
        close(scores.node(0, 0), first * 3 / 5 + second * 5 / 13);
    }

    @Test
    void spreadsAreAboutTheMeansOfTheRows() {
        Batch rows = new Batch(new double[] {10, 1, 11, 3, 12, 8, 15, 4}, new double[4], 4);
        Kan kan = LinearNetworks.kan("2,1", new double[] {1, 2});
        // The mean squares about the means: of 10, 11, 12, 15 14/4, of twice 1, 3, 8, 4 26, of 12, 17, 28, 23 38.5.
        Attribution scores = Attribution.of(LinearNetworks.ENGINE, kan, rows);
        close(scores.edge(0, 0, 0), Math.sqrt(3.5 / 36.5));
        close(scores.edge(0, 1, 0), Math.sqrt(26 / 36.5));
    }

    @Test
    void eachArgumentOfAProductCarriesTheScoreOfTheProduct() {
        // A sum and a product of two: x, and (3x + 4y)·(x - y).
        Kan kan = LinearNetworks.kan("2,1+1p,1", new double[] {1, 3, 1, 0, 4, -1}, new double[] {1, 1});
        Attribution scores = Attribution.of(LinearNetworks.ENGINE, kan, LinearNetworks.signs(2, 1, 1));
        double product = scores.node(1, 1);
        assertThat(product).isPositive();
        close(scores.edge(0, 0, 1), product * 3 / 5);
        close(scores.edge(0, 1, 1), product * 4 / 5);
        close(scores.edge(0, 0, 2), product / Math.sqrt(2));
        close(scores.edge(0, 1, 2), product / Math.sqrt(2));
        close(scores.edge(0, 0, 0), scores.node(1, 0));
    }

    @Test
    void spreadsAreThoseOfTheValuesOfCurvedEdgesToo() {
        Kan kan = Kan.random(Shape.of(2, 1), 3, 3, 2, 5);
        SplittableRandom random = new SplittableRandom(5);
        Batch rows = new Batch(random.doubles(80, -2, 2).toArray(), new double[40], 40);
        Attribution scores = Attribution.of(LinearNetworks.ENGINE, kan, rows);
        double whole = spread(kan, rows);
        close(scores.edge(0, 0, 0), spread(kan.withMasked(0, 1, 0), rows) / whole);
        close(scores.edge(0, 1, 0), spread(kan.withMasked(0, 0, 0), rows) / whole);
    }

    private static double spread(Kan kan, Batch rows) {
        double[] y = new double[rows.rows()];
        LinearNetworks.ENGINE.values(kan.network(), kan.parameters(), rows.x(), rows.rows(), y);
        double mean = Arrays.stream(y).sum() / y.length;
        return Math.sqrt(Arrays.stream(y).map(v -> (v - mean) * (v - mean)).sum() / y.length);
    }

    @Test
    void whatDoesNotChangeScoresNothing() {
        Kan kan = LinearNetworks.kan("2,2", new double[] {1, 0, 1, 0}).withMasked(0, 1, 0);
        Attribution scores = Attribution.of(LinearNetworks.ENGINE, kan, LinearNetworks.signs(2, 1, 1));
        close(scores.edge(0, 0, 0), 1);
        assertThat(scores.edge(0, 1, 0)).isZero();
        assertThat(scores.edge(0, 0, 1)).isZero();
        assertThat(scores.node(0, 1)).isZero();
    }
}
