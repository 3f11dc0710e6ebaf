package org.kan4j.dynamics;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * How a law tells the end of the runs when its constants are fitted without it.
 *
 * @param rows held back
 * @param errors [equations] root mean square error on these rows
 * @param guesses [equations] the same for the last value before them, or the mean, whichever is nearer
 */
record Forecast(int rows, double[] errors, double[] guesses) {
    /** The part of each run that is held back. */
    private static final double HELD_BACK = 0.2;

    private static final int STEPS = 24;

    /** Nothing where the law cannot be run to the end. */
    static Optional<Forecast> of(Shooting.Fit fit, Shooting shooting, StateEstimate states) {
        int rows = fit.pieces().stream()
                .mapToInt(piece -> piece.to() - piece.from())
                .max()
                .orElse(0);
        List<Shooting.Piece> begin = shooting.pieces(rows, HELD_BACK);
        return shooting.fit(fit.law(), begin, STEPS).flatMap(earlier -> judged(earlier, begin, shooting, states));
    }

    private static Optional<Forecast> judged(
            Shooting.Fit earlier, List<Shooting.Piece> pieces, Shooting shooting, StateEstimate states) {
        int equations = states.equations();
        double[] squares = new double[equations];
        double[] last = new double[equations];
        double[] mean = new double[equations];
        int[] count = new int[equations];
        int held = 0;
        Simulator simulator = shooting.simulator(earlier.law());
        for (int k = 0; k < pieces.size(); k++) {
            Shooting.Piece piece = pieces.get(k);
            if (k + 1 < pieces.size() && pieces.get(k + 1).run() == piece.run()) {
                continue;
            }
            Trajectory run = states.series().trajectories().get(piece.run());
            Trajectory rest = run.rows(piece.from(), run.rows());
            double[][] start = columns(earlier.starts().get(k));
            Optional<double[][][]> told = simulator.run(
                    piece.run(), rest.times(), start, columns(earlier.law().constants()));
            if (told.isEmpty()) {
                return Optional.empty();
            }
            held += run.rows() - piece.to();
            for (int e = 0; e < equations; e++) {
                double[] known = beginning(run, e, piece.to());
                for (int r = piece.to(); r < run.rows(); r++) {
                    double value = run.states()[e][r];
                    if (!Double.isNaN(value)) {
                        squares[e] += square(value - told.get()[r - piece.from()][e][0]);
                        last[e] += square(value - known[0]);
                        mean[e] += square(value - known[1]);
                        count[e]++;
                    }
                }
            }
        }
        double[] guesses = new double[equations];
        for (int e = 0; e < equations; e++) {
            int n = Math.max(1, count[e]);
            squares[e] = Math.sqrt(squares[e] / n);
            guesses[e] = Math.sqrt(Math.min(last[e], mean[e]) / n);
        }
        return Optional.of(new Forecast(held, squares, guesses));
    }

    /** The last value and the mean of the rows before one. */
    private static double[] beginning(Trajectory run, int state, int to) {
        List<Double> known = new ArrayList<>();
        for (int r = 0; r < to; r++) {
            if (!Double.isNaN(run.states()[state][r])) {
                known.add(run.states()[state][r]);
            }
        }
        double mean = known.stream().mapToDouble(v -> v).average().orElse(0);
        return new double[] {known.isEmpty() ? 0 : known.get(known.size() - 1), mean};
    }

    private static double square(double v) {
        return v * v;
    }

    private static double[][] columns(double[] values) {
        double[][] columns = new double[values.length][1];
        for (int i = 0; i < values.length; i++) {
            columns[i][0] = values[i];
        }
        return columns;
    }

    /** Whether the law is nearer than the guesses in every state. */
    boolean tells() {
        return IntStream.range(0, errors.length).allMatch(e -> errors[e] < guesses[e]);
    }
}
