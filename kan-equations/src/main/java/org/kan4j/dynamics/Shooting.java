package org.kan4j.dynamics;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;

/**
 * Fits the constants of a law to trajectories: Gauss and Newton's steps, damped, on the differences between what was measured and runs of
 * the law, whose starts are unknowns too (multiple shooting without conditions of continuity, Bock 1983).
 */
final class Shooting {
    private static final double STEP = 1e-6;
    private static final double CONVERGED = 1e-7;
    /** Residuals below this part of the errors of measured values are the integrator's. */
    private static final double FLOOR = 0.1;

    private final StateEstimate states;
    private final double[] scale;
    private final BooleanSupplier stop;

    /** Fits that end early once they are told to stop. */
    Shooting(StateEstimate states, LawKind kind, BooleanSupplier stop) {
        this.stop = stop;
        this.states = states;
        int equations = states.equations();
        scale = new double[kind == LawKind.ACCELERATION ? 2 * equations : equations];
        for (double[] point : states.points()) {
            for (int i = 0; i < scale.length; i++) {
                scale[i] = Math.max(scale[i], Math.abs(point[i]));
            }
        }
    }

    /**
     * Rows of a run that one start explains.
     *
     * @param run number of the run
     * @param from first row
     * @param to row after the last
     */
    record Piece(int run, int from, int to) {}

    /** Cuts the runs into pieces of about so many rows, which share the rows at their ends. */
    List<Piece> pieces(int rows) {
        return pieces(rows, 0);
    }

    /** The same without a part of each run at its end. */
    List<Piece> pieces(int rows, double heldBack) {
        List<Piece> pieces = new ArrayList<>();
        for (int run = 0; run < states.series().trajectories().size(); run++) {
            int all = states.series().trajectories().get(run).rows();
            int n = all - (int) Math.round(heldBack * all);
            int count = Math.max(1, (int) Math.round((n - 1.0) / rows));
            for (int k = 0; k < count; k++) {
                int from = (int) ((long) (n - 1) * k / count);
                int to = (int) ((long) (n - 1) * (k + 1) / count) + 1;
                pieces.add(new Piece(run, from, to));
            }
        }
        return pieces;
    }

    /**
     * A fitted law.
     *
     * @param law with its constants
     * @param pieces that the runs were cut into
     * @param starts [dimension] of each piece
     * @param ratios [equations] root mean square of residuals in units of the errors of measured values
     * @param counts [equations] number of values
     * @param covariance [constants][constants]
     * @param residuals [equations][values] in those units
     */
    record Fit(
            Law law,
            List<Piece> pieces,
            List<double[]> starts,
            double[] ratios,
            int[] counts,
            double[][] covariance,
            List<double[]> residuals) {

        /** The description length in nats: of what is left, of the constants, of the forms. */
        double length() {
            double length = 0;
            int values = 0;
            for (int e = 0; e < ratios.length; e++) {
                length += counts[e] * Math.log(Math.max(ratios[e], FLOOR));
                values += counts[e];
            }
            return length + 0.5 * Math.log(values) * law.constants().length + law.size();
        }

        /** The part of a state's variance that the runs of the law explain, constants and starts paid for. */
        double explained(StateEstimate states, int equation) {
            double left = 0;
            double total = 0;
            int next = 0;
            double spread = states.series().spread(equation);
            for (Piece piece : pieces) {
                Trajectory run = states.series().trajectories().get(piece.run);
                for (int r = piece.from; r < piece.to; r++) {
                    if (!Double.isNaN(run.states()[equation][r])) {
                        double residual =
                                residuals.get(equation)[next++] * states.error(piece.run, equation, run.times()[r]);
                        left += residual * residual;
                        total += spread * spread;
                    }
                }
            }
            double paid = (law.constants().length + pieces.size() * law.dimension()) / (double) law.equations();
            return 1 - left / total * next / Math.max(next - paid, 1);
        }

        /** The standard errors of the constants of an equation. */
        double[] errors(int equation) {
            int first = law.rates().stream()
                    .limit(equation)
                    .mapToInt(rate -> rate.constants().length)
                    .sum();
            return IntStream.range(first, first + law.rates().get(equation).constants().length)
                    .mapToDouble(k -> Math.sqrt(Math.max(0, covariance[k][k])))
                    .toArray();
        }

        /** An equation with no more digits than its standard errors give. */
        RateForm rounded(int equation) {
            RateForm rate = law.rates().get(equation);
            double[] errors = errors(equation);
            double[] values = rate.constants().clone();
            for (int k = 0; k < values.length; k++) {
                values[k] = Rounding.of(values[k], errors[k]);
            }
            return rate.withConstants(values);
        }

        Law roundedLaw() {
            return new Law(
                    law.kind(),
                    law.inputs(),
                    IntStream.range(0, law.equations()).mapToObj(this::rounded).toList());
        }

        double worst() {
            return Arrays.stream(ratios).max().orElse(Double.NaN);
        }
    }

