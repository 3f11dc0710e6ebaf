package org.kan4j.theory;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.kan4j.data.Dataset;
import org.kan4j.report.JsonMembers;
import org.kan4j.report.Report;
import org.kan4j.report.TextLines;

/**
 * What {@code kan theory gp} says: how good the intervals of a Gaussian process are on rows held back, over several splits, beside those of
 * Bayesian linear regression.
 *
 * @param source of the table
 * @param data the table
 * @param level the share of rows that intervals ought to cover
 * @param forecasts one for each split
 * @param linear of the same splits
 */
public record GpReport(
        String source,
        Dataset data,
        double level,
        List<GpRegression.Forecast> forecasts,
        List<GpRegression.Forecast> linear)
        implements Report {
    /**
     * Copies.
     *
     * @param source of the table
     * @param data the table
     * @param level the share of rows that intervals ought to cover
     * @param forecasts one for each split
     * @param linear of the same splits
     */
    public GpReport {
        forecasts = List.copyOf(forecasts);
        linear = List.copyOf(linear);
    }

    /**
     * Means over splits and their standard errors.
     *
     * @param coverage share of rows within their intervals
     * @param coverageError its standard error
     * @param rmse root mean squared error
     * @param rmseError its standard error
     * @param width mean width of the intervals
     */
    public record Quality(double coverage, double coverageError, double rmse, double rmseError, double width) {}

    /**
     * {@return how good forecasts are}
     *
     * @param each one for each split, at least one
     */
    public Quality quality(List<GpRegression.Forecast> each) {
        double[] coverage = new double[each.size()];
        double[] rmse = new double[each.size()];
        double width = 0;
        double reach = Quantile.normal((1 + level) / 2);
        for (int s = 0; s < each.size(); s++) {
            GpRegression.Forecast forecast = each.get(s);
            int rows = forecast.rows().length;
            double squares = 0;
            for (int i = 0; i < rows; i++) {
                double error = data.y()[forecast.rows()[i]] - forecast.mean()[i];
                coverage[s] += Math.abs(error) <= reach * forecast.deviation()[i] ? 1.0 / rows : 0;
                squares += error * error / rows;
                width += 2 * reach * forecast.deviation()[i] / rows / each.size();
            }
            rmse[s] = Math.sqrt(squares);
        }
        Statistic covered = Statistic.of(coverage);
        Statistic error = Statistic.of(rmse);
        return new Quality(covered.mean(), covered.error(), error.mean(), error.error(), width);
    }

    /** How often each kernel was chosen, the most frequent first. */
    private List<Map.Entry<String, Integer>> chosen() {
        Map<String, Integer> counts = new TreeMap<>();
        for (GpRegression.Forecast forecast : forecasts) {
            counts.merge(name(forecast.choice().kernel()), 1, Integer::sum);
        }
        List<Map.Entry<String, Integer>> sorted = new ArrayList<>(counts.entrySet());
        sorted.sort(Map.Entry.<String, Integer>comparingByValue().reversed());
        return sorted;
    }

    private static String name(NngpKernel kernel) {
        return kernel.depth() + (kernel.depth() == 1 ? " layer" : " layers") + ", s_b^2 "
                + TextLines.brief(kernel.prior().baseVariance()) + ", s_c^2 "
                + TextLines.brief(kernel.prior().basisVariance());
    }

    @Override
    public String text() {
        TextLines text = new TextLines();
        text.format("%s: %d rows, %d inputs, target %s", source, data.rows(), data.inputs(), data.target());
        for (Map.Entry<String, Integer> each : chosen()) {
            text.format("kernel    %s: chosen in %d of %d splits", each.getKey(), each.getValue(), forecasts.size());
        }
        MarginalLikelihood scale = forecasts.get(0).choice().scale();
        text.format(
                "scales    first split: amplitude %s, noise %s, log marginal likelihood %.2f, for a standardised target",
                TextLines.brief(scale.amplitude()), TextLines.brief(scale.noise()), scale.logLikelihood());
        quality(text, "process   ", quality(forecasts));
        quality(text, "linear    ", quality(linear));
        double jitter = forecasts.stream()
                .mapToDouble(GpRegression.Forecast::jitter)
                .max()
                .orElse(0);
        if (jitter > 0) {
            text.format("note: a jitter of up to %.1e was added to the covariance, which was singular", jitter);
        }
        int certain =
                forecasts.stream().mapToInt(GpRegression.Forecast::certain).sum();
        if (certain > 0) {
            text.format(
                    "note: at %d rows held back the prior is all but certain, as outside of the grid; their intervals are too narrow",
                    certain);
        }
        return text.toString();
    }

    private void quality(TextLines text, String name, Quality quality) {
        text.format(
                "%s%.0f%% intervals cover %s, RMSE %s, mean width %s",
                name,
                100 * level,
                TextLines.withError(quality.coverage(), quality.coverageError()),
                TextLines.withError(quality.rmse(), quality.rmseError()),
                TextLines.brief(quality.width()));
    }

    @Override
    public String json() {
        return JsonMembers.object(json -> json.string("table", source)
                .whole("rows", data.rows())
                .number("level", level)
                .object("process", each -> quality(each, quality(forecasts)))
                .object("linear", each -> quality(each, quality(linear)))
                .objects("splits", forecasts, (each, forecast) -> {
                    MarginalLikelihood scale = forecast.choice().scale();
                    each.whole("layers", forecast.choice().kernel().depth())
                            .number("s_b2", forecast.choice().kernel().prior().baseVariance())
                            .number("s_c2", forecast.choice().kernel().prior().basisVariance())
                            .number("amplitude", scale.amplitude())
                            .number("noise", scale.noise())
                            .number("log_likelihood", scale.logLikelihood())
                            .number("jitter", forecast.jitter())
                            .whole("certain", forecast.certain());
                }));
    }

    private static void quality(JsonMembers json, Quality quality) {
        json.number("coverage", quality.coverage())
                .number("coverage_error", quality.coverageError())
                .number("rmse", quality.rmse())
                .number("rmse_error", quality.rmseError())
                .number("width", quality.width());
    }

    /** {@return the picture: rows held back in the first split, what was expected of them, and their intervals} */
    public String svg() {
        GpRegression.Forecast forecast = forecasts.get(0);
        double reach = Quantile.normal((1 + level) / 2);
        int rows = forecast.rows().length;
        double[] seen = new double[rows];
        double[] bars = new double[rows];
        for (int i = 0; i < rows; i++) {
            seen[i] = data.y()[forecast.rows()[i]];
            bars[i] = reach * forecast.deviation()[i];
        }
        Chart chart = new Chart(
                "Rows held back, and their intervals",
                new Chart.Axis("expected " + data.target(), false),
                new Chart.Axis(data.target(), false));
        return chart.points("expected", forecast.mean(), forecast.mean(), bars)
                .points("seen", forecast.mean(), seen)
                .svg();
    }
}
