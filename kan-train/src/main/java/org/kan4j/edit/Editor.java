package org.kan4j.edit;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.kan4j.basis.Basis;
import org.kan4j.data.Batch;
import org.kan4j.data.Dataset;
import org.kan4j.grid.Grid;
import org.kan4j.kernel.Engine;
import org.kan4j.kernel.ScalarKernels;
import org.kan4j.layer.Edge;
import org.kan4j.layer.Layer;
import org.kan4j.model.KanModel;
import org.kan4j.network.Kan;
import org.kan4j.network.KanNetwork;
import org.kan4j.prune.Attribution;
import org.kan4j.prune.Cuts;
import org.kan4j.symbolic.EdgeCandidates;
import org.kan4j.symbolic.SymbolicFunction;
import org.kan4j.symbolic.SymbolicLibrary;
import org.kan4j.train.ModelTrainer;
import org.kan4j.train.Split;
import org.kan4j.train.Trainer;
import org.kan4j.train.TrainingListener;

/**
 * Changes the network of a model by hand. After each change all parameters are refitted together, so that an edge is judged by what the whole network
 * makes of it and not by how it looks.
 */
public final class Editor {
    /** Functions that are refitted for an edge, and steps of such a refit. */
    private static final int SUGGESTED = 8;

    private static final int TRIED = 15;

    /** Steps of the refit after a change. */
    private static final int STEPS = 60;

    /** Steps of a refit that is to answer at once. */
    private static final int FEW_STEPS = 12;

    private static final int FEW_TRIED = 3;

    /** Beginnings of a new node, of which the best is kept. */
    private static final int BEGINNINGS = 4;

    /** Errors within this factor of the network's own are taken for equal: what other edges leave hides what lies below. */
    private static final double AS_GOOD = 1.2;

    /** Nats that a unit of a function's complexity costs. */
    private static final double NATS = 3;

    private final Engine engine;
    private final SymbolicLibrary library;
    private final KanModel model;
    private final Batch fitted;
    private final Batch judges;
    private final boolean judged;
    private final Dataset data;
    private final boolean quick;
    private final BooleanSupplier stop;

    /**
     * An editor of a model.
     *
     * @param engine computes
     * @param model trained
     * @param data rows with the model's inputs and targets, in their own units: some refit, some judge, some stay apart
     * @param seed of the split of the rows: that of the fit, so that no row that was fitted judges
     * @param stop asked often; ends a refit with what it has
     */
    public Editor(Engine engine, KanModel model, Dataset data, long seed, BooleanSupplier stop) {
        this(engine, model, data, Split.of(data, seed), stop);
    }

    /**
     * An editor of a model.
     *
     * @param engine computes
     * @param model trained
     * @param data rows with the model's inputs and targets, in their own units
     * @param split which of them refit, and which judge; those that refit judge where there are none
     * @param stop asked often; ends a refit with what it has
     */
    public Editor(Engine engine, KanModel model, Dataset data, Split split, BooleanSupplier stop) {
        this(engine, model, data, split, false, stop);
    }

    private Editor(Engine engine, KanModel model, Dataset data, Split split, boolean quick, BooleanSupplier stop) {
        this.engine = Objects.requireNonNull(engine, "engine");
        this.library = SymbolicLibrary.standard();
        this.model = Objects.requireNonNull(model, "model");
        this.data = Objects.requireNonNull(data, "data");
        if (model.constrained()) {
            throw new EditException("edges: a model without trends required, since a refit does not keep them, got one"
                    + " of kan fit --monotone, --convex or --bounded");
        }
        this.quick = quick;
        this.stop = Objects.requireNonNull(stop, "stop");
        this.fitted = Batch.of(data.subset(split.train())).normalized(model);
        this.judged = split.validation().length > 0;
        this.judges = judged ? Batch.of(data.subset(split.validation())).normalized(model) : fitted;
    }

    /**
     * {@return an editor that refits by a few steps, to answer at once}
     *
     * @param engine computes
     * @param model trained
     * @param data rows with the model's inputs and targets, in their own units; some hundreds suffice
     * @param split which of them refit, and which judge; those that refit judge where there are none
     * @param stop asked often; ends a refit with what it has
     */
    public static Editor quick(Engine engine, KanModel model, Dataset data, Split split, BooleanSupplier stop) {
        return new Editor(engine, model, data, split, true, stop);
    }

    /** {@return the error of the model on the rows that judge, in the network's units} */
    public double error() {
        return refitted(model.kan(), 0).validationRmse();
    }

    /** {@return the active edges of the model} */
    public Edges edges() {
        KanNetwork network = model.kan().network();
        Attribution attribution = Attribution.of(engine, model.kan(), fitted);
        List<Edges.Row> rows = new ArrayList<>();
        for (int l = 0; l < network.depth(); l++) {
            Layer layer = network.layer(l);
            boolean last = l + 1 == network.depth();
            for (int i = 0; i < layer.in(); i++) {
                for (int c = 0; c < layer.columns(); c++) {
                    Edge edge = layer.edge(i, c);
                    if (edge.active()) {
                        int node = layer.nodeOf(c);
                        rows.add(new Edges.Row(
                                new EdgePlace(l, i, c),
                                l == 0 ? model.inputNames().get(i) : l + "." + i,
                                last && network.out() == model.outputNames().size()
                                        ? model.outputNames().get(node)
                                        : (l + 1) + "." + node,
                                edge instanceof Edge.Symbolic symbolic
                                        ? symbolic.function().name()
                                        : "numeric",
                                attribution.edge(l, i, c)));
                    }
                }
            }
        }
        return new Edges(rows);
    }

