package org.kan4j.theory;

import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.kan4j.network.Shape;
import org.kan4j.report.JsonMembers;
import org.kan4j.report.Report;
import org.kan4j.report.TextLines;

/**
 * What {@code kan theory ntk} says of a trained model.
 *
 * @param source of the table
 * @param model its name
 * @param shape of its network
 * @param kernel on the rows
 */
public record TableKernelReport(String source, String model, Shape shape, TableKernel kernel) implements Report {
    private static final List<Integer> SHOWN = List.of(1, 2, 3, 5, 10, 20, 50, 100, 200, 500, 1000);

    /** Slower modes are those of rounding errors. */
    private static final double MOST_STEPS = 1e12;

    private static final int POINTS = 121;

    @Override
    public String text() {
        TextLines text = new TextLines();
        text.format("%s: tangent kernel of %s, shape %s, on %d rows", source, model, shape, kernel.rows());
        text.format(
                "lazy      alignment of the kernels at a random start and after training %.3f (1: lazy)",
                kernel.alignment());
        text.format(
                "targets   alignment of kernel and targets %.3f at the start, %.3f after training",
                kernel.startTarget(), kernel.trainedTarget());
        text.line("modes     start: target in them  steps to fall by e   trained: target in them  steps to fall by e");
        double start = 0;
        double trained = 0;
        for (int i = 0; i < kernel.rows(); i++) {
            start += kernel.start().target()[i];
            trained += kernel.trained().target()[i];
            if (SHOWN.contains(i + 1)) {
                text.format(
                        "%5d  %23.3f  %18s  %24.3f  %18s",
                        i + 1,
                        start,
                        steps(kernel.start().steps(i)),
                        trained,
                        steps(kernel.trained().steps(i)));
            }
        }
        return text.toString();
    }

    private static String steps(double steps) {
        return steps > 0 && steps < MOST_STEPS ? String.format(Locale.ROOT, "%.3g", steps) : "never";
    }

    @Override
    public String json() {
        return JsonMembers.object(json -> json.string("table", source)
                .string("model", model)
                .string("shape", shape.toString())
                .whole("rows", kernel.rows())
                .number("alignment", kernel.alignment())
                .number("start_target", kernel.startTarget())
                .number("trained_target", kernel.trainedTarget())
                .objects("start", modes(), (each, i) -> json(each, kernel.start(), i))
                .objects("trained", modes(), (each, i) -> json(each, kernel.trained(), i)));
    }

    private List<Integer> modes() {
        return IntStream.range(0, kernel.rows()).boxed().toList();
    }

    private static void json(JsonMembers json, TableKernel.Modes modes, int i) {
        json.number("eigenvalue", modes.eigenvalues()[i]).number("target", modes.target()[i]);
    }

    /** {@return the picture: what gradient descent with either kernel leaves of the targets, against its steps} */
    public String svg() {
        double[] powers = Chart.even(0, 6, POINTS);
        double[] steps = IntStream.range(0, POINTS)
                .mapToDouble(i -> Math.pow(10, powers[i]))
                .toArray();
        return new Chart(
                        "What gradient descent leaves of the targets",
                        new Chart.Axis("steps", true),
                        new Chart.Axis("share of squares", false))
                .line(
                        "kernel at the start",
                        steps,
                        IntStream.range(0, POINTS)
                                .mapToDouble(i -> kernel.start().left(steps[i]))
                                .toArray())
                .line(
                        "after training",
                        steps,
                        IntStream.range(0, POINTS)
                                .mapToDouble(i -> kernel.trained().left(steps[i]))
                                .toArray())
                .svg();
    }
}
