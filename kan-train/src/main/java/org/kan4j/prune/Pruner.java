package org.kan4j.prune;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.kan4j.basis.Basis;
import org.kan4j.data.Batch;
import org.kan4j.kernel.Engine;
import org.kan4j.layer.Edge;
import org.kan4j.layer.Layer;
import org.kan4j.network.Kan;
import org.kan4j.network.KanNetwork;
import org.kan4j.network.Shape;
import org.kan4j.train.Trainer;

/**
 * Removes inputs, nodes and edges that a network does not need, the larger parts first. Attribution scores say which to try
 * first; the loss on the validation rows after a short refit says whether a part may go. Whatever goes makes room for more, so
 * all is tried again until nothing goes any more. Every output keeps a path from some input.
 */
public final class Pruner {
    private static final int GROUP = 10;
    private static final int ROUNDS = 3;
    /** Hidden nodes up to which smaller networks are trained from new starts. */
    private static final int FEW_NODES = 8;
    /** A multiple of the error that is allowed, beyond which a network with still fewer nodes is not tried. */
    private static final double FAR = 100;
    /** Weights of the smoothness that new starts begin with: bends where there are few rows come last, if at all. */
    private static final double[] SMOOTHNESS = {1e-4, 1e-6};

    private final Engine engine;
    private final Options options;

    /**
     * How to prune.
     *
     * @param tolerance a part goes when the validation error stays within (1 + tolerance) times that of the network before
     *     any pruning, ≥ 0
     * @param floor errors below this, in the network's units, count as equal, ≥ 0
     * @param iterations of the refit after a removal; of an input or a node ten times as many, up to three times, with grids that
     *     follow in between
     * @param shortlist only parts with at most this score are tried; 1 tries nearly all
     * @param starts where nothing more can go from a network of up to 8 hidden nodes, trainings of one with fewer nodes from so
     *     many random starts; 0 for none
     * @param trainer how refits train: loss, penalties and optimiser
     * @param listener hears of each part that is tried to go, before the refit without it
     */
    public record Options(
            double tolerance,
            double floor,
            int iterations,
            double shortlist,
            int starts,
            Trainer.Options trainer,
            Consumer<Removal> listener) {
        /**
         * Validates.
         *
         * @param tolerance a part goes when the validation error stays within (1 + tolerance) times that of the network before
         *     any pruning, ≥ 0
         * @param floor errors below this, in the network's units, count as equal, ≥ 0
         * @param iterations of the refit after a removal; of an input or a node ten times as many, up to three times, with grids that
         *     follow in between
         * @param shortlist only parts with at most this score are tried; 1 tries nearly all
         * @param starts where nothing more can go from a network of up to 8 hidden nodes, trainings of one with fewer nodes from so
         *     many random starts; 0 for none
         * @param trainer how refits train: loss, penalties and optimiser
         * @param listener hears of each part that is tried to go, before the refit without it
         */
        public Options {
            Objects.requireNonNull(trainer, "trainer");
            Objects.requireNonNull(listener, "listener");
            if (!(tolerance >= 0) || !(floor >= 0) || !(iterations >= 1) || !(shortlist >= 0) || !(starts >= 0)) {
                throw new IllegalArgumentException(
                        "pruning: tolerance, floor, shortlist, starts >= 0 and iterations >= 1 required, got "
                                + tolerance + ", " + floor + ", " + shortlist + ", " + starts + ", " + iterations);
            }
        }

        /** {@return 5% of the validation error, a floor of 1e-7, refits of 12 steps, parts with a score up to 1, no new starts} */
        public static Options defaults() {
            return new Options(0.05, 1e-7, 12, 1, 0, Trainer.Options.defaults(), part -> {});
        }

        /**
         * {@return a copy of these options with another tolerance}
         *
         * @param changed share of the validation error, ≥ 0
         */
        public Options withTolerance(double changed) {
            return new Options(changed, floor, iterations, shortlist, starts, trainer, listener);
        }

        /**
         * {@return a copy of these options with other refits}
         *
         * @param changed how to refit
         */
        public Options withTrainer(Trainer.Options changed) {
            return new Options(tolerance, floor, iterations, shortlist, starts, changed, listener);
        }

        /**
         * {@return a copy of these options with another number of new starts}
         *
         * @param changed ≥ 0
         */
        public Options withStarts(int changed) {
            return new Options(tolerance, floor, iterations, shortlist, changed, trainer, listener);
        }

        /**
         * {@return a copy of these options with another listener}
         *
         * @param changed hears of each part that is tried to go
         */
        public Options withListener(Consumer<Removal> changed) {
            return new Options(tolerance, floor, iterations, shortlist, starts, trainer, changed);
        }
    }

    /** A kind of part. */
    public enum Kind {
        /** All edges from an input of the network. */
        INPUT,
        /** All edges into and out of a hidden node. */
        NODE,
        /** One edge. */
        EDGE
    }

