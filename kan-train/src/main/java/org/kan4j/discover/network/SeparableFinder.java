package org.kan4j.discover.network;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.kan4j.data.Batch;
import org.kan4j.discover.find.ChainsFinder;
import org.kan4j.discover.find.Finder;
import org.kan4j.discover.find.Proposal;
import org.kan4j.discover.find.SearchContext;
import org.kan4j.discover.reduce.Logarithm;
import org.kan4j.discover.reduce.Reduction;
import org.kan4j.discover.reduce.Task;
import org.kan4j.discover.score.Fit;
import org.kan4j.formula.Expression;
import org.kan4j.kernel.ScalarKernels;
import org.kan4j.layer.Layer;
import org.kan4j.network.Shape;
import org.kan4j.train.Trainer;

/**
 * Chains of functions for each input by itself, where a sum of functions of one input each explains the target, or its logarithm,
 * or the logarithm of that. What the functions are is read off a network without hidden nodes.
 *
 * @param trainer of the search
 * @param logarithms how often the logarithm of the target is taken: 0 for sums, 1 for products, 2 for powers of products
 */
public record SeparableFinder(TaskTrainer trainer, int logarithms) implements Finder {
    /** A sum of functions of one input each that leaves less of the target's spread is taken for the structure. */
    private static final double SEPARABLE = 1e-3;

    /** Parts of less than this share of the target's spread are none. */
    private static final double NOTHING = 1e-9;

    @Override
    public String name() {
        return "chains";
    }

    @Override
    public String stage() {
        return "chains of each input";
    }

    @Override
    public boolean suits(Task task) {
        return task.in() >= 2 && !task.small() && logarithm(task, logarithms).isPresent();
    }

    /** The task of the logarithm of a target, taken so many times; nothing where that is not finite. */
    private static Optional<Task> logarithm(Task task, int times) {
        Optional<Task> after = Optional.of(task);
        for (int k = 0; k < times && after.isPresent(); k++) {
            Task before = after.get();
            after = before.after(Logarithm.of(before));
        }
        return after;
    }

    @Override
    public List<Proposal> proposals(Task task, SearchContext context) {
        Task last = logarithm(task, logarithms).orElseThrow();
        Optional<double[][]> parts = parts(last, context);
        if (parts.isEmpty()) {
            return List.of();
        }
        if (logarithms == 0) {
            List<Expression> terms = chains(last, parts.get(), context);
            terms.add(Expression.constant(last.outputs().shift(0)));
            return List.of(Proposal.of(Expression.sum(terms)));
        }
        // What the last logarithm was taken of is a product, and its factors are easier to find than their logarithms.
        for (double[] part : parts.get()) {
            for (int r = 0; r < part.length; r++) {
                part[r] = Math.exp(part[r]);
            }
        }
        List<Expression> factors = chains(last, parts.get(), context);
        factors.add(Expression.constant(Math.exp(last.outputs().shift(0))));
        List<Reduction> taken = last.reductions()
                .subList(task.reductions().size(), last.reductions().size());
        Expression formula = ((Logarithm) taken.get(logarithms - 1)).signed(Expression.product(factors));
        for (int k = logarithms - 2; k >= 0; k--) {
            formula = taken.get(k).undo(formula);
        }
        return List.of(Proposal.of(formula));
    }

    /** What a network without hidden nodes adds up, [in][rows]; nothing where it does not explain the target. */
    private Optional<double[][]> parts(Task task, SearchContext context) {
        int in = task.in();
        Trainer.Result network = new Trainer(trainer.engine(), trainer.options(task, true))
                .train(Shape.of(in, 1), context.seed(), task.train(), task.validation());
        if (!(network.validationRmse() < SEPARABLE)) {
            return Optional.empty();
        }
        Batch rows = task.train().thinned(TaskTrainer.ROUGH_ROWS);
        Layer layer = network.kan().network().layer(0);
        double[] phi = new double[3 * in];
        double[][] parts = new double[in][rows.rows()];
        for (int r = 0; r < rows.rows(); r++) {
            new ScalarKernels().edges(layer, network.kan().parameters(), 0, rows.x(), r * in, phi);
            for (int i = 0; i < in; i++) {
                parts[i][r] = phi[i] * task.outputs().scale(0);
            }
        }
        return Optional.of(parts);
    }

    /** The best chains for every input that has a part in the target. */
    private static List<Expression> chains(Task task, double[][] parts, SearchContext context) {
        Batch rows = task.rawTrain().thinned(TaskTrainer.ROUGH_ROWS);
        List<Expression> result = new ArrayList<>();
        for (int i = 0; i < parts.length && !context.stop().getAsBoolean(); i++) {
            int input = i;
            double[] x = new double[rows.rows()];
            for (int r = 0; r < x.length; r++) {
                x[r] = rows.x()[r * parts.length + i];
            }
            if (Fit.spread(parts[i]) > NOTHING * task.outputs().scale(0)) {
                ChainsFinder.best(new Batch(x, parts[i], x.length), context).stream()
                        .findFirst()
                        .ifPresent(e -> result.add(e.substitute(v -> Expression.variable(input))));
            }
        }
        return result;
    }
}
