package org.kan4j.dynamics;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.hipparchus.exception.MathRuntimeException;
import org.hipparchus.ode.ODEState;
import org.hipparchus.ode.OrdinaryDifferentialEquation;
import org.hipparchus.ode.nonstiff.DormandPrince853Integrator;
import org.hipparchus.ode.sampling.ODEStateInterpolator;
import org.hipparchus.ode.sampling.ODEStepHandler;
import org.kan4j.formula.CompiledExpression;

/**
 * Runs of a law. Several copies, which differ in their start or in a constant, take the same steps, so that their differences are smooth.
 * Not thread-safe.
 */
final class Simulator {
    private static final double TOLERANCE = 1e-9;
    private static final int EVALUATIONS = 4000;
    private static final int EVALUATIONS_A_ROW = 60;

    /** States this many spreads away from the data are taken as lost. */
    private static final double LOST = 1e3;

    private static final double[] NONE = {};

    private final Law law;
    private final List<CompiledExpression> rates;
    private final Inputs controls;
    private final double[] scale;

    /** Gives the inputs of the system at a time. */
    @FunctionalInterface
    interface Inputs {
        /**
         * Fills in the inputs.
         *
         * @param run number of the run
         * @param t time
         * @param row [inputs of a law], those of the system are overwritten
         */
        void fill(int run, double t, double[] row);
    }

    /**
     * A simulator.
     *
     * @param law what is run
     * @param controls the inputs of the system
     * @param scale [dimension] how large states are
     */
    Simulator(Law law, Inputs controls, double[] scale) {
        this.law = law;
        rates = law.compiled();
        this.controls = controls;
        this.scale = scale;
    }

    /**
     * Runs copies of the law.
     *
     * @param run number of the run, for its inputs
     * @param times [rows], the first of them the start
     * @param starts [dimension][copies]
     * @param constants [constants][copies]
     * @return [rows][dimension][copies], or nothing where the law leaves all bounds
     */
    Optional<double[][][]> run(int run, double[] times, double[][] starts, double[][] constants) {
        Block columns = new Block(law.inputs(), starts[0].length, constants);
        double[][][] out = new double[times.length][][];
        try {
            if (law.kind() == LawKind.MAP) {
                iterate(run, times, starts, columns, out);
            } else {
                integrate(run, times, starts, columns, out);
            }
        } catch (MathRuntimeException | LostException e) {
            return Optional.empty();
        }
        return Optional.of(out);
    }

    private void iterate(int run, double[] times, double[][] starts, Block columns, double[][][] out) {
        out[0] = starts;
        for (int r = 1; r < times.length; r++) {
            for (int i = 0; i < starts.length; i++) {
                columns.set(i, out[r - 1][i], 0);
            }
            fillControls(run, times[r - 1], columns);
            out[r] = new double[starts.length][starts[0].length];
            for (int i = 0; i < starts.length; i++) {
                columns.values(rates.get(i), out[r][i]);
                requireBounds(out[r][i], 0, out[r][i].length, i);
            }
        }
    }

    private void fillControls(int run, double t, Block columns) {
        if (law.dimension() < law.inputs()) {
            double[] row = new double[law.inputs()];
            controls.fill(run, t, row);
            for (int c = law.dimension(); c < row.length; c++) {
                columns.fill(c, row[c]);
            }
        }
    }

    private void requireBounds(double[] values, int from, int count, int i) {
        for (int k = from; k < from + count; k++) {
            if (!(Math.abs(values[k]) < LOST * scale[i])) {
                throw new LostException();
            }
        }
    }

