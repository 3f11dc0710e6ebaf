package org.kan4j.studio;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.kan4j.FitOptions;
import org.kan4j.FitPlan;
import org.kan4j.FitResult;
import org.kan4j.FitTable;
import org.kan4j.Fitting;
import org.kan4j.FormulaReading;
import org.kan4j.FormulaResult;
import org.kan4j.Kan4j;
import org.kan4j.ShapeOptions;
import org.kan4j.ShapeSearch;
import org.kan4j.data.DataException;
import org.kan4j.data.Dataset;
import org.kan4j.data.TableProfile;
import org.kan4j.discover.Discoverer;
import org.kan4j.edit.EdgePlace;
import org.kan4j.edit.Edit;
import org.kan4j.edit.EditResult;
import org.kan4j.edit.FormulaNetwork;
import org.kan4j.edit.Suggestions;
import org.kan4j.formula.Formula;
import org.kan4j.kernel.Engine;
import org.kan4j.model.KanModel;
import org.kan4j.network.Shape;

/**
 * What one tab works on: a table, what its columns are for, and all models that were made, of which one is looked at. Nothing of it is in the browser, so that a new tab
 * goes on where a lost one was.
 */
final class Work {
    /** The label of a formula that a search found. */
    static final String FOUND = "formula found";

    /** The label of a model whose training went on. */
    static final String TRAIN_ON = "train on";

    private static final String SEARCHING = "looking for a formula";
    private static final int MOST_STEPS = 200;
    private static final int LONGEST_NOTE = 500;
    private static final long NANOS_BETWEEN_EVENTS = 150_000_000;

    private final int id;
    private final Engine engine;
    private final int threads;
    private final Events events = new Events();
    private final Jobs jobs;

    private final Source source;
    /** The page learns what is in the table as soon as it was read. */
    private final CompletableFuture<TableProfile> telling;

    private Choice choice;
    private final List<Step> steps = new ArrayList<>();
    private int current;
    private Optional<Suggested> suggested = Optional.empty();
    private Optional<Front> front = Optional.empty();
    private String problem = "";
    private boolean scored;
    private boolean polishes = true;
    private Losses losses = new Losses(() -> {});
    private long told;

    /**
     * Functions for an edge.
     *
     * @param step number of the model
     * @param functions the best first
     * @param rough whether their errors are those of a few steps on some rows
     */
    record Suggested(int step, Suggestions functions, boolean rough) {}

    /**
     * All that a page shows.
     *
     * @param id number of the work
     * @param source the table
     * @param choice what is to be trained
     * @param steps the models in the order in which they were made
     * @param current number of the model that is looked at; 0 where there is none
     * @param suggested functions for an edge, those that were asked for last
     * @param front formulas of the last search
     * @param busy what is being done and must end first
     * @param ahead what is being done and gives way to whatever is asked for
     * @param problem why the last thing that was asked for could not be done
     * @param scored whether the hidden rows were looked at
     * @param trained number of training steps so far
     */
    record View(
            int id,
            Source source,
            Choice choice,
            List<Step> steps,
            int current,
            Optional<Suggested> suggested,
            Optional<Front> front,
            String busy,
            String ahead,
            String problem,
            boolean scored,
            int trained) {
        Optional<Step> step() {
            return steps.stream().filter(step -> step.id() == current).findFirst();
        }

        /** The models of a training's target. */
        List<Step> ofTarget(Training training) {
            String target = training.choice().target();
            return steps.stream()
                    .filter(step -> step.training().choice().target().equals(target))
                    .toList();
        }
    }

    /** A work on a table, without any models. */
    Work(int id, Engine engine, int threads, Source source) {
        this.id = id;
        this.source = source;
        this.choice = Choice.of(source);
        this.engine = engine;
        this.threads = threads;
        this.jobs = new Jobs(id);
        this.telling = source.profile().whenComplete((profile, failure) -> events.tell("state", "{}"));
    }

    Events events() {
        return events;
    }

    synchronized View view() {
        return new View(
                id,
                source,
                choice,
                List.copyOf(steps),
                current,
                suggested,
                front,
                jobs.busy(),
                jobs.ahead(),
                problem,
                scored,
                losses.steps().size());
    }

    synchronized Losses losses() {
        return losses;
    }

    /** A model by its number. */
    synchronized Step step(int number) {
        return steps.stream()
                .filter(step -> step.id() == number)
                .findFirst()
                .orElseThrow(() -> Refusal.bad("step: a number of the list of models required"));
    }

    /** Begins with a model of the table. */
    synchronized void open(KanModel model) {
        Dataset data = Kan4j.read(source.file(), model, Optional.empty());
        choice = new Choice(
                data.targets().get(0),
                model.inputNames(),
                !model.classes().isEmpty(),
                Shape.of(model.kan().network()).toString(),
                model.kan().network().layer(0).basis(0).count(),
                0);
        Training training = Training.of(source, choice, data, List.of());
        add(0, "open", model, training);
        changed("");
    }

