package org.kan4j.discover.find;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.kan4j.data.Batch;
import org.kan4j.discover.reduce.Task;
import org.kan4j.discover.score.Fit;
import org.kan4j.discover.score.Leverage;
import org.kan4j.discover.score.Refinement;
import org.kan4j.discover.score.Residuals;
import org.kan4j.formula.Expression;

/**
 * Laws of one variable in the forms that sciences use ({@link LawForms}), alone and with a few terms beside them. That a form is known is
 * a short description of it: on few rows with noise, the size of a formula would speak against laws that are settled.
 */
public final class LawsFinder implements Finder {
    /** Rows that laws are looked for on. */
    private static final int ROWS = 300;

    /** Nats that say which term stands beside a law. */
    private static final double TERM = 4;

    /** A leverage of a row that says that a term is there for it alone. */
    private static final double ALONE = 0.99;

    /** A share of the target's variance that leaves a law in no doubt. */
    private static final double LITTLE = 0.01;

    /** Laws that terms are put beside, and how often. */
    private static final int EXTENDED = 4;

    private static final int TERMS = 3;

    /** Laws that are polished. */
    private static final int MOST = 8;

    @Override
    public String name() {
        return "laws";
    }

    @Override
    public Until until() {
        return Until.EXACT;
    }

    @Override
    public boolean suits(Task task) {
        return task.in() == 1 && task.inputs().scale(0) > 0;
    }

    @Override
    public List<Proposal> proposals(Task task, SearchContext context) {
        return Law.proposals(laws(task.rawTrain().thinned(ROWS), context), task, context);
    }

    /**
     * The best laws, the best first.
     *
     * @param rows one input that varies, and one target
     */
    public static List<Expression> best(Batch rows, SearchContext context) {
        return laws(rows.thinned(ROWS), context).stream()
                .map(law -> law.scored().expression())
                .toList();
    }

    private static List<Law> laws(Batch data, SearchContext context) {
        Refinement refinement = context.refinement(data);
        List<Law> laws = Law.best(fitted(data, refinement, context), data, Law.STARTS * MOST);
        List<Law> latest = laws;
        for (int k = 0; k < TERMS && !context.stop().getAsBoolean(); k++) {
            latest =
                    Law.best(extended(latest.stream().limit(EXTENDED).toList(), data, refinement, context), data, MOST);
            laws = new ArrayList<>(laws);
            laws.addAll(latest);
        }
        return Law.best(laws, data, MOST);
    }

    private static List<Law> fitted(Batch data, Refinement refinement, SearchContext context) {
        LawStarts starts = new LawStarts(data, 0);
        List<Callable<List<Law>>> fits = new ArrayList<>();
        LawForms.SIMPLEST.forEach(
                form -> fits.add(() -> PlainLaws.fitted(starts, form, refinement, Law.SIMPLEST, context)));
        LawForms.PEAKS.forEach(form ->
                fits.add(() -> PlainLaws.fitted(starts, form, refinement, Law.OTHER, context).stream()
                        .filter(law -> peaked(law.scored().expression(), data))
                        .filter(law -> !(Leverage.largest(law.scored().expression(), data) > ALONE))
                        .toList()));
        LawStarts onAll = LawStarts.onAll(data, 0);
        LawForms.STEPS.forEach(form -> fits.add(() -> PlainLaws.fitted(onAll, form, refinement, Law.OTHER, context)));
        LawForms.COMMON.forEach(
                form -> fits.add(() -> PlainLaws.fitted(starts, form, refinement, Law.COMMON, context)));
        LawForms.OTHER.forEach(form -> fits.add(() -> PlainLaws.fitted(starts, form, refinement, Law.OTHER, context)));
        return context.parallel().all(fits).stream().flatMap(List::stream).toList();
    }

    /** Laws with another term beside what they leave. */
    private static List<Law> extended(List<Law> laws, Batch data, Refinement refinement, SearchContext context) {
        List<Callable<List<Law>>> fits = new ArrayList<>();
        for (Law law : laws) {
            LawStarts starts = new LawStarts(rest(law.scored().expression(), data), 0);
            terms(LawForms.BESIDE, context)
                    .forEach(term -> fits.add(() -> starts.best(term, 1).stream()
                            .map(start -> beside(law, start, refinement))
                            .filter(longer -> worthwhile(law, longer, data))
                            .toList()));
            terms(LawForms.PEAKS_BESIDE, context)
                    .forEach(term -> fits.add(() -> starts.best(term, 1).stream()
                            .filter(start -> peaked(start, data))
                            .map(start -> beside(law, start, refinement))
                            .filter(longer -> worthwhile(law, longer, data))
                            .toList()));
        }
        return context.parallel().all(fits).stream().flatMap(List::stream).toList();
    }

    private static Stream<LawForm> terms(List<LawForm> all, SearchContext context) {
        return all.stream().filter(term -> term.within(context.wishes().vocabulary()));
    }

    private static Law beside(Law law, Expression term, Refinement refinement) {
        double nats = law.nats() + TERM;
        Expression sum = Expression.sum(law.scored().expression(), term);
        return new Law(refinement.ofForm(nats).fit(sum, Law.ITERATIONS), nats);
    }

    /**
     * Whether a term is worth its constants: what measurements leave of a law is often the instrument's, alike from row to row. Where a law
     * leaves much, it is not the law yet. A term for one row is worth nothing.
     */
    private static boolean worthwhile(Law law, Law longer, Batch data) {
        if (Leverage.largest(longer.scored().expression(), data) > ALONE) {
            return false;
        }
        if (law.scored().unexplained() > LITTLE) {
            return true;
        }
        double[] residuals = Fit.residuals(law.scored().expression(), data);
        double gain = Math.log(law.scored().unexplained() / longer.scored().unexplained()) * data.rows() / 2;
        double price = longer.descriptionLength() - law.descriptionLength() + gain;
        return gain * Residuals.independent(data, residuals) > price;
    }

    /** Whether a curve falls by half of its height on both sides of its peak, within the rows. */
    private static boolean peaked(Expression curve, Batch data) {
        int[] order = IntStream.range(0, data.rows())
                .boxed()
                .sorted(Comparator.comparingDouble(r -> data.x()[r]))
                .mapToInt(r -> r)
                .toArray();
        double[] values = Fit.values(curve, data);
        double[] up = Arrays.stream(order).mapToDouble(r -> values[r]).toArray();
        double[] down = Arrays.stream(up).map(v -> -v).toArray();
        return fallsOnBothSides(up) || fallsOnBothSides(down);
    }

    private static boolean fallsOnBothSides(double[] values) {
        int top = 0;
        double least = values[0];
        for (int r = 1; r < values.length; r++) {
            top = values[r] > values[top] ? r : top;
            least = Math.min(least, values[r]);
        }
        double half = (values[top] + least) / 2;
        boolean before = Arrays.stream(values, 0, top).anyMatch(v -> v <= half);
        return before && Arrays.stream(values, top, values.length).anyMatch(v -> v <= half);
    }

    private static Batch rest(Expression law, Batch data) {
        double[] residuals = Fit.residuals(law, data);
        double[] rest = Arrays.stream(residuals).map(r -> -r).toArray();
        return new Batch(data.x(), rest, data.weights(), data.rows());
    }
}
