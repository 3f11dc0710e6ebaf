package org.kan4j.report.html;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.kan4j.data.Dataset;
import org.kan4j.kernel.Engine;
import org.kan4j.report.TextLines;

/** How far a model of numbers is off on the rows of a table: errors beside baselines, predicted against observed, residuals. */
final class RowSections {
    private static final int MOST_TARGETS = 4;
    private static final int WORST = 10;

    private final Markup page;
    private final Subject subject;
    private final Dataset data;
    private final Predictor predictor;
    private final double[] predicted;
    private final double[] byNetwork;

    RowSections(Markup page, Engine engine, Predictor predictor, Subject subject, Dataset data) {
        this.page = page;
        this.subject = subject;
        this.data = data;
        this.predictor = predictor;
        predicted = predictor.values(data.x(), data.rows());
        byNetwork = Predictor.byNetwork(engine, subject.model()).values(data.x(), data.rows());
    }

    /** What is to be said of rows wherever errors are. */
    static String whichRows(Dataset data) {
        return String.format(
                Locale.ROOT,
                "Measured on the %,d rows of the table that was given. Whether the model was fitted to some of them is not known "
                        + "here; on such rows errors tend to be smaller than on new ones. The baselines are fitted to these very rows.",
                data.rows());
    }

    void errors() {
        page.open("section").leaf("h2", "Errors");
        page.leaf("p", whichRows(data));
        List<List<String>> lines = new ArrayList<>();
        for (int t = 0; t < data.targets().size(); t++) {
            double[] observed = column(data.y(), t);
            String of =
                    data.targets().size() == 1 ? "" : " of " + data.targets().get(t);
            if (subject.formula().isPresent()) {
                lines.add(line("formula" + of, Errors.of(observed, column(predicted, t))));
            }
            lines.add(line("network" + of, Errors.of(observed, column(byNetwork, t))));
            Baselines.linear(data, observed)
                    .ifPresent(linear -> lines.add(line("linear least squares" + of, Errors.of(observed, linear))));
            lines.add(line("mean" + of, Errors.of(observed, Baselines.mean(observed))));
        }
        Page.table(
                page,
                "Errors in the units of the target",
                List.of("prediction by", "RMSE", "mean absolute error", "R²"),
                lines);
        long undefined = Errors.of(column(data.y(), 0), column(predicted, 0)).undefined();
        if (undefined > 0) {
            page.leaf("p", "The formula has no finite value in " + undefined + " rows, which do not count.");
        }
        page.close();
    }

    private static List<String> line(String name, Errors errors) {
        return List.of(
                name,
                TextLines.shortNumber(errors.rmse()),
                TextLines.shortNumber(errors.mae()),
                TextLines.shortNumber(errors.r2()));
    }

    /** One target of all rows. */
    private double[] column(double[] values, int target) {
        int targets = data.targets().size();
        return IntStream.range(0, data.rows())
                .mapToDouble(r -> values[r * targets + target])
                .toArray();
    }

    void charts() {
        page.open("section").leaf("h2", "Predicted and observed");
        int targets = data.targets().size();
        String by = subject.formula().isPresent() ? "formula" : "network";
        String which = data.rows() > ResidualCharts.MOST_ROWS
                ? String.format(
                        Locale.ROOT,
                        "%,d of %,d rows, evenly spread over the table",
                        ResidualCharts.MOST_ROWS,
                        data.rows())
                : "every row";
        page.leaf(
                "p",
                "Predictions are those of the " + by + ". "
                        + (subject.singleRows()
                                ? "A dot is a row; drawn: " + which
                                        + ". On the broken line prediction and observation agree."
                                : "Charts of single rows were not asked for.")
                        + " A residual is what was observed less what was predicted."
                        + (targets > MOST_TARGETS
                                ? " The first " + MOST_TARGETS + " targets are shown, " + (targets - MOST_TARGETS)
                                        + " are not."
                                : ""));
        page.open("div", "class", "charts");
        for (int t = 0; t < Math.min(targets, MOST_TARGETS); t++) {
            draw(predictor.outputs().get(t), column(data.y(), t), column(predicted, t));
        }
        page.close();
        if (subject.singleRows()) {
            worst();
        }
        page.close();
    }

    private void draw(String target, double[] observed, double[] values) {
        if (subject.singleRows()) {
            Page.figure(page, "Observed against predicted", ResidualCharts.parity(target, observed, values));
            Page.figure(page, "Residuals against predicted", ResidualCharts.residuals(target, observed, values));
        }
        Page.figure(page, "Distribution of the residuals", ResidualCharts.distribution(target, observed, values));
    }

    /** The rows that are furthest off. */
    private void worst() {
        int targets = data.targets().size();
        List<Integer> places = IntStream.range(0, data.rows() * targets)
                .filter(i -> Double.isFinite(predicted[i]))
                .boxed()
                .sorted(Comparator.comparingDouble((Integer i) -> Math.abs(data.y()[i] - predicted[i]))
                        .reversed())
                .limit(WORST)
                .toList();
        page.open("details").leaf("summary", "Rows with the largest residuals");
        Page.table(
                page,
                "Rows with the largest residuals; the first row below the header is row 1",
                List.of("row", "target", "observed", "predicted", "residual"),
                places.stream()
                        .map(i -> List.of(
                                Integer.toString(data.rowNumbers()[i / targets] + 1),
                                data.targets().get(i % targets),
                                TextLines.shortNumber(data.y()[i]),
                                TextLines.shortNumber(predicted[i]),
                                TextLines.shortNumber(data.y()[i] - predicted[i])))
                        .toList());
        page.close();
    }
}
