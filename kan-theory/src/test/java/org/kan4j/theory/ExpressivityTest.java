package org.kan4j.theory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.kan4j.basis.BSpline;
import org.kan4j.kernel.CpuEngine;
import org.kan4j.numeric.Parallel;

class ExpressivityTest {
    private static final Parallel PARALLEL = new Parallel(2);

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4})
    void errorsOfSmoothFunctionsFallWithTheOrder(int order) {
        assertThat(Expressivity.smooth(1, order, List.of(12, 24, 48), 1, PARALLEL)
                        .slope())
                .isCloseTo(-(order + 1), within(0.2));
    }

    @Test
    void thePowerDoesNotDependOnTheNumberOfInputs() {
        double one = Expressivity.smooth(1, 3, List.of(12, 24), 1, PARALLEL).slope();
        for (int d : new int[] {2, 8}) {
            assertThat(Expressivity.smooth(d, 3, List.of(12, 24), 1, PARALLEL).slope())
                    .isCloseTo(one, within(0.3));
        }
    }

    @Test
    void innerFunctionsOfKolmogorovAndArnoldAreTooRough() {
        assertThat(Expressivity.rough(3, List.of(8, 16, 32, 64), 1, PARALLEL).slope())
                .isGreaterThan(-1.5);
    }

    @Test
    void theInnerFunctionGrowsFromZeroToOneAndHasTheValuesOfItsConstruction() {
        InnerFunction psi = new InnerFunction(2, 10, 4);
        double before = -1;
        for (int i = 0; i < 10_000; i++) {
            double value = psi.value((i + 0.5) / 10_000);
            assertThat(value).isGreaterThan(before);
            before = value;
        }
        assertThat(before).isBetween(0.9, 1.0);
        assertThat(psi.value(0)).isZero();
        assertThat(psi.value(0.30001)).isCloseTo(0.3, within(1e-12));
        // One digit further counts 10^−3, and half way to the next number before it.
        assertThat(psi.value(0.34001)).isCloseTo(0.304, within(1e-12));
        assertThat(psi.value(0.39001)).isCloseTo((0.308 + 0.4) / 2, within(1e-12));
    }

    @Test
    void wideNetworksComeNearer() {
        try (CpuEngine engine = new CpuEngine(1)) {
            Expressivity widths = Expressivity.width(List.of(1, 3), 1, engine, PARALLEL);
            assertThat(widths.errors()[1]).isLessThan(widths.errors()[0] / 5);
            assertThat(new ExpressReport(3, List.of(widths)).text()).contains("sin(3xy) by 2,n,1");
        }
    }

    @Test
    void perceptronsOfAsManyParametersAreFurtherOff() {
        try (CpuEngine engine = new CpuEngine(1)) {
            double[] perceptron = Expressivity.perceptron(1, 3, List.of(8, 16), 1, engine, PARALLEL)
                    .errors();
            double[] splines =
                    Expressivity.smooth(1, 3, List.of(8, 16), 1, PARALLEL).errors();
            assertThat(perceptron[0]).isLessThan(0.05);
            assertThat(perceptron[1]).isGreaterThan(2 * splines[1]);
        }
    }

    @Test
    void tooFewRowsAreRefused() {
        assertThatThrownBy(() -> AdditiveSplines.error(BSpline.STANDARD, 1, x -> Double.NaN, 0, 1))
                .hasMessageContaining("more than 0 rows required for 8 coefficients");
    }
}
