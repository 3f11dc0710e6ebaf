package org.kan4j.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.kan4j.basis.BSpline;
import org.kan4j.basis.Basis;
import org.kan4j.function.Functions;
import org.kan4j.grid.Extrapolation;
import org.kan4j.grid.Grid;

class LayerTest {
    private static final Basis CUBIC = new BSpline(Grid.uniform(-1, 1, 5), 3, Extrapolation.LINEAR);
    private static final Basis LINE = new BSpline(Grid.uniform(-1, 1, 1), 1, Extrapolation.LINEAR);

    @Test
    void parametersLieInputByInputAndThenTheConstants() {
        List<Edge> edges = new ArrayList<>(Collections.nCopies(12, Edge.NUMERIC));
        edges.set(7, new Edge.Symbolic(Functions.byName("sin").orElseThrow()));
        edges.set(2, new Edge.Symbolic(Functions.byName("exp").orElseThrow()));
        edges.set(3, Edge.MASKED);
        Layer layer = new Layer(
                List.of(CUBIC, LINE), List.of(BaseActivation.SILU, BaseActivation.ZERO), 1, new int[] {2, 3}, edges);
        assertThat(layer.in()).isEqualTo(2);
        assertThat(layer.out()).isEqualTo(3);
        assertThat(layer.columns()).isEqualTo(6);
        assertThat(layer.rows(0)).isEqualTo(9);
        assertThat(layer.rows(1)).isEqualTo(2);
        assertThat(layer.inputOffset(1)).isEqualTo(54);
        assertThat(layer.symbolicOffset(0, 2)).isEqualTo(66);
        assertThat(layer.symbolicOffset(1, 1)).isEqualTo(70);
        assertThat(layer.symbolicOffset(0, 3)).isEqualTo(-1);
        assertThat(layer.parameterCount()).isEqualTo(74);
        int[][] nodes = {{0, 1, 0}, {1, 2, 1}, {3, 3, 1}};
        for (int node = 0; node < 3; node++) {
            assertThat(layer.firstColumn(node)).isEqualTo(nodes[node][0]);
            assertThat(layer.columnCount(node)).isEqualTo(nodes[node][1]);
            for (int c = 0; c < layer.columnCount(node); c++) {
                assertThat(layer.nodeOf(layer.firstColumn(node) + c)).isEqualTo(node);
            }
        }
    }

    @Test
    void sizesThatDisagreeAreRefused() {
        List<BaseActivation> silu = List.of(BaseActivation.SILU);
        List<Edge> one = List.of(Edge.NUMERIC);
        refused("1·2 edges required, got 1", List.of(CUBIC), silu, 2, one);
        refused("1 base activations required, got 0", List.of(CUBIC), List.of(), 1, one);
        refused("at least 1 input and 1 node required", List.of(), List.of(), 1, List.of());
        refused("at least 1 input and 1 node required", List.of(CUBIC), silu, 0, List.of());
        refused("at least 1 input and 1 node required", List.of(CUBIC), silu, -1, one, 2);
        refused("at least 2 arguments, got 1", List.of(CUBIC), silu, 0, one, 1);
    }

