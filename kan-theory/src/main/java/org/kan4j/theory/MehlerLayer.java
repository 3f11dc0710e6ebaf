package org.kan4j.theory;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import org.kan4j.basis.Expectations;
import org.kan4j.layer.BaseActivation;
import org.kan4j.numeric.Parallel;

/**
 * What a wide hidden layer makes of the covariances of its inputs: K′_ab = E ψ(u)·ψ(v) at (u, v) ~ N(0, K) (arXiv:2408.00082, section 3; for
 * perceptrons arXiv:1711.00165), or of their derivatives ψ′. By Mehler's expansion K′_ab = Σ_j ρ^j·A_j(σ_a)·A_j(σ_b), A_j(σ) =
 * E[ψ(σz)·He_j(z)]/√j!, whose coefficients are one-dimensional quadratures; the diagonal is one without any expansion. With t_a the rest of
 * the diagonal after J terms, those left out are at most B = |ρ|^J·√(t_a·t_b); ρ^J·√(t_a·t_b) stands for them, which is right at ρ = 1,
 * keeps the matrix positive semidefinite, and errs by 2·B at the most.
 */
final class MehlerLayer {
    private static final int BLOCK = 16;

    private final Prior prior;
    private final int derivative;
    private final int terms;

    /**
     * A layer.
     *
     * @param prior of its edges
     * @param derivative 0 for the values, 1 for E ψ′(u)·ψ′(v)
     * @param terms J ≥ 1
     */
    MehlerLayer(Prior prior, int derivative, int terms) {
        if (!(terms >= 1)) {
            throw new IllegalArgumentException("kernel: at least 1 term required, got " + terms);
        }
        this.prior = prior;
        this.derivative = derivative;
        this.terms = terms;
    }

    /**
     * Covariances of the next layer.
     *
     * @param k [n, n], not modified
     * @param n number of points
     * @param tail 2·B at the most between different points
     */
    record Result(double[] k, int n, double tail) {}

    /** What an input of one standard deviation leads to: the diagonal, and [terms, features] coefficients, the slow index first. */
    private record Point(double sigma, double diagonal, double[] coefficients, double rest) {}

    Result apply(double[] k, int n, Parallel parallel) {
        List<Callable<Point>> tasks = new ArrayList<>();
        for (int a = 0; a < n; a++) {
            double variance = k[a * n + a];
            tasks.add(() -> point(variance));
        }
        List<Point> points = parallel.all(tasks);
        double[] next = new double[n * n];
        List<Callable<Double>> rows = new ArrayList<>();
        for (int block = 0; block < n; block += BLOCK) {
            int first = block;
            rows.add(() -> {
                double worst = 0;
                for (int a = first; a < Math.min(n, first + BLOCK); a++) {
                    for (int b = 0; b < a; b++) {
                        worst = Math.max(worst, pair(k, n, a, b, points, next));
                    }
                    next[a * n + a] = points.get(a).diagonal();
                }
                return worst;
            });
        }
        double worst = 0;
        for (double each : parallel.all(rows)) {
            worst = Math.max(worst, each);
        }
        return new Result(next, n, worst);
    }

    private Point point(double variance) {
        double sigma = Math.sqrt(Math.max(0, variance));
        int f = prior.features();
        double[] psi = new double[f];
        if (sigma == 0) {
            prior.features(0, derivative, psi, 0);
            return new Point(0, Prior.dot(psi, 0, psi, 0, f), Arrays.copyOf(psi, terms * f), 0);
        }
        Expectations expectations = new Expectations(prior.basis(), sigma, terms);
        double diagonal = Moments.expectation(prior.basis(), sigma * sigma, u -> {
            prior.features(u, derivative, psi, 0);
            return Prior.dot(psi, 0, psi, 0, f);
        });
        double[] coefficients = new double[terms * f];
        double[] ofBasis = expectations.hermite(derivative);
        for (int m = 0; m < prior.basis().size(); m++) {
            for (int j = 0; j < terms; j++) {
                coefficients[j * f + m] = Math.sqrt(prior.basisVariance()) * ofBasis[m * terms + j];
            }
        }
        if (prior.base() != BaseActivation.ZERO) {
            BaseActivation base = prior.base();
            double[] ofBase = expectations.hermite(derivative == 0 ? base::value : base::derivative);
            for (int j = 0; j < terms; j++) {
                coefficients[j * f + f - 1] = Math.sqrt(prior.baseVariance()) * ofBase[j];
            }
        }
        double explained = Prior.dot(coefficients, 0, coefficients, 0, coefficients.length);
        return new Point(sigma, diagonal, coefficients, Math.max(0, diagonal - explained));
    }

    /** Sets one pair, and returns 2·B. */
    private double pair(double[] k, int n, int a, int b, List<Point> points, double[] next) {
        Point p = points.get(a);
        Point q = points.get(b);
        double scale = p.sigma * q.sigma;
        double rho = scale > 0 ? Math.max(-1, Math.min(1, k[a * n + b] / scale)) : 0;
        int f = prior.features();
        double sum = 0;
        double power = 1;
        for (int j = 0; j < terms && Math.abs(power) > 1e-18; j++) {
            sum += power * Prior.dot(p.coefficients, j * f, q.coefficients, j * f, f);
            power *= rho;
        }
        power = Math.pow(rho, terms);
        double left = Math.sqrt(p.rest * q.rest);
        next[a * n + b] = sum + power * left;
        next[b * n + a] = next[a * n + b];
        return 2 * Math.abs(power) * left;
    }
}
