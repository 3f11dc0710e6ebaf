package org.kan4j.discover;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.kan4j.data.Dataset;
import org.kan4j.data.Units;
import org.kan4j.formula.CompiledExpression;
import org.kan4j.formula.Constant;
import org.kan4j.formula.Expression;
import org.kan4j.formula.Fn;
import org.kan4j.formula.Formula;
import org.kan4j.kernel.Engine;
import org.kan4j.kernel.ScalarKernels;
import org.kan4j.layer.Layer;
import org.kan4j.model.KanModel;
import org.kan4j.network.Kan;
import org.kan4j.network.Shape;
import org.kan4j.prune.Pruner;
import org.kan4j.train.AdditiveStart;
import org.kan4j.train.Batch;
import org.kan4j.train.LeastSquares;
import org.kan4j.train.Parallel;
import org.kan4j.train.Penalties;
import org.kan4j.train.Split;
import org.kan4j.train.Trainer;

/** One run of a {@link Discoverer}. */
final class Search {
    /** Rows that the search trains on at the most; the chosen formula is refined on more. */
    private static final int SEARCH_ROWS = 1500;

    private static final int FINAL_ROWS = 20_000;

    /** Random starts of a shape. */
    private static final int STARTS = 4;

    /** Weight of the penalty on edges for every second random start. */
    private static final Penalties SPARSE = Penalties.NONE.withL1(1e-3);

    /** Networks of a shape that are made symbolic. */
    private static final int FINALISTS = 2;

    /** Shapes that are tried before structure is looked for. */
    private static final int QUICK_RUNGS = 2;

    /** A step is taken where the network after it has at most this error, or at most so many times that before it. */
    private static final double GOOD_ENOUGH = 5e-3;

    private static final double SLACK = 2;

    /** A network is made symbolic where its error is at most so many times the least that is known. */
    private static final double WORSE = 5;

    /** An error that few intervals may cause, whatever the shape. */
    private static final double COARSE = 0.02;

    /** Shapes that are tried on a table without units. */
    private static final int RUNGS_WITHOUT_UNITS = 4;

    /** Steps whose relations leave at most this share unexplained are tried alone, and from two starts. */
    private static final double CLEAR = 0.02;

    /** Steps that are tried at a time. */
    private static final int PROPOSALS = 3;

    /** A sum of functions of one input each that leaves less of the target's spread is taken for the structure. */
    private static final double SEPARABLE = 1e-3;

    /** How often the target's logarithm is taken: once for products, twice for powers of them. */
    private static final int LOGARITHMS = 2;

    /** Rows and steps that chains are first fitted with. */
    private static final int CHAIN_ROWS = 100;

    private static final int CHAIN_ITERATIONS = 30;

    /** Expressions of a first dictionary, and of a second one if there is a minute. */
    private static final int SMALL_DICTIONARY = 3000;

    private static final int LARGE_DICTIONARY = 30_000;

    /** Rows that networks to read structure from are trained on. */
    private static final int REFERENCE_ROWS = 800;

    private static final int FOLDS = 5;
    private static final int ORDER = 3;

    /** A validation error below this share of the target's spread is rounding error. */
    private static final double EXPLAINED = 1e-9;

    /** A validation error above this share of the target's spread is not taken for noise before all shapes were tried. */
    private static final double LARGEST_NOISE = 0.3;

    /** A formula that leaves less of the target's variance is let go where it will between the rows. */
    private static final double TRUSTED = 1e-12;

    /** A network that leaves so many times less of the variance than the formula knows more than that. */
    private static final double MUCH_MORE = 10;

    private static final int MANY_CONSTANTS = 5;

    /** A formula with at most so many odd constants may be taken for the law before structure was looked for. */
    private static final int FEW_CONSTANTS = 2;

    /** Generations that are bred at a time, first on the whole table and then after other steps. */
    private static final int FIRST_GENERATIONS = 10;

    private static final int GENERATIONS = 30;

    /** Bred formulas that are polished. */
    private static final int BRED = 4;

    /** Rows that parts of the winner are left out on, and steps that fit what is left to all rows. */
    private static final int REDUCED_ROWS = 300;

    private static final int REDUCED_ITERATIONS = 10;

    private static final String POWER_LAWS = "power laws";
    private static final String EVOLUTION = "evolution";

    /** How often all shapes are tried at the most. */
    private static final int ROUNDS = 20;

    /** The share of the time limit, and the most seconds, that are kept for the result. */
    private static final double RESULT_SHARE = 0.1;

    private static final double RESULT_SECONDS = 2.5;

    /** The same in units of the time that setting up took: both go through all rows, on a machine that may be busy. */
    private static final double SETUPS = 2;

    /**
     * Parts of what is kept: a step that has not ended by the first is left behind, the winner is polished until the second, and the
     * last is for what cannot be cut short.
     */
    private static final double LEFT_BEHIND = 0.7;

    private static final double POLISHED = 0.5;

    private static final double LAST = 0.3;

    /** Seconds that the step under way has after an interrupt, and the polishing of what was found. */
    private static final double GRACE = 1;

    private static final long POLL_MILLIS = 20;

    private final long start = System.nanoTime();
    private final Engine engine;

    private final Dataset data;
    private final Discoverer.Options options;
    private final Parallel parallel;
    private final BooleanSupplier stop;
    private final Split split;
    private final Problem whole;
    private final Refinement refinement;
    private final double setup;
    private final Optional<Dimensions> dimensions;
    private final Between between;

    /** The share of the target's spread that its rounding in the table may leave. */
    private final double rounding;

    private final List<Candidate> found = new CopyOnWriteArrayList<>();

