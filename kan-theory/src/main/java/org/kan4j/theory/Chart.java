package org.kan4j.theory;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.kan4j.report.Svg;
import org.kan4j.report.TextLines;

/** A chart as one SVG picture: lines, points with error bars, and cells of a plane, on linear or logarithmic axes. Not for use by several threads. */
public final class Chart {
    private static final double WIDTH = 640;
    private static final double HEIGHT = 420;
    private static final double LEFT = 76;
    private static final double TOP = 44;
    private static final double PLOT_WIDTH = 400;
    private static final double PLOT_HEIGHT = 310;
    private static final int MOST_TICKS = 7;

    /** Powers of ten beyond it are written as such. */
    private static final int LONGEST_POWER = 3;

    private static final String INK = "#1f2937";
    private static final String FAINT = "#d1d5db";
    private static final String NOWHERE = "#9ca3af";
    private static final List<String> COLOURS =
            List.of("#2563eb", "#b45309", "#047857", "#be123c", "#7c3aed", "#0e7490", "#4b5563");

    private final String title;
    private final Axis x;
    private final Axis y;
    private final List<Series> series = new ArrayList<>();
    private double[] columns = {};
    private double[] rows = {};
    private double[][] cells = {};

    /**
     * An axis.
     *
     * @param label what it shows, with units where there are any
     * @param log whether equal distances are equal ratios; numbers ≤ 0 are left out then
     */
    public record Axis(String label, boolean log) {
        private double place(double value) {
            return log ? Math.log10(value) : value;
        }
    }

    private record Series(String name, double[] x, double[] y, double[] errors, boolean line) {}

    /**
     * An empty chart.
     *
     * @param title above it
     * @param x the axis to the right
     * @param y the axis upwards
     */
    public Chart(String title, Axis x, Axis y) {
        this.title = title;
        this.x = x;
        this.y = y;
    }

    /**
     * {@return n values at equal distances}
     *
     * @param lo the first
     * @param hi the last
     * @param n ≥ 2
     */
    public static double[] even(double lo, double hi, int n) {
        double[] values = new double[n];
        Arrays.setAll(values, i -> lo + (hi - lo) * i / (n - 1));
        return values;
    }

    /**
     * Adds a line.
     *
     * @param name in the legend
     * @param xs [n]
     * @param ys [n]; what is not finite is left out
     * @return this
     */
    public Chart line(String name, double[] xs, double[] ys) {
        series.add(new Series(name, xs.clone(), ys.clone(), new double[0], true));
        return this;
    }

    /**
     * Adds points.
     *
     * @param name in the legend
     * @param xs [n]
     * @param ys [n]; what is not finite is left out
     * @param errors [n] half lengths of error bars, or [0] for none
     * @return this
     */
    public Chart points(String name, double[] xs, double[] ys, double... errors) {
        series.add(new Series(name, xs.clone(), ys.clone(), errors.clone(), false));
        return this;
    }

    /**
     * Fills a plane with cells, blue for −1 and below, white for 0, red for 1 and above, grey for NaN.
     *
     * @param xs [n] middles of the columns, increasing
     * @param ys [m] middles of the rows, increasing
     * @param values [m or fewer][n]
     * @return this
     */
    public Chart cells(double[] xs, double[] ys, double[][] values) {
        columns = xs.clone();
        rows = ys.clone();
        cells = values.clone();
        return this;
    }

    /** {@return the picture as the text of an SVG file} */
    public String svg() {
        return new Drawing().draw();
    }

    /** The values of an axis that are shown, of which the first and the last are its ends. */
    private double[] range(Axis axis, boolean horizontal) {
        double low = Double.POSITIVE_INFINITY;
        double high = Double.NEGATIVE_INFINITY;
        for (Series each : series) {
            double[] values = horizontal ? each.x : each.y;
            for (int i = 0; i < values.length; i++) {
                double error = horizontal || each.errors.length == 0 ? 0 : each.errors[i];
                for (double value : new double[] {axis.place(values[i] - error), axis.place(values[i] + error)}) {
                    low = Double.isFinite(value) ? Math.min(low, value) : low;
                    high = Double.isFinite(value) ? Math.max(high, value) : high;
                }
            }
        }
        double[] middles = horizontal ? columns : rows;
        if (middles.length > 1) {
            low = edge(axis, middles, 0);
            high = edge(axis, middles, middles.length);
        }
        double margin = middles.length > 1 ? 0 : high > low ? 0.04 * (high - low) : 0.5;
        return low <= high ? new double[] {low - margin, high + margin} : new double[] {0, 1};
    }