    /** Chooses what the columns are for, and what to train. */
    synchronized void choose(Message message) {
        choice = Choice.of(message, source);
        changed("");
    }

    private synchronized Step requireStep() {
        return view().step().orElseThrow(() -> Refusal.bad("a model required; train one first"));
    }

    synchronized void stop() {
        polishes = false;
        jobs.stop();
    }

    void close() {
        telling.cancel(false);
        jobs.close();
        events.close();
    }

    /** Looks at another model. */
    synchronized void go(int number) {
        current = step(number).id();
        polishes = true;
        polish();
        changed("");
    }

    synchronized void note(int number, String text) {
        Step step = step(number);
        steps.set(steps.indexOf(step), step.withNote(text.substring(0, Math.min(text.length(), LONGEST_NOTE))));
        changed("");
    }

    /** The hidden rows are looked at from now on. */
    synchronized void score() {
        requireStep();
        scored = true;
        changed("");
    }

    /** Trains what was chosen. */
    synchronized void train() {
        Choice chosen = choice;
        Losses listened = new Losses(this::tellStep);
        begin("training", false, stop -> {
            synchronized (this) {
                losses = listened;
            }
            Dataset data = rows(chosen);
            FitTable rows = FitTable.of(data);
            FitResult result;
            if (chosen.shape().equals(Choice.AUTO)) {
                result =
                        new ShapeSearch(engine, threads, stop).fit(data, ShapeOptions.DEFAULTS.withSeed(chosen.seed()));
            } else {
                FitOptions options = FitOptions.of(chosen.shape())
                        .withIntervals(chosen.intervals())
                        .withSeed(chosen.seed());
                Fitting.Watch watch = new Fitting.Watch(listened, (done, all) -> {}, stop, Optional.empty());
                result = new Fitting(engine, threads, watch).fit(rows, FitPlan.of(rows, options));
            }
            Training training = Training.of(source, chosen, data, result.baselines());
            KanModel model = result.model();
            add(0, "train " + Shape.of(model.kan().network()), model, training);
        });
    }

    /** Goes on with the training of the model that is looked at. */
    synchronized void trainOn() {
        Step step = requireStep();
        Losses listened = new Losses(this::tellStep);
        losses = listened;
        begin("training", false, stop -> {
            KanModel model = step.training().editor(engine, step.model(), stop).trainedOn(listened);
            add(step.id(), TRAIN_ON, model, step.training());
        });
    }

    /** Looks for formulas on the rows that may be looked at. */
    synchronized void discover() {
        Choice chosen = choice;
        begin(SEARCHING, false, stop -> {
            Training training = Training.of(source, chosen, rows(chosen), List.of());
            Front found = new Front(training, this::tellFront);
            synchronized (this) {
                front = Optional.of(found);
            }
            Discoverer.Options options = Discoverer.Options.defaults()
                    .withSeed(chosen.seed())
                    .withThreads(threads)
                    .withInterrupted(stop)
                    .withListener(found);
            found.end(Kan4j.discover(training.seen(), options).found());
        });
    }

    /** Takes one of the formulas that were found, as a network that computes it. */
    synchronized void take(int number) {
        Front searched = front.orElseThrow(() -> Refusal.bad("formula: a search required first"));
        List<Front.Found> all = searched.view().found();
        if (number >= all.size()) {
            throw Refusal.bad("formula: a number of the list of formulas required");
        }
        Formula formula = all.get(number).formula();
        begin("taking a formula", false, stop -> add(0, FOUND, FormulaNetwork.of(formula), searched.training()));
    }

    /** The rows of a choice; those that a model was trained on already are in memory. */
    private Dataset rows(Choice chosen) {
        return view().steps.stream()
                .map(Step::training)
                .filter(training -> training.choice().sameColumns(chosen))
                .findFirst()
                .map(Training::data)
                .orElseGet(() -> Kan4j.read(source.file(), chosen.roles()));
    }

    /** Looks for functions for an edge; gives way to whatever is asked for next. */
    synchronized void suggest(EdgePlace edge) {
        Step step = requireStep();
        begin("suggesting functions", true, stop -> {
            KanModel model = step(step.id()).model();
            suggested(step, step.training().quickEditor(engine, model, stop).suggest(edge), true, stop);
            suggested(step, step.training().editor(engine, model, stop).suggest(edge), false, stop);
        });
    }

    private synchronized void suggested(Step step, Suggestions found, boolean rough, BooleanSupplier stop) {
        if (!stop.getAsBoolean()) {
            suggested = Optional.of(new Suggested(step.id(), found, rough));
            events.tell("state", "{}");
        }
    }

