package org.kan4j.discover.form;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.kan4j.data.Batch;
import org.kan4j.discover.find.ChainsFinder;
import org.kan4j.discover.find.EvolutionFinder;
import org.kan4j.discover.find.Finder;
import org.kan4j.discover.find.KinksFinder;
import org.kan4j.discover.find.LawsFinder;
import org.kan4j.discover.find.LawsOfSeveralFinder;
import org.kan4j.discover.find.MonomialFinder;
import org.kan4j.discover.find.Proposal;
import org.kan4j.discover.find.SearchContext;
import org.kan4j.discover.reduce.Task;
import org.kan4j.discover.score.Refinement;
import org.kan4j.formula.CompiledExpression;
import org.kan4j.formula.Expression;

/**
 * Formulas of a form: unknown functions are fitted as splines, named by finders that see what they are on the rows, and put into the form, whose
 * constants are then fitted together.
 *
 */
public final class FormFinder implements Finder {
    /** Rows that functions and constants are looked for on. */
    private static final int ROWS = 400;

    /** Rows that functions are named on, and that starts and names are compared on. */
    private static final int FEW_ROWS = 150;

    /** Starts of constants, alone and within arguments of unknown functions. */
    private static final int STARTS = 64;

    private static final int STARTS_WITHIN = 12;

    /** Steps that fit a start, and a formula. */
    private static final int FEW_ITERATIONS = 20;

    private static final int ITERATIONS = 100;

    /** Starts that are fitted to the end. */
    private static final int BEST_STARTS = 8;

    /** Formulas of an unknown function that are tried, by the number of such functions less one. */
    private static final int[] NAMED = {12, 8, 4, 3};

    private static final int GENERATIONS = 5;

    /** One row of so many of a function's values judges and is not fitted. */
    private static final int JUDGES = 4;

    /** The share of a function's variance that leaves its formula in little doubt. */
    private static final double LITTLE = 1e-3;

    /** The size of a formula that may stand for a shorter one of another kind. */
    private static final int LONG = 20;

    /** Nats that say which function an unknown one is. */
    private static final double FUNCTION = 6;

    /** Formulas that are proposed. */
    private static final int MOST = 3;

    /** The share of the variance that rounding leaves. */
    private static final double EXACT = 1e-14;

    private final Form form;
    private final List<Bound> bounds;

    /** What is to be said of the formulas that were proposed. */
    private final Map<Expression, List<String>> said = new ConcurrentHashMap<>();

    /**
     * A finder.
     *
     * @param form what is known
     * @param bounds of its constants
     */
    public FormFinder(Form form, List<Bound> bounds) {
        this.form = form;
        this.bounds = Bound.of(form.constants(), bounds);
    }

    /** Says which constants of a formula that it proposed are at their bounds. */
    public List<String> said(Expression formula) {
        return said.getOrDefault(formula, List.of());
    }

    @Override
    public String name() {
        return "form";
    }

    @Override
    public boolean suits(Task task) {
        return !task.reduced();
    }

    @Override
    public List<Proposal> proposals(Task task, SearchContext context) {
        Batch rows = task.rawTrain().thinned(ROWS);
        Batch few = rows.thinned(FEW_ROWS);
        Refinement judgeFew = context.refinement(few);
        List<Callable<Unknown>> rough = new ArrayList<>();
        for (Unknown start : form.functions().isEmpty() ? constants(rows, context) : functions(rows, context)) {
            rough.add(() -> start.fitted(few, FEW_ITERATIONS, context.stop()));
        }
        List<Callable<Unknown>> fits = new ArrayList<>();
        context.parallel().all(rough).stream()
                .sorted(Comparator.comparingDouble(
                        fit -> judgeFew.score(fit.formula()).descriptionLength()))
                .limit(BEST_STARTS)
                .forEach(start -> fits.add(() -> start.fitted(rows, ITERATIONS, context.stop())));
        Refinement judge = context.refinement(rows);
        Refinement last = context.refinement(task.rawTrain())
                .ofForm(FUNCTION * form.functions().size());
        List<Callable<Proposal>> polishings = new ArrayList<>();
        context.parallel().all(fits).stream()
                .sorted(Comparator.comparingDouble(
                        fit -> judge.score(fit.formula()).descriptionLength()))
                .limit(MOST)
                .forEach(fit -> polishings.add(() -> proposal(fit, task, last, context)));
        return context.parallel().all(polishings);
    }

    /** Constants that the user named stay as they fit the rows, unless these leave nothing but rounding. */
    private Proposal proposal(Unknown fit, Task task, Refinement last, SearchContext context) {
        Batch rows = task.rawTrain();
        Unknown fitted = fit.fitted(rows, ITERATIONS, context.stop()).atBounds(rows, ITERATIONS, context.stop());
        Refinement.Scored scored = last.score(fitted.formula());
        if (!form.functions().isEmpty() || scored.unexplained() < EXACT) {
            scored = last.polish(fitted.formula());
        }
        said.put(scored.expression(), fitted.said());
        return new Proposal(scored.expression(), Optional.of(scored), Optional.empty());
    }

