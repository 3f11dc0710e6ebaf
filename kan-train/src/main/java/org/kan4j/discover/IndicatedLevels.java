package org.kan4j.discover;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.kan4j.basis.Basis;
import org.kan4j.basis.Hats;
import org.kan4j.data.Dataset;
import org.kan4j.data.Feature;
import org.kan4j.data.Groups;
import org.kan4j.data.Missing;
import org.kan4j.function.Functions;
import org.kan4j.function.UnivariateFunction;
import org.kan4j.grid.Grid;
import org.kan4j.layer.BaseActivation;
import org.kan4j.layer.Edge;
import org.kan4j.layer.Layer;
import org.kan4j.model.InputKind;
import org.kan4j.model.KanModel;
import org.kan4j.model.Normalization;
import org.kan4j.model.Trend;
import org.kan4j.network.Kan;
import org.kan4j.network.KanNetwork;

/**
 * A model with categories as one of quantities alone: a level is an input that is 1 in its rows and 0 in others, multiplied by what it
 * differs in from the first level. What stands for a gap is put there; a level that is not known has no value.
 */
final class IndicatedLevels {
    private static final UnivariateFunction IDENTITY =
            Functions.byName("identity").orElseThrow();

    /** The basis of an input of zeros and ones, whose edges are straight lines. */
    private static final Basis UNUSED = new Hats(Grid.of(0, 1));

    private final KanModel model;
    /** What each input of the new model is. */
    private final List<Source> sources = new ArrayList<>();

    /** An input of the old model, or the level of it at a place, by how many levels that are known it comes after the first. */
    private record Source(int input, int place, int after) {
        boolean level() {
            return place >= 0;
        }
    }

    /**
     * Looks at a model.
     *
     * @param model without coefficients for gaps
     */
    IndicatedLevels(KanModel model) {
        this.model = model;
        for (int i = 0; i < model.kinds().size(); i++) {
            InputKind kind = model.kinds().get(i);
            int known = 0;
            for (int place = 0; place < kind.levels().size(); place++) {
                if (kind.levels().get(place).known()) {
                    sources.add(new Source(i, place, known++));
                }
            }
            if (!kind.category()) {
                sources.add(new Source(i, -1, 0));
            }
        }
    }

    /** Whether an input is a level beside others, whose effect is the constant that they differ from. */
    private boolean constant(int number) {
        Source source = sources.get(number);
        return source.level()
                && source.after == 0
                && number + 1 < sources.size()
                && sources.get(number + 1).input == source.input;
    }

    private static int first(InputKind kind) {
        int place = 0;
        while (!kind.levels().get(place).known()) {
            place++;
        }
        return place;
    }

    private String name(Source source) {
        String column = model.inputNames().get(source.input);
        return source.level()
                ? Groups.indicator(
                        column,
                        model.kinds()
                                .get(source.input)
                                .levels()
                                .get(source.place)
                                .name())
                : column;
    }

    /** The model of quantities. */
    KanModel model() {
        Layer before = model.kan().network().layer(0);
        List<Basis> bases = new ArrayList<>();
        List<BaseActivation> activations = new ArrayList<>();
        List<Edge> edges = new ArrayList<>();
        double[] shift = new double[sources.size()];
        double[] scale = new double[sources.size()];
        for (int s = 0; s < shift.length; s++) {
            Source source = sources.get(s);
            bases.add(source.level() ? UNUSED : before.basis(source.input));
            activations.add(source.level() ? BaseActivation.ZERO : before.activation(source.input));
            shift[s] = model.inputs().shift(source.input);
            scale[s] = model.inputs().scale(source.input);
            for (int c = 0; c < before.columns(); c++) {
                Edge edge = before.edge(source.input, c);
                edges.add(
                        constant(s)
                                ? Edge.MASKED
                                : source.level() && edge.active() ? new Edge.Symbolic(IDENTITY) : edge);
            }
        }
        Layer after = new Layer(bases, activations, before.sums(), before.arities(), edges);
        KanNetwork network = model.kan().network().withLayer(0, after);
        return new KanModel(
                new Kan(network, parameters(before, after, network)),
                new Normalization(shift, scale),
                model.outputs(),
                sources.stream().map(this::name).toList(),
                model.outputNames(),
                sources.stream()
                        .map(source -> InputKind.QUANTITY.withTrend(
                                source.level()
                                        ? Trend.FREE
                                        : model.kinds().get(source.input).trend()))
                        .toList(),
                List.of(),
                model.formula(),
                Optional.empty());
    }

    private double[] parameters(Layer before, Layer after, KanNetwork network) {
        double[] old = model.kan().parameters();
        double[] p = new double[network.parameterCount()];
        for (int s = 0; s < sources.size(); s++) {
            Source source = sources.get(s);
            int from = before.inputOffset(source.input);
            if (!source.level()) {
                System.arraycopy(old, from, p, after.inputOffset(s), before.rows(source.input) * before.columns());
            }
            for (int c = 0; c < before.columns(); c++) {
                int at = after.symbolicOffset(s, c);
                if (at >= 0 && source.level()) {
                    InputKind kind = model.kinds().get(source.input);
                    double first = effect(old, before, source.input, first(kind), c);
                    p[at] = 1;
                    p[at + 2] = source.after == 0 ? first : effect(old, before, source.input, source.place, c) - first;
                    p[at + 3] = source.after == 1 ? first : 0;
                } else if (at >= 0) {
                    System.arraycopy(old, before.symbolicOffset(source.input, c), p, at, 4);
                }
            }
        }
        int rest = old.length - before.parameterCount();
        System.arraycopy(old, before.parameterCount(), p, after.parameterCount(), rest);
        return p;
    }

    private double effect(double[] p, Layer layer, int input, int place, int column) {
        int row = 1 + model.kinds().get(input).levels().get(place).number();
        return p[layer.inputOffset(input) + row * layer.columns() + column];
    }

    /** The numbers of the rows without levels that are not known. */
    int[] known(Dataset data) {
        return IntStream.range(0, data.rows())
                .filter(r -> IntStream.range(0, data.inputs()).allMatch(i -> known(data, r, i)))
                .toArray();
    }

    /** Rows of the old model for the new one; rows of levels that are not known are left out. */
    Dataset rows(Dataset data) {
        int width = sources.size();
        int[] known = known(data);
        Dataset some = data.subset(known);
        double[] x = new double[known.length * width];
        for (int r = 0; r < known.length; r++) {
            for (int s = 0; s < width; s++) {
                Source source = sources.get(s);
                double value = value(some, r, source.input);
                x[r * width + s] = source.level() ? (value == source.place ? 1 : 0) : value;
            }
        }
        return new Dataset(
                x,
                some.y(),
                some.weights(),
                some.errors(),
                some.rows(),
                sources.stream().map(this::name).toList(),
                some.targets(),
                some.classes(),
                some.rowNumbers(),
                some.notes(),
                some.warnings(),
                Collections.nCopies(width, Feature.QUANTITY),
                Missing.EFFECT);
    }

    private boolean known(Dataset data, int row, int input) {
        double value = value(data, row, input);
        InputKind kind = model.kinds().get(input);
        return !Double.isNaN(value)
                && (!kind.category()
                        || value >= 0 && kind.levels().get((int) value).known());
    }

    private double value(Dataset data, int row, int input) {
        double value = data.x()[row * data.inputs() + input];
        return Double.isNaN(value) ? model.kinds().get(input).fill().orElse(Double.NaN) : value;
    }
}
