package org.kan4j.importing;

import java.util.ArrayList;
import java.util.List;
import org.kan4j.basis.Basis;
import org.kan4j.layer.BaseActivation;

/**
 * A state dict of efficient-kan: of each layer {@code grid} [in, G + 2k + 1], {@code spline_weight} [out, in, G + k], {@code spline_scaler}
 * [out, in] where it has one, and {@code base_weight} [out, in]. The base activation is not stored.
 */
final class EfficientKan {
    static final String MARK = ".spline_weight";

    private EfficientKan() {}

    static List<LayerDraft> layers(Tensors tensors, BaseActivation base) {
        List<LayerDraft> layers = new ArrayList<>();
        int depth = tensors.depth("layers.", MARK);
        for (int l = 0; l < depth; l++) {
            String prefix = "layers." + l;
            Tensor weight = tensors.get(prefix + MARK).shaped(-1, -1, -1);
            int out = weight.shape()[0];
            int in = weight.shape()[1];
            Tensor grid = tensors.get(prefix + ".grid").shaped(in, -1);
            Tensor baseWeight = tensors.get(prefix + ".base_weight").shaped(out, in);
            String scaler = prefix + ".spline_scaler";
            List<Basis> bases = new ArrayList<>();
            for (int i = 0; i < in; i++) {
                bases.add(LayerDraft.splines(grid.row(i), grid.shape()[1] - 1 - weight.shape()[2]));
            }
            LayerDraft layer = new LayerDraft(bases, base, out);
            for (int i = 0; i < in; i++) {
                for (int o = 0; o < out; o++) {
                    double scale = tensors.has(scaler)
                            ? tensors.get(scaler).shaped(out, in).at(o, i)
                            : 1;
                    double[] coefficients = weight.row(o, i);
                    for (int m = 0; m < coefficients.length; m++) {
                        coefficients[m] *= scale;
                    }
                    layer.numeric(i, o, coefficients, baseWeight.at(o, i));
                }
            }
            layers.add(layer);
        }
        return layers;
    }
}
