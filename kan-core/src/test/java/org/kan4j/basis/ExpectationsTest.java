package org.kan4j.basis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.kan4j.grid.Extrapolation;
import org.kan4j.grid.Grid;
import org.kan4j.layer.BaseActivation;

class ExpectationsTest {
    private static final double SIGMA = 0.8;

    static List<Basis> bases() {
        return EveryBasis.on(Grid.of(-1.5, -1.2, 0.1, 0.4, 2), 6);
    }

    @Test
    void ofWavesAreThoseOfTheCharacteristicFunction() {
        // E[exp(i·a·z)·He_j(z)] = (i·a)^j·exp(−a²/2); the harmonics begin at the lower end of the range.
        Basis basis = new Fourier(Grid.of(-1.3, 2.2), 5);
        double[] actual = new Expectations(basis, SIGMA, 12).hermite(0);
        for (int k = 1; k <= 5; k++) {
            double frequency = 2 * Math.PI * k / 3.5;
            double a = frequency * SIGMA;
            double factorial = 1;
            for (int j = 0; j < 12; j++) {
                factorial *= Math.max(1, j);
                double size = Math.pow(a, j) * Math.exp(-a * a / 2) / Math.sqrt(factorial);
                double phase = frequency * 1.3 + j * Math.PI / 2;
                assertThat(actual[(2 * k - 1) * 12 + j]).isCloseTo(size * Math.cos(phase), within(1e-13));
                assertThat(actual[2 * k * 12 + j]).isCloseTo(size * Math.sin(phase), within(1e-13));
            }
        }
    }

    @Test
    void ofGaussiansAreGaussians() {
        GaussianRbf basis = new GaussianRbf(Grid.of(-2, -1, 0.5, 1, 3));
        double[] actual = new Expectations(basis, SIGMA, 1).hermite(0);
        for (int m = 0; m < basis.size(); m++) {
            double w = basis.width(m) * basis.width(m);
            double spread = w + 2 * SIGMA * SIGMA;
            double expected =
                    Math.sqrt(w / spread) * Math.exp(-Math.pow(basis.grid().knot(m), 2) / spread);
            assertThat(actual[m]).isCloseTo(expected, within(1e-15));
        }
    }

    @Test
    void ofPolynomialsAreMoments() {
        // Of inputs that hardly leave the range: T_2 = 2t² − 1 and T_4 = 8t⁴ − 8t² + 1 at t = z/20.
        Basis basis = new Chebyshev(Grid.of(-20, 20), 4, Extrapolation.LINEAR);
        double[] actual = new Expectations(basis, 1, 1).products(0);
        double t2 = 1 / 400.0;
        assertThat(actual[0]).isCloseTo(1, within(1e-14));
        assertThat(actual[2]).isCloseTo(2 * t2 - 1, within(1e-14));
        assertThat(actual[4]).isCloseTo(24 * t2 * t2 - 8 * t2 + 1, within(1e-14));
        assertThat(actual[6]).isCloseTo(t2, within(1e-14));
    }

    /** Figures of another program: E ΣB′² over E ΣB² of cubic splines on ±3, which go on linearly. */
    @ParameterizedTest
    @CsvSource({"5, 0.965", "10, 3.86", "20, 15.37"})
    void slopesOfFineGridsAreLarge(int intervals, double ratio) {
        Basis basis = new BSpline(Grid.uniform(-3, 3, intervals), 3, Extrapolation.LINEAR);
        Expectations expectations = new Expectations(basis, 1, 1);
        assertThat(trace(expectations.products(1), basis.size()) / trace(expectations.products(0), basis.size()))
                .isCloseTo(ratio, within(0.002 * ratio));
    }

    private static double trace(double[] matrix, int size) {
        double sum = 0;
        for (int m = 0; m < size; m++) {
            sum += matrix[m * size + m];
        }
        return sum;
    }

