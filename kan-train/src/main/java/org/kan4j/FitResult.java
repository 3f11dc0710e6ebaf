package org.kan4j;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.kan4j.model.KanModel;
import org.kan4j.model.Response;
import org.kan4j.network.Shape;
import org.kan4j.report.JsonMembers;
import org.kan4j.report.Report;
import org.kan4j.report.TextLines;
import org.kan4j.train.ClassQuality;
import org.kan4j.train.CrossValidation;
import org.kan4j.train.ModelTrainer;
import org.kan4j.train.Score;
import org.kan4j.train.Split;

/**
 * What a fit gave.
 *
 * @param fitted the model, its scores, and how long the training took
 * @param shape widths of the network
 * @param optimizer the name of who took the steps
 * @param seed of the split of the rows and of all that was random
 * @param choice how the penalties were judged and chosen, if they were
 * @param ladder the shapes that were tried, where none was given
 * @param baselines simple models of the same rows
 * @param notes what a reader should know
 * @param warnings what a reader must not overlook, such as columns of categories that were left out
 * @param readSeconds wall-clock time of reading the table, where it was measured
 * @param file where the model was written, if it was
 */
public record FitResult(
        ModelTrainer.Fitted fitted,
        Shape shape,
        String optimizer,
        long seed,
        Optional<CrossValidation.Result> choice,
        Optional<Ladder> ladder,
        List<Baseline> baselines,
        List<String> notes,
        List<String> warnings,
        Optional<Double> readSeconds,
        Optional<Path> file)
        implements Report {
    /** Classes up to which a text shows which was taken for which. */
    private static final int MOST_CLASSES = 6;

    /** A text shows every third cut. */
    private static final int CUTS_BETWEEN = 3;

    /**
     * Copies.
     *
     * @param fitted the model, its scores, and how long the training took
     * @param shape widths of the network
     * @param optimizer the name of who took the steps
     * @param seed of the split of the rows and of all that was random
     * @param choice how the penalties were judged and chosen, if they were
     * @param ladder the shapes that were tried, where none was given
     * @param baselines simple models of the same rows
     * @param notes what a reader should know
     * @param warnings what a reader must not overlook, such as columns of categories that were left out
     * @param readSeconds wall-clock time of reading the table, where it was measured
     * @param file where the model was written, if it was
     */
    public FitResult {
        baselines = List.copyOf(baselines);
        notes = List.copyOf(notes);
        warnings = List.copyOf(warnings);
    }

    static FitResult of(
            FitPlan plan,
            ModelTrainer.Fitted fitted,
            Optional<CrossValidation.Result> choice,
            List<Baseline> baselines,
            FitTable table) {
        return new FitResult(
                fitted,
                plan.options().shape(),
                plan.training().optimizer().name(),
                plan.options().seed(),
                choice,
                Optional.empty(),
                baselines,
                table.notes(),
                table.warnings(),
                Optional.empty(),
                Optional.empty());
    }

    /**
     * {@return a copy that knows how long the table took to read, in seconds}
     *
     * @param seconds how long
     */
    public FitResult withReadSeconds(double seconds) {
        return new FitResult(
                fitted, shape, optimizer, seed, choice, ladder, baselines, notes, warnings, Optional.of(seconds), file);
    }

    /**
     * {@return a copy that knows where the model was written}
     *
     * @param written where
     */
    public FitResult withFile(Path written) {
        return new FitResult(
                fitted,
                shape,
                optimizer,
                seed,
                choice,
                ladder,
                baselines,
                notes,
                warnings,
                readSeconds,
                Optional.of(written));
    }

    /** {@return the model, in the data's units} */
    public KanModel model() {
        return fitted.model();
    }

    private Measure measure() {
        return Measure.of(model());
    }

    private boolean classes() {
        return !model().classes().isEmpty();
    }

    private int parameters() {
        return model().kan().network().trainable().length;
    }

    @Override
    public String json() {
        return JsonMembers.object(json -> {
            if (classes()) {
                write(json, "train_", fitted.train(), measure());
                write(json, "validation_", fitted.validation(), measure());
                write(json, "", fitted.test(), measure());
                fitted.test().quality().ifPresent(quality -> write(json, quality));
            } else {
                json.number("train_rmse", fitted.train().rmse())
                        .number("validation_rmse", fitted.validation().rmse())
                        .number("test_rmse", fitted.test().rmse())
                        .objects("targets", scored(), FitResult::write);
                if (!measure().equals(Measure.RMSE)) {
                    json.string("response", model().response().text())
                            .number("train_" + measure().name(), measure().of(fitted.train()))
                            .number("validation_" + measure().name(), measure().of(fitted.validation()))
                            .number("test_" + measure().name(), measure().of(fitted.test()));
                }
            }
            file.ifPresent(written -> json.string("model", written.toString()));
            json.whole("parameters", parameters())
                    .string("optimizer", optimizer)
                    .whole("iterations", fitted.iterations())
                    .number("seconds", fitted.seconds());
            readSeconds.ifPresent(seconds -> json.number("read_seconds", seconds));
            choice.ifPresent(chosen -> write(json, chosen));
            ladder.ifPresent(climbed -> climbed.addTo(json, measure()));
            Baseline.addTo(json, baselines, measure());
            json.whole("seed", seed)
                    .string("shape", shape.toString())
                    .strings("notes", notes)
                    .strings("warnings", warnings);
        });
    }

    /** A target with its scores on the rows that were fitted, that judged, and that were held back. */
    private record Scored(String name, Score.Target train, Score.Target validation, Score.Target test) {}

    private List<Scored> scored() {
        List<String> names = model().outputNames();
        return names.stream()
                .map(name -> {
                    int t = names.indexOf(name);
                    return new Scored(
                            name,
                            fitted.train().targets().get(t),
                            fitted.validation().targets().get(t),
                            fitted.test().targets().get(t));
                })
                .toList();
    }

    private static void write(JsonMembers json, Scored target) {
        json.string("name", target.name)
                .number("train_rmse", target.train.rmse())
                .number("train_r2", target.train.r2())
                .number("validation_rmse", target.validation.rmse())
                .number("validation_r2", target.validation.r2())
                .number("test_rmse", target.test.rmse())
                .number("test_r2", target.test.r2());
    }

    static void write(JsonMembers json, String prefix, Score score, Measure measure) {
        if (!score.targets().isEmpty()) {
            json.number(prefix + "rmse", score.rmse());
            if (!measure.equals(Measure.RMSE)) {
                json.number(prefix + measure.name(), measure.of(score));
            }
            return;
        }
        json.number(prefix + "accuracy", score.accuracy())
                .number(prefix + "log_loss", score.logLoss())
                .number(prefix + "roc_auc", score.auc());
    }

    private static void write(JsonMembers json, ClassQuality quality) {
        json.number("brier", quality.brier())
                .number("calibration_error", quality.calibrationError())
                .number("average_precision", quality.averagePrecision())
                .objects("confusion", quality.classes(), (row, label) -> {
                    row.string("class", label);
                    double[] counts = quality.confusion()[quality.classes().indexOf(label)];
                    row.objects(
                            "taken_for",
                            quality.classes(),
                            (cell, other) -> cell.string("class", other)
                                    .number("rows", counts[quality.classes().indexOf(other)]));
                })
                .objects(
                        "reliability",
                        quality.reliability(),
                        (group, of) -> group.number("rows", of.rows())
                                .number("probability", of.probability())
                                .number("share", of.share()))
                .objects(
                        "precision_recall",
                        quality.cuts(),
                        (each, cut) -> each.number("probability", cut.probability())
                                .number("precision", cut.precision())
                                .number("recall", cut.recall()));
    }

    /** What a score of this task consists of, by the names that its parts have in JSON. */
    private Map<String, ToDoubleFunction<Score>> parts() {
        Map<String, ToDoubleFunction<Score>> parts = new LinkedHashMap<>();
        if (classes()) {
            parts.put("accuracy", Score::accuracy);
            parts.put("log_loss", Score::logLoss);
            parts.put("roc_auc", Score::auc);
        } else {
            parts.put("rmse", Score::rmse);
            parts.put(measure().name(), measure().part());
        }
        return parts;
    }

    private void write(JsonMembers json, CrossValidation.Result chosen) {
        CrossValidation.Candidate best = chosen.best();
        json.number("ridge", best.penalties().ridge());
        if (best.scores().size() > 1) {
            json.whole("folds", best.scores().size());
            parts().forEach((name, part) -> json.number("folds_" + name, best.mean(part))
                    .number("folds_" + name + "_deviation", best.deviation(part)));
        }
        json.objects(
                "path",
                chosen.candidates(),
                (each, candidate) ->
                        each.number("ridge", candidate.penalties().ridge()).number("loss", candidate.loss()));
    }

    @Override
    public String text() {
        TextLines text = new TextLines();
        warnings.forEach(warning -> text.line("warning  " + warning));
        text.line(String.join(
                ", ",
                "shape " + shape,
                parameters() + " parameters",
                fitted.iterations() + " steps of " + optimizer + " in " + seconds(fitted.seconds())
                        + readSeconds
                                .map(seconds -> ", read in " + seconds(seconds))
                                .orElse("")));
        if (classes()) {
            addScores(text, "accuracy", Score::accuracy);
            addScores(text, "log loss", Score::logLoss);
            fitted.test().quality().ifPresent(quality -> addQuality(text, fitted.test(), quality));
        } else {
            if (!measure().equals(Measure.RMSE)) {
                addScores(
                        text,
                        measure().text() + " of " + model().response().text(),
                        measure().part());
            }
            boolean means = model().response().kind() != Response.Kind.QUANTILE;
            for (Scored target : means ? scored() : List.<Scored>of()) {
                String of = model().outputNames().size() == 1 ? "" : target.name + ": ";
                addLine(text, of + "RMSE", target.train.rmse(), target.validation.rmse(), target.test.rmse());
                addLine(text, of + "R2", target.train.r2(), target.validation.r2(), target.test.r2());
            }
        }
        choice.ifPresent(chosen -> addChoice(text, chosen));
        Baseline.addTo(text, baselines, measure());
        ladder.ifPresent(climbed -> climbed.addTo(text, measure()));
        if (!judged()) {
            text.line("note  validation –: fewer than " + Split.ROWS_TO_JUDGE
                    + (classes() ? " rows of each class" : " rows") + ", none held back to judge");
        }
        if (measure().equals(Measure.RMSE)
                && fitted.test().targets().stream().anyMatch(target -> Double.isNaN(target.r2()))) {
            text.line("note  test R2 –: the target is the same in all rows held back");
        }
        file.ifPresent(written -> text.line("model " + written));
        notes.forEach(note -> text.line("note  " + note));
        return text.toString();
    }

    private static String seconds(double seconds) {
        return String.format(Locale.ROOT, "%.2f s", seconds);
    }

    private static void addQuality(TextLines text, Score test, ClassQuality quality) {
        text.line("test  ROC AUC " + TextLines.shortNumber(test.auc()) + ", average precision "
                + TextLines.shortNumber(quality.averagePrecision()) + ", Brier score "
                + TextLines.shortNumber(quality.brier()) + ", calibration error "
                + TextLines.shortNumber(quality.calibrationError()));
        for (int c = 0; c < quality.cuts().size(); c += CUTS_BETWEEN) {
            ClassQuality.Cut cut = quality.cuts().get(c);
            text.line("test  taken for " + quality.classes().get(1) + " from probability "
                    + TextLines.brief(cut.probability()) + ": precision " + TextLines.brief(cut.precision())
                    + ", recall " + TextLines.brief(cut.recall()));
        }
        if (quality.classes().size() > MOST_CLASSES) {
            return;
        }
        for (String label : quality.classes()) {
            double[] counts = quality.confusion()[quality.classes().indexOf(label)];
            text.line("test  of " + label + ": "
                    + IntStream.range(0, counts.length)
                            .mapToObj(c -> TextLines.brief(counts[c]) + " taken for "
                                    + quality.classes().get(c))
                            .collect(Collectors.joining(", ")));
        }
    }

    private void addScores(TextLines text, String what, ToDoubleFunction<Score> part) {
        addLine(
                text,
                what,
                part.applyAsDouble(fitted.train()),
                part.applyAsDouble(fitted.validation()),
                part.applyAsDouble(fitted.test()));
    }

    private static void addLine(TextLines text, String what, double train, double validation, double test) {
        text.line(what + "  train " + TextLines.shortNumber(train) + ", validation " + TextLines.shortNumber(validation)
                + ", test " + TextLines.shortNumber(test));
    }

    private void addChoice(TextLines text, CrossValidation.Result chosen) {
        CrossValidation.Candidate best = chosen.best();
        if (best.scores().size() > 1) {
            text.line(best.scores().size() + " folds  "
                    + parts().entrySet().stream()
                            .filter(part -> !Double.isNaN(best.mean(part.getValue())))
                            .map(part -> part.getKey().replace('_', ' ') + " "
                                    + TextLines.shortNumber(best.mean(part.getValue())) + " ± "
                                    + TextLines.brief(best.deviation(part.getValue())))
                            .collect(Collectors.joining(", ")));
        }
        if (chosen.candidates().size() > 1) {
            text.line("ridge " + TextLines.brief(best.penalties().ridge()) + ", of "
                    + chosen.candidates().stream()
                            .map(candidate ->
                                    TextLines.brief(candidate.penalties().ridge()))
                            .collect(Collectors.joining(", ")));
        }
    }

    private boolean judged() {
        Score validation = fitted.validation();
        return !Double.isNaN(validation.rmse()) || !Double.isNaN(validation.logLoss());
    }

    /** The text. */
    @Override
    public String toString() {
        return text();
    }
}
