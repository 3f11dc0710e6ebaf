package org.kan4j.discover;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.kan4j.data.Batch;
import org.kan4j.data.Dataset;
import org.kan4j.data.Places;
import org.kan4j.discover.Candidates.Candidate;
import org.kan4j.discover.evidence.Evidence;
import org.kan4j.discover.evidence.Rivals;
import org.kan4j.discover.find.SearchContext;
import org.kan4j.discover.find.SourceNetwork;
import org.kan4j.discover.form.FormFinder;
import org.kan4j.discover.network.TaskTrainer;
import org.kan4j.discover.reduce.Task;
import org.kan4j.discover.score.Fit;
import org.kan4j.discover.score.NoiseModel;
import org.kan4j.discover.score.Reductions;
import org.kan4j.discover.score.Refinement;
import org.kan4j.formula.Expression;
import org.kan4j.formula.Formula;
import org.kan4j.kernel.Engine;
import org.kan4j.model.KanModel;
import org.kan4j.network.Shape;
import org.kan4j.numeric.LeastSquares;
import org.kan4j.train.Split;

/** Makes the result of a search from what it found: the winner, refined on more rows, its errors, and what else there is to say. */
final class DiscoveryReport {
    /** Rows that the winner's constants are refined on. */
    private static final int FINAL_ROWS = 20_000;

    private static final int FINAL_ITERATIONS = 20;

    /** Rows that parts of the winner are left out on, and steps that fit what is left to all rows. */
    private static final int REDUCED_ROWS = 300;

    private static final int REDUCED_ITERATIONS = 10;

    /** A network that leaves so many times less of the variance than the formula knows more than that. */
    private static final double MUCH_MORE = 10;

    /** Residuals of rows held back that are far off, in root mean squared errors of the fit, and the largest share of such rows. */
    private static final double FAR = 8;

    private static final double MOST_FAR = 0.1;

    /** Nats by which a formula must describe rows better than their mean does: of the many that are tried some do by chance. */
    private static final double CHANCE = 5;

    /** A formula of a further size is on the front where its error is less than this share of those of smaller ones. */
    private static final double BETTER = 0.999;

    private final Dataset data;
    private final Split split;
    private final Task whole;
    private final Candidates candidates;
    private final TaskTrainer trainer;
    private final Engine engine;
    private final Limits limits;
    private final Optional<NoiseModel.Fitted> noise;
    private final SearchContext context;
    private final Optional<FormFinder> form;
    private final List<String> notes;

    /**
     * A report.
     *
     * @param data all rows
     * @param split which of them to fit, to judge by, and to test
     * @param whole the rows that the search used
     * @param candidates what it found
     * @param trainer its networks
     * @param engine computes them
     * @param limits of the search
     * @param noise that was found, which the weights of the rows are from; nothing where they are the user's
     * @param context what the search worked with
     * @param form what found formulas of a form that the user gave, which is not to be changed
     * @param notes what is to be said besides; copied
     */
    DiscoveryReport(
            Dataset data,
            Split split,
            Task whole,
            Candidates candidates,
            TaskTrainer trainer,
            Engine engine,
            Limits limits,
            Optional<NoiseModel.Fitted> noise,
            SearchContext context,
            Optional<FormFinder> form,
            List<String> notes) {
        this.data = data;
        this.split = split;
        this.whole = whole;
        this.candidates = candidates;
        this.trainer = trainer;
        this.engine = engine;
        this.limits = limits;
        this.noise = noise;
        this.context = context;
        this.form = form;
        this.notes = new ArrayList<>(notes);
    }

    /** The result of a search that ended for a reason; no more formulas are taken from it. */
    Discovery discovery(Discovery.Stopped stopped) {
        List<Candidate> all = candidates.close();
        if (all.isEmpty()) {
            all.add(simplest());
            if (form.isPresent()) {
                notes.add("no formula of the form has a value on all rows: this is none");
            }
        }
        if (form.isEmpty()) {
            addChanged(all, stopped);
        }
        Candidate best = candidates.best(all).orElseThrow();
        Candidate winner = form.isPresent() ? best : beyondChance(best);
        form.ifPresent(found -> notes.addAll(found.said(winner.formula().expression())));
        noteWhatIsLacking(winner);
        Batch fit = batch(IntStream.concat(IntStream.of(split.train()), IntStream.of(split.validation()))
                .sorted()
                .toArray());
        Batch some = fit.thinned(FINAL_ROWS);
        Refinement last = refinement(some, limits::last);
        Expression fitted =
                last.fit(winner.formula().expression(), FINAL_ITERATIONS).expression();
        Expression likely = last.likely(fitted).expression();
        Expression settled = context.wishes().vocabulary().allows(likely)
                ? likely
                : winner.formula().expression();
        Expression expression = form.isPresent() ? settled : Saturation.of(settled);
        SourceNetwork networks = winner.source().orElseGet(this::otherNetwork);
        boolean heldBack = split.test().length > 0;
        Batch test = judged(heldBack ? batch(split.test()) : fit);
        double spread = Fit.spread(test);
        double testRmse = heldBack ? Fit.rmse(expression, test) : leftOut(expression, fit);
        double networkRmse = heldBack ? rmse(networks.numeric(), test) : Double.NaN;
        noteMoreInTheNetwork(testRmse, networkRmse);
        if (heldBack) {
            noteFarOff(expression, test, Fit.rmse(expression, judged(fit)));
        }
        noise.ifPresent(found -> notes.add(said(found)));
        Formula formula = formula(expression);
        List<Discovery.Point> points = points(all, winner, expression);
        List<Evidence.Rival> rivals = new Rivals(
                        formula, noise.isPresent() ? data.withWeights(new double[0]) : data, test)
                .among(points.stream().map(Discovery.Point::formula).toList());
        return new Discovery(
                formula,
                networks.numeric().withFormula(formula.json()),
                networks.symbolic().withFormula(formula.json()),
                Fit.rmse(expression, judged(fit)),
                testRmse,
                r2(testRmse, spread),
                r2(networkRmse, spread),
                IntStream.of(split.test())
                        .map(r -> data.rowNumbers()[r])
                        .boxed()
                        .toList(),
                limits.elapsed(),
                Shape.of(networks.numeric().kan().network()),
                winner.method(),
                stopped,
                judged(front(points)),
                Evidence.of(formula, data, some, rivals),
                noise(),
                notes);
    }

