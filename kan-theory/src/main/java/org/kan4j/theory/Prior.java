package org.kan4j.theory;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.kan4j.basis.Basis;
import org.kan4j.layer.BaseActivation;
import org.kan4j.layer.Layer;
import org.kan4j.network.Kan;
import org.kan4j.network.KanNetwork;
import org.kan4j.network.Shape;

/**
 * A distribution of random networks: every edge is φ(x) = w·b(x) + Σ_m c_m·B_m(x) with independent w ~ N(0, s_b²/n) and c_m ~ N(0, s_c²/n), where n
 * counts the edges that enter a node, and grids are fixed. With the functions ψ = (s_b·b, s_c·B_1, …, s_c·B_M) the second moment of an
 * edge is k(u, v)/n, k(u, v) = ψ(u)·ψ(v), so a layer is a linear map of the vectors ψ: the theory of perceptrons (arXiv:2408.00082,
 * sections 3 and 4) carries over.
 *
 * @param base the base activation b
 * @param basis the functions B_m with their grid, order and extrapolation; one for all edges
 * @param baseVariance s_b² ≥ 0
 * @param basisVariance s_c² ≥ 0
 */
public record Prior(BaseActivation base, Basis basis, double baseVariance, double basisVariance) {
    /**
     * Validates.
     *
     * @param base the base activation b
     * @param basis the functions B_m with their grid, order and extrapolation; one for all edges
     * @param baseVariance s_b² ≥ 0
     * @param basisVariance s_c² ≥ 0
     * @throws IllegalArgumentException if a variance is negative or not finite
     */
    public Prior {
        Objects.requireNonNull(base, "base");
        Objects.requireNonNull(basis, "basis");
        requireVariance("base", baseVariance);
        requireVariance("basis", basisVariance);
    }

    private static void requireVariance(String name, double value) {
        if (!(value >= 0 && value < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(
                    "prior: a finite variance of 0 or more required for the " + name + ", got " + value);
        }
    }

    /**
     * {@return the functions B_m of a family over a range that suits Gaussian inputs}
     *
     * @param family any member of the family, whose settings are kept
     * @param count G, or the setting that counts the functions, ≥ 1
     * @param range r &gt; 0: the grid reaches from −r·√q to r·√q
     * @param q variance of the inputs, &gt; 0
     * @throws IllegalArgumentException if an argument is out of its range
     */
    public static Basis basis(Basis family, int count, double range, double q) {
        if (!(range > 0 && q > 0)) {
            throw new IllegalArgumentException(
                    "prior: a range and a variance above 0 required, got " + range + " and " + q);
        }
        return family.counting(-range * Math.sqrt(q), range * Math.sqrt(q), count);
    }

    /**
     * {@return this prior with other variances}
     *
     * @param ofBase s_b² ≥ 0
     * @param ofBasis s_c² ≥ 0
     */
    public Prior withVariances(double ofBase, double ofBasis) {
        return new Prior(base, basis, ofBase, ofBasis);
    }

    /** {@return the number of functions F in ψ: those of the basis, and b where there is one} */
    public int features() {
        return basis.size() + (base == BaseActivation.ZERO ? 0 : 1);
    }

    /**
     * The functions ψ at a point, or their derivatives.
     *
     * @param u the point
     * @param derivative 0 … 3
     * @param out receives [F] from {@code offset} on: s_c·B_m, then s_b·b where there is a base
     * @param offset where to begin in {@code out}
     */
    public void features(double u, int derivative, double[] out, int offset) {
        int support = basis.support();
        double[] some = new double[(derivative + 1) * support];
        int first = basis.evaluate(u, derivative, some, 0);
        double scale = Math.sqrt(basisVariance);
        Arrays.fill(out, offset, offset + basis.size(), 0);
        for (int m = 0; m < support; m++) {
            out[offset + first + m] = scale * some[derivative * support + m];
        }
        if (base != BaseActivation.ZERO) {
            out[offset + basis.size()] = Math.sqrt(baseVariance) * baseDerivative(u, derivative);
        }
    }

    private double baseDerivative(double u, int derivative) {
        return switch (derivative) {
            case 0 -> base.value(u);
            case 1 -> base.derivative(u);
            case 2 -> base.secondDerivative(u);
            default -> base.thirdDerivative(u);
        };
    }

    /**
     * {@return k(u, v) = s_b²·b(u)·b(v) + s_c²·Σ_m B_m(u)·B_m(v)}
     *
     * @param u a point
     * @param v another
     */
    public double kernel(double u, double v) {
        double[] psi = new double[2 * features()];
        features(u, 0, psi, 0);
        features(v, 0, psi, features());
        return dot(psi, 0, psi, features(), features());
    }

    /** The product of two vectors of n numbers, from a0 and b0 on. */
    static double dot(double[] a, int a0, double[] b, int b0, int n) {
        double sum = 0;
        for (int i = 0; i < n; i++) {
            sum += a[a0 + i] * b[b0 + i];
        }
        return sum;
    }

    /**
     * {@return the structure of networks of this prior, all edges numeric}
     *
     * @param shape widths, without product nodes, whose values are not Gaussian
     * @throws IllegalArgumentException if there are product nodes
     */
    public KanNetwork network(Shape shape) {
        List<Layer> layers = new ArrayList<>();
        int in = shape.inputs();
        for (Shape.Nodes nodes : shape.layers()) {
            if (!nodes.arities().isEmpty()) {
                throw new IllegalArgumentException("prior: a shape without product nodes required, got " + shape);
            }
            layers.add(Layer.dense(Collections.nCopies(in, basis), base, nodes.sums()));
            in = nodes.sums();
        }
        return new KanNetwork(layers);
    }

    /**
     * {@return the variance of every parameter of a network of this prior, [parameters]}
     *
     * @param network from {@link #network}
     */
    public double[] variances(KanNetwork network) {
        double[] variances = new double[network.parameterCount()];
        for (int l = 0; l < network.depth(); l++) {
            Layer layer = network.layer(l);
            for (int i = 0; i < layer.in(); i++) {
                int start = network.offset(l) + layer.inputOffset(i);
                int splines = basis.size() * layer.columns();
                for (int j = 0; j < layer.rows(i) * layer.columns(); j++) {
                    variances[start + j] = (j < splines ? basisVariance : baseVariance) / layer.in();
                }
            }
        }
        return variances;
    }

    /**
     * {@return a network of this prior}
     *
     * @param shape widths, without product nodes
     * @param seed of the parameters
     */
    public Kan sample(Shape shape, long seed) {
        KanNetwork network = network(shape);
        double[] p = variances(network);
        Normal normal = new Normal(seed);
        for (int i = 0; i < p.length; i++) {
            p[i] = Math.sqrt(p[i]) * normal.next();
        }
        return new Kan(network, p);
    }
}
