package org.kan4j.theory;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import org.kan4j.network.Shape;
import org.kan4j.numeric.Parallel;
import org.kan4j.report.JsonMembers;
import org.kan4j.report.Report;
import org.kan4j.report.TextLines;

/**
 * What {@code kan theory kernel} says.
 *
 * @param kernel the kernel
 * @param shape of the networks beside it
 * @param gram covariances at random points
 * @param sampled covariances of networks of that shape
 */
public record KernelReport(NngpKernel kernel, Shape shape, NngpKernel.Gram gram, Optional<SampledKernel> sampled)
        implements Report {
    private static final int SHOWN = 5;
    private static final int POINTS = 121;

    /** {@return mean z² and largest |z| of the sampled covariances, [2]; NaN where there are none} */
    public double[] deviation() {
        double[] z = sampled.map(s -> s.deviations(gram.k())).orElse(new double[0]);
        double squares = 0;
        double largest = 0;
        for (double each : z) {
            squares += each * each / z.length;
            largest = Math.max(largest, Math.abs(each));
        }
        return z.length == 0 ? new double[] {Double.NaN, Double.NaN} : new double[] {squares, largest};
    }

    @Override
    public String text() {
        TextLines text = new TextLines();
        text.line("prior     " + PriorText.of(kernel.prior()));
        text.format(
                "kernel    %d layers, %d terms, left-out terms below %.2g",
                kernel.depth(), kernel.terms(), gram.tail());
        int shown = Math.min(SHOWN, gram.n());
        for (int a = 0; a < shown; a++) {
            StringBuilder line = new StringBuilder(a == 0 ? "K        " : "         ");
            for (int b = 0; b < shown; b++) {
                line.append(String.format(Locale.ROOT, " %10.6f", gram.k()[a * gram.n() + b]));
            }
            text.line(line.toString());
        }
        sampled.ifPresent(s -> text.format(
                "networks  %d of shape %s: mean z^2 %.3f over %d entries, largest |z| %.2f%s",
                s.networks(),
                shape,
                deviation()[0],
                gram.k().length,
                deviation()[1],
                kernel.depth() > 2
                        ? "; their covariance differs from K by terms of the order of depth/width"
                        : ", at any width"));
        return text.toString();
    }

    @Override
    public String json() {
        List<Integer> pairs = IntStream.range(0, gram.k().length)
                .filter(i -> i % gram.n() <= i / gram.n())
                .boxed()
                .toList();
        return JsonMembers.object(json -> {
            json.object("prior", each -> PriorText.json(each, kernel.prior()))
                    .whole("depth", kernel.depth())
                    .whole("terms", kernel.terms())
                    .number("tail", gram.tail())
                    .whole("points", gram.n())
                    .objects("pairs", pairs, (each, i) -> {
                        each.whole("a", i / gram.n()).whole("b", i % gram.n()).number("k", gram.k()[i]);
                        sampled.ifPresent(
                                s -> each.number("sampled", s.mean()[i]).number("standard_error", s.error()[i]));
                    });
            sampled.ifPresent(s -> json.string("shape", shape.toString())
                    .whole("networks", s.networks())
                    .number("mean_z2", deviation()[0])
                    .number("largest_z", deviation()[1]));
        });
    }

    /**
     * {@return the picture: correlations of the output at x and at a fixed point, of networks with one input and one to three layers}
     *
     * @param parallel the threads
     */
    public String svg(Parallel parallel) {
        double reach = Math.max(
                Math.abs(kernel.prior().basis().grid().lo()),
                kernel.prior().basis().grid().hi());
        double[] x = Chart.even(-1.3 * reach, 1.3 * reach, POINTS);
        double[] points = Arrays.copyOf(x, POINTS + 1);
        points[POINTS] = reach / 6;
        Chart chart = new Chart(
                "Correlation of the output at x and at " + TextLines.brief(points[POINTS]),
                new Chart.Axis("x", false),
                new Chart.Axis("correlation", false));
        for (int depth : List.of(1, 2, 3)) {
            NngpKernel.Gram line =
                    new NngpKernel(kernel.prior(), depth, kernel.terms()).of(points, POINTS + 1, 1, parallel);
            double[] y = new double[POINTS];
            for (int a = 0; a < POINTS; a++) {
                int n = POINTS + 1;
                y[a] = line.k()[a * n + POINTS] / Math.sqrt(line.k()[a * n + a] * line.k()[n * n - 1]);
            }
            chart.line(depth == 1 ? "1 layer" : depth + " layers", x, y);
        }
        return chart.svg();
    }
}