    /** A form without unknown functions, with many starts of its constants. */
    private List<Unknown> constants(Batch rows, SearchContext context) {
        return starts(STARTS, rows, context).stream()
                .map(start -> Unknown.of(form.body(), form.inputs(), start, bounds))
                .toList();
    }

    /** Values that constants begin with: ones, and numbers of several sizes and of the inputs. */
    private List<double[]> starts(int count, Batch rows, SearchContext context) {
        int n = form.constants().size();
        SplittableRandom random = new SplittableRandom(context.searchSeed());
        List<double[]> starts = new ArrayList<>();
        double[] ones = new double[n];
        Arrays.fill(ones, 1);
        starts.add(ones);
        while (n > 0 && starts.size() < count) {
            starts.add(random.doubles(n)
                    .map(share -> share < 0.3
                            ? rows.x()[random.nextInt(rows.x().length)]
                            : (share < 0.75 ? 1 : -1) * Math.pow(10, random.nextDouble(-2, 2)))
                    .toArray());
        }
        return starts.stream()
                .map(start -> IntStream.range(0, n)
                        .mapToDouble(k -> bounds.get(k).inside(start[k]))
                        .toArray())
                .toList();
    }

    /** The form with its unknown functions named, in all combinations of the best names. */
    private List<Unknown> functions(Batch rows, SearchContext context) {
        List<double[]> starts = starts(form.within().isEmpty() ? BEST_STARTS : STARTS_WITHIN, rows, context);
        Splines.Fitted splines = new Splines(form, rows, bounds, context)
                .best(form.constants().isEmpty() ? starts.subList(0, 1) : starts);
        int most = NAMED[Math.min(form.functions().size(), NAMED.length) - 1];
        List<List<Expression>> combinations = List.of(List.of());
        for (Batch table : splines.tables()) {
            List<Expression> named = named(table.thinned(FEW_ROWS), context, most);
            combinations = combinations.stream()
                    .flatMap(some -> named.stream().map(one -> {
                        List<Expression> more = new ArrayList<>(some);
                        more.add(one);
                        return more;
                    }))
                    .toList();
        }
        return combinations.stream()
                .filter(some -> some.size() == form.functions().size())
                .map(some -> with(some, splines.constants()))
                .toList();
    }

    /** The best formulas of a function of which values are known; finders are asked until one has a formula that leaves little. */
    private static List<Expression> named(Batch table, SearchContext context, int most) {
        int[] fit =
                IntStream.range(0, table.rows()).filter(r -> r % JUDGES != 0).toArray();
        int[] judge =
                IntStream.range(0, table.rows()).filter(r -> r % JUDGES == 0).toArray();
        Task task = Task.of(table.subset(fit), table.subset(judge));
        SearchContext free = context.ofFunctionsAlone();
        List<Finder> finders = table.in() == 1
                ? List.of(new LawsFinder(), new ChainsFinder())
                : List.of(
                        new MonomialFinder(),
                        new KinksFinder(),
                        new LawsOfSeveralFinder(),
                        EvolutionFinder.of(task, GENERATIONS, free));
        Refinement refinement = context.refinement(table);
        List<Expression> proposed = new ArrayList<>();
        List<Refinement.Scored> named = List.of();
        for (Finder finder : finders) {
            if (finder.suits(task) && !settled(named)) {
                finder.proposals(task, free).forEach(proposal -> proposed.add(proposal.expression()));
                named = context.fitted(refinement, proposed.stream().distinct().toList()).stream()
                        .filter(scored -> Double.isFinite(scored.unexplained()))
                        .toList();
            }
        }
        return named.stream().limit(most).map(Refinement.Scored::expression).toList();
    }

    /** Whether a function has a name that is short and leaves little. */
    private static boolean settled(List<Refinement.Scored> named) {
        return !named.isEmpty()
                && named.get(0).unexplained() < LITTLE
                && named.get(0).expression().size() < LONG;
    }

    /** The form with formulas in the places of its functions; their numbers are unknowns, but integer exponents. */
    private Unknown with(List<Expression> functions, double[] constants) {
        int in = form.inputs();
        List<Double> values = new ArrayList<>(Arrays.stream(constants).boxed().toList());
        List<Expression> unknown = new ArrayList<>();
        int arguments = form.applications().stream()
                .mapToInt(a -> a.arguments().size())
                .max()
                .orElse(0);
        for (Expression function : functions) {
            boolean[] some = CompiledExpression.allButIntegerExponents(function);
            int[] next = new int[1];
            unknown.add(function.replaceConstants(c -> {
                if (!some[next[0]++]) {
                    return c;
                }
                values.add(c.value());
                return Expression.variable(arguments + values.size() - 1);
            }));
        }
        Expression body = form.body().substitute(i -> {
            if (i < in + constants.length) {
                return Expression.variable(i);
            }
            Form.Application application = form.applications().get(i - in - constants.length);
            return unknown.get(application.function())
                    .substitute(k ->
                            k < arguments ? application.arguments().get(k) : Expression.variable(in + k - arguments));
        });
        return Unknown.of(body, in, values.stream().mapToDouble(v -> v).toArray(), bounds);
    }
}
