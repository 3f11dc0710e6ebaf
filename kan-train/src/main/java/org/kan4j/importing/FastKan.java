package org.kan4j.importing;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.kan4j.basis.Basis;
import org.kan4j.basis.GaussianRbf;
import org.kan4j.function.Functions;
import org.kan4j.function.UnivariateFunction;
import org.kan4j.grid.Grid;
import org.kan4j.io.KanFormatException;
import org.kan4j.layer.BaseActivation;

/**
 * A state dict of fast-kan without its LayerNorm: of each layer {@code rbf.grid} [n], {@code spline_linear.weight} [out, in·n], and where
 * it has a base {@code base_linear.weight} [out, in] and {@code base_linear.bias} [out]. The width of the Gaussians is not stored.
 *
 * <p>Gaussians cannot make a constant. So that the biases stay exact, every layer has one input more that is always zero, whose edges are
 * these constants; the layer before has a node without edges for it, and before the first stands a layer that hands the inputs on.
 */
final class FastKan {
    static final String MARK = ".spline_linear.weight";
    private static final UnivariateFunction IDENTITY =
            Functions.byName("identity").orElseThrow();
    private static final double UNIFORM = 1e-5;

    private FastKan() {}

    static List<LayerDraft> layers(Tensors tensors, BaseActivation activation) {
        int depth = tensors.depth("layers.", MARK);
        boolean biased = tensors.has("layers.0.base_linear.bias");
        List<LayerDraft> layers = new ArrayList<>();
        for (int l = 0; l < depth; l++) {
            String prefix = "layers." + l;
            if (tensors.names().stream().anyMatch(name -> name.startsWith(prefix + ".layernorm."))) {
                throw new KanFormatException(prefix
                        + ".layernorm: a layer without it required, since it couples the inputs, which no network of functions of single"
                        + " inputs can do; use_layernorm=False trains one");
            }
            Tensor centres = tensors.get(prefix + ".rbf.grid").shaped(-1);
            int functions = centres.shape()[0];
            Tensor weight = tensors.get(prefix + MARK).shaped(-1, -1);
            int out = weight.shape()[0];
            int in = weight.shape()[1] / functions;
            weight.shaped(out, in * functions);
            EqualGaussians gaussians = new EqualGaussians(uniform(centres));
            Basis basis = new GaussianRbf(gaussians.grid());
            if (l == 0 && biased) {
                layers.add(handingOn(in, basis));
            }
            int spare = biased ? 1 : 0;
            LayerDraft layer = new LayerDraft(
                    Collections.nCopies(in + spare, basis),
                    biased ? activation : BaseActivation.ZERO,
                    out + (l + 1 < depth ? spare : 0));
            for (int i = 0; i < in; i++) {
                for (int o = 0; o < out; o++) {
                    double[] coefficients = Arrays.copyOfRange(weight.row(o), i * functions, (i + 1) * functions);
                    double base = biased
                            ? tensors.get(prefix + ".base_linear.weight")
                                    .shaped(out, in)
                                    .at(o, i)
                            : 0;
                    layer.numeric(i, o, gaussians.refitted(coefficients), base);
                }
            }
            for (int o = 0; o < out && biased; o++) {
                double bias =
                        tensors.get(prefix + ".base_linear.bias").shaped(out).at(o);
                layer.symbolic(in, o, IDENTITY, 1, 0, 0, bias);
            }
            layers.add(layer);
        }
        return layers;
    }

    private static LayerDraft handingOn(int in, Basis basis) {
        LayerDraft layer = new LayerDraft(Collections.nCopies(in, basis), BaseActivation.ZERO, in + 1);
        for (int i = 0; i < in; i++) {
            layer.symbolic(i, i, IDENTITY, 1, 0, 1, 0);
        }
        return layer;
    }

    private static Grid uniform(Tensor centres) {
        double[] c = centres.values();
        int intervals = c.length - 1;
        for (int i = 1; i < c.length; i++) {
            double mean = (c[intervals] - c[0]) / intervals;
            if (!(Math.abs(c[i] - c[i - 1] - mean) <= UNIFORM * mean)) {
                throw new KanFormatException(centres.name()
                        + ": centres at equal distances required, since fast-kan has one width" + " for all");
            }
        }
        return Grid.of(c);
    }
}
