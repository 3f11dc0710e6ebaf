package org.kan4j.theory;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.EigenDecomposition_F64;
import org.kan4j.data.Batch;
import org.kan4j.kernel.Engine;
import org.kan4j.layer.BaseActivation;
import org.kan4j.layer.Edge;
import org.kan4j.layer.Layer;
import org.kan4j.model.KanModel;
import org.kan4j.network.KanNetwork;

/**
 * The tangent kernel Θ of a trained model on the rows of a table, beside that of a random network of the same structure and grids, with parameters as
 * {@code fit} draws them: in the lazy regime training leaves Θ as it is; where features were learned it turns towards the targets.
 *
 * @param rows how many were taken
 * @param start modes of Θ of the random network
 * @param trained modes of Θ of the model
 * @param alignment ⟨Θ_start, Θ_trained⟩/(‖Θ_start‖·‖Θ_trained‖), 1 in the lazy regime
 * @param startTarget yᵀ·Θ_start·y/(‖Θ_start‖·‖y‖²), alignment with the targets
 * @param trainedTarget the same of the model
 */
public record TableKernel(
        int rows, Modes start, Modes trained, double alignment, double startTarget, double trainedTarget) {
    /** Rows at the most: the eigenvalues of so large a matrix take seconds. */
    public static final int MOST_ROWS = 1000;

    /** Variances of base weights and coefficients, times the edges of a node, of {@link org.kan4j.network.Kan#random}. */
    private static final double BASE = 1;

    private static final double COEFFICIENTS = 0.09;

    /**
     * Modes of a kernel.
     *
     * @param eigenvalues λ, decreasing
     * @param target share of the squared targets that is in each mode
     */
    public record Modes(double[] eigenvalues, double[] target) {
        /**
         * {@return the share of the squared targets that gradient descent of a network with this kernel has not learned}
         *
         * @param steps with the rate 1/λ_max
         */
        public double left(double steps) {
            return IntStream.range(0, eigenvalues.length)
                    .mapToDouble(i -> target[i] * Math.exp(-2 * steps * Math.max(0, eigenvalues[i]) / eigenvalues[0]))
                    .sum();
        }

        /**
         * {@return the steps with the rate 1/λ_max that shrink a mode by e}
         *
         * @param mode its number, from 0
         */
        public double steps(int mode) {
            return eigenvalues[0] / eigenvalues[mode];
        }
    }

    /**
     * {@return the kernels of a model on rows}
     *
     * @param engine computes, a block of parameters at a time
     * @param model a regression with one output
     * @param table rows in the data's units
     * @param seed of the random network
     * @throws IllegalArgumentException if there are classes or several outputs
     */
    public static TableKernel of(Engine engine, KanModel model, Batch table, long seed) {
        if (!model.classes().isEmpty() || model.outputNames().size() != 1) {
            throw new IllegalArgumentException("tangent kernel: a model of one number required, got one of "
                    + (model.classes().isEmpty() ? model.outputNames() : model.classes()));
        }
        Batch some = table.normalized(model).thinned(MOST_ROWS);
        int n = some.rows();
        KanNetwork network = model.kan().network();
        double[] variances = variances(network);
        double[] p = model.kan().parameters();
        double[] random = p.clone();
        Normal normal = new Normal(seed);
        for (int i = 0; i < random.length; i++) {
            random[i] = Double.isNaN(variances[i]) ? p[i] : Math.sqrt(variances[i]) * normal.next();
            variances[i] = Double.isNaN(variances[i]) ? 1 : variances[i];
        }
        double[] before = TangentKernel.byJacobian(engine, network, random, variances, some.x(), n);
        double[] after = TangentKernel.byJacobian(engine, network, p, variances, some.x(), n);
        double[] y = some.y();
        return new TableKernel(
                n,
                modes(before, y, n),
                modes(after, y, n),
                Prior.dot(before, 0, after, 0, n * n) / norm(before) / norm(after),
                target(before, y, n),
                target(after, y, n));
    }

    /** Variances of the parameters where they are drawn; NaN for constants of symbolic edges, which are not. */
    private static double[] variances(KanNetwork network) {
        double[] variances = new double[network.parameterCount()];
        Arrays.fill(variances, Double.NaN);
        for (int l = 0; l < network.depth(); l++) {
            Layer layer = network.layer(l);
            for (int i = 0; i < layer.in(); i++) {
                for (int r = 0; r < layer.rows(i); r++) {
                    boolean base = layer.activation(i) != BaseActivation.ZERO && r == layer.rows(i) - 1;
                    for (int c = 0; c < layer.columns(); c++) {
                        if (layer.edge(i, c) instanceof Edge.Numeric) {
                            variances[network.offset(l) + layer.inputOffset(i) + r * layer.columns() + c] =
                                    (base ? BASE : COEFFICIENTS) / layer.in();
                        }
                    }
                }
            }
        }
        return variances;
    }

    private static double norm(double[] a) {
        return Math.sqrt(Prior.dot(a, 0, a, 0, a.length));
    }

    private static double target(double[] theta, double[] y, int n) {
        double sum = 0;
        for (int i = 0; i < n; i++) {
            sum += y[i] * Prior.dot(theta, i * n, y, 0, n);
        }
        return sum / norm(theta) / Prior.dot(y, 0, y, 0, n);
    }

    private static Modes modes(double[] theta, double[] y, int n) {
        EigenDecomposition_F64<DMatrixRMaj> eigen = DecompositionFactory_DDRM.eig(n, true, true);
        if (!eigen.decompose(new DMatrixRMaj(n, n, true, theta.clone()))) {
            throw new IllegalArgumentException("tangent kernel: a matrix of finite numbers required");
        }
        int[] order = IntStream.range(0, n)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> -eigen.getEigenvalue(i).getReal()))
                .mapToInt(Integer::intValue)
                .toArray();
        double[] values = new double[n];
        double[] target = new double[n];
        double all = Prior.dot(y, 0, y, 0, n);
        for (int i = 0; i < n; i++) {
            values[i] = eigen.getEigenvalue(order[i]).getReal();
            double part = Prior.dot(eigen.getEigenVector(order[i]).data, 0, y, 0, n);
            target[i] = part * part / all;
        }
        return new Modes(values, target);
    }
}
