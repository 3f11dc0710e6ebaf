package org.kan4j.discover;

import java.util.List;
import java.util.Optional;
import org.kan4j.discover.find.EvolutionFinder;
import org.kan4j.discover.find.Finder;
import org.kan4j.discover.network.Ladder;
import org.kan4j.discover.network.NetworkFinder;
import org.kan4j.discover.network.References;
import org.kan4j.discover.network.SeparableFinder;
import org.kan4j.discover.network.TaskTrainer;
import org.kan4j.discover.reduce.Groups;
import org.kan4j.discover.reduce.Task;
import org.kan4j.formula.Expression;
import org.kan4j.network.Shape;

/**
 * Steps by networks: the shapes of the ladder on a table, and on smaller ones that have the same law as far as a network of the larger one says.
 */
final class NetworkSteps {
    /** Random starts of a shape. */
    private static final int STARTS = 4;

    /** Shapes that are tried before structure is looked for. */
    private static final int QUICK_RUNGS = 2;

    /** Inputs of tables that small shapes take little time on. */
    private static final int FEW_INPUTS = 2;

    /** Shapes that are tried on a table without units. */
    private static final int RUNGS_WITHOUT_UNITS = 4;

    /** A network is made symbolic where its error is at most so many times the least that is known. */
    private static final double WORSE = 5;

    /** An error that few intervals may cause, whatever the shape. */
    private static final double COARSE = 0.02;

    private final Task whole;
    private final Discoverer.Options options;
    private final Limits limits;
    private final Candidates candidates;
    private final Asker asker;
    private final TaskTrainer trainer;
    private final List<Finder> atOnce;

    /**
     * Steps on a table and those that it is reduced to.
     *
     * @param atOnce ways that are tried first on every table
     */
    NetworkSteps(
            Task whole,
            Discoverer.Options options,
            Limits limits,
            Candidates candidates,
            Asker asker,
            TaskTrainer trainer,
            List<Finder> atOnce) {
        this.whole = whole;
        this.options = options;
        this.limits = limits;
        this.candidates = candidates;
        this.asker = asker;
        this.trainer = trainer;
        this.atOnce = atOnce;
    }

    /** Shapes that are tried before structure is looked for; none where that is the only way to a table that they suit. */
    int quickRungs(Task task) {
        return options.shortcuts() || task.in() <= FEW_INPUTS ? QUICK_RUNGS : 0;
    }

    /** Sums of chains, products of chains, and powers of these. */
    private void separable(Task task) {
        for (int logarithms = 0; logarithms <= 2; logarithms++) {
            asker.ask(task, new SeparableFinder(trainer, logarithms));
        }
    }

    /** Searches the table without units that a network does best on. */
    void reduceByUnits(List<Groups> choices) {
        asker.stage("units");
        Optional<Groups> nothingLeft =
                choices.stream().filter(groups -> groups.rest().length == 0).findFirst();
        if (nothingLeft.isPresent()) {
            // Only a constant is left to find: the mean of the target over the monomial that has its units.
            double factor = whole.after(nothingLeft.get())
                    .map(task -> task.outputs().shift(0))
                    .orElse(1.0);
            Expression law = nothingLeft.get().undo(Expression.constant(factor));
            asker.keep(law, "units");
            return;
        }
        List<References.Reduced> tables = new References(trainer, asker.context()).ofGroups(whole, choices);
        for (References.Reduced table : tables) {
            if (!asker.done()) {
                asker.shortcuts(table.task(), atOnce);
                asker.shortcuts(table.task(), Search.DICTIONARIES);
            }
        }
        if (!tables.isEmpty() && !asker.done()) {
            References.Reduced best = tables.get(0);
            climb(best, 0, QUICK_RUNGS, STARTS);
            reduce(best, RUNGS_WITHOUT_UNITS);
        }
    }

    /** Tries a shape on the whole table. */
    void ask(Shape shape) {
        asker.ask(whole, network(whole, shape, STARTS, trainer.bestError()));
    }

    /** Looks for sums and products of chains, and goes to smaller tables by the structure of networks of the whole table. */
    void reduceByStructure() {
        separable(whole);
        if (!whole.small() && whole.in() > 1 && !asker.done()) {
            asker.stage("structure");
            reduce(
                    new References.Reduced(whole, new References(trainer, asker.context()).ofWhole(whole)),
                    Integer.MAX_VALUE);
        }
    }

    /**
     * Steps to smaller tables with the same law, as long as a network does as well on them; at each the small shapes are tried, and
     * on the smallest one larger ones.
     *
     * @param from the table to begin with, and a network of it
     * @param rungs shapes that are tried on the smallest table
     */
    private void reduce(References.Reduced from, int rungs) {
        References references = new References(trainer, asker.context());
        References.Reduced at = from;
        while (at.task().in() > 1 && !asker.over(Finder.Until.EXACT) && limits.begin()) {
            Optional<References.Reduced> next = references.step(at.task(), at.network());
            if (next.isEmpty()) {
                break;
            }
            at = next.get();
            asker.edge(at.task(), atOnce);
            asker.edge(
                    at.task(),
                    options.shortcuts() ? List.of(Search.LAWS, Search.CHAINS) : List.of(Search.CHAINS, Search.LAWS));
            asker.edge(at.task(), Search.DICTIONARIES);
            climb(at, 0, quickRungs(at.task()), 1);
            separable(at.task());
        }
        if (at.task().reduced()) {
            // What explains all but noise may not be the shortest law that does, and the smaller table makes it easy to
            // find.
            int generations = asker.explained() ? Search.FIRST_GENERATIONS : Search.GENERATIONS;
            asker.edge(at.task(), List.of(EvolutionFinder.of(at.task(), generations, asker.context())));
            climb(at, quickRungs(at.task()), rungs, STARTS);
        }
    }

    /** Tries the shapes from one rung of the ladder to before another on a smaller table. */
    private void climb(References.Reduced table, int from, int to, int starts) {
        Task task = table.task();
        List<Shape> ladder = Ladder.shapes(task.in(), task.train().rows());
        for (Shape shape : ladder.subList(Math.min(from, ladder.size()), Math.min(to, ladder.size()))) {
            asker.ask(task, network(task, shape, starts, table.network().error()));
        }
    }

    /**
     * A finder by networks of a shape. One that does much worse than another has the wrong shape, and a formula for it would only be
     * an approximation. One that does worse than a formula is left out as well, unless networks are all there is.
     *
     * @param reference the least error that a network is known to have on this table; infinite where none is
     */
    private Finder network(Task task, Shape shape, int starts, double reference) {
        double bar = candidates.isEmpty() && !task.reduced()
                ? Double.POSITIVE_INFINITY
                : Math.max(COARSE, WORSE * reference);
        double known = candidates.leastError() / whole.outputs().scale(0);
        return new NetworkFinder(
                trainer, shape, starts, task.reduced() || !options.shortcuts() ? bar : Math.min(bar, known));
    }
}
