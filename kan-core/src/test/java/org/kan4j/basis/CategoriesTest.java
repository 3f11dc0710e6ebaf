package org.kan4j.basis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.kan4j.kernel.CpuEngine;
import org.kan4j.layer.BaseActivation;
import org.kan4j.layer.Layer;
import org.kan4j.network.Kan;
import org.kan4j.network.KanNetwork;

class CategoriesTest {
    /** One category of three levels that may be missing; one node. */
    private static final KanNetwork NETWORK = new KanNetwork(List.of(
            Layer.dense(List.of(new Categories(3)), BaseActivation.ZERO, 1).withGaps(true)));

    @Test
    void anEdgeIsATableOfItsLevels() {
        double[] y = new double[6];
        double[] x = {0, 1, 2, Categories.UNKNOWN, 3, Double.NaN};
        new CpuEngine().values(NETWORK, new double[] {0.5, 10, 20, 30, -7}, x, 6, y);
        assertThat(y).containsExactly(10, 20, 30, 0.5, 0.5, 0.5 - 7);
    }

    @Test
    void refiningAndOtherGridsKeepTheTable() {
        Kan kan = new Kan(NETWORK, new double[] {0.5, 10, 20, 30, -7});
        assertThat(kan.refined(4).parameters()).containsExactly(kan.parameters());
        Kan moved = kan.withGrids(
                0, List.of(kan.network().layer(0).basis(0).gridOver(new double[] {1}, 9)), new double[1][0]);
        assertThat(moved.network()).isEqualTo(kan.network());
        assertThat(moved.parameters()).containsExactly(kan.parameters());
    }

    @Test
    void theSpreadOfTheLevelsIsThatFromTheNeutralEffect() {
        double[] coefficients = {2, 3, 2, 6};
        double spread = 0;
        assertThat(new Categories(3).bends()).hasSize(3);
        for (Basis.Bend bend : new Categories(3).bends()) {
            double d = 0;
            for (int j = 0; j < bend.functions().length; j++) {
                d += bend.shares()[j] * coefficients[bend.functions()[j]];
            }
            spread += d * d;
        }
        assertThat(spread).isEqualTo(1 + 0 + 16);
    }

    @Test
    void aNumberOfLevelsBeyondTheLimitsIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Categories(0)).withMessageContaining("got 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Categories(Categories.MOST_LEVELS + 1))
                .withMessageContaining("1 to 1048576 levels required");
    }

    @Test
    void oneFunctionIsOneAtALevelAndNothingChangesWithTheInput() {
        Categories three = new Categories(3);
        assertThat(three.family()).isEqualTo("categories");
        assertThat(three.ordered()).isFalse();
        assertThat(three.size()).isEqualTo(4);
        assertThat(three.support()).isOne();
        assertThat(three.grid().lo()).isEqualTo(-0.5);
        assertThat(three.grid().hi()).isEqualTo(2.5);
        double[] out = new double[4];
        double[][] functions = {{-1, 0}, {0, 1}, {1, 2}, {2, 3}, {3, 0}};
        for (double[] f : functions) {
            Arrays.fill(out, 7);
            assertThat(three.evaluate(f[0], 2, out, 1)).isEqualTo((int) f[1]);
            assertThat(out).containsExactly(7, 1, 0, 0);
        }
        three.evaluate(Double.NaN, 2, out, 1);
        assertThat(out).containsExactly(7, Double.NaN, Double.NaN, Double.NaN);
        assertThat(BasisRegistry.all()).contains(Categories.STANDARD).containsAll(BasisRegistry.standards());
        assertThat(BasisRegistry.standards()).allMatch(Basis::ordered);
    }
}
