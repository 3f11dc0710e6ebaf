package org.kan4j.discover.find;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.kan4j.data.Batch;
import org.kan4j.discover.reduce.Task;
import org.kan4j.discover.score.Refinement;
import org.kan4j.formula.Expression;

/**
 * Laws of two inputs with a jump or a kink ({@link LawForms#STEPS_OF_TWO}), alone and times a third input. They are asked for early: smooth
 * functions come near to them in forms that nobody wants to read.
 */
public final class KinksFinder implements Finder {
    /** Rows that laws are looked for on. */
    private static final int ROWS = 300;

    private static final int MOST_INPUTS = 3;

    /** Laws that are polished. */
    private static final int MOST = 3;

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
        return task.in() > 1 && task.in() <= MOST_INPUTS && !task.reduced() && LawsOfSeveralFinder.varied(task);
    }

    @Override
    public List<Proposal> proposals(Task task, SearchContext context) {
        Batch data = task.rawTrain().thinned(ROWS);
        Refinement refinement = context.refinement(data);
        int in = task.in();
        double nats = Law.OTHER + Math.log(in * (in - 1));
        List<LawForm> forms = LawForms.STEPS_OF_TWO.stream()
                .filter(form -> form.within(context.wishes().vocabulary()))
                .toList();
        List<Law> laws = new ArrayList<>();
        for (int x = 0; x < in; x++) {
            for (int z = 0; z < in; z++) {
                if (x != z && !context.stop().getAsBoolean()) {
                    add(laws, forms, LawStarts.onAll(data, x, z), Expression.constant(1), refinement, nats);
                    int w = MOST_INPUTS - x - z;
                    if (in == MOST_INPUTS) {
                        add(
                                laws,
                                forms,
                                LawStarts.onAll(dividedBy(w, data), x, z),
                                Expression.variable(w),
                                refinement,
                                nats);
                    }
                }
            }
        }
        return Law.proposals(Law.best(laws, data, MOST), task, context);
    }

    private static void add(
            List<Law> laws,
            List<LawForm> forms,
            LawStarts starts,
            Expression factor,
            Refinement refinement,
            double nats) {
        for (LawForm form : forms) {
            for (Expression start : starts.best(form, 1)) {
                Expression law = Expression.product(factor, start);
                laws.add(new Law(refinement.ofForm(nats).fit(law, Law.ITERATIONS), nats));
            }
        }
    }

    /** Rows of the target by an input, none where it is 0. */
    private static Batch dividedBy(int input, Batch data) {
        Batch rows = data.subset(IntStream.range(0, data.rows())
                .filter(r -> data.x()[r * data.in() + input] != 0)
                .toArray());
        double[] y = rows.y().clone();
        double[] weights = new double[rows.rows()];
        for (int r = 0; r < rows.rows(); r++) {
            double divisor = rows.x()[r * rows.in() + input];
            y[r] /= divisor;
            weights[r] = rows.weight(r) * divisor * divisor;
        }
        return new Batch(rows.x(), y, weights, rows.rows());
    }
}