    private void integrate(int run, double[] times, double[][] starts, Block columns, double[][][] out) {
        int copies = starts[0].length;
        int dimension = starts.length;
        double[] y = new double[dimension * copies];
        double[] absolute = new double[y.length];
        for (int i = 0; i < dimension; i++) {
            System.arraycopy(starts[i], 0, y, i * copies, copies);
            Arrays.fill(absolute, i * copies, (i + 1) * copies, TOLERANCE * scale[i]);
        }
        double[] relative = new double[y.length];
        Arrays.fill(relative, TOLERANCE);
        double length = times[times.length - 1] - times[0];
        DormandPrince853Integrator integrator =
                new DormandPrince853Integrator(1e-9 * length, length, absolute, relative);
        integrator.setMaxEvaluations(EVALUATIONS + EVALUATIONS_A_ROW * times.length);
        integrator.addStepHandler(new Rows(times, out, copies));
        integrator.integrate(new Equation(run, columns, copies), new ODEState(times[0], y), times[times.length - 1]);
        if (IntStream.range(0, out.length).anyMatch(r -> out[r] == null)) {
            throw new LostException();
        }
    }

    /** The variables and constants of all copies, a row for each copy. */
    private static final class Block {
        private final double[] rows;
        private final int copies;
        private final int width;

        Block(int inputs, int copies, double[][] constants) {
            this.copies = copies;
            width = inputs + constants.length;
            rows = new double[copies * width];
            for (int p = 0; p < constants.length; p++) {
                set(inputs + p, constants[p], 0);
            }
        }

        void set(int column, double[] values, int from) {
            for (int c = 0; c < copies; c++) {
                rows[c * width + column] = values[from + c];
            }
        }

        void fill(int column, double value) {
            for (int c = 0; c < copies; c++) {
                rows[c * width + column] = value;
            }
        }

        void values(CompiledExpression rate, double[] out) {
            rate.values(NONE, rows, copies, width, out);
        }
    }

    /** A law as Hipparchus sees it: all copies of a state, then those of the next. */
    private final class Equation implements OrdinaryDifferentialEquation {
        private final int run;
        private final Block columns;
        private final int copies;
        private final double[] values;

        Equation(int run, Block columns, int copies) {
            this.run = run;
            this.columns = columns;
            this.copies = copies;
            values = new double[copies];
        }

        @Override
        public int getDimension() {
            return law.dimension() * copies;
        }

        @Override
        public double[] computeDerivatives(double t, double[] y) {
            double[] derivatives = new double[y.length];
            int dimension = law.dimension();
            int equations = law.equations();
            for (int i = 0; i < dimension; i++) {
                requireBounds(y, i * copies, copies, i);
                columns.set(i, y, i * copies);
            }
            fillControls(run, t, columns);
            int shift = dimension - equations;
            System.arraycopy(y, equations * copies, derivatives, 0, shift * copies);
            for (int e = 0; e < equations; e++) {
                columns.values(rates.get(e), values);
                for (int c = 0; c < copies; c++) {
                    if (!Double.isFinite(values[c])) {
                        throw new LostException();
                    }
                    derivatives[(shift + e) * copies + c] = values[c];
                }
            }
            return derivatives;
        }
    }

    /** Takes down the states at the times that are asked for. */
    private static final class Rows implements ODEStepHandler {
        private final double[] times;
        private final double[][][] out;
        private final int copies;
        private int next;

        Rows(double[] times, double[][][] out, int copies) {
            this.times = times;
            this.out = out;
            this.copies = copies;
        }

        @Override
        public void handleStep(ODEStateInterpolator step) {
            double end = step.getCurrentState().getTime();
            while (next < times.length
                    && (times[next] <= end || next == times.length - 1 && times[next] - end < 1e-12)) {
                double[] y = step.getInterpolatedState(times[next]).getPrimaryState();
                double[][] row = new double[y.length / copies][copies];
                for (int i = 0; i < row.length; i++) {
                    System.arraycopy(y, i * copies, row[i], 0, copies);
                }
                out[next++] = row;
            }
        }
    }

    /** The law left all bounds. */
    private static final class LostException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        LostException() {
            super("lost", null, false, false);
        }
    }
}
