package org.kan4j.report.html;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.kan4j.data.Dataset;
import org.kan4j.formula.Formula;
import org.kan4j.kernel.Engine;
import org.kan4j.model.KanModel;
import org.kan4j.report.TextLines;

/** The pictures of a report one by one, as elements {@code svg}, whose colours {@link #STYLE} gives. */
public final class Pictures {
    /** The style sheet of the pictures, in light and dark. */
    public static final String STYLE = Page.resource("chart.css");

    private static final String LIGHT = STYLE.substring(0, STYLE.indexOf("@media"));
    private static final String RULES = STYLE.substring(STYLE.indexOf("\n}") + 3) + ".paper { fill: var(--paper); }\n";

    private static final Pattern VARIABLE = Pattern.compile("(--[a-z]+): ([^;]+);");
    private static final int MOST_TARGETS = 4;
    private static final int MOST_COLUMNS = 3;
    private static final int CHART_WIDTH = 400;
    private static final int CHART_HEIGHT = 270;

    private final Subject subject;
    private final Predictor predictor;
    private final Importance importance;

    /**
     * A picture.
     *
     * @param title what is to be seen
     * @param svg one element
     */
    public record Picture(String title, String svg) {}

    /**
     * A formula or a network by its size and its error.
     *
     * @param name what it is
     * @param size complexity of the formula
     * @param error of it
     */
    public record Point(String name, double size, double error) {}

    /**
     * Pictures of a model.
     *
     * @param engine computes
     * @param model the model
     * @param formula that predicts; the network does where it is empty
     * @param rows to draw it on, if any
     */
    public Pictures(Engine engine, KanModel model, Optional<Formula> formula, Optional<Dataset> rows) {
        subject = new Subject(model, formula, rows, true, List.of(), List.of(), List.of(), Findings.NONE);
        predictor = Predictor.of(engine, subject);
        importance = new Importance(engine, subject);
    }

    /** {@return the network; an edge is a group with the attribute {@code data-edge}, as in {@code 0,1,0}} */
    public Picture network() {
        return new Picture("Network", ModelSections.picture(importance, subject));
    }

    /** {@return how the prediction depends on each input, that which moves it most first} */
    public List<Picture> effects() {
        return EffectSection.pictures(predictor, importance, subject);
    }

    /**
     * {@return what was observed against what was predicted, for each target; of classes the probability of the one that was observed}
     *
     * @throws IllegalStateException if there are no rows
     */
    public List<Picture> parity() {
        Dataset data = rows();
        return subject.classes()
                ? List.of(new Picture(
                        ClassSection.PROBABILITY,
                        ClassSection.probability(predictor, data).svg()))
                : byTarget("observed against predicted", ResidualCharts::parity);
    }

    /**
     * {@return residuals against predictions and their distribution, for each target; none of classes}
     *
     * @throws IllegalStateException if there are no rows
     */
    public List<Picture> residuals() {
        List<Picture> pictures = new ArrayList<>();
        if (!subject.classes()) {
            pictures.addAll(byTarget("residuals against predicted", ResidualCharts::residuals));
            pictures.addAll(byTarget("distribution of the residuals", ResidualCharts::distribution));
        }
        return pictures;
    }

    private Dataset rows() {
        return subject.rows().orElseThrow(() -> new IllegalStateException("pictures: rows required, got none"));
    }

    /** A chart of a target's observations and predictions. */
    @FunctionalInterface
    private interface Drawn {
        Chart of(String target, double[] observed, double[] predicted);
    }

    private List<Picture> byTarget(String title, Drawn drawn) {
        Dataset data = rows();
        int targets = data.targets().size();
        double[] predicted = predictor.values(data.x(), data.rows());
        return IntStream.range(0, Math.min(targets, MOST_TARGETS))
                .mapToObj(t -> new Picture(
                        data.targets().get(t) + ": " + title,
                        drawn.of(data.targets().get(t), column(data.y(), targets, t), column(predicted, targets, t))
                                .svg()))
                .toList();
    }

    private static double[] column(double[] values, int columns, int column) {
        return IntStream.range(0, values.length / columns)
                .mapToDouble(r -> values[r * columns + column])
                .toArray();
    }

    /**
     * {@return the function of one edge, in the network's units, with dots and bars that show where the rows are}
     *
     * @param layer number of the layer
     * @param input number of the input; one with levels has a mark for each
     * @param column number of the column
     */
    public Picture edge(int layer, int input, int column) {
        return EdgeCharts.of(importance, subject, layer, input, column);
    }

