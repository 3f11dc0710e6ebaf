package org.kan4j.discover.network;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.kan4j.data.Batch;
import org.kan4j.discover.find.ChainsFinder;
import org.kan4j.discover.find.Finder;
import org.kan4j.discover.find.LawsFinder;
import org.kan4j.discover.find.Proposal;
import org.kan4j.discover.find.SearchContext;
import org.kan4j.discover.reduce.Logarithm;
import org.kan4j.discover.reduce.Reduction;
import org.kan4j.discover.reduce.Task;
import org.kan4j.discover.score.Fit;
import org.kan4j.discover.score.Refinement;
import org.kan4j.formula.Expression;
import org.kan4j.kernel.ScalarKernels;
import org.kan4j.layer.Layer;
import org.kan4j.network.Shape;
import org.kan4j.train.Trainer;

/**
 * A law or a chain of functions for each input by itself, where a sum of functions of one input each explains the target, or its logarithm,
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

    /** A law that leaves so many standard errors of a part's values explains the part. */
    private static final double ERRORS = 2;

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
        Optional<Parts> parts = parts(last, context);
        if (parts.isEmpty()) {
            return List.of();
        }
        if (logarithms == 0) {
            List<Expression> terms = formulas(last, parts.get(), context);
            terms.add(Expression.constant(last.outputs().shift(0)));
            return List.of(Proposal.of(Expression.sum(terms)));
        }
        // What the last logarithm was taken of is a product, and its factors are easier to find than their logarithms.
        List<Expression> factors = formulas(last, parts.get().exponentials(), context);
        factors.add(Expression.constant(Math.exp(last.outputs().shift(0))));
        List<Reduction> taken = last.reductions()
                .subList(task.reductions().size(), last.reductions().size());
        Expression formula = ((Logarithm) taken.get(logarithms - 1)).signed(Expression.product(factors));
        for (int k = logarithms - 2; k >= 0; k--) {
            formula = taken.get(k).undo(formula);
        }
        return List.of(Proposal.of(formula));
    }

    /**
     * What a network adds up.
     *
     * @param values [in][rows]
     * @param errors standard errors of the values, [in][rows]
     */
    private record Parts(double[][] values, double[][] errors) {
        static Parts of(double[][] values, double error) {
            double[][] errors = new double[values.length][values[0].length];
            for (double[] row : errors) {
                Arrays.fill(row, error);
            }
            return new Parts(values, errors);
        }

        Parts exponentials() {
            double[][] changed = new double[values.length][values[0].length];
            double[][] changedErrors = new double[values.length][values[0].length];
            for (int i = 0; i < values.length; i++) {
                for (int r = 0; r < values[i].length; r++) {
                    changed[i][r] = Math.exp(values[i][r]);
                    changedErrors[i][r] = errors[i][r] * changed[i][r];
                }
            }
            return new Parts(changed, changedErrors);
        }

        /** One part, with weights by its errors. */
        Batch part(int i, double[] x) {
            double[] weights = Arrays.stream(errors[i]).map(e -> 1 / (e * e)).toArray();
            return new Batch(x, values[i], weights, x.length);
        }
    }

    /** What a network without hidden nodes adds up; nothing where it does not explain the target. */
    private Optional<Parts> parts(Task task, SearchContext context) {
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
        return Optional.of(
                Parts.of(parts, network.validationRmse() * task.outputs().scale(0)));
    }

    /** The best formula of every input that has a part in the target. */
    private static List<Expression> formulas(Task task, Parts parts, SearchContext context) {
        Batch rows = task.rawTrain().thinned(TaskTrainer.ROUGH_ROWS);
        List<Expression> result = new ArrayList<>();
        for (int i = 0; i < task.in() && !context.stop().getAsBoolean(); i++) {
            int input = i;
            double[] x = new double[rows.rows()];
            for (int r = 0; r < x.length; r++) {
                x[r] = rows.x()[r * task.in() + i];
            }
            if (Fit.spread(parts.values[i]) > NOTHING * task.outputs().scale(0)) {
                best(parts.part(i, x), context.withErrors())
                        .ifPresent(e -> result.add(e.substitute(v -> Expression.variable(input))));
            }
        }
        return result;
    }

    /** The best of laws and chains for one part; chains only where laws leave more than the part's errors. */
    private static Optional<Expression> best(Batch part, SearchContext context) {
        Refinement refinement = context.refinement(part);
        List<Expression> laws = LawsFinder.best(part, context);
        boolean explained = laws.stream()
                .anyMatch(law -> Fit.rmse(law, part) < ERRORS * Math.sqrt(part.rows() / part.totalWeight()));
        return Stream.concat(laws.stream(), explained ? Stream.empty() : ChainsFinder.best(part, context).stream())
                .min(Comparator.comparingDouble(e -> refinement.score(e).descriptionLength()));
    }
}
