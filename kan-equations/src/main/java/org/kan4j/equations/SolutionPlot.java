package org.kan4j.equations;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Base64;
import java.util.Locale;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.kan4j.kernel.CpuEngine;
import org.kan4j.report.TextLines;

/**
 * A solution as one SVG picture: curves of unknowns of one input, maps of those of two, and of those of three maps at the upper end of the
 * last.
 */
public final class SolutionPlot {
    private static final int WIDTH = 360;
    private static final int HEIGHT = 260;
    private static final int LEFT = 70;
    private static final int TOP = 34;
    private static final int BETWEEN = 90;
    private static final int BOTTOM = 44;
    private static final int CELLS = 240;
    private static final int POINTS = 1000;
    private static final int MOST_CUTS = 6000;
    private static final int BAR = 12;

    /** From low to high: five of the colours of matplotlib's viridis. */
    private static final int[] PALETTE = {0x440154, 0x3b528b, 0x21918c, 0x5ec962, 0xfde725};

    private final SolveResult result;
    private final Problem problem;
    private final StringBuilder svg = new StringBuilder();

    private SolutionPlot(SolveResult result) {
        this.result = result;
        this.problem = result.problem();
    }

    /**
     * {@return the text of an SVG file}
     *
     * @param result what to draw
     */
    public static String svg(SolveResult result) {
        return new SolutionPlot(result).drawn();
    }

    private String drawn() {
        int unknowns = problem.unknowns().size();
        int width = LEFT + unknowns * (WIDTH + BETWEEN);
        int height = TOP + HEIGHT + BOTTOM;
        add(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %1$d %2$d\" width=\"%1$d\" height=\"%2$d\""
                        + " font-family=\"sans-serif\" font-size=\"12\">%n<rect width=\"100%%\" height=\"100%%\" fill=\"#fff\"/>%n",
                width, height);
        boolean curves = problem.inputs() == 1;
        double[] times = curves ? times() : new double[0];
        double[] values = curves ? predicted(times) : map();
        for (int k = 0; k < unknowns; k++) {
            double[] one = new double[values.length / unknowns];
            int unknown = k;
            Arrays.setAll(one, p -> values[p * unknowns + unknown]);
            panel(LEFT + k * (WIDTH + BETWEEN), k, one, times);
        }
        return svg.append("</svg>\n").toString();
    }

    /** Places of a curve: some all along, and the cuts of the grid, which are close where much happens. */
    private double[] times() {
        Problem.Range range = problem.domain().get(0);
        double[] cuts = result.model().kan().network().layer(0).basis(0).grid().breakpoints();
        int step = 1 + cuts.length / MOST_CUTS;
        return DoubleStream.concat(
                        IntStream.rangeClosed(0, POINTS).mapToDouble(p -> range.lo() + range.length() * p / POINTS),
                        IntStream.range(0, cuts.length)
                                .filter(k -> k % step == 0)
                                .mapToDouble(k -> cuts[k]))
                .sorted()
                .distinct()
                .toArray();
    }

    /** Values of the unknowns on a grid, [rows of the second input from its upper end, columns of the first, unknowns]. */
    private double[] map() {
        int inputs = problem.inputs();
        double[] x = new double[CELLS * CELLS * inputs];
        for (int p = 0; p < CELLS * CELLS; p++) {
            int row = p / CELLS;
            double[] shares = {p % CELLS / (CELLS - 1.0), 1 - row / (CELLS - 1.0), 1};
            for (int i = 0; i < inputs; i++) {
                Problem.Range range = problem.domain().get(i);
                x[p * inputs + i] = range.lo() + shares[i] * range.length();
            }
        }
        return predicted(x);
    }

    private double[] predicted(double[] x) {
        return result.model().predict(new CpuEngine(1), x, x.length / problem.inputs());
    }

