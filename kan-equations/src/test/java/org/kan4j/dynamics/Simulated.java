package org.kan4j.dynamics;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.kan4j.formula.Expression;
import org.kan4j.formula.FormulaParser;

/** Runs of known laws. */
final class Simulated {
    private Simulated() {}

    /** A run of a law whose variables are named, at even times from 0. */
    static Trajectory run(
            LawKind kind, List<String> variables, List<String> law, double[] start, double end, int rows) {
        double[] times =
                IntStream.range(0, rows).mapToDouble(r -> end * r / (rows - 1)).toArray();
        return run(kind, variables, law, start, times, new double[0][]);
    }

    /** A run with inputs of the system, which are the last of the variables. */
    static Trajectory run(
            LawKind kind,
            List<String> variables,
            List<String> law,
            double[] start,
            double[] times,
            double[][] controls) {
        List<RateForm> rates = law.stream()
                .map(text -> FormulaParser.parse(text, variables))
                .map(rate -> RateForm.of(rate, variables.size()))
                .toList();
        double[] scale = new double[start.length];
        Arrays.fill(scale, 1);
        double[][] from = Arrays.stream(start).mapToObj(v -> new double[] {v}).toArray(double[][]::new);
        int first = start.length;
        Simulator simulator = new Simulator(
                new Law(kind, variables.size(), rates),
                (run, t, row) -> {
                    for (int c = 0; c < controls.length; c++) {
                        row[first + c] = Math.sin(1.3 * t) + 0.5 * Math.cos(2.9 * t);
                    }
                },
                scale);
        double[][][] told = simulator.run(0, times, from, new double[0][1]).orElseThrow();
        double[][] states = new double[law.size()][times.length];
        for (int r = 0; r < times.length; r++) {
            for (int s = 0; s < states.length; s++) {
                states[s][r] = told[r][s][0];
            }
        }
        return new Trajectory("", times, states, controls);
    }

    /** The same run, each value off by a normal error. */
    static Trajectory noisy(Trajectory run, double sigma, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        double[][] states = Arrays.stream(run.states())
                .map(state -> Arrays.stream(state)
                        .map(v -> v + sigma * random.nextGaussian())
                        .toArray())
                .toArray(double[][]::new);
        return new Trajectory(run.label(), run.times(), states, run.controls());
    }

    static TimeSeries series(List<String> states, Trajectory... runs) {
        return new TimeSeries("test", "t", states, List.of(), List.of(runs), List.of());
    }

    /** The largest difference of a formula found from a known one over a box from low to high in each variable. */
    static double gap(Expression found, String known, List<String> variables, double low, double high) {
        Expression expected = FormulaParser.parse(known, variables);
        SplittableRandom random = new SplittableRandom(3);
        double gap = 0;
        for (int k = 0; k < 200; k++) {
            double[] point = new double[variables.size()];
            Arrays.setAll(point, i -> low + (high - low) * random.nextDouble());
            gap = Math.max(gap, Math.abs(found.evaluate(point) - expected.evaluate(point)));
        }
        return gap;
    }
}
