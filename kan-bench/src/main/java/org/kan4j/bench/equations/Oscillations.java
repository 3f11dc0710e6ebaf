package org.kan4j.bench.equations;

import java.util.Comparator;
import java.util.stream.IntStream;
import org.hipparchus.ode.DenseOutputModel;
import org.hipparchus.ode.ODEState;
import org.hipparchus.ode.OrdinaryDifferentialEquation;
import org.hipparchus.ode.nonstiff.DormandPrince853Integrator;

/** Solutions of ordinary differential equations by Dormand and Prince's method of order eight. */
final class Oscillations {
    private static final double MU = 100;

    private Oscillations() {}

    /** Van der Pol's oscillator from y = 2 at rest, µ = 100. */
    static double[][] vanDerPol(double[] t) {
        return states(t, new double[] {2, 0}, s -> new double[] {s[1], MU * (1 - s[0] * s[0]) * s[1] - s[0]});
    }

    /** Lotka and Volterra's prey and predators from 1 and 1.5 with the constants 2/3, 4/3, 1, 1. */
    static double[][] lotkaVolterra(double[] t) {
        return states(t, new double[] {1, 1.5}, s ->
                new double[] {2 * s[0] / 3 - 4 * s[0] * s[1] / 3, s[0] * s[1] - s[1]});
    }

    /** The rates of states. */
    @FunctionalInterface
    private interface Rates {
        double[] of(double[] states);
    }

    /** [states][times] from the states at time 0. */
    private static double[][] states(double[] t, double[] start, Rates rates) {
        OrdinaryDifferentialEquation equation = new OrdinaryDifferentialEquation() {
            @Override
            public int getDimension() {
                return start.length;
            }

            @Override
            public double[] computeDerivatives(double time, double[] y) {
                return rates.of(y);
            }
        };
        DormandPrince853Integrator integrator = new DormandPrince853Integrator(1e-14, 1, 1e-14, 1e-14);
        DenseOutputModel between = new DenseOutputModel();
        integrator.addStepHandler(between);
        int[] order = IntStream.range(0, t.length)
                .boxed()
                .sorted(Comparator.comparingDouble(k -> t[k]))
                .mapToInt(Integer::intValue)
                .toArray();
        integrator.integrate(equation, new ODEState(0, start), t[order[order.length - 1]]);
        double[][] states = new double[start.length][t.length];
        for (int k : order) {
            double[] y = between.getInterpolatedState(t[k]).getPrimaryState();
            for (int s = 0; s < y.length; s++) {
                states[s][k] = y[s];
            }
        }
        return states;
    }
}
