package org.kan4j.dynamics;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.kan4j.formula.Expression;
import org.kan4j.formula.Formula;
import org.kan4j.report.JsonMembers;
import org.kan4j.report.Report;
import org.kan4j.report.TextLines;

/**
 * The law of motion that was found, and what the runs say of it.
 *
 * @param series the runs
 * @param kind what the formulas give
 * @param equations one for each state; none where no law could be run
 * @param pieces number of starts that explain the runs: that of the runs unless the law forgets its start
 * @param forecastRows rows at the end of the runs that judged, with constants fitted without them
 * @param untold what the rows do not tell
 * @param conserved functions that stay constant, if asked for
 * @param conservedAsked whether they were asked for
 * @param interrupted whether somebody ended the search
 * @param seconds that it took
 */
public record MotionResult(
        TimeSeries series,
        LawKind kind,
        List<Equation> equations,
        int pieces,
        int forecastRows,
        List<Untold> untold,
        List<Conserved> conserved,
        boolean conservedAsked,
        boolean interrupted,
        double seconds)
        implements Report {
    /** What is left of a state below this part of its variance is rounding. */
    private static final double ROUNDING = 1e-12;

    /**
     * A constant.
     *
     * @param term what it is the coefficient of, or is within
     * @param value the estimate
     * @param standardError its standard error
     */
    public record Estimate(String term, double value, double standardError) {}

    /**
     * The equation of a state.
     *
     * @param formula of what the state does
     * @param constants in the formula
     * @param noise estimated standard deviation of the noise of the state's values, a part of the value where it is proportional
     * @param proportional whether noise is in proportion to the value
     * @param r2 the part of the state's variance that runs of the law explain
     * @param left root mean square of what is left, in the state's units
     * @param ratio the same in units of the noise; NaN where that is not known
     * @param forecastError root mean square error of the forecast; NaN where there is none
     * @param guessError the same of the last value, or of the mean, whichever is nearer
     * @param gain by how many nats the state's description is shorter with the law than as chance
     * @param beyondChance whether the law tells more of this state than chance would
     */
    public record Equation(
            Formula formula,
            List<Estimate> constants,
            double noise,
            boolean proportional,
            double r2,
            double left,
            double ratio,
            double forecastError,
            double guessError,
            double gain,
            boolean beyondChance) {}

    /**
     * A formula that the rows do not tell from the one that was found.
     *
     * @param state whose formula it is
     * @param formula the other
     * @param nats by how much its description is longer
     * @param start [states] a new run from these values would tell
     */
    public record Untold(String state, Formula formula, double nats, double[] start) {}

    /**
     * A function that stays constant.
     *
     * @param formula the function
     * @param variation how much it varies along the runs, as a part of its spread over the box of the data
     */
    public record Conserved(Formula formula, double variation) {}

    static MotionResult of(
            StateEstimate states,
            MotionOptions options,
            Optional<Shooting.Fit> found,
            Optional<Forecast> forecast,
            List<Rivals> rivals,
            List<ConservedQuantity> conserved,
            double seconds) {
        Assembly assembly = new Assembly(states, options.kind());
        return new MotionResult(
                states.series(),
                options.kind(),
                found.map(fit -> assembly.equations(fit, forecast)).orElse(List.of()),
                found.map(fit -> fit.pieces().size()).orElse(0),
                forecast.map(Forecast::rows).orElse(0),
                rivals.stream()
                        .map(r -> new Untold(
                                states.series().states().get(r.equation()),
                                assembly.formula(r.equation(), r.rate()),
                                r.nats(),
                                Arrays.copyOf(r.start(), states.equations())))
                        .toList(),
                conserved.stream()
                        .map(c -> new Conserved(Formula.of(c.value(), assembly.columns, "constant"), c.variation()))
                        .toList(),
                options.conserved(),
                options.interrupted().getAsBoolean(),
                seconds);
    }

    /** The formulas of a fit in one line. */
    static String formulas(StateEstimate states, Shooting.Fit fit) {
        Assembly assembly = new Assembly(states, fit.law().kind());
        Law law = fit.roundedLaw();
        return IntStream.range(0, law.equations())
                .mapToObj(e ->
                        assembly.formula(e, law.rates().get(e).expression()).toString())
                .collect(Collectors.joining("; "));
    }

    /** Makes equations of a fit. */
    private static final class Assembly {
        private final StateEstimate states;
        private final LawKind kind;
        private final List<String> columns = new ArrayList<>();

        Assembly(StateEstimate states, LawKind kind) {
            this.states = states;
            this.kind = kind;
            columns.addAll(states.series().states());
            if (kind == LawKind.ACCELERATION) {
                states.series().states().forEach(state -> columns.add(velocity(state)));
            }
            columns.addAll(states.series().controls());
        }

        /** The name of a velocity, another one than those of the columns. */
        private String velocity(String state) {
            String name = state + "_t";
            while (states.series().states().contains(name)
                    || states.series().controls().contains(name)) {
                name = name + "_";
            }
            return name;
        }

        Formula formula(int equation, Expression rate) {
            return Formula.of(rate, columns, kind.left(states.series().states().get(equation)));
        }

        List<Equation> equations(Shooting.Fit fit, Optional<Forecast> forecast) {
            List<Equation> equations = new ArrayList<>();
            for (int e = 0; e < states.equations(); e++) {
                RateForm rounded = fit.rounded(e);
                double[] values = rounded.constants();
                double[] errors = fit.errors(e);
                List<Expression> places = rounded.places();
                List<Estimate> constants = IntStream.range(0, values.length)
                        .mapToObj(k -> new Estimate(
                                Formula.of(places.get(k), columns, "").text(), values[k], errors[k]))
                        .toList();
                equations.add(equation(e, fit, formula(e, rounded.expression()), constants, forecast));
            }
            return equations;
        }

        private Equation equation(
                int e, Shooting.Fit fit, Formula formula, List<Estimate> constants, Optional<Forecast> forecast) {
            double r2 = fit.explained(states, e);
            double ratio = states instanceof SmoothedSeries ? fit.ratios()[e] : Double.NaN;
            double gain = ChanceComparison.gain(states, fit, e);
            return new Equation(
                    formula,
                    constants,
                    states instanceof SmoothedSeries smoothed ? smoothed.noise(e) : Double.NaN,
                    states instanceof SmoothedSeries smoothed && smoothed.proportional(e),
                    r2,
                    Math.sqrt(Math.max(0, 1 - r2)) * states.series().spread(e),
                    ratio,
                    forecast.map(f -> f.errors()[e]).orElse(Double.NaN),
                    forecast.map(f -> f.guesses()[e]).orElse(Double.NaN),
                    gain,
                    gain > ChanceComparison.MARGIN || r2 > 1 - ROUNDING);
        }
    }

    /** {@return whether the law tells more of every state than chance would} */
    public boolean law() {
        return !equations.isEmpty() && equations.stream().allMatch(Equation::beyondChance);
    }

    @Override
    public String text() {
        TextLines text = new TextLines();
        if (!law()) {
            text.line(interrupted ? "no law beyond chance so far" : "no law beyond chance");
            if (equations.isEmpty()) {
                return text.toString();
            }
            text.line("").line("what comes nearest, not claimed:");
        }
        equations.forEach(each -> text.line(each.formula().toString()));
        text.legend(equations.get(0).formula());
        if (kind == LawKind.ACCELERATION) {
            List<String> columns = equations.get(0).formula().columns();
            for (int s = 0; s < series.states().size(); s++) {
                text.line("where " + columns.get(series.states().size() + s) + " = "
                        + series.states().get(s) + "'");
            }
        }
        text.line("");
        addConstants(text);
        addStates(text);
        addUntold(text);
        addConserved(text);
        series.notes().forEach(note -> text.line("note: " + note));
        text.format(
                "%d rows, %s, %d %s, %.1f s%s",
                series.rows(),
                counted(series.trajectories().size(), "run"),
                pieces,
                pieces == 1 ? "start fitted" : "starts fitted",
                seconds,
                interrupted ? ", stopped: interrupted" : "");
        return text.toString();
    }

    private static String counted(int n, String what) {
        return n + " " + what + (n == 1 ? "" : "s");
    }

    private void addConstants(TextLines text) {
        List<List<String>> rows = new ArrayList<>(List.of(List.of("equation", "constant of", "value")));
        for (Equation each : equations) {
            for (Estimate constant : each.constants()) {
                boolean told = Math.abs(constant.value()) > constant.standardError();
                rows.add(List.of(
                        each.formula().target(),
                        constant.term(),
                        TextLines.withError(constant.value(), constant.standardError())
                                + (told ? "" : ", not told by these rows")));
            }
        }
        table(text, rows);
        text.line("");
    }

    private void addStates(TextLines text) {
        String forecast =
                forecastRows > 0 ? "forecast of the last " + counted(forecastRows, "row") + " (a guess)" : "forecast";
        List<List<String>> rows = new ArrayList<>(List.of(List.of("state", "R2", "left", "noise", forecast)));
        for (int e = 0; e < equations.size(); e++) {
            Equation each = equations.get(e);
            rows.add(List.of(
                    series.states().get(e),
                    TextLines.shortNumber(each.r2()),
                    TextLines.brief(each.left()),
                    Double.isNaN(each.noise())
                            ? "–"
                            : each.proportional()
                                    ? TextLines.brief(100 * each.noise()) + "% of the value"
                                    : TextLines.brief(each.noise()),
                    Double.isNaN(each.forecastError())
                            ? "–"
                            : TextLines.brief(each.forecastError()) + " (" + TextLines.brief(each.guessError()) + ")"));
        }
        table(text, rows);
        text.line("");
    }

    private void addUntold(TextLines text) {
        for (Untold other : untold) {
            List<String> start = IntStream.range(0, series.states().size())
                    .mapToObj(s -> series.states().get(s) + " = " + TextLines.brief(other.start()[s]))
                    .toList();
            text.line("not told apart: " + other.formula())
                    .line("  a run from " + String.join(", ", start) + " would tell");
        }
        if (!untold.isEmpty()) {
            text.line("");
        }
    }

    private void addConserved(TextLines text) {
        if (!conservedAsked) {
            return;
        }
        if (conserved.isEmpty()) {
            text.line("conserved: nothing in the dictionary");
        }
        for (Conserved each : conserved) {
            text.line("conserved: " + each.formula().text() + " (along the runs it varies by "
                    + TextLines.brief(100 * each.variation()) + "% of its spread)");
        }
        text.line("");
    }

    /** Columns side by side, the last one open to the right. */
    private static void table(TextLines text, List<List<String>> rows) {
        int count = rows.get(0).size();
        int[] widths = new int[count];
        for (List<String> row : rows) {
            for (int c = 0; c < count; c++) {
                widths[c] = Math.max(widths[c], row.get(c).length());
            }
        }
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int c = 0; c < count; c++) {
                line.append(row.get(c));
                line.append(" ".repeat(c + 1 < count ? widths[c] - row.get(c).length() + 2 : 0));
            }
            text.line(line.toString());
        }
    }

    @Override
    public String json() {
        return JsonMembers.object(json -> json.flag("law", law())
                .string("kind", kind.text())
                .objects("equations", law() ? indices() : List.of(), this::write)
                .objects("not_claimed", law() ? List.of() : indices(), this::write)
                .whole("rows", series.rows())
                .whole("trajectories", series.trajectories().size())
                .whole("starts", pieces)
                .whole("forecast_rows", forecastRows)
                .objects(
                        "not_told_apart",
                        untold,
                        (each, other) -> each.string("state", other.state())
                                .formula(other.formula())
                                .number("nats", other.nats())
                                .object("new_start", start -> {
                                    for (int s = 0; s < series.states().size(); s++) {
                                        start.number(series.states().get(s), other.start()[s]);
                                    }
                                }))
                .objects(
                        "conserved",
                        conserved,
                        (each, function) -> each.formula(function.formula()).number("variation", function.variation()))
                .strings("notes", series.notes())
                .flag("interrupted", interrupted)
                .number("seconds", seconds));
    }

    private List<Integer> indices() {
        return IntStream.range(0, equations.size()).boxed().toList();
    }

    private void write(JsonMembers json, int e) {
        Equation each = equations.get(e);
        json.string("state", series.states().get(e))
                .formula(each.formula())
                .objects(
                        "constants",
                        each.constants(),
                        (one, constant) -> one.string("term", constant.term())
                                .number("value", constant.value())
                                .number("standard_error", constant.standardError()))
                .numbers(
                        "standard_errors",
                        each.constants().stream()
                                .mapToDouble(Estimate::standardError)
                                .toArray())
                .number("noise", each.noise())
                .flag("noise_proportional", each.proportional())
                .number("r2", each.r2())
                .number("rmse", each.left())
                .number("forecast_rmse", each.forecastError())
                .number("guess_rmse", each.guessError())
                .number("nats_beyond_chance", each.gain())
                .flag("beyond_chance", each.beyondChance());
    }

    /** The text. */
    @Override
    public String toString() {
        return text();
    }
}