    /**
     * {@return functions that an edge may become, the best first: by the error of the whole network, the others' parameters refitted, and by how simple
     * they are among those that do as well as the edge itself}
     *
     * @param place the edge, numeric or symbolic
     * @throws EditException if there is no such edge
     */
    public Suggestions suggest(EdgePlace place) {
        requireCurve(model, place);
        Kan kan = model.kan();
        double own = error();
        List<Ranked> ranked = new ArrayList<>();
        for (EdgeCandidates.Fit fit : candidates(kan, place, library, SUGGESTED)) {
            if (stop.getAsBoolean()) {
                break;
            }
            double error =
                    refitted(with(kan, place, fit), quick ? FEW_TRIED : TRIED).validationRmse();
            double excess = Math.max(0, Math.log(error / (AS_GOOD * own)));
            ranked.add(new Ranked(
                    new Suggestion(
                            fit.fit().source().name(),
                            error,
                            fit.a(),
                            fit.b(),
                            fit.fit().c(),
                            fit.fit().d()),
                    judges.rows() * excess + NATS * fit.fit().complexity()));
        }
        List<Suggestion> best = ranked.stream()
                .filter(r -> Double.isFinite(r.nats))
                .sorted(Comparator.comparingDouble(Ranked::nats))
                .map(Ranked::suggestion)
                .toList();
        return new Suggestions(model, place, judged, own, best);
    }

    private record Ranked(Suggestion suggestion, double nats) {}

    /**
     * {@return the model after some changes, one after the other}
     *
     * @param edits the changes
     * @throws EditException if one cannot be made
     */
    public EditResult apply(List<Edit> edits) {
        Kan kan = model.kan();
        List<EditResult.Step> steps = new ArrayList<>();
        double before = error();
        for (Edit edit : edits) {
            Trainer.Result result = edit instanceof Edit.AddNode add
                    ? grown(kan, add)
                    : refitted(changed(kan, edit), edit instanceof Edit.Constants ? 0 : steps());
            kan = result.kan();
            steps.add(new EditResult.Step(
                    edit, result.validationRmse(), kan.network().trainable().length));
        }
        return new EditResult(model, model.withKan(kan).withFormula(""), before, steps, judged, Optional.empty());
    }

    /** The best of several beginnings. */
    private Trainer.Result grown(Kan kan, Edit.AddNode add) {
        int depth = kan.network().depth();
        if (add.level() < 1 || add.level() >= depth) {
            throw new EditException(add + ": a level of hidden nodes required, "
                    + (depth == 1 ? "this network has none" : "1 to " + (depth - 1)));
        }
        return IntStream.range(0, BEGINNINGS)
                .mapToObj(seed -> {
                    Kan grown = Growth.grown(kan, add.level(), add.product(), seed);
                    int node = add.product()
                            ? grown.network().layer(add.level()).in() - 1
                            : grown.network().layer(add.level() - 1).sums() - 1;
                    EdgePlace first = new EdgePlace(add.level(), node, 0);
                    double[] points = EdgeCandidates.values(engine, grown, fitted, add.level(), node);
                    return refitted(withGridOver(grown, first, points), steps());
                })
                .min(Comparator.comparingDouble(Trainer.Result::validationRmse))
                .orElseThrow();
    }

    private Kan changed(Kan kan, Edit edit) {
        KanModel now = model.withKan(kan);
        if (edit instanceof Edit.Fix fix) {
            requireCurve(now, fix.edge());
            return fixed(kan, fix);
        } else if (edit instanceof Edit.Release release) {
            requireSymbolic(now, release.edge());
            return released(kan, release.edge());
        } else if (edit instanceof Edit.Constants set) {
            Edge.Symbolic edge = requireSymbolic(now, set.edge());
            EdgePlace e = set.edge();
            return kan.withSymbolic(
                    e.layer(), e.input(), e.column(), edge.function(), set.a(), set.b(), set.c(), set.d());
        } else if (edit instanceof Edit.Prune prune) {
            EdgePlace e = prune.edge();
            e.requireIn(now);
            return Cuts.withoutEdge(kan, e.layer(), e.input(), e.column()).orElseThrow(() -> lastEdge(edit));
        }
        Edit.PruneNode node = (Edit.PruneNode) edit;
        if (node.layer() >= kan.network().depth()
                || node.input() >= kan.network().layer(node.layer()).in()) {
            throw new EditException("node " + node.layer() + "," + node.input()
                    + ": no such input of a layer; the shape is " + kan.network());
        }
        return Cuts.withoutNode(kan, node.layer(), node.input()).orElseThrow(() -> lastEdge(edit));
    }

