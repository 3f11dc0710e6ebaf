package org.kan4j.bench.equations;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.kan4j.equations.Problem;
import org.kan4j.equations.ProblemFile;

/** The problems of samples/equations, and their solutions. */
final class Samples {
    private static final int POINTS = 2000;

    /** Van der Pol's oscillator jumps within a hundred-thousandth of the range. */
    private static final int DENSE = 200_000;

    private Samples() {}

    /** A problem of the samples. */
    private record Sample(String name, double limit, Truths truths) implements Case {
        @Override
        public Problem problem(long seed) {
            return ProblemFile.parse(text(name + ".pde"));
        }

        @Override
        public Truth truth(Problem problem, long seed) {
            return truths.of(problem, seed);
        }
    }

    /** What is known of a problem, at points of a seed. */
    @FunctionalInterface
    private interface Truths {
        Truth of(Problem problem, long seed);
    }

    static List<Case> all() {
        return List.of(
                exact("poisson", List.of("x", "y"), "sin(pi*x)*sin(pi*y)"),
                exact("helmholtz", List.of("x", "y"), "sin(pi*x)*sin(4*pi*y)"),
                exact("heat", List.of("x", "t"), "exp(-0.1*pi^2*t)*sin(pi*x)"),
                exact("advection", List.of("x", "t"), "sin(2*pi*(x - t))"),
                exact("wave", List.of("x", "t"), "sin(pi*x)*cos(2*pi*t) + 0.5*sin(4*pi*x)*cos(8*pi*t)"),
                exact(
                        "taylor-green",
                        List.of("x", "y", "t"),
                        "cos(x)*sin(y)*exp(-0.2*t)",
                        "-sin(x)*cos(y)*exp(-0.2*t)",
                        "-(cos(2*x) + cos(2*y))/4*exp(-0.4*t)"),
                new Sample(
                        "burgers", 60, (p, seed) -> Truth.at(p, POINTS, seed, new ColeHopf(0.01 / Math.PI)::solution)),
                new Sample("allen-cahn", 90, (p, seed) -> table("allen-cahn", p)),
                new Sample("cavity", 120, (p, seed) -> table("cavity-u", p)),
                new Sample("van-der-pol", 60, (p, seed) -> Truth.at(p, DENSE, seed, Oscillations::vanDerPol)));
    }

    private static Case exact(String name, List<String> inputs, String... formulas) {
        return new Sample(name, 60, (p, seed) -> Truth.at(p, POINTS, seed, Truth.formulas(inputs, List.of(formulas))));
    }

    private static Truth table(String name, Problem problem) {
        try (CsvReader<NamedCsvRecord> csv = CsvReader.builder().ofNamedCsvRecord(text(name + ".csv"))) {
            List<NamedCsvRecord> rows = csv.stream().toList();
            double[] x = rows.stream()
                    .flatMapToDouble(row -> problem.domain().stream().mapToDouble(range -> number(row, range.name())))
                    .toArray();
            double[][] values = problem.unknowns().stream()
                    .map(unknown -> rows.stream()
                            .filter(row -> row.getHeader().contains(unknown))
                            .mapToDouble(row -> number(row, unknown))
                            .toArray())
                    .toArray(double[][]::new);
            return new Truth(x, values);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static double number(NamedCsvRecord row, String column) {
        return Double.parseDouble(row.getField(column));
    }

    /** A file of the samples. */
    static String text(String name) {
        try (InputStream in = Samples.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new FileNotFoundException(name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
