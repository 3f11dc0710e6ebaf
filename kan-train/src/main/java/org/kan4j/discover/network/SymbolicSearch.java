package org.kan4j.discover.network;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.kan4j.data.Batch;
import org.kan4j.discover.score.Refinement;
import org.kan4j.formula.Expression;
import org.kan4j.function.Functions;
import org.kan4j.function.UnivariateFunction;
import org.kan4j.kernel.Engine;
import org.kan4j.model.KanModel;
import org.kan4j.network.Kan;
import org.kan4j.symbolic.EdgeCandidates;
import org.kan4j.symbolic.NetworkExpression;
import org.kan4j.symbolic.SymbolicLibrary;

/**
 * Chooses a function for every edge of a trained network. Every edge begins with the function that fits it best; then
 * others are tried edge by edge, and kept where the whole formula, with all its constants refitted to the data, gets a
 * shorter description. No edge is judged alone.
 */
public final class SymbolicSearch {
    /** Functions kept per edge of a network of few edges, and of others. */
    private static final int WIDE = 10;

    private static final int NARROW = 5;
    private static final int FEW_EDGES = 3;

    /** Choices that are polished. */
    private static final int FINALISTS = 3;

    /** Choices are polished whose description is at most so many nats longer than the shortest. */
    private static final double CLOSE = 40;

    private static final Comparator<Trial> SHORTER =
            Comparator.comparingDouble(trial -> trial.formula.descriptionLength());

    /** Rows on which alternatives are compared. */
    private static final int ROWS = 300;

    private static final int TRIAL_ITERATIONS = 12;
    private static final int SWEEPS = 3;

    private final Engine engine;
    private final SymbolicLibrary library;
    private final BooleanSupplier stop;

    public SymbolicSearch(Engine engine, SymbolicLibrary library, BooleanSupplier stop) {
        this.engine = engine;
        this.library = library;
        this.stop = stop;
    }

    /**
     * A formula for a network.
     *
     * @param kan the network with symbolic edges, as they were before the formula was simplified
     * @param formula refined on the data
     */
    public record Found(Kan kan, Refinement.Scored formula) {}

    /**
     * Searches.
     *
     * @param model the network, trained and pruned, and its units
     * @param batch rows in the network's units
     * @param rmse error of the network on held-back rows, in its units
     * @param refinement the same or more rows, in the data's units
     * @return nothing where no choice of functions can be evaluated on the data
     */
    public Optional<Found> search(KanModel model, Batch batch, double rmse, Refinement refinement) {
        KeptTrends trends = new KeptTrends(model, batch);
        int most = model.kan().network().activeEdges() <= FEW_EDGES ? WIDE : NARROW;
        List<EdgeCandidates.Candidates> edges =
                EdgeCandidates.of(engine, model, batch, library, rmse, trends.any() ? Integer.MAX_VALUE : most).stream()
                        .map(edge -> kept(edge, trends, model.outputs().scale(0), most))
                        .toList();
        Refinement all = trends.any() ? refinement.ofKept(trends::keeps) : refinement;
        Refinement few = all.thinned(ROWS);
        List<Trial> trials = new ArrayList<>();
        Trial best = trial(model, edges, new int[edges.size()], few);
        trials.add(best);
        boolean improved = true;
        for (int sweep = 0; sweep < SWEEPS && improved; sweep++) {
            improved = false;
            for (int e = 0; e < edges.size() && best.formula.unexplained() > Refinement.ROUNDING; e++) {
                int kept = best.choice[e];
                for (int f = 0; f < edges.get(e).fits().size() && !stop.getAsBoolean(); f++) {
                    if (f != kept) {
                        int[] choice = best.choice.clone();
                        choice[e] = f;
                        Trial other = trial(model, edges, choice, few);
                        trials.add(other);
                        improved |= SHORTER.compare(other, best) < 0;
                        best = SHORTER.compare(other, best) < 0 ? other : best;
                    }
                }
            }
        }
        double close = best.formula.descriptionLength() + CLOSE;
        Optional<Found> found = Optional.empty();
        for (Trial trial : finalists(trials, close)) {
            if (Double.isFinite(trial.formula.unexplained())) {
                Refinement.Scored polished = all.polish(trial.formula.expression());
                if (found.isEmpty()
                        || polished.descriptionLength() < found.get().formula.descriptionLength()) {
                    found = Refinement.finite(polished)
                            .map(formula -> new Found(symbolic(model.kan(), edges, trial.choice), formula));
                }
            }
        }
        return found;
    }

    private static List<Trial> finalists(List<Trial> trials, double close) {
        return trials.stream()
                .filter(trial -> trial.formula.descriptionLength() <= close)
                .sorted(SHORTER)
                .limit(FINALISTS)
                .toList();
    }

    /** The best functions for an edge from an input, of those that go with it as predictions must. */
    private static EdgeCandidates.Candidates kept(
            EdgeCandidates.Candidates edge, KeptTrends trends, double unit, int most) {
        return new EdgeCandidates.Candidates(
                edge.layer(),
                edge.input(),
                edge.column(),
                edge.constant(),
                edge.fits().stream()
                        .filter(fit -> edge.layer() > 0
                                || trends.keeps(
                                        edge.input(),
                                        z -> fit.fit().c()
                                                * fit.fit().function().value(fit.a() * z + fit.b()),
                                        unit))
                        .limit(most)
                        .toList());
    }

    /** A choice of functions, and the formula that it gives. */
    private record Trial(int[] choice, Refinement.Scored formula) {}

    private static Trial trial(KanModel model, List<EdgeCandidates.Candidates> edges, int[] choice, Refinement few) {
        Expression expression = NetworkExpression.of(model.withKan(symbolic(model.kan(), edges, choice)), 0);
        return new Trial(choice, few.fit(expression, TRIAL_ITERATIONS));
    }

    private static Kan symbolic(Kan kan, List<EdgeCandidates.Candidates> edges, int[] choice) {
        Kan result = kan;
        UnivariateFunction identity = Functions.byName("identity").orElseThrow();
        for (int e = 0; e < choice.length; e++) {
            EdgeCandidates.Candidates edge = edges.get(e);
            if (edge.fits().isEmpty()) {
                result = result.withSymbolic(
                        edge.layer(), edge.input(), edge.column(), identity, 1, 0, 0, edge.constant());
                continue;
            }
            EdgeCandidates.Fit fit = edge.fits().get(choice[e]);
            result = result.withSymbolic(
                    edge.layer(),
                    edge.input(),
                    edge.column(),
                    fit.fit().function(),
                    fit.a(),
                    fit.b(),
                    fit.fit().c(),
                    fit.fit().d());
        }
        return result;
    }
}
