package org.kan4j.discover;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.kan4j.data.Batch;
import org.kan4j.data.Dataset;
import org.kan4j.data.Units;
import org.kan4j.discover.find.ChainsFinder;
import org.kan4j.discover.find.CompletingFinder;
import org.kan4j.discover.find.DictionaryFinder;
import org.kan4j.discover.find.EvolutionFinder;
import org.kan4j.discover.find.Finder;
import org.kan4j.discover.find.KinksFinder;
import org.kan4j.discover.find.LawsFinder;
import org.kan4j.discover.find.LawsOfSeveralFinder;
import org.kan4j.discover.find.MonomialFinder;
import org.kan4j.discover.find.PolynomialFinder;
import org.kan4j.discover.find.PowerLawsFinder;
import org.kan4j.discover.find.RationalFinder;
import org.kan4j.discover.find.SearchContext;
import org.kan4j.discover.find.Wishes;
import org.kan4j.discover.form.FormFinder;
import org.kan4j.discover.network.Ladder;
import org.kan4j.discover.network.TaskTrainer;
import org.kan4j.discover.reduce.Dimensions;
import org.kan4j.discover.reduce.Task;
import org.kan4j.discover.score.Fit;
import org.kan4j.discover.score.NoiseModel;
import org.kan4j.discover.score.Refinement;
import org.kan4j.discover.score.TableRounding;
import org.kan4j.formula.Expression;
import org.kan4j.formula.Formula;
import org.kan4j.network.Shape;
import org.kan4j.numeric.Parallel;
import org.kan4j.symbolic.SymbolicLibrary;
import org.kan4j.train.Split;

/** One run of a {@link Discoverer}: what is tried, and in which order. */
final class Search {
    /** Ways that are tried first, on the whole table and on every smaller one. A new finder is one more line. */
    static final List<Finder> AT_ONCE =
            List.of(new MonomialFinder(), new PolynomialFinder(), RationalFinder.EXACT, RationalFinder.OF_FUNCTIONS);

    static final Finder LAWS = new LawsFinder();

    static final Finder CHAINS = new ChainsFinder();

    static final List<Finder> DICTIONARIES = List.of(DictionaryFinder.small(), DictionaryFinder.large());

    /** Rows that the search trains on at the most; the chosen formula is refined on more. */
    private static final int SEARCH_ROWS = 1500;

    /** Generations that are bred at a time, first on the whole table and then after other steps. */
    static final int FIRST_GENERATIONS = 10;

    static final int GENERATIONS = 30;

    /** How often all shapes are tried at the most. */
    private static final int ROUNDS = 20;

    /** Formulas that inputs are put into that they lack. */
    private static final int COMPLETED = 5;

    /** The most rows that outliers are looked for among: those that the search fits. */
    private static final int OUTLIER_ROWS = SEARCH_ROWS;

    /** Seconds from which on finders do their usual amount of work. */
    private static final double USUAL_SECONDS = 30;

    private final Dataset data;
    private final Discoverer.Options options;
    private final Limits limits;
    private final Split split;
    private final Task whole;
    private final Optional<Dimensions> dimensions;
    private final Candidates candidates;
    private final StopRule rule;
    private final Asker asker;
    private final TaskTrainer trainer;
    private final NetworkSteps networks;
    private final List<String> notes;
    private final Optional<NoiseModel.Fitted> noise;
    private final Setting setting;
    private final boolean withoutOutliers;

    /** The search that goes on from this one: on rows that count by their errors, or without outliers. */
    private volatile Optional<Search> next = Optional.empty();

    /** What all searches of a run share. */
    private record Setting(
            Discoverer.Options options,
            Parallel parallel,
            List<Finder> atOnce,
            Limits limits,
            List<String> inputs,
            Optional<FormFinder> form,
            List<String> notes) {}

    /** The first search of a run. */
    static Search of(Dataset table, Discoverer.Options options, Parallel parallel, List<Finder> atOnce) {
        Limits limits = new Limits(options.timeLimit(), options.work(), options.interrupted());
        List<String> notes = new ArrayList<>();
        Dataset counted = DistinctRows.counted(options.steering().narrowed(table), notes);
        Split split = DistinctRows.once(counted, Split.ofScarce(counted, options.seed()), notes);
        Dataset data =
                Screening.narrowed(counted, split.train(), options.steering().kept(counted.inputNames()), notes);
        Search search = new Search(
                data,
                split,
                Optional.empty(),
                false,
                new Setting(
                        options,
                        parallel,
                        atOnce,
                        limits,
                        counted.inputNames(),
                        options.steering().formFinder(table),
                        notes));
        limits.ready();
        return search;
    }