    /** Where cell i begins, on the axis. */
    private static double edge(Axis axis, double[] middles, int i) {
        int n = middles.length;
        if (i == 0) {
            return 1.5 * axis.place(middles[0]) - 0.5 * axis.place(middles[1]);
        }
        return i == n
                ? 1.5 * axis.place(middles[n - 1]) - 0.5 * axis.place(middles[n - 2])
                : (axis.place(middles[i - 1]) + axis.place(middles[i])) / 2;
    }

    private static List<Double> ticks(Axis axis, double low, double high) {
        List<Double> ticks = new ArrayList<>();
        if (axis.log) {
            int every = (int) Math.max(1, Math.ceil((high - low) / MOST_TICKS));
            double[] digits = high - low < 2 ? new double[] {1, 2, 5} : new double[] {1};
            for (int power = (int) Math.floor(low); power <= high; power++) {
                for (double digit : digits) {
                    double value = digit * Math.pow(10, power);
                    if (Math.floorMod(power, every) == 0 && Math.log10(value) >= low && Math.log10(value) <= high) {
                        ticks.add(value);
                    }
                }
            }
            return ticks;
        }
        double rough = (high - low) / MOST_TICKS;
        double power = Math.pow(10, Math.floor(Math.log10(rough)));
        double step = power * (rough > 5 * power ? 10 : rough > 2 * power ? 5 : rough > power ? 2 : 1);
        for (long i = (long) Math.ceil(low / step); i * step <= high; i++) {
            ticks.add(i * step);
        }
        return ticks;
    }

    private static String label(Axis axis, double tick) {
        int power = (int) Math.floor(Math.log10(Math.abs(tick)) + 1e-9);
        return axis.log && Math.abs(power) > LONGEST_POWER
                ? TextLines.brief(tick / Math.pow(10, power)) + "e" + power
                : TextLines.brief(tick);
    }

    /** One picture being written. */
    private final class Drawing {
        private final Svg svg = new Svg(WIDTH, HEIGHT);
        private final double[] xRange = range(x, true);
        private final double[] yRange = range(y, false);

        private double right(double value) {
            return LEFT + PLOT_WIDTH * (x.place(value) - xRange[0]) / (xRange[1] - xRange[0]);
        }

        private double down(double value) {
            return TOP + PLOT_HEIGHT * (1 - (y.place(value) - yRange[0]) / (yRange[1] - yRange[0]));
        }

        String draw() {
            rectangle(0, 0, WIDTH, HEIGHT, "#ffffff");
            svg.text(LEFT, TOP - 18, title, INK, 15, "start");
            drawCells();
            drawAxes();
            for (int s = 0; s < series.size(); s++) {
                drawSeries(series.get(s), COLOURS.get(s % COLOURS.size()), TOP + 10 + 20 * s);
            }
            return svg.close();
        }

        private void drawCells() {
            double width = xRange[1] - xRange[0];
            double height = yRange[1] - yRange[0];
            for (int r = 0; r < cells.length; r++) {
                for (int c = 0; c < columns.length; c++) {
                    double from = LEFT + PLOT_WIDTH * (edge(x, columns, c) - xRange[0]) / width;
                    double to = LEFT + PLOT_WIDTH * (edge(x, columns, c + 1) - xRange[0]) / width;
                    double bottom = TOP + PLOT_HEIGHT * (1 - (edge(y, rows, r) - yRange[0]) / height);
                    double top = TOP + PLOT_HEIGHT * (1 - (edge(y, rows, r + 1) - yRange[0]) / height);
                    rectangle(from, top, to - from, bottom - top, colour(cells[r][c]));
                }
            }
            if (cells.length > 0) {
                double[] shown = {1, 0.5, 0, -0.5, -1, Double.NaN};
                for (int i = 0; i < shown.length; i++) {
                    rectangle(LEFT + PLOT_WIDTH + 20, TOP + 20 * i, 14, 14, colour(shown[i]));
                    String label = Double.isNaN(shown[i]) ? "none" : TextLines.brief(shown[i]);
                    svg.text(LEFT + PLOT_WIDTH + 40, TOP + 12 + 20 * i, label, INK, 12, "start");
                }
            }
        }