    /** The error on rows that are left out, one place at a time, while the constants are fitted to the others. */
    private double leftOut(Expression expression, Batch rows) {
        int places = Places.count(Places.of(rows));
        double squares = 0;
        for (int place = 0; place < places; place++) {
            Batch others = Split.fold(rows, place, places, false);
            Batch held = judged(Split.fold(rows, place, places, true));
            double rmse = Fit.rmse(
                    refinement(others, limits::last)
                            .fit(expression, FINAL_ITERATIONS)
                            .expression(),
                    held);
            squares += rmse * rmse * held.totalWeight();
        }
        return Math.sqrt(squares / judged(rows).totalWeight());
    }

    /** Formulas with the errors that rows have which count once each. */
    private List<Discovery.Point> judged(List<Discovery.Point> points) {
        return noise.isEmpty()
                ? points
                : points.stream()
                        .map(point -> new Discovery.Point(
                                point.formula(),
                                candidates.plainValidationRmse(point.formula().expression())))
                        .toList();
    }

    /** Rows as they are judged: weights that the search found are for fitting alone. */
    private Batch judged(Batch rows) {
        return noise.isPresent() ? new Batch(rows.x(), rows.y(), rows.rows()) : rows;
    }

    private Refinement refinement(Batch rows, BooleanSupplier stop) {
        return new Refinement(rows, stop)
                .ofErrors(data.errors())
                .ofChoice(context.choice())
                .ofRequired(context.wishes().required());
    }

    private Batch batch(int[] rows) {
        return Batch.of(data.subset(rows));
    }

    private Formula formula(Expression expression) {
        return Formula.of(expression, data.inputNames(), data.target());
    }

    /** Of a network on some rows, in the target's units. */
    private double rmse(KanModel network, Batch rows) {
        double[] predicted = network.predict(engine, rows.x(), rows.rows());
        double squares = 0;
        for (int r = 0; r < rows.rows(); r++) {
            squares += rows.weight(r) * (predicted[r] - rows.y()[r]) * (predicted[r] - rows.y()[r]);
        }
        return Math.sqrt(squares / rows.totalWeight());
    }

    /** Says how the test error is without rows held back that are as far off as outliers are. */
    private void noteFarOff(Expression expression, Batch test, double fitRmse) {
        double[] residuals = Fit.residuals(expression, test);
        int[] near = IntStream.range(0, residuals.length)
                .filter(r -> Math.abs(residuals[r]) <= FAR * fitRmse)
                .toArray();
        int far = residuals.length - near.length;
        if (far > 0 && far <= Math.max(1, MOST_FAR * residuals.length)) {
            Batch others = test.subset(near);
            double rmse = Fit.rmse(expression, others);
            notes.add(String.format(
                    Locale.ROOT,
                    "%d of the rows held back %s far off: without %s the test error is RMSE %.6g, R2 %.9g",
                    far,
                    far == 1 ? "is" : "are",
                    far == 1 ? "it" : "them",
                    rmse,
                    r2(rmse, Fit.spread(others))));
        }
    }

    private String noise() {
        return noise.map(found -> found.model().text())
                .orElse(data.weights().length > 0 ? "given" : NoiseModel.EQUAL.text());
    }

    private static String said(NoiseModel.Fitted found) {
        return found.model() == NoiseModel.RELATIVE
                ? String.format(Locale.ROOT, "errors grow with the target: %.2g%% of it", 100 * found.size())
                : String.format(
                        Locale.ROOT,
                        "errors grow with the root of the target, as those of counts do: %.2g times it",
                        found.size());
    }

    private void noteMoreInTheNetwork(double formulaRmse, double networkRmse) {
        double times = formulaRmse / networkRmse * (formulaRmse / networkRmse);
        if (times >= MUCH_MORE && networkRmse > 0) {
            notes.add(String.format(
                    Locale.ROOT,
                    "the formula leaves %.3g times the variance that the network leaves: it is not the whole law",
                    times));
        }
    }