    /**
     * A part that went.
     *
     * @param kind what it is
     * @param layer the layer that an edge or input belongs to, or that a node is an input of
     * @param input number of the input of that layer: the input or node itself, or where the edge comes from
     * @param column where an edge goes; −1 otherwise
     * @param score its attribution score before
     * @param validationRmse of the network without it
     */
    public record Removal(Kind kind, int layer, int input, int column, double score, double validationRmse) {
        private Removal withError(double error) {
            return new Removal(kind, layer, input, column, score, error);
        }

        private boolean same(Removal other) {
            return kind == other.kind && layer == other.layer && input == other.input && column == other.column;
        }
    }

    /**
     * A network on the way to the smallest one.
     *
     * @param kan the network
     * @param edges its active edges
     * @param validationRmse its validation error
     */
    public record Point(Kan kan, int edges, double validationRmse) {}

    /**
     * What pruning gave.
     *
     * @param kan the network that is left
     * @param before validation error before
     * @param after validation error after
     * @param removed parts that went, in their order; what died with them is not listed
     */
    public record Result(Kan kan, double before, double after, List<Removal> removed) {}

    /**
     * A pruner on an engine.
     *
     * @param engine computes
     * @param options what may go
     */
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
     * @return the smaller network, and what went
     */
    public Result prune(Kan start, Batch train, Batch validation, BooleanSupplier stop) {
        Batch judge = validation.rows() > 0 ? validation : train;
        double before = options.trainer.loss().of(engine, start, judge);
        double allowed = (1 + options.tolerance) * before + options.floor;
        Kan kan = start;
        double after = before;
        List<Removal> removed = new ArrayList<>();
        List<Removal> tried = new ArrayList<>();
        int removedBefore = -1;
        while (!stop.getAsBoolean()) {
            Optional<Removal> weakest = weakest(kan, train, tried, options.shortlist);
            if (weakest.isEmpty()) {
                if (removed.size() == removedBefore) {
                    Optional<Trainer.Result> fewer = fewer(start, kan, train, judge, allowed, stop, removed);
                    if (fewer.isEmpty()) {
                        break;
                    }
                    kan = fewer.get().kan();
                    after = fewer.get().validationRmse();
                }
                removedBefore = removed.size();
                tried.clear();
                continue;
            }
            Removal next = weakest.get();
            tried.add(next);
            Optional<Trainer.Result> refit = without(kan, next, train, judge, allowed, stop);
            if (refit.isPresent() && refit.get().validationRmse() <= allowed) {
                kan = refit.get().kan();
                after = refit.get().validationRmse();
                removed.add(next.withError(after));
            }
        }
        return new Result(kan, before, after, removed);
    }

    /**
     * A network with fewer hidden nodes than one from which nothing can go, trained anew: two nodes can do what three do in
     * another way, and no step leads from the one to the other that is not worse.
     *
     * @param dense the network before any pruning; none is found where it is not dense
     * @param kan tells what is left
     * @param removed receives the nodes that are not there any more
     */
    private Optional<Trainer.Result> fewer(
            Kan dense, Kan kan, Batch train, Batch judge, double allowed, BooleanSupplier stop, List<Removal> removed) {
        KanNetwork network = dense.network();
        boolean whole = network.layers().stream()
                .flatMap(layer -> layer.edges().stream())
                .allMatch(Edge.Numeric.class::isInstance);
        Kan rest = kan;
        List<Removal> gone = new ArrayList<>();
        double best = 0;
        while (options.starts > 0 && whole && best <= FAR * allowed) {
            Kan before = rest;
            List<Removal> nodes = parts(before, train);
            nodes.removeIf(part -> part.kind != Kind.NODE);
            Optional<Removal> node = nodes.stream().min(Comparator.comparingDouble(Removal::score));
            Optional<Kan> without = node.flatMap(part -> Cuts.withoutNode(before, part.layer, part.input));
            if (nodes.size() > FEW_NODES || node.isEmpty() || without.isEmpty()) {
                break;
            }
            rest = without.get();
            best = Double.POSITIVE_INFINITY;
            for (int s = 0; s < options.starts && !stop.getAsBoolean(); s++) {
                Kan random = Kan.random(Shape.of(network), network.layer(0).basis(0), s);
                Trainer.Result result = smoothly(Cuts.onlyWhatIsLeft(random, rest), train, judge, stop);
                best = Math.min(best, result.validationRmse());
                if (best <= allowed) {
                    gone.add(node.get().withError(best));
                    removed.addAll(gone);
                    return Optional.of(result);
                }
            }
            gone.add(node.get().withError(best));
        }
        return Optional.empty();
    }

