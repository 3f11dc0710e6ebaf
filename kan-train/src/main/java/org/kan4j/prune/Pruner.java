package org.kan4j.prune;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.kan4j.kernel.Engine;
import org.kan4j.layer.Edge;
import org.kan4j.layer.Layer;
import org.kan4j.network.Kan;
import org.kan4j.network.KanNetwork;
import org.kan4j.train.Batch;
import org.kan4j.train.Trainer;

/**
 * Removes edges that a network does not need. Attribution scores say which to try first; the loss on the validation rows
 * after a short refit says whether an edge may go. Every output keeps a path from some input.
 */
public final class Pruner {
    private final Engine engine;
    private final Options options;

    /**
     * How to prune.
     *
     * @param tolerance an edge goes when the validation error stays within (1 + tolerance) times that of the network before
     *     any pruning, ≥ 0
     * @param floor errors below this, in the network's units, count as equal, ≥ 0
     * @param iterations of the refit after a removal
     * @param shortlist only edges with at most this score are tried; 1 tries nearly all
     */
    public record Options(double tolerance, double floor, int iterations, double shortlist) {
        /** Validates. */
        public Options {
            if (!(tolerance >= 0) || !(floor >= 0) || !(iterations >= 1) || !(shortlist >= 0)) {
                throw new IllegalArgumentException(
                        "pruning: tolerance, floor, shortlist >= 0 and iterations >= 1 required," + " got " + tolerance
                                + ", " + floor + ", " + shortlist + ", " + iterations);
            }
        }

        /** 5% of the validation error, a floor of 1e-7, refits of 12 steps, edges with a score up to 0.3. */
        public static Options defaults() {
            return new Options(0.05, 1e-7, 12, 0.3);
        }
    }

    /**
     * An edge that went.
     *
     * @param layer its layer
     * @param input its input
     * @param column its column
     * @param score its attribution score before
     * @param validationRmse of the network without it
     */
    public record Removal(int layer, int input, int column, double score, double validationRmse) {}

    /**
     * What pruning gave.
     *
     * @param kan the network that is left
     * @param before validation error before
     * @param after validation error after
     * @param removed edges that went, in their order; those that died with their node are not listed
     */
    public record Result(Kan kan, double before, double after, List<Removal> removed) {}

    /** A pruner on an engine. */
    public Pruner(Engine engine, Options options) {
        this.engine = Objects.requireNonNull(engine, "engine");
        this.options = Objects.requireNonNull(options, "options");
    }

    /**
     * Prunes.
     *
     * @param start network and parameters, trained
     * @param train rows to refit on
     * @param validation rows that judge; the training rows where it is empty
     * @param stop asked between removals; ends the pruning with what it has
     */
    public Result prune(Kan start, Batch train, Batch validation, BooleanSupplier stop) {
        Batch judge = validation.rows() > 0 ? validation : train;
        Trainer trainer = new Trainer(engine, Trainer.Options.defaults().withStop(stop));
        double before = Trainer.rmse(engine, start, judge);
        double allowed = (1 + options.tolerance) * before + options.floor;
        Kan kan = start;
        double after = before;
        List<Removal> removed = new ArrayList<>();
        List<Removal> tried = new ArrayList<>();
        while (!stop.getAsBoolean()) {
            Optional<Removal> weakest = weakest(kan, train, tried);
            if (weakest.isEmpty()) {
                break;
            }
            Removal next = weakest.get();
            tried.add(next);
            Optional<Kan> without = clean(kan.withMasked(next.layer, next.input, next.column));
            if (without.isEmpty()) {
                continue;
            }
            Trainer.Result refit = trainer.refit(without.get(), train, judge, options.iterations);
            if (refit.validationRmse() <= allowed) {
                kan = refit.kan();
                after = refit.validationRmse();
                removed.add(new Removal(next.layer, next.input, next.column, next.score, after));
            }
        }
        return new Result(kan, before, after, removed);
    }

    /** The active edge with the lowest score that was not tried. */
    private Optional<Removal> weakest(Kan kan, Batch batch, List<Removal> tried) {
        Attribution attribution = Attribution.of(engine, kan, batch);
        List<Removal> edges = new ArrayList<>();
        KanNetwork network = kan.network();
        for (int l = 0; l < network.depth(); l++) {
            Layer layer = network.layer(l);
            for (int i = 0; i < layer.in(); i++) {
                for (int c = 0; c < layer.columns(); c++) {
                    double score = attribution.edge(l, i, c);
                    if (layer.edge(i, c).active() && score <= options.shortlist) {
                        edges.add(new Removal(l, i, c, score, Double.NaN));
                    }
                }
            }
        }
        edges.removeIf(
                e -> tried.stream().anyMatch(t -> t.layer == e.layer && t.input == e.input && t.column == e.column));
        return edges.stream().min(Comparator.comparingDouble(Removal::score));
    }

    /**
     * Masks what a removal has left hanging: edges out of a sum node that nothing enters, and edges into a node that nothing
     * leaves. A product node of which an argument has died stays, unless all of it has died: its argument is zero then.
     *
     * @return the cleaned network, or nothing where an output is left without any edge
     */
    private static Optional<Kan> clean(Kan kan) {
        Kan result = kan;
        boolean changed = true;
        while (changed) {
            changed = false;
            KanNetwork network = result.network();
            for (int l = 0; l < network.depth(); l++) {
                Layer layer = network.layer(l);
                for (int node = 0; node < layer.out(); node++) {
                    boolean entered = entered(layer, node);
                    boolean left = l + 1 == network.depth() || left(network.layer(l + 1), node);
                    if (!entered && l + 1 == network.depth()) {
                        return Optional.empty();
                    }
                    if (!entered && left) {
                        result = maskFrom(result, l + 1, node);
                        changed = true;
                    }
                    if (entered && !left) {
                        result = maskInto(result, l, node);
                        changed = true;
                    }
                }
                if (changed) {
                    break;
                }
            }
        }
        return Optional.of(result);
    }

    /** Whether every column of a node has an edge: a product with an empty argument is zero. */
    private static boolean entered(Layer layer, int node) {
        int c0 = layer.firstColumn(node);
        for (int c = c0; c < c0 + layer.columnCount(node); c++) {
            boolean any = false;
            for (int i = 0; i < layer.in(); i++) {
                any |= layer.edge(i, c).active();
            }
            if (!any) {
                return false;
            }
        }
        return true;
    }

    private static boolean left(Layer next, int node) {
        for (int c = 0; c < next.columns(); c++) {
            if (next.edge(node, c).active()) {
                return true;
            }
        }
        return false;
    }

    private static Kan maskFrom(Kan kan, int l, int node) {
        Kan result = kan;
        for (int c = 0; c < kan.network().layer(l).columns(); c++) {
            if (result.network().layer(l).edge(node, c) != Edge.MASKED) {
                result = result.withMasked(l, node, c);
            }
        }
        return result;
    }

    private static Kan maskInto(Kan kan, int l, int node) {
        Kan result = kan;
        Layer layer = kan.network().layer(l);
        int c0 = layer.firstColumn(node);
        for (int c = c0; c < c0 + layer.columnCount(node); c++) {
            for (int i = 0; i < layer.in(); i++) {
                if (layer.edge(i, c) != Edge.MASKED) {
                    result = result.withMasked(l, i, c);
                }
            }
        }
        return result;
    }
}