    /** Adds the best formula with parts left out, and polished where the search was cut off. */
    private void addChanged(List<Candidate> all, Discovery.Stopped stopped) {
        if (stopped == Discovery.Stopped.TIME_LIMIT || stopped == Discovery.Stopped.INTERRUPTED) {
            polished(candidates.best(all).orElseThrow()).ifPresent(all::add);
        }
        all.addAll(smaller(candidates.best(all).orElseThrow(), limits::last));
    }

    /** What was found best when the search was cut off, which need not have been polished. */
    private Optional<Candidate> polished(Candidate candidate) {
        Refinement own = refinement(whole.rawTrain(), limits.polishing());
        return changed(candidate, own.polish(candidate.formula().expression()));
    }

    /** A formula with parts left out. */
    private List<Candidate> smaller(Candidate candidate, BooleanSupplier late) {
        Refinement own = refinement(whole.rawTrain(), late);
        return Reductions.path(candidate.formula().expression(), own.thinned(REDUCED_ROWS), late).stream()
                .map(e -> changed(candidate, own.fit(e, REDUCED_ITERATIONS)))
                .flatMap(Optional::stream)
                .toList();
    }

    private Optional<Candidate> changed(Candidate from, Refinement.Scored to) {
        return candidates.candidate(to, from.method(), from.source());
    }

    /** A formula, or the mean where the formula describes the rows hardly better, or does no better on rows that it was not fitted to. */
    private Candidate beyondChance(Candidate best) {
        Expression mean = Expression.constant(whole.outputs().shift(0));
        if (best.formula().expression().variables().isEmpty() || !candidates.consistent(mean)) {
            return best;
        }
        Refinement refinement = refinement(whole.rawTrain(), limits::last);
        Candidate constant =
                new Candidate(refinement.score(mean), candidates.validationRmse(mean), "constant", Optional.empty());
        double gain = constant.formula().descriptionLength() - best.formula().descriptionLength();
        if (gain >= CHANCE && best.validationRmse() < constant.validationRmse()) {
            return best;
        }
        notes.add("nothing was found beyond chance: "
                + formula(best.formula().expression()).text() + " explains hardly more than the mean does");
        return candidates.complete(constant) ? constant : best;
    }

    private void noteWhatIsLacking(Candidate winner) {
        if (!candidates.complete(winner)) {
            List<Integer> required = context.wishes().required();
            notes.add("no formula with all of " + names(required) + " was found: this one is without "
                    + names(required.stream()
                            .filter(i ->
                                    !winner.formula().expression().variables().contains(i))
                            .toList()));
        }
    }

    private String names(List<Integer> inputs) {
        return inputs.stream().map(data.inputNames()::get).collect(Collectors.joining(", "));
    }

    /** The linear function of the inputs, for a search that found nothing; the mean where that has inconsistent units. */
    private Candidate simplest() {
        Batch rows = whole.rawTrain();
        Refinement refinement = refinement(rows, limits::last);
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
        double rmse = candidates.validationRmse(linear);
        if (candidates.consistent(linear) && Double.isFinite(rmse)) {
            return new Candidate(refinement.score(linear), rmse, "linear", Optional.empty());
        }
        Expression mean = Expression.constant(whole.outputs().shift(0));
        if (!candidates.consistent(linear)) {
            notes.add("no formula with consistent units was found; this is the target's mean");
        }
        return new Candidate(refinement.score(mean), candidates.validationRmse(mean), "constant", Optional.empty());
    }

    /** Coefficient of determination; NaN for a target without spread. */
    private static double r2(double rmse, double spread) {
        return spread > 0 ? 1 - rmse / spread * (rmse / spread) : Double.NaN;
    }

    /** A network for a formula that was read from none: the best of the search, or one trained for it. */
    private SourceNetwork otherNetwork() {
        KanModel model = trainer.bestModel(whole, limits::last);
        return new SourceNetwork(model, model);
    }

    /** The formulas found, the winner with its constants refined. */
    private List<Discovery.Point> points(List<Candidate> all, Candidate winner, Expression refined) {
        List<Discovery.Point> points = new ArrayList<>();
        points.add(new Discovery.Point(formula(refined), winner.validationRmse()));
        for (Candidate candidate : all) {
            if (!candidate.equals(winner)) {
                points.add(new Discovery.Point(formula(candidate.formula().expression()), candidate.validationRmse()));
            }
        }
        return points;
    }

    /** The best formulas of each size, by size. */
    static List<Discovery.Point> front(List<Discovery.Point> found) {
        List<Discovery.Point> points = new ArrayList<>(found);
        points.sort(Comparator.comparingInt((Discovery.Point p) -> p.formula().size())
                .thenComparingDouble(Discovery.Point::validationRmse));
        List<Discovery.Point> front = new ArrayList<>();
        for (Discovery.Point point : points) {
            if (front.isEmpty()
                    || point.validationRmse()
                            < BETTER * front.get(front.size() - 1).validationRmse()) {
                front.add(point);
            }
        }
        return front;
    }
}