    private static void refused(
            String message, List<Basis> bases, List<BaseActivation> base, int sums, List<Edge> edges, int... arities) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Layer(bases, base, sums, arities, edges))
                .withMessageContaining(message);
    }

    @Test
    void equalLayersHaveEqualStructure() {
        Layer layer = Layer.dense(List.of(CUBIC, LINE), BaseActivation.SILU, 2, 2);
        assertThat(layer)
                .isEqualTo(Layer.dense(List.of(CUBIC, LINE), BaseActivation.SILU, 2, 2))
                .hasSameHashCodeAs(Layer.dense(List.of(CUBIC, LINE), BaseActivation.SILU, 2, 2))
                .isNotEqualTo(Layer.dense(List.of(LINE, CUBIC), BaseActivation.SILU, 2, 2))
                .isNotEqualTo(Layer.dense(List.of(CUBIC, LINE), BaseActivation.ZERO, 2, 2))
                .isNotEqualTo(Layer.dense(List.of(CUBIC, LINE), BaseActivation.SILU, 4))
                .isNotEqualTo(layer.withEdge(1, 2, Edge.MASKED));
        assertThat(layer.withEdge(1, 2, Edge.MASKED).withEdge(1, 2, Edge.NUMERIC))
                .isEqualTo(layer);
    }

    @ParameterizedTest
    @EnumSource
    void activationsHaveTheirDerivatives(BaseActivation b) {
        double h = 1e-4;
        for (double x = -30; x <= 30; x += 0.37) {
            assertThat((b.value(x + h) - b.value(x - h)) / (2 * h)).isCloseTo(b.derivative(x), within(1e-8));
            assertThat((b.derivative(x + h) - b.derivative(x - h)) / (2 * h))
                    .isCloseTo(b.secondDerivative(x), within(1e-8));
            assertThat((b.secondDerivative(x + h) - b.secondDerivative(x - h)) / (2 * h))
                    .isCloseTo(b.thirdDerivative(x), within(1e-8));
            double[] all = new double[4];
            b.evaluate(x, all);
            assertThat(all).containsExactly(b.value(x), b.derivative(x), b.secondDerivative(x), b.thirdDerivative(x));
        }
        for (double x : new double[] {-1e4, 1e4, -1e300, 1e300}) {
            assertThat(b.value(x)).isFinite();
            assertThat(b.derivative(x)).isFinite();
            assertThat(b.secondDerivative(x)).isFinite();
            assertThat(b.thirdDerivative(x)).isFinite();
        }
    }

    @Test
    void aLayerGivesBackWhatItWasMadeOf() {
        List<Edge> edges = new ArrayList<>(Collections.nCopies(12, Edge.NUMERIC));
        edges.set(9, Edge.MASKED);
        List<Basis> bases = List.of(CUBIC, LINE);
        List<BaseActivation> activations = List.of(BaseActivation.SILU, BaseActivation.ZERO);
        Layer layer = new Layer(bases, activations, 1, new int[] {2, 3}, edges);
        assertThat(layer.bases()).isEqualTo(bases);
        assertThat(layer.basis(1)).isEqualTo(LINE);
        assertThat(layer.activations()).isEqualTo(activations);
        assertThat(layer.activation(0)).isEqualTo(BaseActivation.SILU);
        assertThat(layer.sums()).isEqualTo(1);
        assertThat(layer.products()).isEqualTo(2);
        assertThat(layer.arity(1)).isEqualTo(3);
        assertThat(layer.arities()).containsExactly(2, 3);
        assertThat(layer.edges()).isEqualTo(edges);
        assertThat(layer.edge(1, 3)).isEqualTo(Edge.MASKED);
        assertThat(layer.edge(0, 3)).isEqualTo(Edge.NUMERIC);
        assertThat(layer.withBases(List.of(LINE, CUBIC)))
                .isEqualTo(new Layer(List.of(LINE, CUBIC), activations, 1, new int[] {2, 3}, edges));
    }

    @Test
    void replacingAnEdgeReplacesNoOther() {
        Layer layer = Layer.dense(List.of(CUBIC, LINE, LINE), BaseActivation.SILU, 3);
        for (int i = 0; i < 3; i++) {
            for (int c = 0; c < 3; c++) {
                List<Edge> expected = new ArrayList<>(layer.edges());
                expected.set(3 * i + c, Edge.MASKED);
                assertThat(layer.withEdge(i, c, Edge.MASKED).edges()).isEqualTo(expected);
            }
        }
    }

    @Test
    void aLayerMayHaveProductsAlone() {
        Layer layer = Layer.dense(List.of(CUBIC), BaseActivation.SILU, 0, 2);
        assertThat(layer.out()).isEqualTo(1);
        assertThat(layer.columns()).isEqualTo(2);
    }

    @Test
    void siluIsTheInputTimesItsSigmoid() {
        for (double x : new double[] {-3, -0.5, 0.5, 2}) {
            assertThat(BaseActivation.SILU.value(x)).isCloseTo(x / (1 + Math.exp(-x)), within(1e-15));
        }
    }

    @Test
    void onlyAMaskedEdgeIsNotActive() {
        assertThat(Edge.MASKED.active()).isFalse();
        assertThat(Edge.NUMERIC.active()).isTrue();
        assertThat(symbolic("sin").active()).isTrue();
    }

    @Test
    void symbolicEdgesAreEqualByTheNameOfTheirFunction() {
        assertThat(symbolic("sin"))
                .isEqualTo(symbolic("sin"))
                .hasSameHashCodeAs(symbolic("sin"))
                .isNotEqualTo(symbolic("exp"))
                .isNotEqualTo(Edge.NUMERIC);
        assertThat(symbolic("sin").hashCode()).isNotEqualTo(symbolic("exp").hashCode());
    }

    private static Edge symbolic(String name) {
        return new Edge.Symbolic(Functions.byName(name).orElseThrow());
    }

    @Test
    void layersThatDifferInBasesOrFunctionsHashDifferently() {
        Layer layer = Layer.dense(List.of(CUBIC, LINE), BaseActivation.SILU, 2);
        Layer symbolic = layer.withEdge(0, 0, symbolic("sin"));
        Layer swapped = layer.withBases(List.of(LINE, CUBIC));
        assertThat(layer.hashCode()).isNotZero();
        assertThat(List.of(layer.hashCode(), symbolic.hashCode(), swapped.hashCode()))
                .doesNotHaveDuplicates();
    }

    @Test
    void anInputThatMayHaveGapsHasARowMore() {
        Layer layer = Layer.dense(List.of(LINE, CUBIC, LINE), BaseActivation.ZERO, 2);
        Layer gaps = layer.withGaps(false, false, true);
        assertThat(layer.anyGaps()).isFalse();
        assertThat(gaps.anyGaps()).isTrue();
        for (int i = 0; i < 3; i++) {
            assertThat(gaps.gaps(i)).isEqualTo(i == 2);
            assertThat(gaps.rows(i)).isEqualTo(layer.rows(i) + (i == 2 ? 1 : 0));
        }
        assertThat(gaps.parameterCount()).isEqualTo(layer.parameterCount() + 2);
        assertThat(gaps).isNotEqualTo(layer).isNotEqualTo(layer.withGaps(true, false, false));
        assertThat(gaps.withBases(layer.bases()).withEdge(0, 0, Edge.MASKED).gaps(2))
                .isTrue();
    }
}
