package org.kan4j.report.html;

import java.util.Arrays;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Locale;
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
            String name = names.get(effect.input());
            String output = predictor.outputs().get(effect.output());
            Range x = Range.widened(effect.x()[0], effect.x()[effect.x().length - 1]);
            Range y = subject.classes()
                    ? Range.around(effect.mean())
                    : Range.around(effect.mean(), effect.low(), effect.high());
            Chart chart = new Chart(output + " by " + name, name, x, output, y);
            if (subject.rows().isPresent()) {
                chart.density(x.density(rows.column(effect.input()), BINS));
            }
            // Probabilities are near 0 in most rows: their mean is outside of most of them.
            if (!subject.classes()) {
                chart.band(effect.x(), effect.low(), effect.high());
            }
            Page.figure(page, output + " by " + name, chart.line(effect.x(), effect.mean()));
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
                        "moves it by"),
                shown.stream()
                        .map(e -> List.of(
                                names.get(e.input()),
                                range(e.x()),
                                inTable(subject, e.input()),
                                predictor.outputs().get(e.output()),
                                number(e.mean()[0]),
                                number(e.mean()[e.mean().length / 2]),
                                number(e.mean()[e.mean().length - 1]),
                                number(e.moves())))
                        .toList());
        page.close().close();
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