    /** Whether nothing more is to be found; guarded by {@link #found}. */
    private boolean closed;

    private final List<String> notes = new ArrayList<>();
    private final Map<Expression, Double> correlations = new ConcurrentHashMap<>();
    private volatile Optional<Trainer.Result> bestNetwork = Optional.empty();

    /** How often all shapes were tried; each time begins elsewhere. */
    private int round;

    /** Whether structure was looked for. */
    private boolean thorough;

    /** A formula with its origin; the networks are there unless a shortcut found it. */
    private record Candidate(
            Refinement.Scored formula, double validationRmse, String method, Optional<Networks> networks) {}

    /** A network, and the same made symbolic. */
    private record Networks(KanModel numeric, KanModel symbolic) {}

    Search(Dataset data, Discoverer.Options options, Parallel parallel) {
        this.dimensions = options.units().flatMap(units -> dimensions(data, units));
        this.data = data;
        this.options = options;
        this.engine = options.engine();
        this.parallel = parallel;
        this.stop = () -> options.interrupted().getAsBoolean() || late(1);
        this.split = Split.of(data.rows(), options.seed());
        this.whole = Problem.of(
                batch(split.train()).thinned(SEARCH_ROWS),
                batch(split.validation()).thinned(SEARCH_ROWS));
        this.refinement = new Refinement(whole.rawTrain(), stop);
        this.between = new Between(whole.rawTrain());
        this.rounding = Math.sqrt(Rounding.tolerance(0, whole.rawTrain().y()));
        this.setup = elapsed();
    }

    /** Units that restrict the search; nothing, and a note, where no formula without further units is possible. */
    private Optional<Dimensions> dimensions(Dataset data, Units units) {
        Dimensions known = new Dimensions(
                data.inputNames().stream().map(units::of).toArray(double[][]::new), units.of(data.target()));
        if (known.reachable()) {
            return Optional.of(known);
        }
        notes.add("units are not used: the inputs' units do not give those of \"" + data.target()
                + "\", so the law has a constant with units that is no column");
        return Optional.empty();
    }

    /** Searches on a thread of its own, which is left behind if a step does not end in time, then gives what was found. */
    Discovery run() {
        FutureTask<Boolean> search = new FutureTask<>(this::explore, true);
        Thread thread = new Thread(search, "kan4j-search");
        thread.setDaemon(true);
        thread.start();
        boolean ended = false;
        double interrupted = Double.POSITIVE_INFINITY;
        while (!ended && !late(LEFT_BEHIND) && elapsed() < interrupted + GRACE) {
            ended = ended(search);
            if (options.interrupted().getAsBoolean()) {
                interrupted = Math.min(interrupted, elapsed());
            }
        }
        return result(close(), stopped());
    }

    /** What was found; a step that was left behind adds no more to it. */
    private List<Candidate> close() {
        synchronized (found) {
            closed = true;
            return new ArrayList<>(found);
        }
    }