    /**
     * Fits the constants.
     *
     * @param law where to start from
     * @param pieces of the runs
     * @param steps at most
     * @return nothing where the law cannot be run
     */
    Optional<Fit> fit(Law law, List<Piece> pieces, int steps) {
        List<double[]> starts = new ArrayList<>();
        for (Piece piece : pieces) {
            Trajectory run = states.series().trajectories().get(piece.run);
            starts.add(Arrays.copyOf(states.at(piece.run, run.times()[piece.from]), law.dimension()));
        }
        return fit(law, pieces, starts, steps);
    }

    Optional<Fit> fit(Law law, List<Piece> pieces, List<double[]> starts, int steps) {
        Work work = new Work(law, pieces, starts);
        return work.fit(steps);
    }

    /** A simulator of a law in these runs. */
    Simulator simulator(Law law) {
        return new Simulator(law, states::control, scale);
    }

    /** One descent. */
    private final class Work {
        private final Law law;
        private final List<Piece> pieces;
        private final Simulator simulator;
        private final int dimension;
        private final int equations;
        private double[] constants;
        private List<double[]> starts;
        private final double[] ratios;
        private final int[] counts;
        private double cost;
        private double damping = 1e-3;

        private final PieceEquations normal;

        Work(Law law, List<Piece> pieces, List<double[]> starts) {
            this.law = law;
            this.pieces = pieces;
            this.starts = starts;
            simulator = simulator(law);
            dimension = law.dimension();
            equations = law.equations();
            constants = law.constants();
            ratios = new double[equations];
            Arrays.fill(ratios, 1);
            counts = new int[equations];
            normal = new PieceEquations(pieces.size(), dimension, constants.length);
        }

        Optional<Fit> fit(int steps) {
            if (!linearize()) {
                return Optional.empty();
            }
            weigh();
            int reweighed = 0;
            for (int step = 0; step < steps && !stop.getAsBoolean(); step++) {
                double before = cost;
                if (!step()) {
                    break;
                }
                if (before - cost < CONVERGED * before || step % 4 == 3) {
                    if (before - cost < CONVERGED * before && reweighed++ > 0) {
                        break;
                    }
                    weigh();
                }
            }
            weigh();
            return Optional.of(new Fit(
                    law.withConstants(constants),
                    pieces,
                    starts,
                    ratios.clone(),
                    counts.clone(),
                    normal.covariance(),
                    residuals()));
        }

        /** Weighs states by what is left of each, and makes the equations of these weights. */
        private void weigh() {
            List<double[]> left = residuals();
            for (int e = 0; e < equations; e++) {
                double squares = 0;
                for (double r : left.get(e)) {
                    squares += r * r;
                }
                counts[e] = left.get(e).length;
                ratios[e] = Math.max(Math.sqrt(squares / Math.max(1, counts[e])), FLOOR / 10);
            }
            linearize();
        }

        /** One step downhill; false where there is none. */
        private boolean step() {
            for (int attempt = 0; attempt < 8; attempt++) {
                PieceEquations.Change change = normal.solve(damping);
                List<double[]> oldStarts = starts;
                double[] oldConstants = constants;
                double oldCost = cost;
                starts = new ArrayList<>();
                for (int k = 0; k < pieces.size(); k++) {
                    starts.add(sum(oldStarts.get(k), change.starts().get(k)));
                }
                constants = sum(oldConstants, change.constants());
                double now = cost();
                if (now < oldCost) {
                    damping = Math.max(damping / 10, 1e-12);
                    return linearize();
                }
                starts = oldStarts;
                constants = oldConstants;
                cost = oldCost;
                damping *= 10;
            }
            return false;
        }

        private static double[] sum(double[] a, double[] b) {
            double[] sum = a.clone();
            for (int i = 0; i < sum.length; i++) {
                sum[i] += b[i];
            }
            return sum;
        }

