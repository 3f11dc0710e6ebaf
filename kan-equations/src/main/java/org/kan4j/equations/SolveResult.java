package org.kan4j.equations;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.kan4j.formula.Formula;
import org.kan4j.model.KanModel;
import org.kan4j.report.JsonMembers;
import org.kan4j.report.Report;
import org.kan4j.report.TextLines;

/**
 * A solution and how good it is.
 *
 * @param problem what was solved
 * @param model the unknowns as a network
 * @param residual root mean square of the equations' residuals on fresh points
 * @param boundary root mean square of the mismatch of the conditions
 * @param estimatedError of the relative L2 error, the largest of the unknowns, by finer solutions and, with measured rows, by what their errors leave
 *     open; infinite where there was no time
 * @param relativeL2 relative L2 error of each unknown against the table to compare with; empty without one
 * @param constants what was estimated
 * @param formulas closed forms of the unknowns; empty where none was found
 * @param classical relative L2 distance from a solution without a network, the largest of the unknowns; empty where there is none
 * @param reached share of the range that was covered where the solver goes along an input, else 1
 * @param seconds that it took
 */
public record SolveResult(
        Problem problem,
        KanModel model,
        double residual,
        double boundary,
        double estimatedError,
        List<OptionalDouble> relativeL2,
        List<Estimated> constants,
        Optional<List<Formula>> formulas,
        OptionalDouble classical,
        double reached,
        double seconds)
        implements Report {
    /** Errors above this are warned of. */
    private static final double TOLERANCE = 1e-3;

    private static final double TWO_SIDED = 1.959963984540054;

    /**
     * A constant that data said.
     *
     * @param name of the parameter
     * @param value the estimate
     * @param error its standard error
     */
    public record Estimated(String name, double value, double error) {
        /** {@return the lower end of the interval that covers the constant in 95% of cases} */
        public double lo() {
            return value - TWO_SIDED * error;
        }

        /** {@return the upper end of that interval} */
        public double hi() {
            return value + TWO_SIDED * error;
        }
    }

    /** {@return what a reader must not overlook} */
    public List<String> warnings() {
        List<String> list = new ArrayList<>();
        if (reached < 1) {
            list.add(TextLines.brief(100 * reached)
                    + "% of the range reached; beyond, the model continues what it knows. --time-limit gives more");
        }
        boolean measured = !problem.observations().isEmpty();
        if (!(estimatedError <= TOLERANCE) && !(measured && Double.isFinite(estimatedError))) {
            list.add(
                    Double.isInfinite(estimatedError)
                            ? "no time for an estimate of the error; --time-limit gives more"
                            : "the estimated error is above " + TextLines.brief(TOLERANCE)
                                    + "; --time-limit gives more time to refine");
        }
        return list;
    }

    private String formulaText() {
        List<Formula> found = formulas.orElse(List.of());
        return found.size() == 1
                ? found.get(0).text()
                : String.join("; ", found.stream().map(Formula::toString).toList());
    }

    @Override
    public String text() {
        TextLines lines = new TextLines();
        lines.format("residual         %.2e on fresh points", residual);
        lines.format("boundary         %.2e", boundary);
        lines.format("estimated error  %.1e relative", estimatedError);
        for (int k = 0; k < relativeL2.size(); k++) {
            if (relativeL2.get(k).isPresent()) {
                lines.format(
                        "error of %-8s%.2e relative L2, against the table",
                        problem.unknowns().get(k), relativeL2.get(k).getAsDouble());
            }
        }
        classical.ifPresent(distance ->
                lines.format("classical        %.1e relative difference from Dormand and Prince's method", distance));
        for (Estimated c : constants) {
            lines.line(c.name() + " = " + TextLines.withError(c.value(), c.error()) + ", 95% in ["
                    + TextLines.shortNumber(c.lo()) + ", " + TextLines.shortNumber(c.hi()) + "]");
        }
        formulas.ifPresent(found -> found.forEach(f -> lines.line(f.toString())));
        warnings().forEach(warning -> lines.line("warning: " + warning));
        return lines.toString();
    }

    @Override
    public String json() {
        return JsonMembers.object(json -> {
            json.number("residual", residual).number("boundary", boundary).number("estimated_error", estimatedError);
            if (!relativeL2.isEmpty()) {
                json.object("relative_l2", members -> {
                    for (int k = 0; k < relativeL2.size(); k++) {
                        if (relativeL2.get(k).isPresent()) {
                            members.number(
                                    problem.unknowns().get(k), relativeL2.get(k).getAsDouble());
                        }
                    }
                });
            }
            classical.ifPresent(distance -> json.number("classical_difference", distance));
            json.object(
                    "constants",
                    members -> constants.forEach(c -> members.object(
                            c.name(),
                            of -> of.number("value", c.value())
                                    .number("standard_error", c.error())
                                    .number("lo", c.lo())
                                    .number("hi", c.hi()))));
            if (formulas.isPresent()) {
                json.string("formula", formulaText());
            } else {
                json.number("formula", Double.NaN);
            }
            json.number("seconds", seconds);
        });
    }
}
