package org.kan4j.report.html;

import java.util.Arrays;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.kan4j.report.TextLines;

/** How the prediction depends on each input, and the ranges of the inputs. */
final class EffectSection {
    /** Of more inputs a reader sees those that matter most. */
    private static final int MOST = 12;

    /** Effects of inputs beyond those that the attribution scores put first are not computed. */
    private static final int MOST_COMPUTED = 48;

    private static final int BINS = 24;
    private static final int ROWS = 2000;

    private EffectSection() {}

    static void write(Markup page, Predictor predictor, Importance importance, Subject subject) {
        List<Integer> inputs = importance.inputs();
        List<Effects.Effect> effects = Effects.of(
                predictor, subject, inputs.stream().limit(MOST_COMPUTED).toList());
        List<Effects.Effect> shown = effects.stream().limit(MOST).toList();
        List<String> names = subject.model().inputNames();
        int left = names.size() - shown.size();
        page.open("section").leaf("h2", "Effects of the inputs");
        if (shown.isEmpty()) {
            page.leaf("p", "No input changes the prediction.").close();
            return;
        }
        page.leaf("p", text(subject, shown.size(), left));
        page.open("div", "class", "charts");
        Rows rows = Rows.of(subject.model(), subject.rows(), ROWS);
        for (Effects.Effect effect : shown) {
            Page.figure(page, title(predictor, subject, effect), chart(predictor, subject, effect, rows));
        }
        page.close();
        page.open("details").leaf("summary", "Numbers behind these charts");
        Page.table(
                page,
                "Ranges of the inputs, and the mean prediction at the ends of the range that the model was fitted to",
                List.of(
                        "input",
                        "range fitted to",
                        "range in the table",
                        "prediction of",
                        "at the lower end",
                        "in the middle",
                        "at the upper end",
                        "where it is missing",
                        "moves it by"),
                shown.stream()
                        .filter(effect -> effect.labels().isEmpty())
                        .map(e -> List.of(
                                names.get(e.input()),
                                range(e.x()),
                                inTable(subject, e.input()),
                                predictor.outputs().get(e.output()),
                                number(e.mean()[0]),
                                number(e.mean()[e.mean().length / 2]),
                                number(e.mean()[e.mean().length - 1]),
                                number(e.missing()),
                                number(e.moves())))
                        .toList());
        List<Effects.Effect> categories =
                shown.stream().filter(effect -> !effect.labels().isEmpty()).toList();
        if (!categories.isEmpty()) {
            Page.table(
                    page,
                    "Mean prediction at the levels of categories",
                    List.of("input", "level", "prediction of", "mean"),
                    categories.stream()
                            .flatMap(e -> IntStream.range(0, e.x().length)
                                    .mapToObj(k -> List.of(
                                            names.get(e.input()),
                                            e.labels().get(k),
                                            predictor.outputs().get(e.output()),
                                            number(e.mean()[k]))))
                            .toList());
        }
        page.close().close();
    }

    private static String title(Predictor predictor, Subject subject, Effects.Effect effect) {
        return predictor.outputs().get(effect.output())
                + " by "
                + subject.model().inputNames().get(effect.input());
    }

    private static Chart chart(Predictor predictor, Subject subject, Effects.Effect effect, Rows rows) {
        String name = subject.model().inputNames().get(effect.input());
        String output = predictor.outputs().get(effect.output());
        return effect.labels().isEmpty()
                ? curve(subject, effect, rows, name, output)
                : levels(subject, effect, rows, name, output);
    }

    /** The charts alone, that of the input that moves the prediction most first. */
    static List<Pictures.Picture> pictures(Predictor predictor, Importance importance, Subject subject) {
        Rows rows = Rows.of(subject.model(), subject.rows(), ROWS);
        List<Integer> inputs = importance.inputs().stream().limit(MOST_COMPUTED).toList();
        return Effects.of(predictor, subject, inputs).stream()
                .limit(MOST)
                .map(effect -> new Pictures.Picture(
                        title(predictor, subject, effect),
                        chart(predictor, subject, effect, rows).svg()))
                .toList();
    }

    /** The effect of a quantity; a dot at the right end is that of a gap. */
    private static Chart curve(Subject subject, Effects.Effect effect, Rows rows, String name, String output) {
        Range x = Range.widened(effect.x()[0], effect.x()[effect.x().length - 1]);
        double[] missing = {effect.missing()};
        Range y = subject.classes()
                ? Range.around(effect.mean(), missing)
                : Range.around(effect.mean(), effect.low(), effect.high(), missing);
        Chart chart = new Chart(output + " by " + name, name, x, output, y);
        if (subject.rows().isPresent()) {
            chart.density(x.density(rows.column(effect.input()), BINS));
        }
        // Probabilities are near 0 in most rows: their mean is outside of most of them.
        if (!subject.classes()) {
            chart.band(effect.x(), effect.low(), effect.high());
        }
        return chart.line(effect.x(), effect.mean()).dots(new double[] {x.hi()}, missing);
    }

    private static Chart levels(Subject subject, Effects.Effect effect, Rows rows, String name, String output) {
        Range y = subject.classes()
                ? Range.around(effect.mean())
                : Range.around(effect.mean(), effect.low(), effect.high());
        Chart chart = new Chart(output + " by " + name, name, effect.labels(), output, y);
        if (subject.rows().isPresent()) {
            double[] values = rows.column(effect.input());
            chart.density(Arrays.stream(effect.x())
                    .map(place -> Arrays.stream(values)
                                    .filter(value -> Double.compare(value, place) == 0)
                                    .count()
                            / (double) values.length)
                    .toArray());
        }
        if (!subject.classes()) {
            chart.spans(effect.low(), effect.high());
        }
        return chart.levels(effect.mean());
    }

    private static String range(double[] values) {
        DoubleSummaryStatistics ends = Arrays.stream(values).summaryStatistics();
        return TextLines.brief(ends.getMin()) + " to " + TextLines.brief(ends.getMax());
    }

    /** The ends are values of single rows. */
    private static String inTable(Subject subject, int input) {
        return subject.rows()
                .filter(data -> subject.singleRows())
                .map(data -> range(new Rows(data.x(), data.rows()).column(input)))
                .orElse("–");
    }

    private static String number(double value) {
        return Double.isNaN(value) ? "–" : TextLines.brief(value);
    }

    private static String text(Subject subject, int shown, int left) {
        boolean rows = subject.rows().isPresent();
        return "The line is the mean "
                + (subject.classes() ? "probability of the class that the input moves most" : "prediction")
                + " as one input goes through the range that the model was fitted to, the others as "
                + (rows ? "in rows of the table" : "at points spread over their ranges")
                + "."
                + (subject.classes()
                        ? ""
                        : " The band holds the middle four fifths of " + (rows ? "the rows" : "the points")
                                + ": where it is wide, other inputs matter too.")
                + (subject.model().mixed()
                        ? " Levels of a category have marks. A dot at the right end stands for rows that lack the input."
                        : "")
                + (rows ? " Grey bars show where the rows are." : "")
                + (left > 0
                        ? String.format(
                                Locale.ROOT,
                                " The %,d inputs that move the prediction most are shown, %,d are not.",
                                shown,
                                left)
                        : " The input that moves the prediction most comes first.");
    }
}
