package org.kan4j.theory;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.kan4j.report.JsonMembers;
import org.kan4j.report.Report;
import org.kan4j.report.TextLines;

/**
 * What {@code kan theory transfer} says.
 *
 * @param baseWidth of the maximal update parameterisation
 * @param steps of each training
 * @param widths sweeps over widths
 * @param intervals sweeps over numbers of intervals
 * @param checks of how far values move, one for each setting
 */
public record TransferReport(
        int baseWidth, int steps, List<RateSweep> widths, List<RateSweep> intervals, List<Check> checks)
        implements Report {
    /**
     * Copies.
     *
     * @param baseWidth of the maximal update parameterisation
     * @param steps of each training
     * @param widths sweeps over widths
     * @param intervals sweeps over numbers of intervals
     * @param checks of how far values move, one for each setting
     */
    public TransferReport {
        widths = List.copyOf(widths);
        intervals = List.copyOf(intervals);
        checks = List.copyOf(checks);
    }

    /**
     * A coordinate check.
     *
     * @param setting what was trained
     * @param moved root mean square change of the values of each layer in the first steps
     */
    public record Check(RateSweep.Setting setting, double[] moved) {}

    private static String name(RateSweep.Setting setting) {
        return setting.scaling().isPresent() ? "mup" : "standard";
    }

    /** Settings that differ in one size alone. */
    private static String family(RateSweep.Setting setting) {
        return setting.hidden() + (setting.hidden() == 1 ? " hidden layer, " : " hidden layers, ") + name(setting);
    }

    private static Map<String, List<RateSweep>> families(List<RateSweep> sweeps) {
        return sweeps.stream()
                .collect(Collectors.groupingBy(
                        sweep -> family(sweep.setting()), LinkedHashMap::new, Collectors.toList()));
    }

    @Override
    public String text() {
        TextLines text = new TextLines();
        text.format(
                "training  %d rows of 4 inputs in one batch, %d steps of adam, base width %d",
                RateSweep.ROWS, steps, baseWidth);
        table(text, "width", widths, setting -> setting.width());
        table(text, "G", intervals, setting -> setting.intervals());
        powers().forEach((name, powers) -> text.format(
                "check     %s: values move by powers of the width of %s",
                name,
                Arrays.stream(powers)
                        .mapToObj(power -> String.format(Locale.ROOT, "%.2f", power))
                        .collect(Collectors.joining(", "))));
        return text.toString();
    }

    private static void table(
            TextLines text, String size, List<RateSweep> sweeps, ToIntFunction<RateSweep.Setting> of) {
        if (sweeps.isEmpty()) {
            return;
        }
        text.format("%-25s  %5s  log2 of best rate  loss there", "hidden layers", size);
        for (RateSweep sweep : sweeps) {
            Statistic best = Statistic.of(sweep.best());
            Statistic lowest = Statistic.of(sweep.lowest());
            text.format(
                    "%-25s  %5d  %-17s  %s",
                    family(sweep.setting()),
                    of.applyAsInt(sweep.setting()),
                    TextLines.withError(best.mean(), best.error()),
                    TextLines.withError(lowest.mean(), lowest.error()));
        }
        families(sweeps).forEach((name, some) -> {
            if (some.size() > 1) {
                double[] slope = slope(some, of);
                text.format(
                        "slope     %s: log2 of the best rate moves by %s a doubling of %s",
                        name, TextLines.withError(slope[0], slope[1]), size);
            }
        });
    }

    private static double[] slope(List<RateSweep> sweeps, ToIntFunction<RateSweep.Setting> of) {
        return RateSweep.slope(
                sweeps,
                sweeps.stream()
                        .mapToDouble(sweep -> of.applyAsInt(sweep.setting()))
                        .toArray());
    }

    /** Powers of the width in the changes of the layers, by family. */
    private Map<String, double[]> powers() {
        Map<String, List<Check>> families = checks.stream()
                .collect(
                        Collectors.groupingBy(check -> family(check.setting), LinkedHashMap::new, Collectors.toList()));
        Map<String, double[]> powers = new LinkedHashMap<>();
        families.forEach((name, some) -> {
            double[] n = some.stream()
                    .mapToDouble(check -> Math.log(check.setting.width()))
                    .toArray();
            if (some.size() > 1) {
                powers.put(
                        name,
                        IntStream.range(0, some.get(0).moved.length)
                                .mapToDouble(l -> Line.slope(
                                        n,
                                        some.stream()
                                                .mapToDouble(check -> Math.log(check.moved[l]))
                                                .toArray()))
                                .toArray());
            }
        });
        return powers;
    }

    @Override
    public String json() {
        return JsonMembers.object(json -> json.whole("base_width", baseWidth)
                .whole("steps", steps)
                .objects("widths", widths, TransferReport::json)
                .objects("intervals", intervals, TransferReport::json)
                .objects("slopes", new ArrayList<>(families(widths).entrySet()), (each, family) -> {
                    each.string("family", family.getKey());
                    if (family.getValue().size() > 1) {
                        double[] slope = slope(family.getValue(), setting -> setting.width());
                        each.number("slope", slope[0]).number("slope_error", slope[1]);
                    }
                })
                .objects("checks", checks, (each, check) -> {
                    json(each, check.setting);
                    each.objects(
                            "layers",
                            Arrays.stream(check.moved).boxed().toList(),
                            (layer, moved) -> layer.number("moved", moved));
                }));
    }

    private static void json(JsonMembers json, RateSweep.Setting setting) {
        json.string("parameterization", name(setting))
                .whole("hidden", setting.hidden())
                .whole("width", setting.width())
                .whole("intervals", setting.intervals());
    }

    private static void json(JsonMembers json, RateSweep sweep) {
        json(json, sweep.setting());
        Statistic best = Statistic.of(sweep.best());
        Statistic lowest = Statistic.of(sweep.lowest());
        json.number("best", best.mean())
                .number("best_error", best.error())
                .number("loss", lowest.mean())
                .number("loss_error", lowest.error())
                .objects(
                        "rates",
                        IntStream.range(0, sweep.exponents().length).boxed().toList(),
                        (each, r) -> each.number("log2_rate", sweep.exponents()[r])
                                .number("loss", Statistic.of(sweep.losses()[r]).mean()));
    }

    /** {@return the picture: loss against rate, of the deepest networks, in both parameterisations} */
    public String svg() {
        Chart chart = new Chart(
                "Loss after " + steps + " steps",
                new Chart.Axis("log2 of the rate", false),
                new Chart.Axis("loss", true));
        List<RateSweep> shown = widths.isEmpty() ? intervals : widths;
        int deepest =
                shown.stream().mapToInt(sweep -> sweep.setting().hidden()).max().orElse(0);
        for (RateSweep sweep : shown) {
            if (sweep.setting().hidden() == deepest) {
                chart.line(
                        name(sweep.setting()) + ", "
                                + (widths.isEmpty()
                                        ? "G = " + sweep.setting().intervals()
                                        : "n = " + sweep.setting().width()),
                        sweep.exponents(),
                        Arrays.stream(sweep.losses())
                                .mapToDouble(each -> Statistic.of(each).mean())
                                .toArray());
            }
        }
        return chart.svg();
    }
}