    private Search(
            Dataset data, Split split, Optional<NoiseModel.Fitted> noise, boolean withoutOutliers, Setting setting) {
        this.data = data;
        this.split = split;
        this.noise = noise;
        this.withoutOutliers = withoutOutliers;
        this.setting = setting;
        this.options = setting.options;
        this.limits = setting.limits;
        this.notes = setting.notes;
        this.dimensions = options.units().flatMap(units -> dimensions(data, units));
        this.whole = Task.of(rows(split.train()), rows(split.validation()));
        double rounding = Math.sqrt(TableRounding.tolerance(0, whole.rawTrain().y()));
        Wishes wishes = options.steering().wishes(setting.inputs, data.inputNames());
        this.candidates = new Candidates(whole, dimensions, wishes, rounding, limits::stop);
        this.rule = new StopRule(whole, rounding);
        SymbolicLibrary library = options.library().within(options.steering().vocabulary());
        this.trainer = new TaskTrainer(options.engine(), library, data.inputNames(), data.target(), limits::stop);
        double effort = Math.min(1, options.timeLimit() / USUAL_SECONDS);
        double choice = Math.max(0, Math.log((double) setting.inputs.size() / Screening.ALL));
        SearchContext first = new SearchContext(
                limits::stop, setting.parallel, options.seed(), 0, effort, data.errors(), choice, wishes);
        Refinement refinement = first.refinement(whole.rawTrain()).ofRequired(wishes.required());
        this.asker = new Asker(data, options, limits, candidates, rule, trainer, refinement, first);
        this.networks = new NetworkSteps(whole, options, limits, candidates, asker, trainer, setting.atOnce);
    }

    private Batch rows(int[] numbers) {
        return Batch.of(data.subset(numbers)).thinned(SEARCH_ROWS);
    }

    /** Units that restrict the search; nothing, and a note, where no formula without further units is possible. */
    private Optional<Dimensions> dimensions(Dataset table, Units units) {
        Dimensions known = new Dimensions(
                table.inputNames().stream().map(units::of).toArray(double[][]::new), units.of(table.target()));
        if (known.reachable()) {
            return Optional.of(known);
        }
        notes.add("units are not used: the inputs' units do not give those of \"" + table.target()
                + "\", so the law has a constant with units that is no column");
        return Optional.empty();
    }

    /** Searches until the table is explained, all was tried, or a limit is reached, then gives what was found. */
    Discovery run() {
        limits.run(this::explore);
        return last().discovery();
    }

    /**
     * A form.
     *
     * @param expression with the constants that fit the rows
     * @param nats that describe it without them
     */
    record Form(Expression expression, double nats) {}

    /**
     * Searches, and gives so many forms of the shortest descriptions.
     *
     * @param inputs names of the variables of the forms
     */
    List<Form> forms(int most, List<String> inputs) {
        limits.run(this::explore);
        Search search = last();
        Refinement refinement =
                search.asker.context().refinement(search.whole.rawTrain()).ofForm(0);
        return search.candidates.shortest(most).stream()
                .map(scored -> new Form(
                        scored.expression()
                                .substitute(i -> Expression.variable(
                                        inputs.indexOf(search.data.inputNames().get(i)))),
                        scored.descriptionLength()
                                - refinement.score(scored.expression()).descriptionLength()))
                .toList();
    }

    /** The last search that found something. */
    private Search last() {
        return next.map(Search::last)
                .filter(search -> !search.candidates.isEmpty())
                .orElse(this);
    }

    private Discovery discovery() {
        return new DiscoveryReport(
                        data,
                        split,
                        whole,
                        candidates,
                        trainer,
                        options.engine(),
                        limits,
                        noise,
                        asker.context(),
                        setting.form,
                        notes)
                .discovery(reason());
    }

    /** Why the search ended. */
    Discovery.Stopped stopped() {
        return last().reason();
    }

    private Discovery.Stopped reason() {
        if (asker.explained()) {
            return Discovery.Stopped.EXPLAINED;
        }
        if (limits.interrupted()) {
            return Discovery.Stopped.INTERRUPTED;
        }
        if (limits.worked()) {
            return Discovery.Stopped.WORK_LIMIT;
        }
        return limits.stop() ? Discovery.Stopped.TIME_LIMIT : Discovery.Stopped.EXHAUSTED;
    }

