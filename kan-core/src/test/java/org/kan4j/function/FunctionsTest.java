package org.kan4j.function;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class FunctionsTest {
    private static final long SEED = 20240419;

    static Stream<UnivariateFunction> all() {
        return Stream.concat(
                Functions.standard().stream(),
                Stream.of(-2.5, -0.3, 0.426, 1.0, 2.0, 3.7).map(Functions::power));
    }

    @ParameterizedTest
    @MethodSource("all")
    void derivativesAgreeWithCentralDifferences(UnivariateFunction f) {
        Random random = new Random(SEED);
        int checked = 0;
        for (int n = 0; n < 400; n++) {
            double u = (n % 2 == 0 ? 4 : 1) * (2 * random.nextDouble() - 1);
            // Step and tolerance: rounding of the difference is eps*|f|/h, its truncation h^2*|f'''|/6; both stay below
            // 1e-7 of the local scale when u keeps 0.05 from every singular point (0 and 1 in absolute value).
            double h = 1e-5 * Math.min(1, Math.abs(u));
            if (Math.abs(u) < 0.05 || Math.abs(Math.abs(u) - 1) < 0.05 || Math.abs(Math.cos(u)) < 0.05) {
                continue;
            }
            double difference = (f.value(u + h) - f.value(u - h)) / (2 * h);
            if (Double.isNaN(f.value(u))) {
                assertThat(f.derivative(u))
                        .as("%s'(%s), seed %d", f.name(), u, SEED)
                        .isNaN();
                assertThat(f.secondDerivative(u))
                        .as("%s''(%s), seed %d", f.name(), u, SEED)
                        .isNaN();
                assertThat(f.thirdDerivative(u))
                        .as("%s'''(%s), seed %d", f.name(), u, SEED)
                        .isNaN();
                continue;
            }
            double scale = 1 + Math.abs(f.value(u)) / Math.abs(u);
            assertThat(f.derivative(u))
                    .as("%s'(%s), seed %d", f.name(), u, SEED)
                    .isCloseTo(difference, within(1e-6 * (scale + Math.abs(difference))));
            double second = (f.derivative(u + h) - f.derivative(u - h)) / (2 * h);
            double slope = 1 + Math.abs(f.derivative(u)) / Math.abs(u);
            assertThat(f.secondDerivative(u))
                    .as("%s''(%s), seed %d", f.name(), u, SEED)
                    .isCloseTo(second, within(1e-6 * (slope + Math.abs(second))));
            double third = (f.secondDerivative(u + h) - f.secondDerivative(u - h)) / (2 * h);
            double bend = 1 + Math.abs(f.secondDerivative(u)) / Math.abs(u);
            assertThat(f.thirdDerivative(u))
                    .as("%s'''(%s), seed %d", f.name(), u, SEED)
                    .isCloseTo(third, within(1e-6 * (bend + Math.abs(third))));
            checked++;
        }
        assertThat(checked)
                .as("points of the domain of %s, seed %d", f.name(), SEED)
                .isGreaterThan(30);
    }

    @ParameterizedTest
    @MethodSource("all")
    void valuesAreFiniteInTheDomainAndNaNOutside(UnivariateFunction f) {
        Domain domain = f.domain();
        Random random = new Random(SEED + 1);
        for (int n = 0; n < 200; n++) {
            double distance = 0.01 + 3 * random.nextDouble();
            double lower = Double.isInfinite(domain.lower()) ? -2 : domain.lower();
            double width = Double.isInfinite(domain.upper()) ? 4 : domain.upper() - lower;
            double inside = lower + width * (0.01 + 0.98 * random.nextDouble());
            assertThat(f.value(inside)).as("%s(%s), seed %d", f, inside, SEED).isFinite();
            for (double outside : new double[] {domain.lower() - distance, domain.upper() + distance}) {
                if (Double.isFinite(outside)) {
                    assertThat(Double.isNaN(f.value(outside)))
                            .as("%s(%s) is NaN, seed %d", f, outside, SEED)
                            .isEqualTo(domain.whole());
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("all")
    void theParityIsThatOfTheValues(UnivariateFunction f) {
        boolean even = true;
        boolean odd = true;
        boolean oddAboutValue = true;
        for (double u : new double[] {0.1, 0.37, 0.62, 0.9, 1.3, 2.2}) {
            double value = f.value(u);
            double mirrored = f.value(-u);
            if (Double.isNaN(value) && Double.isNaN(mirrored)) {
                continue;
            }
            // 1e-12: the two are computed from the same magnitudes
            even &= Math.abs(mirrored - value) <= 1e-12 * Math.abs(value);
            odd &= Math.abs(mirrored + value) <= 1e-12 * Math.abs(value);
            oddAboutValue &= Math.abs(mirrored + value - 2 * f.value(0)) <= 1e-12 * (1 + Math.abs(value));
        }
        Parity parity = even ? Parity.EVEN : odd ? Parity.ODD : oddAboutValue ? Parity.ODD_ABOUT_VALUE : Parity.NONE;
        // Where there is nothing below 1 there is nothing to mirror.
        assertThat(f.parity()).as(f.name()).isEqualTo(f.domain().lower() > 0 ? Parity.NONE : parity);
    }

    @Test
    void namesAreUniqueIdentifiersThatFindTheirFunction() {
        List<UnivariateFunction> standard = Functions.standard();
        assertThat(standard).hasSizeGreaterThanOrEqualTo(28);
        assertThat(standard).extracting(UnivariateFunction::name).doesNotHaveDuplicates();
        for (UnivariateFunction f : standard) {
            assertThat(f.name()).matches("[a-z0-9_.+-]+");
            assertThat(Functions.byName(f.name())).contains(f);
        }
        assertThat(Functions.byName("no_such_function")).isEmpty();
        assertThat(Functions.byName("")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.426, -2.0, 1e-5, -3.25e17, 1.0 / 3, Double.MIN_VALUE, Double.MAX_VALUE})
    void powersAreFoundByName(double exponent) {
        UnivariateFunction power = Functions.power(exponent);
        assertThat(power.name()).matches("[a-z0-9_.+-]+");
        assertThat(Functions.byName(power.name())).contains(power);
        assertThat(Functions.exponent(power)).contains(exponent);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "pow_",
                "pow_0",
                "pow_0.0",
                "pow_nan",
                "pow_infinity",
                "pow_1e999",
                "pow_0x1p3",
                "pow_1d",
                "pow_1.",
                "pow_ 1",
                "pow_1e-999"
            })
    void malformedPowersAreNotFound(String name) {
        assertThat(Functions.byName(name)).isEmpty();
    }

    @Test
    void powersRejectExponentsWithoutMeaning() {
        for (double p : new double[] {0, Double.NaN, Double.POSITIVE_INFINITY}) {
            assertThatThrownBy(() -> Functions.power(p))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("finite exponent other than 0 required, got " + p);
        }
    }

    @Test
    void outsideTheDomainTheValueIsNaN() {
        assertThat(value("log", 0)).isNaN();
        assertThat(value("reciprocal", 0)).isNaN();
        assertThat(value("reciprocal_square", 0)).isNaN();
        assertThat(value("rsqrt", 0)).isNaN();
        assertThat(value("bose", 0)).isNaN();
        assertThat(value("atanh", 1)).isNaN();
        assertThat(value("sqrt", -1e-9)).isNaN();
        assertThat(value("cbrt", -1)).isNaN();
        assertThat(value("asin", 1.0001)).isNaN();
        assertThat(value("sqrt", 0)).isZero();
        assertThat(Functions.power(0.5).value(0)).isZero();
        assertThat(Functions.power(-0.5).value(0)).isNaN();
        all().forEach(f -> {
            assertThat(f.value(Double.NaN)).as(f.name()).isNaN();
            assertThat(f.derivative(Double.NaN)).as(f.name()).isNaN();
            assertThat(f.secondDerivative(Double.NaN)).as(f.name()).isNaN();
            assertThat(f.thirdDerivative(Double.NaN)).as(f.name()).isNaN();
        });
    }

    @Test
    void theArcSineAndCosineAgreeWithTheJdk() {
        for (double u : new double[] {-1, -1 + 1e-15, -0.7, -1e-300, -0.0, 0, 1e-9, 0.5, 1 - 1e-9, 1}) {
            assertThat(value("asin", u)).isCloseTo(Math.asin(u), within(4 * Math.ulp(Math.asin(u))));
            assertThat(value("acos", u)).isCloseTo(Math.acos(u), within(4 * Math.ulp(Math.acos(u))));
        }
        assertThat(value("asin", -1.5)).isNaN();
        assertThat(value("acos", 1.5)).isNaN();
    }

    @Test
    void nothingOverflowsWhereTheFunctionIsBounded() {
        for (String name : List.of("gaussian", "logistic", "lorentzian", "tanh", "atan", "sinc")) {
            UnivariateFunction f = Functions.byName(name).orElseThrow();
            for (double u : new double[] {-1e200, -800, 800, 1e200}) {
                assertThat(f.value(u)).as("%s(%s)", name, u).isFinite();
                assertThat(f.derivative(u)).as("%s'(%s)", name, u).isFinite();
                assertThat(f.secondDerivative(u)).as("%s''(%s)", name, u).isFinite();
                assertThat(f.thirdDerivative(u)).as("%s'''(%s)", name, u).isFinite();
            }
        }
        assertThat(value("log_cosh", 800)).isCloseTo(800 - Math.log(2), within(1e-12));
        assertThat(value("softplus", 800)).isEqualTo(800);
        assertThat(value("bose", 800)).isZero();
        assertThat(value("hyperbola", 1e200)).isEqualTo(1e200);
    }

    @Test
    void functionsThatCancelNearZeroStayExact() {
        double u = 1e-9; // u^2 is far below the rounding of 1: each value is its leading term to rounding
        assertThat(value("log_cosh", u)).isCloseTo(u * u / 2, within(1e-30));
        assertThat(value("asinh", u)).isCloseTo(u, within(1e-24));
        assertThat(value("asinh", -u)).isCloseTo(-u, within(1e-24));
        UnivariateFunction sinc = Functions.byName("sinc").orElseThrow();
        assertThat(sinc.derivative(u)).isCloseTo(-u / 3, within(1e-24));
        assertThat(sinc.value(1 - 1e-12)).isCloseTo(sinc.value(1 + 1e-12), within(1e-11));
        assertThat(sinc.secondDerivative(1 - 1e-12)).isCloseTo(sinc.secondDerivative(1 + 1e-12), within(1e-11));
        assertThat(sinc.thirdDerivative(1 - 1e-12)).isCloseTo(sinc.thirdDerivative(1 + 1e-12), within(1e-11));
        assertThat(sinc.thirdDerivative(u)).isCloseTo(u / 5, within(1e-24));
    }

    private static double value(String name, double u) {
        return Functions.byName(name).orElseThrow().value(u);
    }
}
