package org.kan4j.train;

import java.util.Arrays;
import org.kan4j.layer.Layer;
import org.kan4j.network.Kan;
import org.kan4j.network.KanNetwork;

/**
 * The maximal update parameterisation for Adam (arXiv:2203.03466, table 3): starts and learning rates of layers depend on their widths so that
 * every layer learns features at any width, and a rate that is best at one width is about so at others. A network whose hidden layers are as wide
 * as the base starts and learns as without it. With its grids fixed a KAN layer is a linear map of the functions of its edges, so base weights and
 * all coefficients of a layer scale as the weights of a perceptron do:
 *
 * <pre>
 * layer from the inputs   variance ∝ 1/inputs   rate r
 * between hidden layers   variance ∝ 1/n        rate r·base/n
 * to the outputs          variance ∝ base/n²    rate r·base/n
 * </pre>
 *
 * @param baseWidth nodes of a hidden layer for which the rate is meant, ≥ 1
 */
public record MaximalUpdate(int baseWidth) {
    /**
     * Validates.
     *
     * @param baseWidth nodes of a hidden layer for which the rate is meant, ≥ 1
     * @throws IllegalArgumentException if it is below 1
     */
    public MaximalUpdate {
        if (!(baseWidth >= 1)) {
            throw new IllegalArgumentException("maximal update: a base width of 1 or more required, got " + baseWidth);
        }
    }

    /**
     * {@return the network to start from}
     *
     * @param kan a random network whose parameters have variances ∝ 1/(inputs of their layer), as {@link Kan#random} makes them
     */
    public Kan initial(Kan kan) {
        int last = kan.network().depth() - 1;
        double[] p = kan.parameters();
        double scale = last == 0 ? 1 : Math.sqrt(share(kan.network().layer(last)));
        for (int i = kan.network().offset(last); i < p.length; i++) {
            p[i] *= scale;
        }
        return kan.withParameters(p);
    }

    /**
     * {@return the share of the rate that each parameter gets, [parameters]}
     *
     * @param network structure
     */
    public double[] shares(KanNetwork network) {
        double[] shares = new double[network.parameterCount()];
        Arrays.fill(shares, 1);
        for (int l = 1; l < network.depth(); l++) {
            int from = network.offset(l);
            Arrays.fill(shares, from, from + network.layer(l).parameterCount(), share(network.layer(l)));
        }
        return shares;
    }

    private double share(Layer layer) {
        return (double) baseWidth / layer.in();
    }
}
