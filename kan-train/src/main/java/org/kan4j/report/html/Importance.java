package org.kan4j.report.html;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.kan4j.data.Batch;
import org.kan4j.formula.Formula;
import org.kan4j.kernel.Engine;
import org.kan4j.layer.Layer;
import org.kan4j.model.KanModel;
import org.kan4j.network.KanNetwork;
import org.kan4j.prune.Attribution;
import org.kan4j.report.NetworkLook;

/** Which inputs and edges of a model matter most, by the attribution scores of its network. */
final class Importance {
    private static final int ROWS = 500;
    private static final int BINS = 16;

    private final Subject subject;
    private final KanNetwork network;
    private final Attribution scores;
    private final List<double[]> values = new ArrayList<>();
    private final int count;

    Importance(Engine engine, Subject subject) {
        this.subject = subject;
        KanModel model = subject.model();
        network = model.kan().network();
        Rows rows = Rows.of(model, subject.rows(), ROWS);
        count = rows.count();
        double[] x = model.normalized(rows.x(), count);
        scores = Attribution.of(engine, model.kan(), new Batch(x, new double[count * network.out()], count));
        values.add(x);
        for (int l = 1; l < network.depth(); l++) {
            double[] inside = new double[count * network.layer(l).in()];
            engine.values(network.head(l), model.kan().parameters(), x, count, inside);
            values.add(inside);
        }
    }

    /** The inputs that something reads: a formula where there is one, else an edge; the most important first. */
    List<Integer> inputs() {
        Layer first = network.layer(0);
        Set<Integer> read = new HashSet<>();
        if (subject.formula().isPresent()) {
            Formula formula = subject.formula().get();
            formula.expression()
                    .variables()
                    .forEach(v -> read.add(subject.model()
                            .inputNames()
                            .indexOf(formula.columns().get(v))));
        } else {
            for (int i = 0; i < first.in(); i++) {
                for (int c = 0; c < first.columns(); c++) {
                    if (first.edge(i, c).active()) {
                        read.add(i);
                    }
                }
            }
        }
        return IntStream.range(0, first.in())
                .boxed()
                .filter(read::contains)
                .sorted(Comparator.comparingDouble((Integer i) -> scores.node(0, i))
                        .reversed())
                .toList();
    }

    /** The numbers that enter an input of a layer, in the network's units: one for each of up to {@value #ROWS} rows. */
    double[] entering(int layer, int input) {
        return new Rows(values.get(layer), count).column(input);
    }

    private record Place(int layer, int input, int column) {}

    /** The edges that matter most, up to so many of each layer. */
    NetworkLook.Selection edges(int most) {
        Set<Place> chosen = new HashSet<>();
        for (int l = 0; l < network.depth(); l++) {
            Layer layer = network.layer(l);
            List<Place> places = new ArrayList<>();
            for (int i = 0; i < layer.in(); i++) {
                for (int c = 0; c < layer.columns(); c++) {
                    if (layer.edge(i, c).active()) {
                        places.add(new Place(l, i, c));
                    }
                }
            }
            places.stream()
                    .sorted(Comparator.comparingDouble((Place p) -> scores.edge(p.layer, p.input, p.column))
                            .reversed())
                    .limit(most)
                    .forEach(chosen::add);
        }
        return (layer, input, column) -> chosen.contains(new Place(layer, input, column));
    }

    /** [layer][input][bins] shares of the rows along the grids; nothing where there is no table. */
    double[][][] density() {
        double[][][] density = new double[subject.rows().isPresent() ? network.depth() : 0][][];
        for (int l = 0; l < density.length; l++) {
            Layer layer = network.layer(l);
            Rows rows = new Rows(values.get(l), count);
            density[l] = IntStream.range(0, layer.in())
                    .mapToObj(i -> Range.widened(
                                    layer.basis(i).grid().lo(),
                                    layer.basis(i).grid().hi())
                            .density(rows.column(i), BINS))
                    .toArray(double[][]::new);
        }
        return density;
    }
}
