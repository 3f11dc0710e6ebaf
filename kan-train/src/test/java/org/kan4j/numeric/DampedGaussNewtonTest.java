package org.kan4j.numeric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class LevenbergMarquardtTest {

    /** Rosenbrock's valley as two residuals. */
    private static final class Rosenbrock implements LeastSquaresProblem {
        @Override
        public int unknowns() {
            return 2;
        }

        @Override
        public int residuals() {
            return 2;
        }

        @Override
        public void residuals(double[] p, double[] r) {
            r[0] = 10 * (p[1] - p[0] * p[0]);
            r[1] = 1 - p[0];
        }

        @Override
        public void jacobian(double[] p, double[] r, double[] jacobian) {
            residuals(p, r);
            jacobian[0] = -20 * p[0];
            jacobian[1] = 10;
            jacobian[2] = -1;
            jacobian[3] = 0;
        }
    }

    @Test
    void findsTheMinimumOfRosenbrocksValley() {
        DampedGaussNewton.Result result =
                DampedGaussNewton.of(100).withTarget(1e-28).minimize(new Rosenbrock(), new double[] {-1.2, 1});
        assertThat(result.unknowns()).containsExactly(new double[] {1, 1}, within(1e-10));
    }

    @Test
    void neverTakesAStepToWhereTheCostIsNotANumber() {
        LeastSquaresProblem logarithm = new LeastSquaresProblem() {
            @Override
            public int unknowns() {
                return 1;
            }

            @Override
            public int residuals() {
                return 1;
            }

            @Override
            public void residuals(double[] p, double[] r) {
                r[0] = Math.log(p[0]) + 20;
            }

            @Override
            public void jacobian(double[] p, double[] r, double[] jacobian) {
                residuals(p, r);
                jacobian[0] = 1 / p[0];
            }
        };
        DampedGaussNewton.Result result = DampedGaussNewton.of(200).minimize(logarithm, new double[] {3});
        assertThat(result.cost()).isFinite().isLessThan(1e-12);
        assertThat(result.unknowns()[0]).isCloseTo(Math.exp(-20), within(1e-13));
    }

    @Test
    void returnsTheStartWhenToldToStop() {
        double[] start = {-1.2, 1};
        DampedGaussNewton.Result result =
                DampedGaussNewton.of(100).withStop(() -> true).minimize(new Rosenbrock(), start);
        assertThat(result.unknowns()).containsExactly(start);
        assertThat(result.iterations()).isZero();
    }
}