    /** The order of work. */
    private void explore() {
        if (Arrays.stream(whole.rawTrain().y()).distinct().count() == 1) {
            asker.keep(Expression.constant(whole.rawTrain().y()[0]), "constant");
            return;
        }
        if (setting.form.isPresent()) {
            asker.ask(whole, setting.form.get());
        } else {
            quickWays();
        }
        asker.quick();
        next = weighted().or(this::withoutOutliers);
        if (next.isPresent()) {
            next.get().explore();
            return;
        }
        if (setting.form.isPresent()) {
            return;
        }
        if (dimensions.isPresent() && !asker.done()) {
            networks.reduceByUnits(dimensions.get().groups());
        }
        for (int round = 0;
                round < ROUNDS && !asker.done() && (round == 0 || !rule.leavesNoise(candidates.best()));
                round++) {
            asker.round(round);
            round();
        }
    }

    /** The ways that take little time, from a formula of the user's where there is one. */
    private void quickWays() {
        new Beginning(whole, asker, candidates).from(asker.context().wishes().start(), setting.atOnce);
        asker.shortcuts(whole, setting.atOnce);
        asker.shortcut(whole, LAWS);
        asker.shortcut(whole, new KinksFinder());
        asker.shortcut(whole, CHAINS);
        asker.shortcuts(whole, DICTIONARIES);
        asker.shortcut(whole, new LawsOfSeveralFinder());
        complete();
    }

    /** A search on rows that count by the size of their errors, where what formulas leave says that it varies. */
    private Optional<Search> weighted() {
        return data.weights().length > 0 || settled()
                ? Optional.empty()
                : errors().model().map(found -> {
                    double[] expected = Fit.values(found.formula(), Batch.of(data));
                    return new Search(
                            data.withWeights(found.model().weights(expected)),
                            split,
                            Optional.of(found),
                            withoutOutliers,
                            setting);
                });
    }

    private Errors errors() {
        return new Errors(whole, candidates, rule, asker.context());
    }

    /** A search without rows that are far off from a formula of all others. */
    private Optional<Search> withoutOutliers() {
        if (settled() || whole.rawTrain().rows() > OUTLIER_ROWS || withoutOutliers) {
            return Optional.empty();
        }
        Expression best = candidates.best().orElseThrow().formula().expression();
        int[] far = errors().farOff(best);
        if (far.length == 0) {
            return Optional.empty();
        }
        int[] rows = IntStream.of(far).map(r -> split.train()[r]).toArray();
        notes.add("row" + (rows.length == 1 ? " " : "s ")
                + IntStream.of(rows)
                        .mapToObj(r -> Integer.toString(data.rowNumbers()[r] + 1))
                        .collect(Collectors.joining(", "))
                + (rows.length == 1 ? " is" : " are") + " far off and not fitted; with "
                + (rows.length == 1 ? "it" : "them") + " the formula would be "
                + Formula.of(best, data.inputNames(), data.target()).text());
        return Optional.of(new Search(data, split.without(rows), noise, true, setting));
    }

    /** Whether there is nothing to say of noise: the table is explained to its last digits, nothing was found, or time is up. */
    private boolean settled() {
        return candidates.isEmpty() || rule.exact(candidates.best()) || limits.stop();
    }

    /** All shapes by size, and after the first ones structure, beside ways that take long. */
    private void round() {
        PowerLawsFinder powerLaws = new PowerLawsFinder();
        asker.shortcut(whole, powerLaws);
        EvolutionFinder evolution = EvolutionFinder.of(whole, FIRST_GENERATIONS, asker.context());
        if (!asker.done()) {
            asker.shortcut(whole, evolution);
        }
        List<Shape> ladder = Ladder.shapes(whole.in(), whole.train().rows());
        int quick = networks.quickRungs(whole);
        for (int rung = 0; rung < ladder.size() && !asker.done(); rung++) {
            if (rung == quick) {
                networks.reduceByStructure();
            }
            if (rung >= quick && !asker.done()) {
                asker.shortcut(whole, evolution.withGenerations(GENERATIONS));
            }
            if (rung == quick && !asker.done()) {
                asker.shortcut(whole, powerLaws.rest());
                asker.shortcut(whole, RationalFinder.APPROXIMATE);
                asker.thorough();
            }
            networks.ask(ladder.get(rung));
        }
        complete();
        asker.thorough();
    }

    /** Puts inputs that must appear into formulas without them. */
    private void complete() {
        asker.ask(whole, new CompletingFinder(candidates.incomplete(COMPLETED)));
    }
}
