package org.kan4j.discover.find;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.kan4j.data.Batch;
import org.kan4j.discover.score.Refinement;
import org.kan4j.formula.Constant;
import org.kan4j.formula.Expression;
import org.kan4j.numeric.LeastSquares;

/** The laws that are tried first whatever the science: of each input alone, and sums and power laws of several. */
public final class PlainLaws {
    /** Inputs of which sums and power laws of some are tried. */
    static final int INPUTS = 6;

    /** The share of rows that have logarithms where a power law is tried. */
    private static final double MOST_ROWS = 0.8;

    private PlainLaws() {}

    /**
     * Laws fitted to rows.
     *
     * @param data rows of one target, each input of two values or more
     * @param context of the search
     * @return formulas, in no order
     */
    public static List<Expression> of(Batch data, SearchContext context) {
        Refinement refinement = context.refinement(data);
        List<Callable<List<Law>>> fits = fits(data, refinement, context);
        return context.parallel().all(fits).stream()
                .flatMap(List::stream)
                .map(law -> law.scored().expression())
                .toList();
    }

    /** Ways to fit such laws. */
    static List<Callable<List<Law>>> fits(Batch data, Refinement refinement, SearchContext context) {
        List<Callable<List<Law>>> fits = new ArrayList<>();
        int in = data.in();
        double which = Math.log(in);
        for (int x = 0; x < Math.min(in, INPUTS); x++) {
            LawStarts alone = new LawStarts(data, x);
            for (LawForm form : LawForms.SIMPLEST) {
                fits.add(() -> fitted(alone, form, refinement, Law.SIMPLEST + which, context));
            }
            for (LawForm form : LawForms.COMMON) {
                fits.add(() -> fitted(alone, form, refinement, Law.COMMON + which, context));
            }
        }
        for (int set = 0; set < 1 << Math.min(in, INPUTS); set++) {
            int chosen = set;
            int[] inputs =
                    IntStream.range(0, in).filter(i -> (chosen >> i & 1) == 1).toArray();
            if (inputs.length > 1 && inputs.length + 1 < data.rows()) {
                double nats = Law.SIMPLEST + inputs.length * Math.log(2);
                fits.add(() -> Stream.of(sum(inputs, data), powerLaw(inputs, data))
                        .flatMap(List::stream)
                        .map(start -> new Law(refinement.ofForm(nats).fit(start, Law.ITERATIONS), nats))
                        .toList());
            }
        }
        return fits;
    }

    /** Laws of a form, none where it holds a function that it must not, or the search is to stop. */
    static List<Law> fitted(LawStarts starts, LawForm form, Refinement refinement, double nats, SearchContext context) {
        return context.stop().getAsBoolean() || !form.within(context.wishes().vocabulary())
                ? List.of()
                : Law.of(starts, form, refinement, nats);
    }

    private static List<Expression> sum(int[] inputs, Batch data) {
        double[] factors = factors(inputs, data, false);
        List<Expression> terms = new ArrayList<>();
        terms.add(Constant.free(factors[0]));
        for (int k = 0; k < inputs.length; k++) {
            terms.add(Expression.product(Constant.free(factors[k + 1]), Expression.variable(inputs[k])));
        }
        return List.of(Expression.sum(terms));
    }

    /** A power law with its constants from logarithms of the rows that have them; none where those are few. */
    private static List<Expression> powerLaw(int[] inputs, Batch data) {
        Batch positive = data.subset(IntStream.range(0, data.rows())
                .filter(r -> data.y()[r] > 0 && IntStream.of(inputs).allMatch(i -> data.x()[r * data.in() + i] > 0))
                .toArray());
        if (positive.rows() < MOST_ROWS * data.rows() || inputs.length + 1 >= positive.rows()) {
            return List.of();
        }
        double[] factors = factors(inputs, positive, true);
        List<Expression> powers = new ArrayList<>();
        powers.add(Constant.free(Math.exp(factors[0])));
        for (int k = 0; k < inputs.length; k++) {
            powers.add(Expression.power(Expression.variable(inputs[k]), Constant.free(factors[k + 1])));
        }
        return List.of(Expression.product(powers));
    }

    /** Least squares of the target, or its logarithm, in inputs, or theirs: the constant first. */
    private static double[] factors(int[] inputs, Batch data, boolean logarithms) {
        int width = inputs.length + 1;
        double[] design = new double[data.rows() * width];
        double[] y = new double[data.rows()];
        for (int r = 0; r < data.rows(); r++) {
            design[r * width] = 1;
            for (int k = 0; k < inputs.length; k++) {
                double x = data.x()[r * data.in() + inputs[k]];
                design[r * width + k + 1] = logarithms ? Math.log(x) : x;
            }
            y[r] = logarithms ? Math.log(data.y()[r]) : data.y()[r];
        }
        return LeastSquares.solve(design, y, data.rows(), width);
    }
}
