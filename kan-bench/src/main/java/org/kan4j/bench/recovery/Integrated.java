package org.kan4j.bench.recovery;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.hipparchus.exception.MathRuntimeException;
import org.hipparchus.ode.ODEState;
import org.hipparchus.ode.OrdinaryDifferentialEquation;
import org.hipparchus.ode.nonstiff.DormandPrince853Integrator;
import org.kan4j.formula.Expression;

/** Runs of known laws. */
final class Integrated {
    private static final int MOST_EVALUATIONS = 500_000;

    private Integrated() {}

    /**
     * The states of a law, [states][times]; nothing where it leaves all bounds.
     *
     * @param rates of the states, whose variables they are
     * @param start [states] at the first time
     * @param times increasing
     */
    static Optional<double[][]> states(List<Expression> rates, double[] start, double[] times) {
        OrdinaryDifferentialEquation equation = new OrdinaryDifferentialEquation() {
            @Override
            public int getDimension() {
                return start.length;
            }

            @Override
            public double[] computeDerivatives(double t, double[] y) {
                return rates.stream().mapToDouble(rate -> rate.evaluate(y)).toArray();
            }
        };
        DormandPrince853Integrator integrator = new DormandPrince853Integrator(1e-12, 0.05, 1e-13, 1e-12);
        integrator.setMaxEvaluations(MOST_EVALUATIONS);
        double[][] states = new double[start.length][times.length];
        double[] y = start.clone();
        try {
            for (int r = 0; r < times.length; r++) {
                if (r > 0) {
                    y = integrator
                            .integrate(equation, new ODEState(times[r - 1], y), times[r])
                            .getPrimaryState();
                }
                for (int s = 0; s < y.length; s++) {
                    states[s][r] = y[s];
                }
            }
        } catch (MathRuntimeException e) {
            return Optional.empty();
        }
        boolean finite = Arrays.stream(states).flatMapToDouble(Arrays::stream).allMatch(Double::isFinite);
        return finite ? Optional.of(states) : Optional.empty();
    }

    /** So many times from 0 to an end. */
    static double[] times(int rows, double end) {
        double[] times = new double[rows];
        Arrays.setAll(times, r -> end * r / (rows - 1));
        return times;
    }
}
