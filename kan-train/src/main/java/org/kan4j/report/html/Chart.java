package org.kan4j.report.html;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.kan4j.report.TextLines;

/** A chart as SVG: two axes with their names, and what is drawn between them. The style sheet gives the colours. */
final class Chart {
    private static final double WIDTH = 400;
    private static final double HEIGHT = 270;
    private static final double LEFT = 62;
    private static final double RIGHT = 12;
    private static final double TOP = 12;
    private static final double BOTTOM = 46;
    private static final int LONGEST_NAME = 40;
    /** Characters that fit below the lower axis. */
    private static final int LABELS = 52;

    private final Markup svg = new Markup();
    private final Range x;
    private final Range y;

    /**
     * Axes.
     *
     * @param title what is to be seen, for those who do not see it
     */
    Chart(String title, String xName, Range x, String yName, Range y) {
        this(title, xName, x, List.of(), yName, y);
    }

    /**
     * Axes, the lower one of levels side by side.
     *
     * @param title what is to be seen, for those who do not see it
     */
    Chart(String title, String xName, List<String> levels, String yName, Range y) {
        this(title, xName, new Range(-0.5, levels.size() - 0.5), levels, yName, y);
    }

    private Chart(String title, String xName, Range x, List<String> levels, String yName, Range y) {
        this.x = x;
        this.y = y;
        svg.open("svg", "class", "chart", "role", "img", "viewBox", "0 0 " + number(WIDTH) + " " + number(HEIGHT));
        svg.leaf("title", title);
        int longest = levels.isEmpty() ? 0 : Math.max(3, LABELS / levels.size());
        for (int l = 0; l < levels.size(); l++) {
            label(px(l), HEIGHT - BOTTOM + 16, "middle", shortened(levels.get(l), longest));
        }
        for (double tick : levels.isEmpty() ? x.ticks() : List.<Double>of()) {
            segment("grid", px(tick), TOP, px(tick), HEIGHT - BOTTOM);
            label(px(tick), HEIGHT - BOTTOM + 16, "middle", tickLabel(tick));
        }
        for (double tick : y.ticks()) {
            segment("grid", LEFT, py(tick), WIDTH - RIGHT, py(tick));
            label(LEFT - 6, py(tick) + 4, "end", tickLabel(tick));
        }
        label((LEFT + WIDTH - RIGHT) / 2, HEIGHT - 8, "middle", shortened(xName));
        double middle = (TOP + HEIGHT - BOTTOM) / 2;
        svg.leaf(
                "text",
                shortened(yName),
                "transform",
                "translate(14 " + number(middle) + ") rotate(-90)",
                "text-anchor",
                "middle");
    }

    /** A name of bearable length. */
    static String shortened(String name) {
        return shortened(name, LONGEST_NAME);
    }

    private static String shortened(String name, int longest) {
        return name.codePointCount(0, name.length()) <= longest
                ? name
                : name.substring(0, name.offsetByCodePoints(0, longest)) + "…";
    }

    private static String tickLabel(double tick) {
        return TextLines.brief(Math.abs(tick) < 1e-300 ? 0 : tick);
    }

    private double px(double value) {
        return LEFT + x.share(value) * (WIDTH - LEFT - RIGHT);
    }

    private double py(double value) {
        return HEIGHT - BOTTOM - y.share(value) * (HEIGHT - TOP - BOTTOM);
    }

    private void label(double left, double bottom, String anchor, String text) {
        svg.leaf("text", text, "x", number(left), "y", number(bottom), "text-anchor", anchor);
    }

    private void segment(String style, double x1, double y1, double x2, double y2) {
        path(style, "M" + number(x1) + " " + number(y1) + "L" + number(x2) + " " + number(y2));
    }

    private void path(String style, String d) {
        if (!d.isEmpty()) {
            svg.empty("path", "class", style, "d", d);
        }
    }

    /** A line through points; it has gaps where a number is not finite. */
    Chart line(double[] xs, double[] ys) {
        return line("line", xs, ys);
    }

