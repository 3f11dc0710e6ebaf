package org.kan4j.discover.find;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.kan4j.data.Batch;
import org.kan4j.discover.reduce.Task;
import org.kan4j.discover.score.Refinement;

/** Laws of several variables in the forms that sciences use: plain ones ({@link PlainLaws}), and laws of two ({@link LawForms#OF_TWO}). */
public final class LawsOfSeveralFinder implements Finder {
    /** Rows that laws are looked for on. */
    private static final int ROWS = 100;

    /** Inputs of which pairs are tried. */
    private static final int INPUTS_FOR_PAIRS = 3;

    /** Laws that are polished. */
    private static final int MOST = 6;

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
        return task.in() > 1 && task.in() <= PlainLaws.INPUTS && !task.reduced() && varied(task);
    }

    /** Whether no input is the same in all rows that are fitted. */
    static boolean varied(Task task) {
        return IntStream.range(0, task.in()).allMatch(i -> task.inputs().scale(i) > 0);
    }

    @Override
    public List<Proposal> proposals(Task task, SearchContext context) {
        Batch data = task.rawTrain().thinned(ROWS);
        Refinement refinement = context.refinement(data);
        List<Callable<List<Law>>> fits = new ArrayList<>(PlainLaws.fits(data, refinement, context));
        int in = task.in();
        double nats = Law.OTHER + Math.log(in * (in - 1));
        for (int x = 0; x < in && in <= INPUTS_FOR_PAIRS; x++) {
            for (int z = 0; z < in; z++) {
                if (x != z) {
                    LawStarts pair = new LawStarts(data, x, z);
                    LawForms.OF_TWO.forEach(
                            form -> fits.add(() -> PlainLaws.fitted(pair, form, refinement, nats, context)));
                }
            }
        }
        List<Law> laws =
                context.parallel().all(fits).stream().flatMap(List::stream).toList();
        return Law.proposals(Law.best(laws, data, MOST), task, context);
    }
}