    private static boolean ended(FutureTask<Boolean> search) {
        try {
            return search.get(POLL_MILLIS, TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while searching", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw new IllegalStateException("the search failed", e.getCause());
        }
    }

    private Discovery.Stopped stopped() {
        if (explained()) {
            return Discovery.Stopped.EXPLAINED;
        }
        if (options.interrupted().getAsBoolean()) {
            return Discovery.Stopped.INTERRUPTED;
        }
        return stop.getAsBoolean() ? Discovery.Stopped.TIME_LIMIT : Discovery.Stopped.EXHAUSTED;
    }

    private void explore() {
        shortcuts(whole, e -> e);
        chains(whole, e -> e);
        dictionary(whole, e -> e);
        if (!done() && dimensions.isPresent()) {
            options.listener().progress("units", 0, bestText());
            reduceByUnits(dimensions.get().groups());
        }
        while (!done() && round < ROUNDS && (round == 0 || !remainderIsNoise())) {
            climbAll(powerLaws());
            round++;
        }
    }

    /**
     * All shapes, and after the first ones structure.
     *
     * @param laws to be polished after that
     */
    private void climbAll(List<Expression> laws) {
        List<Shape> ladder = Ladder.shapes(data.inputs(), whole.train().rows());
        Evolution bred = new Evolution(whole.rawTrain(), seed(), stop);
        if (!explained()) {
            evolve(bred, FIRST_GENERATIONS, whole, e -> e);
        }
        int rung = 0;
        while (rung < ladder.size() && !done()) {
            if (rung == QUICK_RUNGS) {
                separable(whole, e -> e);
            }
            if (rung == QUICK_RUNGS && !whole.small() && data.inputs() > 1 && !done()) {
                options.listener().progress("structure", (double) rung / ladder.size(), bestText());
                reduce();
            }
            if (rung >= QUICK_RUNGS && !done()) {
                evolve(bred, GENERATIONS, whole, e -> e);
            }
            if (rung == QUICK_RUNGS && !done()) {
                addPolished(laws, POWER_LAWS, e -> e);
                ratio();
                thorough = true;
            }
            if (!done()) {
                Shape shape = ladder.get(rung);
                options.listener().progress("shape " + shape, (double) rung / ladder.size(), bestText());
                climb(whole, shape, STARTS, bestError(), e -> e);
            }
            rung++;
        }
        thorough = true;
    }

    private boolean done() {
        return stop.getAsBoolean() || explained();
    }

    private void shortcuts(Problem problem, UnaryOperator<Expression> undo) {
        if (options.shortcuts()) {
            Shortcuts.monomial(problem.rawTrain()).ifPresent(e -> add(undo.apply(e), "monomial", Optional.empty()));
            if (!explained()) {
                Shortcuts.polynomial(problem.rawTrain())
                        .ifPresent(e -> add(undo.apply(e), "polynomial", Optional.empty()));
            }
            if (!done()) {
                new Rational(problem.rawTrain(), stop)
                        .exact(parallel)
                        .ifPresent(e -> add(undo.apply(e), "rational", Optional.empty()));
            }
            if (!done() && problem.in() > 1) {
                new Rational(problem.rawTrain(), stop)
                        .exactOfFunctions(parallel)
                        .ifPresent(e -> add(undo.apply(e), "rational", Optional.empty()));
            }
        }
    }

    /** Sums of power laws with functions of power laws: those that are exact, the others to be polished when structure was looked for. */
    private List<Expression> powerLaws() {
        if (!options.shortcuts() || whole.in() == 1 || done()) {
            return List.of();
        }
        options.listener().progress("power laws", 0.1, bestText());
        List<PowerLaws.Found> laws = new PowerLaws(whole.rawTrain(), options.seed() + round, stop).best(parallel);
        addPolished(
                laws.stream()
                        .filter(PowerLaws.Found::exact)
                        .limit(1)
                        .map(PowerLaws.Found::expression)
                        .toList(),
                POWER_LAWS,
                e -> e);
        return laws.stream()
                .filter(law -> !law.exact())
                .map(PowerLaws.Found::expression)
                .toList();
    }

    /** Breeds some more generations of formulas; those of the shortest descriptions are polished. */
    private void evolve(Evolution evolution, int generations, Problem problem, UnaryOperator<Expression> undo) {
        if (!options.shortcuts() || stop.getAsBoolean() || exact()) {
            return;
        }
        options.listener().progress("evolution", 0.3, bestText());
        evolution.breed(generations, parallel);
        List<Expression> best = fit(new Refinement(problem.rawTrain(), stop), evolution.front()).stream()
                .limit(BRED)
                .map(Refinement.Scored::expression)
                .toList();
        addPolished(best, EVOLUTION, undo);
    }

    /** Sums and products of chains of functions, for a table of one input. */
    private void chains(Problem problem, UnaryOperator<Expression> undo) {
        if (!options.shortcuts() || problem.in() != 1 || problem.small() || stop.getAsBoolean() || exact()) {
            return;
        }
        options.listener().progress("chains", 0.1, bestText());
        addPolished(chains(problem.rawTrain()), "chains", undo);
    }

    /** Laws of two or three expressions of a dictionary. */
    private void dictionary(Problem problem, UnaryOperator<Expression> undo) {
        if (options.shortcuts() && !done()) {
            options.listener().progress("dictionary", 0.1, bestText());
            DictionarySearch search = new DictionarySearch(problem.rawTrain(), stop);
            double share = (problem.reduced() ? 0.5 : 1) * Math.min(1, options.timeLimit() / 60);
            int large = (int) (share * LARGE_DICTIONARY);
            addPolished(search.laws(SMALL_DICTIONARY, parallel), "dictionary", undo);
            if (!done() && large > SMALL_DICTIONARY) {
                addPolished(search.laws(large, parallel), "dictionary", undo);
            }
        }
    }

    /** The best chains for a table of one input, the best first. */
    private List<Expression> chains(Batch data) {
        Refinement few = new Refinement(data, stop).thinned(CHAIN_ROWS);
        Chains chains = new Chains(data);
        List<Refinement.Scored> fitted = fit(few, chains.single());
        if (fitted.isEmpty() || !(fitted.get(0).unexplained() < SEPARABLE * SEPARABLE)) {
            fitted = fit(few, chains.several());
        }
        return fitted.stream()
                .limit(FINALISTS)
                .map(Refinement.Scored::expression)
                .toList();
    }

    /** Fits formulas; those of the shortest description first. */
    private List<Refinement.Scored> fit(Refinement refined, List<Expression> starts) {
        List<Callable<Refinement.Scored>> fits = new ArrayList<>();
        for (Expression start : starts) {
            fits.add(() -> refined.fit(start, CHAIN_ITERATIONS));
        }
        return parallel.all(fits).stream()
                .sorted(Comparator.comparingDouble(Refinement.Scored::descriptionLength))
                .toList();
    }

    private void addPolished(List<Expression> some, String method, UnaryOperator<Expression> undo) {
        List<Callable<Refinement.Scored>> tasks = new ArrayList<>();
        for (Expression e : some) {
            tasks.add(() -> refinement.polish(undo.apply(e)));
        }
        for (Refinement.Scored one : parallel.all(tasks)) {
            Refinement.finite(one)
                    .ifPresent(f -> add(new Candidate(f, validationRmse(f.expression()), method, Optional.empty())));
        }
    }

    /** The ratio of polynomials that is shortest, though it leaves noise. */
    private void ratio() {
        if (options.shortcuts() && !whole.small() && !done()) {
            options.listener().progress("ratios of polynomials", 0.1, bestText());
            new Rational(whole.rawTrain(), stop).approximate().ifPresent(e -> add(e, "rational", Optional.empty()));
        }
    }

    /** Chains for each input, where a sum of functions of one input each explains the target, or its logarithm. */
    private void separable(Problem problem, UnaryOperator<Expression> undo) {
        if (!options.shortcuts() || problem.in() < 2 || problem.small() || done()) {
            return;
        }
        sumOfChains(problem, undo);
        logarithms(problem, undo, LOGARITHMS);
    }

    private void logarithms(Problem problem, UnaryOperator<Expression> undo, int most) {
        double sign = Math.signum(problem.rawTrain().y()[0]);
        Optional<Problem> after = done() ? Optional.empty() : logarithm(problem, sign);
        if (after.isPresent()) {
            Expression factor = Expression.constant(sign);
            productOfChains(after.get(), e -> undo.apply(Expression.product(factor, e)));
            if (most > 1) {
                UnaryOperator<Expression> back =
                        e -> undo.apply(Expression.product(factor, Expression.apply(Fn.EXP, e)));
                logarithms(after.get(), back, most - 1);
            }
        }
    }

    /** The problem of log(sign·y); nothing where that is not finite. */
    private static Optional<Problem> logarithm(Problem problem, double sign) {
        return problem.after(batch -> new Batch(
                batch.x(), Arrays.stream(batch.y()).map(y -> Math.log(sign * y)).toArray(), batch.rows()));
    }

    private void sumOfChains(Problem problem, UnaryOperator<Expression> undo) {
        Optional<double[][]> parts = parts(problem);
        if (parts.isPresent()) {
            List<Expression> terms = chainsOf(problem, parts.get());
            terms.add(Expression.constant(problem.outputs().shift(0)));
            addPolished(List.of(Expression.sum(terms)), "chains", undo);
        }
    }

    /** Chains for a problem whose target is a logarithm: their product is what the logarithm was taken of. */
    private void productOfChains(Problem problem, UnaryOperator<Expression> undo) {
        Optional<double[][]> parts = parts(problem);
        if (parts.isPresent()) {
            for (double[] part : parts.get()) {
                for (int r = 0; r < part.length; r++) {
                    part[r] = Math.exp(part[r]);
                }
            }
            List<Expression> factors = chainsOf(problem, parts.get());
            factors.add(Expression.constant(Math.exp(problem.outputs().shift(0))));
            addPolished(List.of(Expression.product(factors)), "chains", undo);
        }
    }

    /** What a network without hidden nodes adds up, [in][rows]; nothing where it does not explain the target. */
    private Optional<double[][]> parts(Problem problem) {
        Trainer trainer = new Trainer(engine, trainOptions(problem, List.of(10, 20)));
        int in = problem.in();
        Trainer.Result network = trainer.train(Shape.of(in, 1), options.seed(), problem.train(), problem.validation());
        if (!(network.validationRmse() < SEPARABLE)) {
            return Optional.empty();
        }
        Batch rows = problem.train().thinned(REFERENCE_ROWS);
        Layer layer = network.kan().network().layer(0);
        double[] phi = new double[3 * in];
        double[][] parts = new double[in][rows.rows()];
        for (int r = 0; r < rows.rows(); r++) {
            new ScalarKernels().edges(layer, network.kan().parameters(), 0, rows.x(), r * in, phi);
            for (int i = 0; i < in; i++) {
                parts[i][r] = phi[i] * problem.outputs().scale(0);
            }
        }
        return Optional.of(parts);
    }

    /** The best chains for every input that has a part in the target. */
    private List<Expression> chainsOf(Problem problem, double[][] parts) {
        options.listener().progress("chains of each input", 0.1, bestText());
        Batch rows = problem.rawTrain().thinned(REFERENCE_ROWS);
        List<Expression> result = new ArrayList<>();
        for (int i = 0; i < parts.length && !done(); i++) {
            int input = i;
            double[] x = new double[rows.rows()];
            for (int r = 0; r < x.length; r++) {
                x[r] = rows.x()[r * parts.length + i];
            }
            if (Fit.spread(parts[i]) > 1e-9 * problem.outputs().scale(0)) {
                chains(new Batch(x, parts[i], x.length)).stream()
                        .findFirst()
                        .ifPresent(e -> result.add(e.substitute(v -> Expression.variable(input))));
            }
        }
        return result;
    }

    /** A choice of groups of inputs without units, the table of these, and a network trained on that. */
    private record Grouped(Groups groups, Problem problem, Reference network) {}

    /** Searches the table without units that a network does best on. */
    private void reduceByUnits(List<Groups> choices) {
        List<Grouped> tables = new ArrayList<>();
        List<Callable<Grouped>> tasks = new ArrayList<>();
        for (Groups groups : choices) {
            if (groups.rest().length == 0) {
                // Nothing but a constant is left to find.
                add(groups.undo(Expression.constant(constantFactor(groups))), "units", Optional.empty());
                return;
            }
            if (tasks.size() < PROPOSALS) {
                whole.after(groups::apply).ifPresent(p -> tasks.add(() -> new Grouped(groups, p, reference(p, 0, 0))));
            }
        }
        tables.addAll(parallel.all(tasks));
        tables.sort(Comparator.comparingDouble(t -> t.network.error()));
        for (Grouped table : tables) {
            if (!done()) {
                shortcuts(table.problem, table.groups::undo);
                dictionary(table.problem, table.groups::undo);
            }
        }
        if (!tables.isEmpty() && !done()) {
            Grouped best = tables.get(0);
            List<Shape> ladder =
                    Ladder.shapes(best.problem.in(), best.problem.train().rows());
            for (Shape shape : ladder.subList(0, Math.min(QUICK_RUNGS, ladder.size()))) {
                if (!done()) {
                    climb(best.problem, shape, STARTS, best.network.error(), best.groups::undo);
                }
            }
            reduce(best.problem, best.groups::undo, best.network, RUNGS_WITHOUT_UNITS);
        }
    }

    /** The mean of the target over the monomial that has its units; 1 where that is no number. */
    private double constantFactor(Groups groups) {
        return whole.after(groups::apply).map(p -> p.outputs().shift(0)).orElse(1.0);
    }

    /** Of the random choices of this round. */
    private long seed() {
        return options.seed() * 1_000_003 + 1_000L * round;
    }

    /** Steps from the whole table. */
    private void reduce() {
        double sign = Math.signum(whole.rawTrain().y()[0]);
        boolean oneSign = logarithm(whole, sign).isPresent();
        List<Callable<Reference>> references = new ArrayList<>();
        for (int start : new int[] {2 * round, 2 * round + 1}) {
            references.add(() -> reference(whole, start, 0));
            if (oneSign) {
                references.add(() -> reference(whole, start, sign));
            }
        }
        Reference network = parallel.all(references).stream()
                .min(Comparator.comparingDouble(Reference::error))
                .orElseThrow();
        if (network.sign() == 0) {
            keep(network.trained());
        }
        reduce(whole, e -> e, network, Integer.MAX_VALUE);
    }

    /**
     * Steps to smaller tables with the same law, as long as a network does as well on them; at each the small shapes are
     * tried.
     *
     * @param from the table to begin with
     * @param toWhole from a formula for that table to one for the whole table
     * @param trained a network for that table
     * @param rungs shapes that are tried on the smallest table
     */
    private void reduce(Problem from, UnaryOperator<Expression> toWhole, Reference trained, int rungs) {
        Problem problem = from;
        UnaryOperator<Expression> undo = toWhole;
        Reference network = trained;
        while (problem.in() > 1 && !stop.getAsBoolean() && !exact()) {
            Problem before = problem;
            double sign = network.sign();
            KanModel model = model(network.problem(), network.trained().kan());
            List<Structure.Proposal> proposals = Structure.propose(engine, model, sign, problem.rawTrain());
            double allowed = Math.max(GOOD_ENOUGH, SLACK * network.error());
            List<Callable<Optional<Reduced>>> tasks = new ArrayList<>();
            boolean clear = !proposals.isEmpty() && proposals.get(0).violation() <= CLEAR;
            for (Structure.Proposal proposal : proposals.subList(0, Math.min(PROPOSALS, proposals.size()))) {
                if (!clear || proposal.violation() <= CLEAR) {
                    tasks.add(() -> before.after(proposal.step()::apply)
                            .map(after -> new Reduced(
                                    proposal.step(),
                                    after,
                                    clear ? reference(after, sign, allowed) : reference(after, 2 * round, sign))));
                }
            }
            Optional<Reduced> best = parallel.all(tasks).stream()
                    .flatMap(Optional::stream)
                    .min(Comparator.comparingDouble(r -> r.network.error()));
            if (best.isEmpty() || !(best.get().network.error() <= allowed)) {
                break;
            }
            Step step = best.get().step;
            UnaryOperator<Expression> outer = undo;
            undo = e -> outer.apply(step.undo(e));
            problem = best.get().problem;
            network = best.get().network;
            shortcuts(problem, undo);
            chains(problem, undo);
            dictionary(problem, undo);
            for (Shape shape :
                    Ladder.shapes(problem.in(), problem.train().rows()).subList(0, QUICK_RUNGS)) {
                if (!done()) {
                    climb(problem, shape, 1, network.error(), undo);
                }
            }
            separable(problem, undo);
        }
        if (problem.reduced()) {
            // What explains all but noise may not be the shortest that does, and the smaller table makes it easy to
            // find.
            int generations = explained() ? FIRST_GENERATIONS : GENERATIONS;
            evolve(new Evolution(problem.rawTrain(), seed(), stop), generations, problem, undo);
            List<Shape> ladder = Ladder.shapes(problem.in(), problem.train().rows());
            for (Shape shape : ladder.subList(Math.min(QUICK_RUNGS, ladder.size()), Math.min(rungs, ladder.size()))) {
                if (!done()) {
                    options.listener().progress("reduced to shape " + shape, 0.2, bestText());
                    climb(problem, shape, STARTS, network.error(), undo);
                }
            }
        }
    }

    /** A step, the table after it, and a network trained on that. */
    private record Reduced(Step step, Problem problem, Reference network) {}

    /**
     * A network that is large enough to read structure from.
     *
     * @param problem it was trained on, whose target is a logarithm if there is a sign
     * @param trained the network
     * @param sign 0, or that of the numbers whose logarithms the network gives
     * @param error on the validation rows, in standard deviations of the target, not of its logarithm
     */
    private record Reference(Problem problem, Trainer.Result trained, double sign, double error) {}

    /** The same, from another start too where the error is larger than what is allowed. */
    private Reference reference(Problem problem, double sign, double allowed) {
        Reference first = reference(problem, 2 * round, sign);
        if (first.error <= allowed) {
            return first;
        }
        Reference second = reference(problem, 2 * round + 1, sign);
        return second.error < first.error ? second : first;
    }

    /** A network for a target, or for its logarithm where a sign is given and that is finite. */
    private Reference reference(Problem problem, int start, double sign) {
        Optional<Problem> logarithms = sign == 0 ? Optional.empty() : logarithm(problem, sign);
        Problem own = logarithms.orElse(problem);
        Trainer trainer = new Trainer(engine, trainOptions(own, List.of()).withIterations(40));
        Trainer.Result trained = trainer.train(
                Shape.of(problem.in(), 5, 1),
                options.seed() * 1_000_003 + 100 + start,
                own.train().thinned(REFERENCE_ROWS),
                own.validation());
        if (logarithms.isEmpty()) {
            return new Reference(problem, trained, 0, trained.validationRmse());
        }
        Batch judge = problem.judge();
        double[] y = model(own, trained.kan()).predict(engine, judge.x(), judge.rows());
        double squares = 0;
        for (int r = 0; r < y.length; r++) {
            double d = sign * Math.exp(y[r]) - judge.y()[r];
            squares += d * d;
        }
        return new Reference(
                own,
                trained,
                sign,
                Math.sqrt(squares / y.length) / problem.outputs().scale(0));
    }

    /** Remembers a network of the whole table if it is the best so far. */
    private void keep(Trainer.Result network) {
        if (network.validationRmse() < bestError()) {
            bestNetwork = Optional.of(network);
        }
    }

    private double bestError() {
        return bestNetwork.map(Trainer.Result::validationRmse).orElse(Double.POSITIVE_INFINITY);
    }

    /** Whether no more than a part of what is kept for the result is left of the time. */
    private boolean late(double part) {
        double limit = options.timeLimit();
        double kept = Math.min(limit / 2, Math.min(RESULT_SHARE * limit, RESULT_SECONDS) + SETUPS * setup);
        return elapsed() > limit - part * kept;
    }

    private double elapsed() {
        return (System.nanoTime() - start) / 1e9;
    }

    private Batch batch(int[] rows) {
        return Batch.of(data.subset(rows));
    }

    /**
     * One shape: trains from all starts, then makes the best networks symbolic.
     *
     * @param reference the least error that a network is known to have on this problem; infinite where none is
     */
    private void climb(Problem problem, Shape shape, int starts, double reference, UnaryOperator<Expression> undo) {
        Trainer trainer = new Trainer(engine, trainOptions(problem, List.of()));
        Trainer sparse = new Trainer(engine, trainer.options().withPenalties(SPARSE));
        Batch train = problem.train();
        Batch validation = problem.validation();
        List<Callable<Trainer.Result>> tasks = new ArrayList<>();
        int random = starts;
        if (shape.equals(Shape.of(problem.in(), 1))) {
            random = 1;
        } else if (shape.equals(Shape.of(problem.in(), 1, 1))) {
            random = starts / 2;
            tasks.add(() ->
                    trainer.train(AdditiveStart.of(train, trainer.options().intervals(), ORDER), train, validation));
        }
        for (int s = 0; s < random; s++) {
            long seed = seed() + s;
            Trainer one = s % 2 == 0 ? trainer : sparse;
            tasks.add(() -> one.train(shape, seed, train, validation));
        }
        List<Trainer.Result> results = new ArrayList<>(parallel.all(tasks));
        results.sort(Comparator.comparingDouble(Trainer.Result::validationRmse));
        if (!problem.reduced()) {
            keep(results.get(0));
        }
        // A network that does much worse than another has the wrong shape: a formula for it would only be an
        // approximation.
        double bar = found.isEmpty() ? Double.POSITIVE_INFINITY : Math.max(COARSE, WORSE * reference);
        if (!problem.reduced()) {
            bar = Math.min(bar, bestValidation() / whole.outputs().scale(0));
        }
        List<Callable<Optional<Found>>> finalists = new ArrayList<>();
        for (Trainer.Result result : results.subList(0, Math.min(FINALISTS, results.size()))) {
            if (result.validationRmse() < bar) {
                finalists.add(() -> symbolify(problem, result, undo));
            }
        }
        for (Optional<Found> one : parallel.all(finalists)) {
            one.ifPresent(f -> add(new Candidate(
                    f.formula,
                    validationRmse(f.formula.expression()),
                    "kan",
                    problem.reduced() ? Optional.empty() : Optional.of(f.networks))));
        }
    }

    /** A formula for the whole table, with the networks it was read from. */
    private record Found(Refinement.Scored formula, Networks networks) {}

    private static int intervals(Problem problem) {
        return problem.small() ? Math.max(1, Math.min(3, problem.train().rows() / 5)) : 5;
    }

    private Trainer.Options trainOptions(Problem problem, List<Integer> refinements) {
        return Trainer.Options.defaults()
                .withIntervals(intervals(problem), refinements)
                .withOrder(ORDER)
                .withPenalties(Penalties.SMOOTH)
                .withStop(stop);
    }

    private Optional<Found> symbolify(Problem problem, Trainer.Result trained, UnaryOperator<Expression> undo) {
        if (stop.getAsBoolean()) {
            return Optional.empty();
        }
        Pruner pruner = new Pruner(engine, Pruner.Options.defaults());
        Kan pruned = pruner.prune(trained.kan(), problem.train(), problem.validation(), stop)
                .kan();
        Trainer trainer = new Trainer(engine, trainOptions(problem, problem.small() ? List.of() : List.of(10, 20)));
        Trainer.Result refined = trainer.train(pruned, problem.train(), problem.validation());
        KanModel model = model(problem, refined.kan());
        Refinement own = new Refinement(problem.rawTrain(), stop);
        return new SymbolicSearch(engine, options.library(), stop)
                .search(model, problem.train(), refined.validationRmse(), own)
                .flatMap(s -> Refinement.finite(
                                problem.reduced()
                                        ? refinement.polish(
                                                undo.apply(s.formula().expression()))
                                        : s.formula())
                        .map(formula -> new Found(formula, new Networks(model, model.withKan(s.kan())))));
    }

    private KanModel model(Problem problem, Kan kan) {
        List<String> names = problem.reduced()
                ? IntStream.range(0, problem.in()).mapToObj(i -> "z" + i).toList()
                : data.inputNames();
        return new KanModel(kan, problem.inputs(), problem.outputs(), names, List.of(data.target()), "");
    }

    private void add(Expression expression, String method, Optional<Networks> networks) {
        Refinement.finite(refinement.polish(expression))
                .ifPresent(f -> add(new Candidate(f, validationRmse(f.expression()), method, networks)));
    }

    private void add(Candidate candidate) {
        if (acceptable(candidate)) {
            synchronized (found) {
                if (!closed) {
                    found.add(candidate);
                }
            }
        }
    }

    /** Whether a formula has consistent units and, unless it is exact, stays near the target's values between the rows. */
    private boolean acceptable(Candidate candidate) {
        Expression expression = candidate.formula.expression();
        return consistent(expression)
                && (candidate.formula.unexplained() < Math.max(TRUSTED, rounding * rounding)
                        || !between.astray(expression));
    }

    private boolean consistent(Expression expression) {
        return dimensions.isEmpty() || dimensions.get().consistent(expression);
    }

    private double bestValidation() {
        return found.stream().mapToDouble(Candidate::validationRmse).min().orElse(Double.POSITIVE_INFINITY);
    }

    /** Error on the validation rows; for a small table by cross-validation, the constants refitted on each part. */
    private double validationRmse(Expression expression) {
        Batch rawTrain = whole.rawTrain();
        if (!whole.small()) {
            return Fit.rmse(expression, whole.rawValidation());
        }
        double squares = 0;
        int folds = Math.min(FOLDS, rawTrain.rows());
        for (int fold = 0; fold < folds && folds > 1; fold++) {
            Batch others = Split.fold(rawTrain, fold, folds, false);
            Batch held = Split.fold(rawTrain, fold, folds, true);
            double rmse =
                    Fit.rmse(new Refinement(others, stop).fit(expression, 20).expression(), held);
            squares += rmse * rmse * held.rows();
        }
        return Math.sqrt(squares / rawTrain.rows());
    }

    private Optional<Candidate> best() {
        return best(found);
    }

    private static Optional<Candidate> best(List<Candidate> some) {
        return some.stream().min(Comparator.comparingDouble(c -> c.formula.descriptionLength()));
    }

    private String bestText() {
        return best().map(c -> formula(c.formula.expression()).text()).orElse("");
    }

    private Formula formula(Expression expression) {
        return Formula.of(expression, data.inputNames(), data.target());
    }

    /**
     * Whether the best formula leaves nothing but rounding errors, of doubles or of the table, or leaves what looks like noise: about
     * as much as the best network, which has no reason to stop at the same error otherwise, and without likeness between neighbours.
     */
    private boolean explained() {
        Optional<Candidate> best = best();
        if (best.isEmpty()) {
            return false;
        }
        double relative = best.get().validationRmse / whole.outputs().scale(0);
        if (relative < EXPLAINED) {
            // A polynomial with many odd coefficients may be the series of something shorter.
            return !List.of("polynomial", "rational").contains(best.get().method)
                    || oddConstants(best.get().formula.expression()) <= MANY_CONSTANTS;
        }
        if (relative < rounding) {
            return oddConstants(best.get().formula.expression()) <= (thorough ? MANY_CONSTANTS : FEW_CONSTANTS)
                    && remainderIsNoise();
        }
        return !whole.small()
                && relative < LARGEST_NOISE
                && relative < 1.02 * bestError()
                && relative > 0.7 * bestError()
                && (thorough || oddConstants(best.get().formula.expression()) <= FEW_CONSTANTS)
                && remainderIsNoise();
    }

    /** Whether the best formula leaves nothing but rounding errors. */
    private boolean exact() {
        double scale = whole.outputs().scale(0);
        return best().isPresent() && best().get().validationRmse / scale < Math.max(EXPLAINED, rounding);
    }

    /** Whether what the best formula leaves is unlike its neighbours', or there are too few rows to say so. */
    private boolean remainderIsNoise() {
        return whole.small()
                || best().isPresent()
                        && neighbourCorrelation(best().get().formula.expression())
                                < 3 / Math.sqrt(whole.train().rows());
    }

    private static long oddConstants(Expression expression) {
        return CompiledExpression.constants(expression).stream()
                .filter(Constant::isFree)
                .count();
    }

    private double neighbourCorrelation(Expression expression) {
        return correlations.computeIfAbsent(
                expression, e -> Residuals.neighbourCorrelation(whole.train(), Fit.residuals(e, whole.rawTrain())));
    }

    private Discovery result(List<Candidate> candidates, Discovery.Stopped stopped) {
        BooleanSupplier late = () -> late(LAST);
        List<Candidate> all = new ArrayList<>(candidates);
        if (all.isEmpty()) {
            all.add(simplest());
        }
        if (stopped == Discovery.Stopped.TIME_LIMIT || stopped == Discovery.Stopped.INTERRUPTED) {
            polished(best(all).orElseThrow()).ifPresent(all::add);
        }
        all.addAll(smaller(best(all).orElseThrow(), late));
        Candidate winner = best(all).orElseThrow();
        Batch fit = batch(IntStream.concat(IntStream.of(split.train()), IntStream.of(split.validation()))
                .sorted()
                .toArray());
        Batch some = fit.thinned(FINAL_ROWS);
        Refinement last = new Refinement(some, late);
        Expression expression = last.fit(winner.formula.expression(), 20).expression();
        Networks networks = winner.networks.orElseGet(this::otherNetwork);
        Batch test = batch(split.test());
        double spread = Fit.spread(test.y());
        double testRmse = Fit.rmse(expression, test);
        double[] predicted = networks.numeric.predict(engine, test.x(), test.rows());
        double networkSquares = 0;
        for (int r = 0; r < test.rows(); r++) {
            networkSquares += (predicted[r] - test.y()[r]) * (predicted[r] - test.y()[r]) / test.rows();
        }
        warnOfMoreInTheNetwork(testRmse, Math.sqrt(networkSquares));
        Formula formula = formula(expression);
        List<Discovery.Point> points = points(all, winner, expression);
        List<Evidence.Rival> rivals = new Rivals(formula, data, test)
                .among(points.stream().map(Discovery.Point::formula).toList());
        return new Discovery(
                formula,
                networks.numeric.withFormula(formula.json()),
                networks.symbolic.withFormula(formula.json()),
                Fit.rmse(expression, fit),
                testRmse,
                r2(testRmse, spread),
                r2(Math.sqrt(networkSquares), spread),
                IntStream.of(split.test())
                        .map(r -> data.rowNumbers()[r])
                        .boxed()
                        .toList(),
                elapsed(),
                Shape.of(networks.numeric.kan().network()),
                winner.method,
                stopped,
                front(points),
                Evidence.of(formula, data, some, rivals),
                notes);
    }

    private void warnOfMoreInTheNetwork(double formulaRmse, double networkRmse) {
        double times = formulaRmse / networkRmse * (formulaRmse / networkRmse);
        if (times >= MUCH_MORE && networkRmse > 0) {
            notes.add(String.format(
                    Locale.ROOT,
                    "the formula leaves %.3g times the variance that the network leaves: it is not the whole law",
                    times));
        }
    }

    /** What was found best when the search was cut off, which need not have been polished. */
    private Optional<Candidate> polished(Candidate candidate) {
        double begun = elapsed();
        Refinement own = new Refinement(whole.rawTrain(), () -> late(POLISHED) || elapsed() > begun + GRACE);
        return changed(candidate, own.polish(candidate.formula.expression()));
    }

    /** A formula with parts left out. */
    private List<Candidate> smaller(Candidate candidate, BooleanSupplier late) {
        Refinement own = new Refinement(whole.rawTrain(), late);
        return Reductions.path(candidate.formula.expression(), own.thinned(REDUCED_ROWS), late).stream()
                .map(e -> changed(candidate, own.fit(e, REDUCED_ITERATIONS)))
                .flatMap(Optional::stream)
                .toList();
    }

    private Optional<Candidate> changed(Candidate from, Refinement.Scored to) {
        return Refinement.finite(to)
                .map(f -> new Candidate(f, validationRmse(f.expression()), from.method, from.networks))
                .filter(this::acceptable);
    }

    /** The linear function of the inputs, for a search that found nothing; the mean where that has inconsistent units. */
    private Candidate simplest() {
        Batch rows = whole.rawTrain();
        int width = whole.in() + 1;
        List<Expression> terms = new ArrayList<>();
        if (rows.rows() > width) {
            double[] design = new double[rows.rows() * width];
            for (int r = 0; r < rows.rows(); r++) {
                design[r * width] = 1;
                System.arraycopy(rows.x(), r * whole.in(), design, r * width + 1, whole.in());
            }
            double[] w = LeastSquares.solve(design, rows.y().clone(), rows.rows(), width);
            terms.add(Expression.constant(w[0]));
            for (int i = 1; i < width; i++) {
                terms.add(Expression.product(Expression.constant(w[i]), Expression.variable(i - 1)));
            }
        }
        Expression linear = Expression.sum(terms);
        double rmse = validationRmse(linear);
        if (consistent(linear) && Double.isFinite(rmse)) {
            return new Candidate(refinement.score(linear), rmse, "linear", Optional.empty());
        }
        Expression mean = Expression.constant(whole.outputs().shift(0));
        dimensions.ifPresent(d -> notes.add("no formula with consistent units was found; this is the target's mean"));
        return new Candidate(refinement.score(mean), validationRmse(mean), "constant", Optional.empty());
    }

    /** Coefficient of determination; NaN for a target without spread. */
    private static double r2(double rmse, double spread) {
        return spread > 0 ? 1 - rmse / spread * (rmse / spread) : Double.NaN;
    }

    /** A network for a formula that was read from none: the best of the search, or one trained for it. */
    private Networks otherNetwork() {
        KanModel model = model(whole, bestNetwork.orElseGet(this::quickNetwork).kan());
        return new Networks(model, model);
    }

    private Trainer.Result quickNetwork() {
        Trainer trainer = new Trainer(
                engine, trainOptions(whole, List.of()).withIterations(20).withStop(() -> late(LAST)));
        Batch train = whole.train().thinned(REFERENCE_ROWS);
        return trainer.train(AdditiveStart.of(train, intervals(whole), ORDER), train, whole.validation());
    }

    /** The formulas found, the winner with its constants refined. */
    private List<Discovery.Point> points(List<Candidate> all, Candidate winner, Expression refined) {
        List<Discovery.Point> points = new ArrayList<>();
        points.add(new Discovery.Point(formula(refined), winner.validationRmse));
        for (Candidate candidate : all) {
            if (!candidate.equals(winner)) {
                points.add(new Discovery.Point(formula(candidate.formula.expression()), candidate.validationRmse));
            }
        }
        return points;
    }

    /** The best formulas of each size, by size. */
    private static List<Discovery.Point> front(List<Discovery.Point> found) {
        List<Discovery.Point> points = new ArrayList<>(found);
        points.sort(Comparator.comparingInt((Discovery.Point p) -> p.formula().size())
                .thenComparingDouble(Discovery.Point::validationRmse));
        List<Discovery.Point> front = new ArrayList<>();
        for (Discovery.Point point : points) {
            if (front.isEmpty()
                    || point.validationRmse()
                            < 0.999 * front.get(front.size() - 1).validationRmse()) {
                front.add(point);
            }
        }
        return front;
    }
}