    private Trainer.Result smoothly(Kan kan, Batch train, Batch judge, BooleanSupplier stop) {
        int intervals = kan.network().layers().stream()
                .flatMap(layer -> layer.bases().stream())
                .filter(Basis::ordered)
                .map(basis -> basis.grid().intervals())
                .findFirst()
                .orElse(1);
        Trainer.Options own = options.trainer.withStop(stop).withIntervals(intervals, List.of());
        Kan now = kan;
        for (double smoothness : SMOOTHNESS) {
            if (smoothness > own.penalties().smoothness()) {
                Trainer smooth =
                        new Trainer(engine, own.withPenalties(own.penalties().withSmoothness(smoothness)));
                now = smooth.train(now, train, judge).kan();
            }
        }
        Trainer trainer = new Trainer(engine, own);
        return now == kan ? trainer.train(kan, train, judge) : trainer.refit(now, train, judge, own.iterations());
    }

    /**
     * The way on to the smallest network: the weakest part goes each time, whatever that costs.
     *
     * @param start network and parameters, trained
     * @param train rows to refit on
     * @param validation rows that judge; the training rows where it is empty
     * @param stop asked between removals; ends the way where it is
     * @return the networks that no other is better than in edges and validation error, the largest first
     */
    public List<Point> path(Kan start, Batch train, Batch validation, BooleanSupplier stop) {
        Batch judge = validation.rows() > 0 ? validation : train;
        List<Point> points = new ArrayList<>();
        Kan kan = start;
        add(points, kan, options.trainer.loss().of(engine, start, judge));
        List<Removal> tried = new ArrayList<>();
        while (!stop.getAsBoolean()) {
            Optional<Removal> weakest = weakest(kan, train, tried, Double.POSITIVE_INFINITY);
            if (weakest.isEmpty()) {
                break;
            }
            Optional<Trainer.Result> refit = without(kan, weakest.get(), train, judge, 0, stop);
            if (refit.isPresent()) {
                kan = refit.get().kan();
                add(points, kan, refit.get().validationRmse());
                tried.clear();
            } else {
                tried.add(weakest.get());
            }
        }
        return points;
    }

    /** Adds a smaller network, which makes those pointless that are no better. */
    private static void add(List<Point> points, Kan kan, double error) {
        points.removeIf(point -> !(point.validationRmse < error));
        points.add(new Point(kan, kan.network().activeEdges(), error));
    }

    /** The network without a part, refitted until its error is low enough; nothing where an output would be left without any edge. */
    private Optional<Trainer.Result> without(
            Kan kan, Removal part, Batch train, Batch judge, double enough, BooleanSupplier stop) {
        options.listener.accept(part);
        Trainer trainer = new Trainer(engine, options.trainer.withStop(stop));
        if (part.kind == Kind.EDGE) {
            return Cuts.withoutEdge(kan, part.layer, part.input, part.column)
                    .map(cleaned -> trainer.refit(cleaned, train, judge, options.iterations));
        }
        int iterations = GROUP * options.iterations;
        return Cuts.withoutNode(kan, part.layer, part.input).map(cleaned -> {
            Trainer.Result best = trainer.refit(cleaned, train, judge, iterations);
            for (int round = 1; round < ROUNDS && !(best.validationRmse() <= enough); round++) {
                Trainer.Result moved = trainer.refit(trainer.followed(best.kan(), train), train, judge, iterations);
                if (!(moved.validationRmse() < best.validationRmse())) {
                    break;
                }
                best = moved;
            }
            return best;
        });
    }

    /** The active parts of a network with their scores. */
    private List<Removal> parts(Kan kan, Batch batch) {
        Attribution attribution = Attribution.of(engine, kan, batch);
        List<Removal> parts = new ArrayList<>();
        KanNetwork network = kan.network();
        for (int l = 0; l < network.depth(); l++) {
            Layer layer = network.layer(l);
            for (int i = 0; i < layer.in(); i++) {
                if (Cuts.left(layer, i)) {
                    Kind kind = l == 0 ? Kind.INPUT : Kind.NODE;
                    parts.add(new Removal(kind, l, i, -1, attribution.node(l, i), Double.NaN));
                }
                for (int c = 0; c < layer.columns(); c++) {
                    if (layer.edge(i, c).active()) {
                        parts.add(new Removal(Kind.EDGE, l, i, c, attribution.edge(l, i, c), Double.NaN));
                    }
                }
            }
        }
        return parts;
    }

    /** The active part with the lowest score that was not tried: first of inputs and nodes, then of edges. */
    private Optional<Removal> weakest(Kan kan, Batch batch, List<Removal> tried, double most) {
        List<Removal> parts = parts(kan, batch);
        parts.removeIf(part -> !(part.score <= most) || tried.stream().anyMatch(part::same));
        return parts.stream()
                .min(Comparator.comparing((Removal part) -> part.kind == Kind.EDGE)
                        .thenComparingDouble(Removal::score));
    }
}