    private static EditException lastEdge(Edit edit) {
        return new EditException(edit + ": every output requires an edge, and one would be left without any");
    }

    /** Refuses an edge that no function of one number can stand for. */
    private static void requireCurve(KanModel model, EdgePlace place) {
        place.requireIn(model);
        Layer layer = model.kan().network().layer(place.layer());
        if (!layer.basis(place.input()).ordered() || layer.gaps(place.input())) {
            throw new EditException("edge " + place + ": an edge from a quantity without gaps required; "
                    + model.inputNames().get(place.input()) + " is a category or has gaps, whose effects are a table");
        }
    }

    private static Edge.Symbolic requireSymbolic(KanModel model, EdgePlace place) {
        place.requireIn(model);
        Edge edge = model.kan().network().layer(place.layer()).edge(place.input(), place.column());
        if (edge instanceof Edge.Symbolic symbolic) {
            return symbolic;
        }
        throw new EditException("edge " + place + ": a symbolic edge required, this one is numeric; fix it first");
    }

    private Kan fixed(Kan kan, Edit.Fix fix) {
        SymbolicFunction function = library.functions().stream()
                .filter(f -> f.name().equals(fix.function()))
                .findFirst()
                .orElseThrow(() -> new EditException("function: one of "
                        + library.functions().stream()
                                .map(SymbolicFunction::name)
                                .collect(Collectors.joining(", "))
                        + " required, got \"" + fix.function() + "\""));
        return candidates(kan, fix.edge(), SymbolicLibrary.of(List.of(function)), 1).stream()
                .findFirst()
                .map(fit -> with(kan, fix.edge(), fit))
                .orElseThrow(() -> new EditException("edge " + fix.edge() + ": " + fix.function()
                        + " is not defined on the values of this edge, or the edge is constant"));
    }

    private List<EdgeCandidates.Fit> candidates(Kan kan, EdgePlace place, SymbolicLibrary some, int most) {
        double error = Trainer.residual(engine, kan, judges, model.response());
        return EdgeCandidates.of(
                        engine,
                        model.withKan(kan),
                        fitted,
                        some,
                        error,
                        most,
                        place.layer(),
                        place.input(),
                        place.column())
                .fits();
    }

    private static Kan with(Kan kan, EdgePlace e, EdgeCandidates.Fit fit) {
        return kan.withSymbolic(
                e.layer(),
                e.input(),
                e.column(),
                fit.fit().function(),
                fit.a(),
                fit.b(),
                fit.fit().c(),
                fit.fit().d());
    }

    /** An edge as a combination of basis functions that comes nearest to its function over the rows. */
    private Kan released(Kan kan, EdgePlace e) {
        Layer layer = kan.network().layer(e.layer());
        double[] points = EdgeCandidates.values(engine, kan, fitted, e.layer(), e.input());
        double[] wanted = new double[points.length];
        double[] row = new double[layer.in()];
        double[] phi = new double[3 * layer.in() * layer.columns()];
        for (int s = 0; s < points.length; s++) {
            row[e.input()] = points[s];
            new ScalarKernels().edges(layer, kan.parameters(), kan.network().offset(e.layer()), row, 0, phi);
            wanted[s] = phi[e.input() * layer.columns() + e.column()];
        }
        return onGridOf(kan, e, points).withNumeric(e.layer(), e.input(), e.column(), points, wanted);
    }

    /** With a grid over the values of an input, unless another numeric edge has it. */
    private static Kan onGridOf(Kan kan, EdgePlace e, double[] points) {
        Layer layer = kan.network().layer(e.layer());
        for (int c = 0; c < layer.columns(); c++) {
            if (layer.edge(e.input(), c) instanceof Edge.Numeric) {
                return kan;
            }
        }
        return withGridOver(kan, e, points);
    }

    private static Kan withGridOver(Kan kan, EdgePlace e, double[] points) {
        Layer layer = kan.network().layer(e.layer());
        List<Grid> grids =
                new ArrayList<>(layer.bases().stream().map(Basis::grid).toList());
        Basis basis = layer.basis(e.input());
        grids.set(e.input(), basis.gridOver(points, basis.count()));
        return kan.withGrids(e.layer(), grids, new double[layer.in()][0]);
    }

    /**
     * {@return the model after its training went on, for as many steps as a training takes at the most}
     *
     * @param listener told of every step
     */
    public KanModel trainedOn(TrainingListener listener) {
        Trainer.Options options = options(model.kan());
        return model.withKan(new Trainer(engine, options)
                        .refit(model.kan(), fitted, judges, options.iterations(), listener)
                        .kan())
                .withFormula("");
    }

    private int steps() {
        return quick ? FEW_STEPS : STEPS;
    }

    private Trainer.Result refitted(Kan kan, int steps) {
        return new Trainer(engine, options(kan)).refit(kan, fitted, judges, steps);
    }

    private Trainer.Options options(Kan kan) {
        return ModelTrainer.refitting(model, data, kan.network().trainable().length)
                .withStop(stop);
    }
}