    private void panel(int left, int unknown, double[] values, double[] times) {
        double low = Arrays.stream(values).min().orElse(0);
        double high = Arrays.stream(values).max().orElse(0);
        double spread = high > low ? high - low : 1;
        String name = problem.unknowns().get(unknown);
        String place = problem.inputs() == 3
                ? " at " + problem.domain().get(2).name() + " = "
                        + TextLines.brief(problem.domain().get(2).hi())
                : "";
        text(left + WIDTH / 2, TOP - 12, "middle", name + place);
        range(left, problem.domain().get(0));
        if (times.length > 0) {
            Problem.Range range = problem.domain().get(0);
            StringBuilder points = new StringBuilder();
            for (int p = 0; p < values.length; p++) {
                points.append(String.format(
                        Locale.ROOT,
                        "%.2f,%.2f ",
                        left + WIDTH * (times[p] - range.lo()) / range.length(),
                        TOP + HEIGHT * (high - values[p]) / spread));
            }
            add(
                    "<polyline points=\"%s\" fill=\"none\" stroke=\"#3b528b\" stroke-width=\"1.5\"/>%n",
                    points.toString().strip());
            text(left - 6, TOP + 10, "end", TextLines.brief(high));
            text(left - 6, TOP + HEIGHT, "end", TextLines.brief(low));
        } else {
            Problem.Range range = problem.domain().get(1);
            image(left, WIDTH, CELLS, values, low, spread);
            text(left - 6, TOP + 10, "end", TextLines.brief(range.hi()));
            text(left - 6, TOP + HEIGHT / 2, "end", range.name());
            text(left - 6, TOP + HEIGHT, "end", TextLines.brief(range.lo()));
            double[] bar = new double[CELLS];
            Arrays.setAll(bar, p -> high - spread * p / (CELLS - 1));
            image(left + WIDTH + BAR, BAR, 1, bar, low, spread);
            text(left + WIDTH + 2 * BAR + 4, TOP + 10, "start", TextLines.brief(high));
            text(left + WIDTH + 2 * BAR + 4, TOP + HEIGHT, "start", TextLines.brief(low));
        }
        add(
                "<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" fill=\"none\" stroke=\"#888\"/>%n",
                left, TOP, WIDTH, HEIGHT);
    }

    /** The ends and the name of the first input. */
    private void range(int left, Problem.Range range) {
        text(left, TOP + HEIGHT + 18, "start", TextLines.brief(range.lo()));
        text(left + WIDTH / 2, TOP + HEIGHT + 18, "middle", range.name());
        text(left + WIDTH, TOP + HEIGHT + 18, "end", TextLines.brief(range.hi()));
    }

    private void image(int left, int width, int columns, double[] values, double low, double spread) {
        int rows = values.length / columns;
        BufferedImage image = new BufferedImage(columns, rows, BufferedImage.TYPE_INT_RGB);
        for (int p = 0; p < values.length; p++) {
            image.setRGB(p % columns, p / columns, colour((values[p] - low) / spread));
        }
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        try {
            ImageIO.write(image, "png", png);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        add(
                "<image x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" preserveAspectRatio=\"none\" href=\"data:image/png;base64,%s\"/>%n",
                left, TOP, width, HEIGHT, Base64.getEncoder().encodeToString(png.toByteArray()));
    }

    private static int colour(double share) {
        double place = Math.max(0, Math.min(1, share)) * (PALETTE.length - 1);
        int below = Math.min(PALETTE.length - 2, (int) place);
        float[] a = new Color(PALETTE[below]).getRGBColorComponents(null);
        float[] b = new Color(PALETTE[below + 1]).getRGBColorComponents(null);
        float part = (float) (place - below);
        return new Color(mix(a[0], b[0], part), mix(a[1], b[1], part), mix(a[2], b[2], part)).getRGB();
    }

    private static float mix(float a, float b, float part) {
        return a + (b - a) * part;
    }

    /** Names are letters and digits, so that nothing in them means something to XML. */
    private void text(int x, int y, String anchor, String text) {
        add("<text x=\"%d\" y=\"%d\" text-anchor=\"%s\" fill=\"#222\">%s</text>%n", x, y, anchor, text);
    }

    private void add(String format, Object... values) {
        svg.append(String.format(Locale.ROOT, format.replace("%n", "\n"), values));
    }
}