        private double cost() {
            double sum = 0;
            for (int k = 0; k < pieces.size(); k++) {
                Optional<double[][][]> run = run(k, false);
                if (run.isEmpty()) {
                    return Double.POSITIVE_INFINITY;
                }
                sum += squares(k, run.get());
            }
            return sum;
        }

        private double squares(int k, double[][][] run) {
            Piece piece = pieces.get(k);
            Trajectory measured = states.series().trajectories().get(piece.run);
            double sum = 0;
            for (int r = piece.from; r < piece.to; r++) {
                for (int e = 0; e < equations; e++) {
                    double residual = residual(piece, measured, r, e, run[r - piece.from][e][0]);
                    sum += Double.isNaN(residual) ? 0 : residual * residual / (ratios[e] * ratios[e]);
                }
            }
            return sum;
        }

        /** What is left of a measured value, in units of its error; NaN where it is missing. Rows that pieces share count half. */
        private double residual(Piece piece, Trajectory measured, int r, int e, double value) {
            boolean shared = r == piece.from && r > 0 || r == piece.to - 1 && r < measured.rows() - 1;
            return (measured.states()[e][r] - value)
                    / states.error(piece.run, e, measured.times()[r])
                    * (shared ? Math.sqrt(0.5) : 1);
        }

        private Optional<double[][][]> run(int k, boolean derivatives) {
            Piece piece = pieces.get(k);
            int copies = derivatives ? 1 + dimension + constants.length : 1;
            double[][] from = new double[dimension][copies];
            double[][] theta = new double[constants.length][copies];
            for (int i = 0; i < dimension; i++) {
                Arrays.fill(from[i], starts.get(k)[i]);
                if (derivatives) {
                    from[i][1 + i] += STEP * scale[i];
                }
            }
            for (int p = 0; p < theta.length; p++) {
                Arrays.fill(theta[p], constants[p]);
                if (derivatives) {
                    theta[p][1 + dimension + p] += step(p);
                }
            }
            double[] times = Arrays.copyOfRange(
                    states.series().trajectories().get(piece.run).times(), piece.from, piece.to);
            return simulator.run(piece.run, times, from, theta);
        }

        private double step(int p) {
            return STEP * Math.max(Math.abs(constants[p]), 1e-3);
        }

        private boolean linearize() {
            normal.clear();
            double sum = 0;
            for (int k = 0; k < pieces.size(); k++) {
                Optional<double[][][]> run = run(k, true);
                if (run.isEmpty()) {
                    return false;
                }
                normal.clear(k);
                sum += accumulate(k, run.get());
            }
            cost = sum;
            return true;
        }

        private double accumulate(int k, double[][][] run) {
            Piece piece = pieces.get(k);
            Trajectory measured = states.series().trajectories().get(piece.run);
            double[] slope = new double[dimension + constants.length];
            double sum = 0;
            for (int r = piece.from; r < piece.to; r++) {
                for (int e = 0; e < equations; e++) {
                    double[] copies = run[r - piece.from][e];
                    double residual = residual(piece, measured, r, e, copies[0]) / ratios[e];
                    if (Double.isNaN(residual)) {
                        continue;
                    }
                    double unit = (residual(piece, measured, r, e, 0) - residual(piece, measured, r, e, 1)) / ratios[e];
                    for (int i = 0; i < slope.length; i++) {
                        double h = i < dimension ? STEP * scale[i] : step(i - dimension);
                        slope[i] = (copies[1 + i] - copies[0]) / h * unit;
                    }
                    sum += residual * residual;
                    normal.add(k, slope, residual);
                }
            }
            return sum;
        }

        private List<double[]> residuals() {
            List<List<Double>> all = new ArrayList<>();
            for (int e = 0; e < equations; e++) {
                all.add(new ArrayList<>());
            }
            for (int k = 0; k < pieces.size(); k++) {
                Piece piece = pieces.get(k);
                Trajectory measured = states.series().trajectories().get(piece.run);
                Optional<double[][][]> run = run(k, false);
                for (int r = piece.from; run.isPresent() && r < piece.to; r++) {
                    for (int e = 0; e < equations; e++) {
                        double residual = residual(piece, measured, r, e, run.get()[r - piece.from][e][0]);
                        if (!Double.isNaN(residual)) {
                            all.get(e).add(residual);
                        }
                    }
                }
            }
            return all.stream()
                    .map(list -> list.stream().mapToDouble(Double::doubleValue).toArray())
                    .toList();
        }
    }
}