    @ParameterizedTest
    @MethodSource("bases")
    void agreeWithSumsOverManyPoints(Basis basis) {
        Expectations expectations = new Expectations(basis, SIGMA, 4);
        int size = basis.size();
        for (int d = 0; d <= 1; d++) {
            double[] hermite = new double[size * 4];
            double[] products = new double[size * size];
            double step = 2e-4;
            for (double z = -9 + step / 2; z < 9; z += step) {
                double weight = step * Math.exp(-z * z / 2) / Math.sqrt(2 * Math.PI);
                double[] b = EveryBasis.at(basis, SIGMA * z, d)[d];
                double[] h = {1, z, (z * z - 1) / Math.sqrt(2), (z * z * z - 3 * z) / Math.sqrt(6)};
                for (int m = 0; m < size; m++) {
                    for (int j = 0; j < 4; j++) {
                        hermite[m * 4 + j] += weight * b[m] * h[j];
                    }
                    for (int n = 0; n < size; n++) {
                        products[m * size + n] += weight * b[m] * b[n];
                    }
                }
            }
            // The sums' own error, of the order of the step times jumps of the slope, which is up to 40 at the ends.
            assertThat(expectations.hermite(d)).containsExactly(hermite, within(4e-4));
            assertThat(expectations.products(d)).containsExactly(products, within(2e-2));
        }
    }

    /** Parseval: Σ_j A_j² = E[f²]; the expansion of f′ is that of f with factors √(j+1)/σ. */
    @Test
    void manyTermsHoldTheWholeFunctionAndItsSlope() {
        int terms = 400;
        Basis basis = new BSpline(Grid.uniform(-3, 3, 5), 3, Extrapolation.LINEAR);
        Expectations expectations = new Expectations(basis, 1.1, terms);
        double[] a = expectations.hermite(0);
        double[] slopes = expectations.hermite(1);
        double[] products = expectations.products(0);
        for (int m = 0; m < basis.size(); m++) {
            double squares = 0;
            for (int j = 0; j < terms; j++) {
                squares += a[m * terms + j] * a[m * terms + j];
            }
            // Coefficients of a cubic spline fall as j^−4, their squares' sum as j^−7 and with it what is left.
            assertThat(squares).isCloseTo(products[m * basis.size() + m], within(1e-7));
            for (int j = 0; j + 1 < terms; j++) {
                assertThat(slopes[m * terms + j] * 1.1 / Math.sqrt(j + 1.0))
                        .isCloseTo(a[m * terms + j + 1], within(1e-13));
            }
        }
    }

    @Test
    void ofTheBaseActivationAreThere() {
        Expectations expectations = new Expectations(BSpline.STANDARD, SIGMA, 3);
        double[] identity = expectations.hermite(BaseActivation.IDENTITY::value);
        assertThat(identity).containsExactly(new double[] {0, SIGMA, 0}, within(1e-15));
        // z² is He_2 + 1, and the norm of He_2 is √2.
        assertThat(expectations.hermite(x -> x * x))
                .containsExactly(new double[] {SIGMA * SIGMA, 0, SIGMA * SIGMA * Math.sqrt(2)}, within(1e-14));
        // Stein: E[z·f(σz)] = σ·E[f′(σz)].
        assertThat(expectations.hermite(BaseActivation.SILU::value)[1])
                .isCloseTo(SIGMA * expectations.hermite(BaseActivation.SILU::derivative)[0], within(1e-15));
    }

    @Test
    void argumentsOutOfRangeAreRefused() {
        for (double sigma : new double[] {0, -1, Double.NaN, Double.POSITIVE_INFINITY}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new Expectations(BSpline.STANDARD, sigma, 1))
                    .withMessageContaining("got " + sigma);
        }
        assertThatIllegalArgumentException().isThrownBy(() -> new Expectations(BSpline.STANDARD, 1, 0));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Expectations(new Fourier(Grid.of(0, 1e-6), 5), 1, 1))
                .withMessageContaining("waves");
    }
}
