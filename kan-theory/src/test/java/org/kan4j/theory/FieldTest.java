package org.kan4j.theory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.kan4j.kernel.CpuEngine;
import org.kan4j.numeric.Parallel;

class FieldTest {
    private static final CpuEngine ENGINE = new CpuEngine(1);
    private static final Parallel PARALLEL = new Parallel(2);
    private static final CircleField FIELD = new CircleField(6, 1, 20);

    @AfterAll
    static void close() {
        ENGINE.close();
        PARALLEL.close();
    }

    private static QuarticField reweighted(double coupling, int networks) {
        return QuarticField.reweighted(FIELD, coupling, networks, 1, ENGINE, PARALLEL, share -> {}, () -> false);
    }

    private static QuarticField sampled(double coupling, int networks) {
        return QuarticField.sampled(FIELD, coupling, networks, 2, ENGINE, PARALLEL, share -> {}, () -> false);
    }

    @Test
    void theFreeFieldHasItsPropagatorAtAllDistances() {
        QuarticField free = reweighted(0, 4000);
        double[] tau = FIELD.distances();
        for (int k = 0; k < tau.length; k++) {
            assertThat(free.correlations()[k])
                    .isCloseTo(FIELD.ensemblePropagator(tau[k]), within(4 * free.errors()[k]));
            assertThat(FIELD.ensemblePropagator(tau[k]))
                    .isCloseTo(FIELD.propagator(tau[k]), within(FIELD.cutoffBound()));
        }
        assertThat(free.share()).isEqualTo(1);
    }

    @Test
    void theCutoffTakesWhatItsBoundSays() {
        CircleField field = new CircleField(5, 1, 120);
        double missing = field.propagator(0) - field.ensemblePropagator(0);
        assertThat(missing).isLessThan(field.cutoffBound()).isCloseTo(0.00211, within(2e-5));
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.05, 0.2})
    void weightsAndSamplingGiveWhatDiagonalisationGives(double coupling) {
        Oscillator oscillator = new Oscillator(1, coupling);
        QuarticField weights = reweighted(coupling, 4000);
        QuarticField chain = sampled(coupling, 2000);
        for (int k : new int[] {0, 5, 10, 20}) {
            double exact = oscillator.correlation(6, FIELD.distances()[k]);
            assertThat(weights.correlations()[k])
                    .isCloseTo(exact, within(3 * weights.errors()[k] + FIELD.cutoffBound()));
            assertThat(chain.correlations()[k]).isCloseTo(exact, within(3 * chain.errors()[k] + FIELD.cutoffBound()));
        }
        assertThat(chain.share()).isBetween(0.9, 1.0);
        // 0.5 without the interaction: many errors away.
        assertThat(weights.correlations()[0]).isLessThan(0.5 - 5 * weights.errors()[0]);
    }

    @Test
    void correlationLengthsAreThoseOfTheGap() {
        // On a circle of 20 lengths the excited states above the first have died.
        CircleField field = new CircleField(16, 1, 20);
        Oscillator oscillator = new Oscillator(1, 0.1);
        double[] g = IntStream.range(0, field.distances().length)
                .mapToDouble(k -> oscillator.correlation(16, field.distances()[k]))
                .toArray();
        assertThat(field.correlationLength(g, 0)).isCloseTo(1 / oscillator.gap(), within(1e-4));
        QuarticField chain = sampled(0.1, 2000);
        assertThat(chain.length()).isCloseTo(1 / oscillator.gap(), within(3 * chain.lengthError()));
    }

    @Test
    void energiesAreThoseInTheLiterature() {
        // Hioe and Montroll (1975): H = p²/2 + x²/2 + x⁴ has E0 = 0.8037706512 and E1 = 2.7378922.
        assertThat(new Oscillator(1, 1).gap()).isCloseTo(2.7378922 - 0.8037706512, within(1e-6));
        assertThat(new Oscillator(1, 0).correlation(6, 1)).isCloseTo(FIELD.propagator(1), within(1e-12));
        assertThat(new Oscillator(1, 0.2, 60).correlation(6, 0))
                .isCloseTo(new Oscillator(1, 0.2).correlation(6, 0), within(1e-9));
    }

    @Test
    void thePlaneKnowsRotationsWithTwoLayersOnly() {
        PlaneField plane = PlaneField.sampled(FIELD, 20, 16, 2000, 3, ENGINE, PARALLEL, share -> {}, () -> false);
        for (int k = 0; k < plane.distances().length; k++) {
            assertThat(plane.correlations()[k]).isCloseTo(plane.exact()[k], within(4 * plane.errors()[k]));
        }
        assertThat(plane.rotations()).allMatch(Symmetry::asExpected).hasSize(2);
    }

    @Test
    void withoutACutoffThePropagatorIsABesselFunction() {
        // K_0(1)/(2π); what lies above the cutoff K oscillates, with an amplitude of √(2/(πK))/(2πK).
        assertThat(PlaneField.propagator(1, 50, 1)).isCloseTo(0.4210244382 / (2 * Math.PI), within(3.6e-4));
    }

    @Test
    void badFieldsAreRefused() {
        assertThatThrownBy(() -> new CircleField(8, 0, 10)).hasMessageContaining("got 8.0, 0.0, 10");
        assertThatThrownBy(() -> reweighted(-1, 1000)).hasMessageContaining("got -1.0 and 1000");
        assertThatThrownBy(() -> sampled(1, 10)).hasMessageContaining("200 networks or more");
    }
}
