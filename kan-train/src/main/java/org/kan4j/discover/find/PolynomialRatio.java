package org.kan4j.discover.find;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.kan4j.data.Batch;
import org.kan4j.formula.Constants;
import org.kan4j.formula.Expression;

/**
 * A ratio of polynomials with given monomials, by linear least squares: y = p/q is p − y·q = 0, which is linear in all
 * coefficients. A row's error of p − y·q is that of p/q times q, so rows are weighted by the 1/q of the ratio before
 * (Sanathanan and Koerner, IEEE Trans. Automatic Control 8, 1963, 56), and the mean square of q is fixed, which keeps noise in
 * y from making q small.
 */
final class PolynomialRatio {
    /** Weights are at most that of a row with so much of the mean of |q|. */
    private static final double SMALL = 0.05;

    private final Batch data;
    private final List<int[]> terms;
    private final int split;
    private final double[] sizes;
    private final double[][] gram;
    private final Triangle triangle;
    private final double[] coefficients;
    private final double[] weights;

    /** A coefficient below this share of the largest is no unit for the others. */
    private static final double TINY = 1e-12;

    private PolynomialRatio(
            Batch data,
            List<int[]> terms,
            int split,
            double[] sizes,
            double[][] gram,
            Triangle triangle,
            double[] weights) {
        this.data = data;
        this.terms = terms;
        this.split = split;
        this.sizes = sizes;
        this.gram = gram;
        this.triangle = triangle;
        this.weights = weights;
        this.coefficients = triangle.smallest(split, gram).vector();
        for (int k = 0; k < sizes.length; k++) {
            coefficients[k] /= sizes[k];
        }
    }

    /**
     * A fit with rows of about equal weight.
     *
     * @param data one target, not modified; at least as many rows as monomials
     * @param above monomials of p
     * @param below monomials of q
     */
    static PolynomialRatio of(Batch data, List<int[]> above, List<int[]> below) {
        double scale = Arrays.stream(data.y()).map(Math::abs).sum() / data.rows();
        double[] weights =
                Arrays.stream(data.y()).map(y -> scale / (scale + Math.abs(y))).toArray();
        List<int[]> terms = new ArrayList<>(above);
        terms.addAll(below);
        return of(data, terms, above.size(), weights);
    }

    private static PolynomialRatio of(Batch data, List<int[]> terms, int split, double[] weights) {
        int n = terms.size();
        int rows = data.rows();
        double[][] columns = new double[n][rows];
        double[] sizes = new double[n];
        for (int k = 0; k < n; k++) {
            double squares = 0;
            for (int r = 0; r < rows; r++) {
                columns[k][r] = weights[r] * Monomials.value(terms.get(k), data.x(), r * data.in());
                squares += columns[k][r] * columns[k][r];
            }
            sizes[k] = squares > 0 ? Math.sqrt(squares / rows) : 1;
            for (int r = 0; r < rows; r++) {
                columns[k][r] /= sizes[k];
            }
        }
        double[][] gram = new double[n - split][n - split];
        for (int k = split; k < n; k++) {
            for (int l = split; l <= k; l++) {
                double sum = 0;
                for (int r = 0; r < rows; r++) {
                    sum += columns[k][r] * columns[l][r];
                }
                gram[k - split][l - split] = sum / rows;
                gram[l - split][k - split] = sum / rows;
            }
        }
        for (int k = split; k < n; k++) {
            for (int r = 0; r < rows; r++) {
                columns[k][r] *= -data.y()[r];
            }
        }
        return new PolynomialRatio(data, terms, split, sizes, gram, Triangle.of(columns), weights);
    }

    /** A ratio of these monomials, with rows weighted by the 1/q of this one. */
    PolynomialRatio reweighted() {
        double[] q = below();
        double mean = Arrays.stream(q).map(Math::abs).sum() / q.length;
        return of(
                data,
                terms,
                split,
                Arrays.stream(q)
                        .map(v -> mean / Math.max(Math.abs(v), SMALL * mean))
                        .toArray());
    }

