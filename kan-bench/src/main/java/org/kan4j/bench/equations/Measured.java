package org.kan4j.bench.equations;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.kan4j.equations.Equations;
import org.kan4j.equations.ProblemFile;
import org.kan4j.equations.SolveOptions;
import org.kan4j.equations.SolveResult;

/**
 * A problem of the samples whose constants are known, and tables for it with errors drawn anew.
 *
 * @param name on the command line
 * @param tables how many for each seed that is asked for
 * @param constants the truth
 * @param header of the table
 * @param solution the truth
 * @param rows draws a table's rows, [rows][columns]
 */
@SuppressWarnings("ArrayRecordComponent")
record Measured(String name, int tables, double[] constants, String header, Truth.Solution solution, Rows rows) {
    private static final double ERROR = 0.01;
    private static final int POINTS = 1000;

    /** Draws rows where a solution is known. */
    @FunctionalInterface
    interface Rows {
        double[][] draw(Truth.Solution solution, SplittableRandom random);
    }

    /**
     * What was found in a table.
     *
     * @param errors relative, of each constant
     * @param covered how many of the constants lie within their intervals of 95%
     * @param solved the solution that goes with them
     */
    record Found(double[] errors, int covered, Case.Solved solved) {}

    static List<Measured> all() {
        return List.of(
                new Measured(
                        "lotka-volterra",
                        10,
                        new double[] {2.0 / 3, 4.0 / 3, 1, 1},
                        "t,x,y",
                        Oscillations::lotkaVolterra,
                        Measured::counts),
                new Measured(
                        "heat-conductivity",
                        4,
                        new double[] {0.1},
                        "x,t,u",
                        Truth.formulas(
                                List.of("x", "t"),
                                List.of("exp(-0.1*pi^2*t)*sin(pi*x) + 0.3*exp(-0.4*pi^2*t)*sin(2*pi*x)")),
                        (solution, random) -> scattered(solution, random, 400, 0)),
                new Measured(
                        "burgers-viscosity",
                        1,
                        new double[] {0.01 / Math.PI},
                        "x,t,u",
                        new ColeHopf(0.01 / Math.PI)::solution,
                        (solution, random) -> scattered(solution, random, 1000, -1)));
    }

    /** Finds the constants in a table of a seed. */
    Found run(long seed) {
        try {
            Path folder = Files.createTempDirectory("kan-bench");
            Path problem = folder.resolve(name + ".pde");
            Path table = folder.resolve(name + ".csv");
            try {
                Files.writeString(problem, Samples.text(name + ".pde"));
                Files.write(table, lines(new SplittableRandom(seed)));
                return found(Equations.solve(ProblemFile.read(problem), SolveOptions.STANDARD, () -> false), seed);
            } finally {
                Files.deleteIfExists(table);
                Files.deleteIfExists(problem);
                Files.delete(folder);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<String> lines(SplittableRandom random) {
        List<String> lines = new ArrayList<>(List.of(header));
        for (double[] row : rows.draw(solution, random)) {
            lines.add(String.join(
                    ",",
                    Arrays.stream(row)
                            .mapToObj(v -> String.format(Locale.ROOT, "%.12g", v))
                            .toList()));
        }
        return lines;
    }

    private Found found(SolveResult result, long seed) {
        double[] errors = new double[constants.length];
        int covered = 0;
        for (int m = 0; m < errors.length; m++) {
            SolveResult.Estimated constant = result.constants().get(m);
            errors[m] = Math.abs(constant.value() / constants[m] - 1);
            covered += constant.lo() <= constants[m] && constants[m] <= constant.hi() ? 1 : 0;
        }
        double error = Truth.at(result.problem(), POINTS, seed, solution).error(result);
        return new Found(errors, covered, new Case.Solved(error, result.estimatedError(), result.seconds()));
    }

    /** Prey and predators, 40 times, with errors of 1% of their spread. */
    private static double[][] counts(Truth.Solution solution, SplittableRandom random) {
        double[] t = IntStream.range(0, 40).mapToDouble(r -> 20 * r / 39.0).toArray();
        double[][] states = solution.at(t);
        double[][] rows = new double[t.length][];
        double[] spreads = Arrays.stream(states).mapToDouble(Measured::spread).toArray();
        for (int r = 0; r < t.length; r++) {
            rows[r] = new double[] {
                t[r],
                states[0][r] + ERROR * spreads[0] * random.nextGaussian(),
                states[1][r] + ERROR * spreads[1] * random.nextGaussian()
            };
        }
        return rows;
    }

    private static double spread(double[] values) {
        double mean = Arrays.stream(values).average().orElseThrow();
        return Math.sqrt(Arrays.stream(values)
                .map(v -> (v - mean) * (v - mean))
                .average()
                .orElseThrow());
    }

    /** Rows at random places of x from a lower end to 1, and 0 ≤ t ≤ 1. */
    private static double[][] scattered(Truth.Solution solution, SplittableRandom random, int count, double lo) {
        double[] x = new double[2 * count];
        for (int r = 0; r < count; r++) {
            x[2 * r] = lo + (1 - lo) * random.nextDouble();
            x[2 * r + 1] = random.nextDouble();
        }
        double[] u = solution.at(x)[0];
        double[][] rows = new double[count][];
        Arrays.setAll(rows, r -> new double[] {x[2 * r], x[2 * r + 1], u[r] + ERROR * random.nextGaussian()});
        return rows;
    }
}
