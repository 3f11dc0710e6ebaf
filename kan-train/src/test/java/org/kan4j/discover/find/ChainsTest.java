package org.kan4j.discover.find;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.SplittableRandom;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.kan4j.data.Batch;
import org.kan4j.discover.score.Refinement;
import org.kan4j.formula.Expression;
import org.kan4j.formula.Vocabulary;

class ChainsTest {
    private static Batch table(DoubleUnaryOperator f, double lo, double hi) {
        double[] x = new SplittableRandom(5).doubles(300, lo, hi).toArray();
        double[] y = new double[x.length];
        for (int r = 0; r < x.length; r++) {
            y[r] = f.applyAsDouble(x[r]);
        }
        return new Batch(x, y, x.length);
    }

    private static Arguments law(String name, DoubleUnaryOperator f, double lo, double hi) {
        return Arguments.of(name, f, lo, hi);
    }

    static List<Arguments> laws() {
        return List.of(
                law("two decays", t -> 3.1 * Math.exp(-0.9 * t) + 1.2 * Math.exp(-0.21 * t), 0, 8),
                law("saturation and a line", s -> 2.4 * s / (1.7 + s) + 0.3 * s, 0, 6));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("laws")
    void someStartLeadsToTheLaw(String name, DoubleUnaryOperator f, double lo, double hi) {
        Batch data = table(f, lo, hi);
        assertThat(leads(new Chains(data, Vocabulary.all()).several(), data)).isTrue();
    }

    @Test
    @Tag("slow")
    void someStartLeadsToADampedOscillation() {
        Batch data = table(t -> 1.7 * Math.exp(-0.31 * t) * Math.sin(2.2 * t + 0.6), 0, 6);
        assertThat(leads(new Chains(data, Vocabulary.all()).several(), data)).isTrue();
    }

    static List<Arguments> singleLaws() {
        return List.of(
                law("a well", u -> 0.3 - 0.7 / Math.cosh(1.9 * u), 0, 4),
                law("occupation by bosons", u -> 1.3 / (Math.exp(0.8 * u) - 1), 0.3, 6));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("singleLaws")
    void someStartOfOneChainLeadsToTheLaw(String name, DoubleUnaryOperator f, double lo, double hi) {
        Batch data = table(f, lo, hi);
        assertThat(leads(new Chains(data, Vocabulary.all()).single(), data)).isTrue();
    }

    /** Whether a start, when it is fitted, leaves nothing: approximations leave 1e-12 of the variance at the very least. */
    private static boolean leads(List<Expression> starts, Batch data) {
        Refinement refinement = new Refinement(data.thinned(100), () -> false);
        return starts.stream().anyMatch(e -> refinement.fit(e, 30).unexplained() < 1e-18);
    }

    @Test
    void aConstantTargetHasNoStarts() {
        Chains chains = new Chains(table(x -> 3, 0, 1), Vocabulary.all());
        assertThat(chains.single()).isEmpty();
        assertThat(chains.several()).isEmpty();
    }

    @Test
    void startsAreTheSameEveryTime() {
        Batch data = table(x -> x * Math.sin(x), -2, 3).thinned(60);
        List<Expression> once = new Chains(data, Vocabulary.all()).several();
        assertThat(once).isNotEmpty();
        assertThat(new Chains(data, Vocabulary.all()).several()).isEqualTo(once);
    }
}