    private double[] below() {
        double[] q = new double[data.rows()];
        for (int r = 0; r < q.length; r++) {
            for (int k = split; k < coefficients.length; k++) {
                q[r] += coefficients[k] * Monomials.value(terms.get(k), data.x(), r * data.in());
            }
        }
        return q;
    }

    int size() {
        return terms.size();
    }

    /** Mean square of p/q − y over the rows, in units of that of y less its mean. */
    double unexplained() {
        double[] q = below();
        double mean = Arrays.stream(data.y()).sum() / q.length;
        double residual = 0;
        double total = 0;
        for (int r = 0; r < q.length; r++) {
            double p = 0;
            for (int k = 0; k < split; k++) {
                p += coefficients[k] * Monomials.value(terms.get(k), data.x(), r * data.in());
            }
            double d = p / q[r] - data.y()[r];
            residual += d * d;
            total += (data.y()[r] - mean) * (data.y()[r] - mean);
        }
        return residual / total;
    }

    /** The ratio without the monomial that is missed least; itself where p and q have one each. */
    PolynomialRatio smaller() {
        int least = -1;
        double squares = Double.POSITIVE_INFINITY;
        for (int k = 0; k < terms.size(); k++) {
            if (k < split ? split > 1 : terms.size() - split > 1) {
                double left = triangle.without(k)
                        .smallest(k < split ? split - 1 : split, k < split ? gram : without(k - split))
                        .squares();
                if (left < squares) {
                    squares = left;
                    least = k;
                }
            }
        }
        if (least < 0) {
            return this;
        }
        List<int[]> kept = new ArrayList<>(terms);
        kept.remove(least);
        int removed = least;
        return new PolynomialRatio(
                data,
                kept,
                removed < split ? split - 1 : split,
                IntStream.range(0, sizes.length)
                        .filter(k -> k != removed)
                        .mapToDouble(k -> sizes[k])
                        .toArray(),
                removed < split ? gram : without(removed - split),
                triangle.without(removed),
                weights);
    }

    private double[][] without(int column) {
        int[] kept = IntStream.range(0, gram.length).filter(k -> k != column).toArray();
        double[][] smaller = new double[kept.length][kept.length];
        for (int k = 0; k < kept.length; k++) {
            for (int l = 0; l < kept.length; l++) {
                smaller[k][l] = gram[kept[k]][kept[l]];
            }
        }
        return smaller;
    }

    /**
     * The ratio as a formula; coefficients are divided by the one that makes most of them simple numbers.
     *
     * @param inputs what stands for each input
     */
    Expression expression(List<Expression> inputs) {
        double unit = unit();
        double[] scaled = Arrays.stream(coefficients).map(c -> c / unit).toArray();
        // The unit itself is 1, which is simple and so stays as it is in further fits.
        List<int[]> above = new ArrayList<>(
                terms.subList(0, split).stream().map(int[]::clone).toList());
        List<int[]> below = new ArrayList<>(
                terms.subList(split, terms.size()).stream().map(int[]::clone).toList());
        Expression top = Monomials.monomial(Monomials.divideByCommon(above), inputs);
        Expression bottom = Monomials.monomial(Monomials.divideByCommon(below), inputs);
        return Expression.quotient(
                Expression.product(top, Monomials.polynomial(above, Arrays.copyOfRange(scaled, 0, split), inputs)),
                Expression.product(
                        bottom, Monomials.polynomial(below, Arrays.copyOfRange(scaled, split, scaled.length), inputs)));
    }

    private double unit() {
        double best = 1;
        double largest = Arrays.stream(coefficients).map(Math::abs).max().orElseThrow();
        long most = -1;
        for (int k = split; k < coefficients.length; k++) {
            double unit = coefficients[k];
            if (!(Math.abs(unit) > TINY * largest)) {
                continue;
            }
            long simple = Arrays.stream(coefficients)
                    .filter(c -> Constants.simplest(c / unit).isPresent())
                    .count();
            if (simple > most) {
                most = simple;
                best = unit;
            }
        }
        return best;
    }
}
