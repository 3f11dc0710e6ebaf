package org.kan4j.studio;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
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
import org.kan4j.edit.EdgePlace;
import org.kan4j.edit.Edges;
import org.kan4j.edit.Edit;
import org.kan4j.edit.EditException;
import org.kan4j.edit.EditResult;
import org.kan4j.edit.Editor;
import org.kan4j.edit.Suggestions;
import org.kan4j.kernel.Engine;
import org.kan4j.model.KanModel;
import org.kan4j.network.Shape;

/**
 * What one tab works on: a table, what its columns are for, and all models that were made, of which one is looked at. Nothing of it is in the browser, so that a new tab
 * goes on where a lost one was.
 */
final class Work {
    private static final int MOST_STEPS = 200;
    private static final int LONGEST_NOTE = 500;
    private static final long NANOS_BETWEEN_EVENTS = 150_000_000;

    private final int id;
    private final Engine engine;
    private final int threads;
    private final Events events = new Events();
    private final Jobs jobs;

    private final Source source;
    private Choice choice;
    private final List<Step> steps = new ArrayList<>();
    private int current;
    private Optional<Suggested> suggested = Optional.empty();
    private String problem = "";
    private boolean scored;
    private Losses losses = new Losses(() -> {});
    private long told;

    /**
     * Functions for an edge.
     *
     * @param step number of the model
     * @param functions the best first
     */
    record Suggested(int step, Suggestions functions) {}

    /**
     * All that a page shows.
     *
     * @param id number of the work
     * @param source the table
     * @param choice what is to be trained
     * @param steps the models in the order in which they were made
     * @param current number of the model that is looked at; 0 where there is none
     * @param suggested functions for an edge, those that were asked for last
     * @param busy what is being done
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
            String busy,
            String problem,
            boolean scored,
            int trained) {
        Optional<Step> step() {
            return steps.stream().filter(step -> step.id() == current).findFirst();
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
                jobs.busy(),
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
        add(0, "open", Optional.empty(), model, error(model, training, () -> false), training);
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

    void stop() {
        jobs.stop();
    }

    void close() {
        jobs.close();
        events.close();
    }

    /** Looks at another model. */
    synchronized void go(int number) {
        current = step(number).id();
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
            FitTable rows = FitTable.of(Kan4j.read(source.file(), chosen.roles()));
            Dataset data = rows.inMemory().orElseThrow();
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
            String label = "train " + Shape.of(model.kan().network());
            add(0, label, Optional.empty(), model, error(model, training, stop), training);
        });
    }

    /** The error of a network on the rows that judge. */
    private double error(KanModel model, Training training, BooleanSupplier stop) {
        return editor(model, training, stop).apply(List.of()).before();
    }

    private Editor editor(KanModel model, Training training, BooleanSupplier stop) {
        return new Editor(engine, model, training.data(), training.choice().seed(), stop);
    }

    /** Looks for functions for an edge; gives way to whatever is asked for next. */
    synchronized void suggest(EdgePlace edge) {
        Step step = requireStep();
        begin("suggesting functions", true, stop -> {
            Suggestions found = editor(step.model(), step.training(), stop).suggest(edge);
            synchronized (this) {
                if (!stop.getAsBoolean()) {
                    suggested = Optional.of(new Suggested(step.id(), found));
                }
            }
        });
    }

    /** Changes the network. */
    synchronized void edit(Edit edit) {
        Step step = requireStep();
        begin(edit.toString(), false, stop -> {
            EditResult result = editor(step.model(), step.training(), stop).apply(List.of(edit));
            double error = result.steps().get(0).error();
            add(step.id(), edit.toString(), Optional.of(edit), result.model(), error, step.training());
        });
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
            double error = Scores.of(found.formula(), model, step.training().judges());
            add(
                    step.id(),
                    "formula",
                    Optional.empty(),
                    model,
                    error / model.outputs().scale(0),
                    step.training());
        });
    }

    private void add(int from, String label, Optional<Edit> edit, KanModel model, double error, Training training) {
        Edges edges = editor(model, training, () -> false).edges();
        synchronized (this) {
            current = steps.stream().mapToInt(Step::id).max().orElse(0) + 1;
            steps.add(new Step(current, from, label, edit, model, error, training, edges, ""));
        }
    }

    private void begin(String name, boolean givesWay, Consumer<BooleanSupplier> task) {
        if (steps.size() >= MOST_STEPS) {
            throw new Refusal(409, "at most " + MOST_STEPS + " models required; open the table anew");
        }
        String[] failure = {""};
        jobs.begin(
                name,
                givesWay,
                stop -> {
                    try {
                        task.accept(stop);
                    } catch (DataException | EditException | IllegalArgumentException e) {
                        failure[0] = String.valueOf(e.getMessage());
                    } catch (RuntimeException e) {
                        failure[0] = "a defect of the program, whose terminal says more: " + e;
                        throw e;
                    } catch (OutOfMemoryError e) {
                        failure[0] = "not enough memory: KAN_JAVA_OPTS=-Xmx8g gives more";
                    }
                },
                () -> changed(failure[0]));
        changed("");
    }

    private synchronized void changed(String failed) {
        problem = failed.length() <= LONGEST_NOTE ? failed : failed.substring(0, LONGEST_NOTE) + "…";
        events.tell("state", "{}");
    }

    /** Some ten times a second at the most. */
    private synchronized void tellStep() {
        long now = System.nanoTime();
        if (now - told > NANOS_BETWEEN_EVENTS) {
            told = now;
            events.tell("step", "{}");
        }
    }
}
