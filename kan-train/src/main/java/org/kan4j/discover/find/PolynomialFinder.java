package org.kan4j.discover.find;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.kan4j.data.Batch;
import org.kan4j.discover.reduce.Task;
import org.kan4j.discover.score.TableRounding;
import org.kan4j.formula.Expression;
import org.kan4j.numeric.LeastSquares;

/** Polynomials that explain a table to rounding errors, by linear least squares. */
public final class PolynomialFinder implements Finder {
    /** The most terms a polynomial may begin with. */
    private static final int MAX_TERMS = 220;

    private static final int MAX_DEGREE = 9;

    /** A polynomial that leaves a smaller share of the target's variance is taken for exact. */
    private static final double EXACT = 1e-20;

    @Override
    public String name() {
        return "polynomial";
    }

    @Override
    public boolean suits(Task task) {
        return true;
    }

    @Override
    public List<Proposal> proposals(Task task, SearchContext context) {
        return Proposal.of(polynomial(task.rawTrain()));
    }

    /**
     * The polynomial of lowest degree that explains the data to rounding errors; nothing where none does. Terms without which
     * it still does are left out.
     *
     * @param data in the data's units
     */
    static Optional<Expression> polynomial(Batch data) {
        int in = data.in();
        double exact = TableRounding.tolerance(EXACT, data.y());
        for (int degree = 1; degree <= MAX_DEGREE; degree++) {
            List<int[]> terms = Monomials.upTo(in, degree, MAX_TERMS);
            if (terms.size() > Math.min(MAX_TERMS, data.rows() / 3)) {
                break;
            }
            double[] w = fit(data, terms);
            if (unexplained(data, terms, w) < exact) {
                return Optional.of(expression(terms, w, data, exact));
            }
        }
        return Optional.empty();
    }

    private static double[] fit(Batch data, List<int[]> terms) {
        int n = data.rows();
        int width = terms.size();
        double[] scale = new double[width];
        double[] design = new double[n * width];
        for (int r = 0; r < n; r++) {
            for (int j = 0; j < width; j++) {
                design[r * width + j] = Monomials.value(terms.get(j), data.x(), r * data.in());
                scale[j] = Math.max(scale[j], Math.abs(design[r * width + j]));
            }
        }
        for (int j = 0; j < design.length; j++) {
            design[j] /= scale[j % width] > 0 ? scale[j % width] : 1;
        }
        double[] w = LeastSquares.solve(design, data.y().clone(), n, width);
        for (int j = 0; j < width; j++) {
            w[j] /= scale[j] > 0 ? scale[j] : 1;
        }
        return w;
    }

    /** Share of the target's variance that the polynomial leaves. */
    private static double unexplained(Batch data, List<int[]> terms, double[] w) {
        double mean = Arrays.stream(data.y()).sum() / data.rows();
        double residual = 0;
        double total = 0;
        for (int r = 0; r < data.rows(); r++) {
            double d = data.y()[r];
            for (int j = 0; j < w.length; j++) {
                d -= w[j] * Monomials.value(terms.get(j), data.x(), r * data.in());
            }
            residual += d * d;
            total += (data.y()[r] - mean) * (data.y()[r] - mean);
        }
        return residual / total;
    }

    private static Expression expression(List<int[]> all, double[] first, Batch data, double exact) {
        List<int[]> terms = new ArrayList<>(all);
        double[] w = first;
        // Leave out the terms that weigh less than rounding, and fit the others again; twice, since they sharpen.
        for (int pass = 0; pass < 2; pass++) {
            double[] sizes = new double[terms.size()];
            double largest = 0;
            for (int j = 0; j < sizes.length; j++) {
                for (int r = 0; r < data.rows(); r++) {
                    sizes[j] =
                            Math.max(sizes[j], Math.abs(w[j] * Monomials.value(terms.get(j), data.x(), r * data.in())));
                }
                largest = Math.max(largest, sizes[j]);
            }
            List<int[]> kept = new ArrayList<>();
            for (int j = 0; j < sizes.length; j++) {
                if (sizes[j] > Math.sqrt(exact) * largest) {
                    kept.add(terms.get(j));
                }
            }
            double[] refitted = fit(data, kept);
            if (unexplained(data, kept, refitted) < exact) {
                terms = kept;
                w = refitted;
            }
        }
        List<Expression> inputs =
                IntStream.range(0, data.in()).mapToObj(Expression::variable).toList();
        return Monomials.polynomial(terms, w, inputs);
    }
}
