package org.kan4j.train;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.IntStream;
import org.kan4j.data.Batch;
import org.kan4j.data.Dataset;
import org.kan4j.kernel.Engine;
import org.kan4j.kernel.NormalEquations;
import org.kan4j.model.KanModel;
import org.kan4j.model.Response;
import org.kan4j.model.Uncertainty;
import org.kan4j.network.Kan;
import org.kan4j.network.KanNetwork;

/**
 * How sure a trained regression model is: errors on rows that were held back, for conformal intervals, and the inverse covariance
 * (JᵀJ + N·∇²penalty/2)/σ² of its parameters in units of 1/σ², Laplace's approximation (MacKay, Neural Computation 4, 1992, section 4.1). Where a network has more
 * parameters than {@value #MOST_OF_ALL}, it is that of the last layer's, the others taken as they are (arXiv:2106.14806). σ² are the
 * squared residuals by their number less that of the directions γ = tr(H⁻¹·JᵀJ) that the rows determine.
 */
public final class Curvature {
    /** The most parameters of a whole network; its covariance takes 1 MB. */
    private static final int MOST_OF_ALL = 500;

    /** Numbers in a Jacobian that is held in memory; of more rows some are taken, and count for the others. */
    private static final long MOST_NUMBERS = 4_000_000;

    /** Choices of the weights of smoothness, which are those that training made. */
    private static final int CHOICES = 30;

    /** What is added to the diagonal, as a share of its largest number, where rounding leaves the matrix singular. */
    private static final double JITTER = 1e-12;

    /** Rows whose derivatives are in memory at a time. */
    private static final int BLOCK = 256;

    private Curvature() {}

    /**
     * {@return what tells how sure a model is; empty for classes and where no errors are known}
     *
     * @param engine computes
     * @param model trained
     * @param fitted rows that it was fitted to, in the data's units
     * @param errors of rows that were not fitted, [outputs][rows] as {@link #errors} gives them
     * @param loss that was lowered
     * @param penalties that were added to it
     */
    public static Optional<Uncertainty> of(
            Engine engine, KanModel model, Dataset fitted, double[][] errors, Loss loss, Penalties penalties) {
        return ofErrors(model, errors).map(known -> {
            int parameters = known.uncertain(model.kan().network()).trainable().length;
            return parameters == 0 || parameters > Uncertainty.MOST_PARAMETERS || !loss.residuals()
                    ? known
                    : curved(engine, model, fitted, loss, penalties, known);
        });
    }

    /**
     * {@return what errors tell alone; empty for classes and quantiles and where none are known}
     *
     * @param model trained
     * @param errors of rows that were not fitted, [outputs][rows] as {@link #errors} gives them
     */
    public static Optional<Uncertainty> ofErrors(KanModel model, double[][] errors) {
        boolean quantile = model.response().kind() == Response.Kind.QUANTILE;
        if (!model.classes().isEmpty() || quantile || errors.length == 0 || errors[0].length == 0) {
            return Optional.empty();
        }
        KanNetwork network = model.kan().network();
        int layer = network.trainable().length <= MOST_OF_ALL ? 0 : network.depth() - 1;
        double[][] scores = Arrays.stream(errors).map(Curvature::ranked).toArray(double[][]::new);
        return Optional.of(new Uncertainty(scores, layer, new double[0], new double[0]));
    }

    /** Errors in their order; of many some, evenly spread over their ranks. */
    private static double[] ranked(double[] errors) {
        double[] sorted = errors.clone();
        Arrays.sort(sorted);
        int rows = Math.min(sorted.length, Uncertainty.MOST_SCORES);
        double[] some = new double[rows];
        for (int r = 0; r < rows; r++) {
            some[r] = sorted[(int) ((long) r * (sorted.length - 1) / Math.max(1, rows - 1))];
        }
        return some;
    }

    /**
     * {@return the absolute errors of a model, [outputs][rows] in the data's units; none for classes}
     *
     * @param engine computes
     * @param model a regression model
     * @param held rows that it was not fitted to, in the data's units
     */
    public static double[][] errors(Engine engine, KanModel model, Dataset held) {
        if (!model.classes().isEmpty()) {
            return new double[0][];
        }
        int rows = held.rows();
        return errors(model.predict(engine, held.x(), rows), held);
    }

    /**
     * {@return the absolute errors of predictions, [outputs][rows] in the data's units}
     *
     * @param y [rows, outputs] predicted
     * @param held rows with their targets
     */
    public static double[][] errors(double[] y, Dataset held) {
        int outputs = held.targets().size();
        double[][] errors = new double[outputs][held.rows()];
        for (int i = 0; i < y.length; i++) {
            errors[i % outputs][i / outputs] = Math.abs(y[i] - held.y()[i]);
        }
        return errors;
    }