        private static String colour(double value) {
            if (Double.isNaN(value)) {
                return NOWHERE;
            }
            double share = Math.min(1, Math.abs(value));
            int[] end = value < 0 ? new int[] {37, 99, 235} : new int[] {220, 38, 38};
            return String.format(
                    Locale.ROOT,
                    "#%02x%02x%02x",
                    Math.round(255 + share * (end[0] - 255)),
                    Math.round(255 + share * (end[1] - 255)),
                    Math.round(255 + share * (end[2] - 255)));
        }

        private void drawAxes() {
            for (double tick : ticks(x, xRange[0], xRange[1])) {
                svg.line(right(tick), TOP, right(tick), TOP + PLOT_HEIGHT, FAINT, 0.6);
                svg.text(right(tick), TOP + PLOT_HEIGHT + 18, label(x, tick), INK, 12, "middle");
            }
            for (double tick : ticks(y, yRange[0], yRange[1])) {
                svg.line(LEFT, down(tick), LEFT + PLOT_WIDTH, down(tick), FAINT, 0.6);
                svg.text(LEFT - 8, down(tick) + 4, label(y, tick), INK, 12, "end");
            }
            svg.line(LEFT, TOP + PLOT_HEIGHT, LEFT + PLOT_WIDTH, TOP + PLOT_HEIGHT, INK, 1.2);
            svg.line(LEFT, TOP, LEFT, TOP + PLOT_HEIGHT, INK, 1.2);
            svg.text(LEFT + PLOT_WIDTH / 2, TOP + PLOT_HEIGHT + 42, x.label, INK, 13, "middle");
            svg.begin("g", "transform", "rotate(-90 20 " + Svg.number(TOP + PLOT_HEIGHT / 2) + ")");
            svg.text(20, TOP + PLOT_HEIGHT / 2, y.label, INK, 13, "middle");
            svg.end();
        }

        private void drawSeries(Series each, String colour, double legend) {
            StringBuilder path = new StringBuilder();
            for (int i = 0; i < each.x.length; i++) {
                double px = right(each.x[i]);
                double py = down(each.y[i]);
                if (!Double.isFinite(px) || !Double.isFinite(py)) {
                    continue;
                }
                path.append(Svg.number(px)).append(',').append(Svg.number(py)).append(' ');
                if (!each.line) {
                    circle(px, py, colour);
                    if (each.errors.length > 0) {
                        double bottom = down(each.y[i] - each.errors[i]);
                        svg.line(
                                px,
                                Double.isFinite(bottom) ? bottom : TOP + PLOT_HEIGHT,
                                px,
                                down(each.y[i] + each.errors[i]),
                                colour,
                                1.2);
                    }
                }
            }
            double at = LEFT + PLOT_WIDTH + 20;
            if (each.line) {
                svg.element("polyline", "points", path.toString().strip(), "fill", "none");
                svg.attributes("stroke", colour, "stroke-width", "1.8");
                svg.line(at - 6, legend, at + 10, legend, colour, 1.8);
            } else {
                circle(at + 2, legend, colour);
            }
            svg.text(at + 16, legend + 4, each.name, INK, 12, "start");
        }

        private void rectangle(double left, double top, double width, double height, String fill) {
            svg.element("rect", "x", Svg.number(left), "y", Svg.number(top), "width", Svg.number(width));
            svg.attributes("height", Svg.number(height), "fill", fill);
        }

        private void circle(double cx, double cy, String fill) {
            svg.element("circle", "cx", Svg.number(cx), "cy", Svg.number(cy), "r", "3.2", "fill", fill);
        }
    }
}