    /**
     * {@return a loss over the steps of a training, on a scale of powers of ten}
     *
     * @param name what the first loss is of
     * @param loss after each step
     * @param other what the broken line is of
     * @param otherLoss after each step; NaN where there is none
     */
    public static Picture loss(String name, double[] loss, String other, double[] otherLoss) {
        double[] steps = IntStream.range(0, loss.length).mapToDouble(k -> k + 1).toArray();
        double[] y = Arrays.stream(loss).map(Math::log10).toArray();
        double[] z = Arrays.stream(otherLoss).map(Math::log10).toArray();
        String title = "Loss by step: " + name + " as a line, " + other + " broken";
        Chart chart = new Chart(
                title, "step", Range.widened(1, Math.max(2, loss.length)), "log10 of the loss", Range.around(y, z));
        return new Picture(title, chart.line(steps, y).broken(steps, z).svg());
    }

    /**
     * {@return errors by complexity; a broken line joins those that nothing simpler undercuts}
     *
     * @param error what the error is, with its unit
     * @param points one or more
     */
    public static Picture pareto(String error, List<Point> points) {
        double[] x = points.stream().mapToDouble(Point::size).toArray();
        double[] y = points.stream()
                .mapToDouble(p -> Math.log10(Math.max(p.error, 1e-300)))
                .toArray();
        List<Point> best = new ArrayList<>();
        points.stream()
                .sorted((a, b) -> a.size == b.size ? Double.compare(a.error, b.error) : Double.compare(a.size, b.size))
                .filter(p -> best.isEmpty() || p.error < best.get(best.size() - 1).error)
                .forEach(best::add);
        return new Picture(
                "Error by complexity",
                new Chart(
                                "Error by complexity: "
                                        + best.stream()
                                                .map(p -> p.name + " " + TextLines.brief(p.error))
                                                .reduce((a, b) -> a + "; " + b)
                                                .orElse(""),
                                "complexity of the formula",
                                Range.around(x),
                                "log10 of " + error,
                                Range.around(y))
                        .broken(
                                best.stream().mapToDouble(Point::size).toArray(),
                                best.stream()
                                        .mapToDouble(p -> Math.log10(Math.max(p.error, 1e-300)))
                                        .toArray())
                        .dots(x, y)
                        .svg());
    }

    /**
     * {@return pictures as one file, up to three side by side, for light and dark; programs that know no such style sheets show the light one}
     *
     * @param pictures one or more from here
     */
    public static String file(List<Picture> pictures) {
        String dark = STYLE.substring(STYLE.indexOf("@media"), STYLE.indexOf("\n}") + 2);
        return file(
                pictures,
                resolved(RULES, LIGHT) + "@media (prefers-color-scheme: dark) {\n" + resolved(RULES, dark) + "}\n");
    }

    /**
     * {@return pictures as one file as {@link #file(List)} gives them, in light alone and with a style sheet of plain selectors, for programs that know no others}
     *
     * @param pictures one or more from here
     */
    public static String plainFile(List<Picture> pictures) {
        return file(
                pictures,
                resolved(RULES, LIGHT).replaceFirst("\\.chart \\{[^}]*}\n", "").replace(".chart ", ""));
    }

    private static String file(List<Picture> pictures, String rules) {
        Markup svg = new Markup();
        int columns = Math.min(pictures.size(), MOST_COLUMNS);
        int lines = (pictures.size() + columns - 1) / columns;
        boolean chart = pictures.get(0).svg.contains("class=\"chart\"");
        if (!chart) {
            return resolved(pictures.get(0).svg, LIGHT);
        }
        String box = "0 0 " + columns * CHART_WIDTH + " " + lines * CHART_HEIGHT;
        svg.open(
                "svg",
                "xmlns",
                "http://www.w3.org/2000/svg",
                "viewBox",
                box,
                "width",
                Integer.toString(columns * CHART_WIDTH),
                "height",
                Integer.toString(lines * CHART_HEIGHT));
        svg.open("style").insert(rules).close();
        svg.empty("rect", "class", "paper", "width", "100%", "height", "100%");
        for (int k = 0; k < pictures.size(); k++) {
            String place = "<svg x=\"" + k % columns * CHART_WIDTH + "\" y=\"" + k / columns * CHART_HEIGHT
                    + "\" width=\"" + CHART_WIDTH + "\" height=\"" + CHART_HEIGHT + "\"";
            svg.insert(pictures.get(k).svg.replaceFirst("<svg", place));
        }
        return svg.close().toString();
    }

    private static String resolved(String text, String palette) {
        Matcher variables = VARIABLE.matcher(palette);
        String result = text;
        while (variables.find()) {
            result = result.replace("var(" + variables.group(1) + ")", variables.group(2));
        }
        return result;
    }
}