    /** Changes the network: at once with a quick refit, which is polished when nothing else is asked for. */
    synchronized void edit(Edit edit) {
        int from = requireStep().id();
        begin(edit.toString(), false, stop -> {
            // What it is made of may have been polished until this begins.
            Step step = step(from);
            Training training = step.training();
            KanModel model = training.quickEditor(engine, step.model(), stop)
                    .apply(List.of(edit))
                    .model();
            double error = training.editor(engine, model, stop).error();
            boolean rough = !(edit instanceof Edit.Constants);
            add(from, edit.toString(), Optional.of(edit), measured(model, error, training), rough, training);
        });
    }

    /**
     * Makes the change that led to the model that is looked at once more, with the whole refit on all rows, as the command does. Gives way to all else, and goes on
     * later; what it has by then is kept if it is better.
     */
    private synchronized void polish() {
        Optional<Step> rough = view().step().filter(Step::rough);
        if (!polishes || rough.isEmpty() || !(jobs.busy() + jobs.ahead()).isEmpty()) {
            return;
        }
        Step step = rough.get();
        Edit edit = step.edit().orElseThrow();
        begin("polishing " + edit, true, stop -> {
            Optional<Measured> refit = Optional.empty();
            boolean whole = true;
            try {
                Training training = step.training();
                EditResult result =
                        training.editor(engine, step(step.from()).model(), stop).apply(List.of(edit));
                double error = result.steps().get(0).error();
                whole = !stop.getAsBoolean();
                if (whole || error < step.error()) {
                    refit = Optional.of(measured(result.model(), error, training));
                }
            } finally {
                replace(step.id(), refit, !whole);
            }
        });
    }

    private synchronized void replace(int number, Optional<Measured> refit, boolean rough) {
        Step step = step(number);
        steps.set(steps.indexOf(step), step.refitted(refit.orElse(step.measured()), rough));
    }

    /** Reads a formula, by the rows that may be looked at. */
    synchronized void formula() {
        Step step = requireStep();
        begin("reading a formula", false, stop -> {
            FormulaResult found = new FormulaReading(engine, stop)
                    .read(step.model().withFormula(""), step.training().seen(), "model");
            KanModel model = found.model();
            if (!model.inputNames().equals(step.model().inputNames())) {
                throw new DataException(
                        "formula: inputs without categories required here, since each level becomes an input;"
                                + " kan formula reads it off the exported model");
            }
            double error = Scores.of(found.formula(), model, step.training().judges())
                    / model.outputs().scale(0);
            Measured measured = measured(model, error, step.training());
            add(step.id(), "formula", Optional.empty(), measured, false, step.training());
        });
    }

    private void add(int from, String label, KanModel model, Training training) {
        double error = training.editor(engine, model, () -> false).error();
        add(from, label, Optional.empty(), measured(model, error, training), false, training);
    }

    /** A model beside the other formulas of its target. */
    private Measured measured(KanModel model, double error, Training training) {
        Work.View view = view();
        String target = training.choice().target();
        List<Formula> others = Stream.concat(
                        view.ofTarget(training).stream().flatMap(step -> step.formula().stream()),
                        view.front.stream()
                                .filter(found ->
                                        found.training().choice().target().equals(target))
                                .flatMap(found -> found.view().found().stream())
                                .map(Front.Found::formula))
                .toList();
        return Measured.of(engine, model, error, training, others);
    }

    private synchronized void add(
            int from, String label, Optional<Edit> edit, Measured measured, boolean rough, Training training) {
        current = steps.stream().mapToInt(Step::id).max().orElse(0) + 1;
        steps.add(new Step(current, from, label, edit, measured, 0, rough, training, ""));
    }

    private void begin(String name, boolean givesWay, Consumer<BooleanSupplier> task) {
        if (steps.size() >= MOST_STEPS) {
            throw new Refusal(409, "at most " + MOST_STEPS + " models required; open the table anew");
        }
        polishes = true;
        jobs.begin(name, givesWay, task, failure -> {
            changed(failure);
            polish();
        });
        changed("");
    }

    private synchronized void changed(String failed) {
        problem = failed.length() <= LONGEST_NOTE ? failed : failed.substring(0, LONGEST_NOTE) + "…";
        events.tell("state", "{}");
    }

    private void tellStep() {
        tellSometimes("step");
    }

    private void tellFront() {
        tellSometimes("state");
    }

    /** Some ten times a second at the most. */
    private synchronized void tellSometimes(String event) {
        long now = System.nanoTime();
        if (now - told > NANOS_BETWEEN_EVENTS) {
            told = now;
            events.tell(event, "{}");
        }
    }
}
