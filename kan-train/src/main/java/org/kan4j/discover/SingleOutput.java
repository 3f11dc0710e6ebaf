package org.kan4j.discover;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.kan4j.data.Dataset;
import org.kan4j.layer.Edge;
import org.kan4j.layer.Layer;
import org.kan4j.model.KanModel;
import org.kan4j.model.Normalization;
import org.kan4j.network.Kan;
import org.kan4j.network.KanNetwork;

/** Takes one output of a model for itself. */
final class SingleOutput {
    private SingleOutput() {}

    /** Rows with numbers in place of their targets. */
    static Dataset rows(Dataset data, double[] y, double[] weights, String name) {
        return new Dataset(
                data.x(),
                y,
                weights,
                false,
                data.rows(),
                data.inputNames(),
                List.of(name),
                List.of(),
                data.rowNumbers(),
                data.notes(),
                data.warnings(),
                data.features(),
                data.missing());
    }

    /** A regression of means with one of the outputs of a network, log-odds, a score or a logarithm, by its name. */
    static KanModel of(KanModel model, int output) {
        KanNetwork network = model.kan().network();
        int l = network.depth() - 1;
        Layer before = network.layer(l);
        int first = before.firstColumn(output);
        int count = before.columnCount(output);
        boolean sum = output < before.sums();
        List<Edge> edges = new ArrayList<>();
        for (int i = 0; i < before.in(); i++) {
            edges.addAll(before.edges().subList(i * before.columns() + first, i * before.columns() + first + count));
        }
        Layer after = new Layer(
                before.bases(), before.activations(), sum ? 1 : 0, sum ? new int[0] : new int[] {count}, edges);
        double[] old = model.kan().parameters();
        int start = network.offset(l);
        double[] p = Arrays.copyOf(old, start + after.parameterCount());
        for (int i = 0; i < before.in(); i++) {
            for (int r = 0; r < before.rows(i); r++) {
                System.arraycopy(
                        old,
                        start + before.inputOffset(i) + r * before.columns() + first,
                        p,
                        start + after.inputOffset(i) + r * count,
                        count);
            }
            for (int c = 0; c < count; c++) {
                int at = after.symbolicOffset(i, c);
                if (at >= 0) {
                    System.arraycopy(old, start + before.symbolicOffset(i, first + c), p, start + at, 4);
                }
            }
        }
        String name = model.classes().isEmpty()
                ? model.outputNames().get(output)
                : model.kan().network().out() == 1
                        ? "log-odds of " + model.classes().get(1)
                        : "score of " + model.classes().get(output);
        return new KanModel(
                new Kan(network.withLayer(l, after), p),
                model.inputs(),
                new Normalization(
                        new double[] {model.outputs().shift(output)},
                        new double[] {model.outputs().scale(output)}),
                model.inputNames(),
                List.of(name),
                model.kinds(),
                List.of(),
                "",
                Optional.empty());
    }
}