    /** A broken line through points. */
    Chart broken(double[] xs, double[] ys) {
        return line("reference", xs, ys);
    }

    private Chart line(String style, double[] xs, double[] ys) {
        StringBuilder d = new StringBuilder();
        boolean drawing = false;
        for (int i = 0; i < xs.length; i++) {
            boolean point = Double.isFinite(xs[i]) && Double.isFinite(ys[i]);
            if (point) {
                d.append(drawing ? 'L' : 'M')
                        .append(number(px(xs[i])))
                        .append(' ')
                        .append(number(py(ys[i])));
            }
            drawing = point;
        }
        path(style, d.toString());
        return this;
    }

    /** A mark for each level. */
    Chart levels(double[] ys) {
        for (int l = 0; l < ys.length; l++) {
            if (Double.isFinite(ys[l])) {
                segment("line", px(l - 0.4), py(ys[l]), px(l + 0.4), py(ys[l]));
            }
        }
        return this;
    }

    /** A line from the one end to the other at each level. */
    Chart spans(double[] low, double[] high) {
        for (int l = 0; l < low.length; l++) {
            if (Double.isFinite(low[l]) && Double.isFinite(high[l])) {
                segment("grid", px(l), py(low[l]), px(l), py(high[l]));
            }
        }
        return this;
    }

    /** The area between two lines, where all numbers are finite. */
    Chart band(double[] xs, double[] low, double[] high) {
        if (Arrays.stream(low).allMatch(Double::isFinite) && Arrays.stream(high).allMatch(Double::isFinite)) {
            StringBuilder d = new StringBuilder();
            for (int i = 0; i < xs.length; i++) {
                d.append(i == 0 ? 'M' : 'L')
                        .append(number(px(xs[i])))
                        .append(' ')
                        .append(number(py(high[i])));
            }
            for (int i = xs.length - 1; i >= 0; i--) {
                d.append('L').append(number(px(xs[i]))).append(' ').append(number(py(low[i])));
            }
            path("band", d.append('Z').toString());
        }
        return this;
    }

    /** A dot for each row whose numbers are finite. */
    Chart dots(double[] xs, double[] ys) {
        StringBuilder d = new StringBuilder();
        for (int i = 0; i < xs.length; i++) {
            if (Double.isFinite(xs[i]) && Double.isFinite(ys[i])) {
                d.append('M')
                        .append(number(px(xs[i])))
                        .append(' ')
                        .append(number(py(ys[i])))
                        .append("h0");
            }
        }
        path("dots", d.toString());
        return this;
    }

    /** Bars side by side along the whole x axis, from the bottom. */
    Chart bars(double[] heights) {
        return columns(Arrays.stream(heights).map(y::share).toArray());
    }

    /** Where the rows are along the x axis: bars, the highest of which take a fifth of the chart. */
    Chart density(double[] shares) {
        double highest = Math.max(Double.MIN_NORMAL, Arrays.stream(shares).max().orElse(0));
        return columns(Arrays.stream(shares).map(share -> share / highest / 5).toArray());
    }

    /** Bars by the share of the height that they take. */
    private Chart columns(double[] shares) {
        double width = (WIDTH - LEFT - RIGHT) / shares.length;
        StringBuilder d = new StringBuilder();
        for (int b = 0; b < shares.length; b++) {
            if (shares[b] > 0) {
                d.append('M').append(number(LEFT + b * width + 0.5)).append(' ').append(number(HEIGHT - BOTTOM));
                d.append('v').append(number(-shares[b] * (HEIGHT - TOP - BOTTOM)));
                d.append('h')
                        .append(number(width - 1))
                        .append('V')
                        .append(number(HEIGHT - BOTTOM))
                        .append('Z');
            }
        }
        path("bars", d.toString());
        return this;
    }

    /** A straight broken line between two points. */
    Chart reference(double x1, double y1, double x2, double y2) {
        segment("reference", px(x1), py(y1), px(x2), py(y2));
        return this;
    }

    /** The whole element. */
    String svg() {
        return svg.close().toString();
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.1f", value).replaceAll("\\.0$", "");
    }
}