    private static Uncertainty curved(
            Engine engine, KanModel model, Dataset fitted, Loss loss, Penalties penalties, Uncertainty errors) {
        KanNetwork network = model.kan().network();
        KanNetwork uncertain = errors.uncertain(network);
        int from = errors.layer() == 0 ? 0 : network.offset(errors.layer());
        double[] all = model.kan().parameters();
        Kan kan = new Kan(uncertain, Arrays.copyOfRange(all, from, all.length));
        int n = uncertain.trainable().length;
        int outputs = network.out();
        int most = (int) Math.max(1, MOST_NUMBERS / n / outputs);
        Batch rows = Batch.of(fitted).normalized(model).thinned(most);
        NetworkProblem problem =
                new NetworkProblem(engine, kan, hidden(engine, model, rows, errors.layer()), loss, penalties.dense());
        double[] p = problem.reduce(kan.parameters());
        double[] r = new double[problem.residuals()];
        double[] jacobian = new double[r.length * n];
        problem.jacobian(p, r, jacobian);
        NormalEquations normal = problem.normalEquations();
        double[] jtj = new double[n * n];
        normal.form(jacobian, r, r.length, jtj, new double[n]);
        double squares = Arrays.stream(r).map(v -> v * v).sum();
        double[] hessian = penalised(problem, p, jtj);
        for (int i = 0; i < CHOICES && problem.choosePenaltyWeights(p, squares, hessian, normal); i++) {
            hessian = penalised(problem, p, jtj);
        }
        double largest = 0;
        for (int i = 0; i < n; i++) {
            largest = Math.max(largest, hessian[i * n + i]);
        }
        for (double jitter = JITTER; !normal.factor(hessian); jitter *= 10) {
            for (int i = 0; i < n; i++) {
                hessian[i * n + i] += jitter * largest + Double.MIN_NORMAL;
            }
        }
        double left = Math.max(1, r.length - determined(jtj, normal, n));
        double[] noise = new double[outputs];
        for (int i = 0; i < r.length; i++) {
            noise[i % outputs] += r[i] * r[i] * outputs / left;
        }
        for (int o = 0; o < outputs; o++) {
            noise[o] = Math.sqrt(noise[o]) * model.outputs().scale(o);
        }
        // Rows that were left out count by those that stand for them.
        double scale = (double) fitted.rows() / rows.rows();
        double[] precision = new double[(int) Uncertainty.packed(n)];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j <= i; j++) {
                precision[i * (i + 1) / 2 + j] = scale * hessian[i * n + j];
            }
        }
        return new Uncertainty(errors.scores(), errors.layer(), noise, precision);
    }

    /** Rows whose inputs are the values that arrive at a layer. */
    private static Batch hidden(Engine engine, KanModel model, Batch rows, int layer) {
        return layer == 0
                ? rows
                : new Batch(
                        arriving(engine, model.kan(), rows.x(), rows.rows(), layer),
                        rows.y(),
                        rows.weights(),
                        rows.rows());
    }

    private static double[] arriving(Engine engine, Kan kan, double[] x, int rows, int layer) {
        KanNetwork head = kan.network().head(layer);
        double[] values = new double[rows * head.out()];
        engine.values(head, Arrays.copyOf(kan.parameters(), head.parameterCount()), x, rows, values);
        return values;
    }

    private static double[] penalised(NetworkProblem problem, double[] p, double[] jtj) {
        double[] hessian = jtj.clone();
        problem.addPenalty(p, new double[p.length], hessian);
        return hessian;
    }

    /** tr(H⁻¹·JᵀJ), with the lower triangle of JᵀJ. */
    private static double determined(double[] jtj, NormalEquations normal, int n) {
        double trace = 0;
        double[] column = new double[n];
        for (int j = 0; j < n; j++) {
            for (int i = 0; i < n; i++) {
                column[i] = i >= j ? jtj[i * n + j] : jtj[j * n + i];
            }
            normal.solve(column);
            trace += column[j];
        }
        return trace;
    }

    /**
     * {@return standard deviations of what is to be seen at rows, noise included, [rows, outputs], in the data's units}
     *
     * @param engine computes
     * @param model whose uncertainty is curved
     * @param x [rows, inputs] in the data's units, not modified
     * @param rows number of rows
     */
    public static double[] deviations(Engine engine, KanModel model, double[] x, int rows) {
        Uncertainty uncertainty = model.uncertainty().orElseThrow();
        KanNetwork network = model.kan().network();
        KanNetwork uncertain = uncertainty.uncertain(network);
        int layer = uncertainty.layer();
        double[] all = model.kan().parameters();
        double[] p = Arrays.copyOfRange(all, layer == 0 ? 0 : network.offset(layer), all.length);
        int[] indices = uncertain.trainable();
        int n = indices.length;
        NormalEquations normal = engine.normalEquations(n);
        double[] hessian = new double[n * n];
        for (int i = 0; i < n; i++) {
            System.arraycopy(uncertainty.precision(), i * (i + 1) / 2, hessian, i * n, i + 1);
        }
        if (!normal.factor(hessian)) {
            throw new IllegalArgumentException("uncertainty: a positive definite precision required");
        }
        int outputs = network.out();
        double variance = 0;
        for (int o = 0; o < outputs; o++) {
            double noise = uncertainty.noise()[o] / model.outputs().scale(o);
            variance += noise * noise / outputs;
        }
        int[] places = IntStream.range(0, n).toArray();
        double[] deviations = new double[rows * outputs];
        double[] z = model.normalized(x, rows);
        for (int from = 0; from < rows; from += BLOCK) {
            int count = Math.min(BLOCK, rows - from);
            double[] block = Arrays.copyOfRange(z, from * network.in(), (from + count) * network.in());
            double[] values = layer == 0 ? block : arriving(engine, model.kan(), block, count, layer);
            double[] jacobian = new double[count * outputs * n];
            engine.jacobian(uncertain, p, values, count, indices, new double[count * outputs], jacobian);
            for (int i = 0; i < count * outputs; i++) {
                double[] row = Arrays.copyOfRange(jacobian, i * n, (i + 1) * n);
                double scale = model.outputs().scale(i % outputs);
                double noise = uncertainty.noise()[i % outputs];
                deviations[from * outputs + i] =
                        Math.sqrt(scale * scale * variance * normal.inverse(places, row) + noise * noise);
            }
        }
        return deviations;
    }
}
