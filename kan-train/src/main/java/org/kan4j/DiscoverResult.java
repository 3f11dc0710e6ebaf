package org.kan4j;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.kan4j.data.Dataset;
import org.kan4j.data.Groups;
import org.kan4j.discover.Discovery;
import org.kan4j.discover.Steering;
import org.kan4j.discover.evidence.Evidence;
import org.kan4j.formula.Constants;
import org.kan4j.formula.Expression;
import org.kan4j.formula.Formula;
import org.kan4j.formula.Simplifier;
import org.kan4j.model.KanModel;
import org.kan4j.report.JsonMembers;
import org.kan4j.report.Report;
import org.kan4j.report.TextLines;

/**
 * What a search for a formula gave.
 *
 * @param found the formula, its errors, the runner-ups, and what the data say about it
 * @param data the table that was searched
 * @param seed of the held-back rows and of the starts
 * @param steering what was asked of the formula
 * @param file where the model was written, if it was
 * @param groups of rows that the formula is of, if any; the last inputs of the table tell them apart
 */
public record DiscoverResult(
        Discovery found, Dataset data, long seed, Steering steering, Optional<Path> file, Optional<Groups> groups)
        implements Report {
    /** A ratio of what a formula leaves to what repeated rows differ by is too large where chance makes it so less often. */
    private static final double UNLIKELY = 0.05;

    /**
     * {@return a copy that knows where the model was written}
     *
     * @param written where
     */
    public DiscoverResult withFile(Path written) {
        return new DiscoverResult(found, data, seed, steering, Optional.of(written), groups);
    }

    /** {@return the formula, in the data's units} */
    public Formula formula() {
        return found.formula();
    }

    /** {@return the network behind the formula, which holds the formula too} */
    public KanModel model() {
        return found.model();
    }

    /** Whether the target is the same in all rows that judge, so that there is no spread to explain. */
    private boolean constant() {
        Set<Integer> held = Set.copyOf(found.testRows());
        return IntStream.range(0, data.rows())
                        .filter(row -> held.isEmpty() || held.contains(data.rowNumbers()[row]))
                        .mapToDouble(row -> data.y()[row])
                        .distinct()
                        .count()
                <= 1;
    }

    @Override
    public String text() {
        TextLines text = new TextLines();
        data.warnings().forEach(warning -> text.line("warning        " + warning));
        text.line(formula().toString()).legend(formula());
        groups.ifPresent(of -> {
            text.line("");
            for (int g = 0; g < of.labels().size(); g++) {
                text.line(of.indicator(g) + ": " + ofGroup(of, g));
            }
        });
        text.line("");
        if (!steering.text().isEmpty()) {
            text.line("asked for      a formula " + steering.text());
        }
        int held = found.testRows().size();
        String rows = held == 0
                ? "rows left out one by one"
                : held + (held == 1 ? " row" : " rows") + " held back (network: R2 " + r2(found.networkTestR2()) + ")";
        text.line("test error     RMSE " + TextLines.shortNumber(found.testRmse()) + ", R2 " + r2(found.testR2())
                + " on " + rows);
        if (constant()) {
            text.line("note           R2 –: the target is "
                    + (held == 0
                            ? "constant"
                            : held == 1 ? "in 1 row alone held back" : "constant in the rows held back"));
        }
        text.format(
                "found by       %s, shape %s, %.1f s, stopped: %s",
                found.method(), found.shape(), found.seconds(), found.stopped().text());
        addEvidence(text);
        file.ifPresent(written -> text.line("model          " + written));
        data.notes().forEach(note -> text.line("note           " + note));
        found.notes().forEach(note -> text.line("note           " + note));
        text.line("").line("complexity  validation RMSE  formula");
        for (Discovery.Point point : found.pareto()) {
            text.format(
                    "%10d  %15s  %s",
                    point.formula().size(),
                    TextLines.shortNumber(point.validationRmse()),
                    point.formula().text());
        }
        return text.toString();
    }

    /** The formula in the rows of a group. */
    private Formula ofGroup(Groups of, int group) {
        int first = formula().columns().size() - of.labels().size();
        Expression expression = formula()
                .expression()
                .substitute(i -> i < first ? Expression.variable(i) : Expression.constant(i == first + group ? 1 : 0));
        return formula().withExpression(Simplifier.simplify(expression));
    }

    private String r2(double value) {
        return constant() || Double.isNaN(value) ? "–" : String.format(Locale.ROOT, "%.9g", value);
    }

    private void addEvidence(TextLines text) {
        Evidence evidence = found.evidence();
        if (!evidence.constants().isEmpty()) {
            text.line("constants      " + evidence.named());
        }
        for (Evidence.Parameter p : evidence.constants()) {
            text.line("               " + p.name() + " = " + constant(p, formula()));
        }
        String label = "seen for       ";
        for (Evidence.Range range : evidence.inputs()) {
            text.line(label + shown(range));
            label = " ".repeat(label.length());
        }
        text.line("target         " + shown(evidence.output()));
        evidence.lackOfFit()
                .ifPresent(repeats -> text.format(
                        "repeats        differ by %s (RMS); %s (F(%d, %d) = %.3g, p = %.2g)",
                        TextLines.brief(repeats.pureError()),
                        repeats.probability() < UNLIKELY
                                ? "the formula leaves more, and may not be the whole law"
                                : "the formula leaves no more",
                        repeats.places(),
                        repeats.repeats(),
                        repeats.ratio(),
                        repeats.probability()));
        evidence.rivals().forEach(rival -> text.line("warning        " + shown(rival)));
    }

    private static String shown(Evidence.Rival rival) {
        String where = rival.where().entrySet().stream()
                .map(input -> input.getKey() + " = " + TextLines.brief(input.getValue()))
                .collect(Collectors.joining(", "));
        return "as good on " + (rival.heldBack() ? "the rows held back" : "all rows") + " (RMSE "
                + TextLines.shortNumber(rival.rmse()) + "): " + rival.formula().text() + "; most apart at " + where
                + ", " + (rival.beyond() ? "beyond" : "within") + " the ranges seen: "
                + TextLines.brief(rival.prediction()) + " here, " + TextLines.brief(rival.rivalPrediction()) + " there";
    }

    /** A constant with its standard error; where that is larger, the value in the formula. */
    static String constant(Evidence.Parameter p, Formula formula) {
        String value = formula.withExpression(Expression.constant(p.value())).text();
        if (p.exact()) {
            boolean far = Math.abs(p.value() - p.estimate()) > 2 * p.standardError();
            String how = Constants.isSimple(p.value()) ? " taken as exact (" : " kept (";
            return value + how + (far ? "but " : "") + "left free: "
                    + TextLines.withError(p.estimate(), p.standardError()) + ")";
        }
        return p.standardError() <= Math.abs(p.estimate())
                ? TextLines.withError(p.value(), p.standardError())
                : value + ", not determined by the data"
                        + (p.determined() ? " (± " + TextLines.brief(p.standardError()) + ")" : "");
    }

    private static String shown(Evidence.Range range) {
        return TextLines.brief(range.min()) + " <= " + range.column() + " <= " + TextLines.brief(range.max());
    }

    @Override
    public String json() {
        return JsonMembers.object(this::members);
    }

    /** Adds what is known. */
    void members(JsonMembers json) {
        boolean constant = constant();
        json.formula(formula())
                .number("train_rmse", found.trainRmse())
                .number("test_rmse", found.testRmse())
                .number("test_r2", constant ? Double.NaN : found.testR2())
                .number("network_test_r2", constant ? Double.NaN : found.networkTestR2())
                .string("error_kind", found.errorKind())
                .string("noise", found.noise());
        if (!steering.text().isEmpty()) {
            json.string("asked_for", steering.text());
        }
        json.wholes("test_rows", found.testRows())
                .number("seconds", found.seconds())
                .whole("seed", seed)
                .string("shape", found.shape().toString())
                .string("method", found.method())
                .string("stopped", found.stopped().text())
                .objects(
                        "pareto",
                        found.pareto(),
                        (each, point) -> each.string(
                                        "formula_sympy", point.formula().sympy())
                                .whole("complexity", point.formula().size())
                                .number("validation_rmse", point.validationRmse()));
        write(json, found.evidence());
        groups.ifPresent(of -> json.objects(
                "groups",
                IntStream.range(0, of.labels().size()).boxed().toList(),
                (each, g) -> each.string("group", of.labels().get(g))
                        .string("formula_sympy", ofGroup(of, g).sympy())));
        file.ifPresent(written -> json.string("model", written.toString()));
        List<String> notes = new ArrayList<>(data.notes());
        notes.addAll(found.notes());
        json.strings("notes", notes).strings("warnings", data.warnings());
    }

    private static void write(JsonMembers json, Evidence evidence) {
        json.string("formula_constants", evidence.named().text())
                .constants(evidence.constants())
                .objects("domain", evidence.inputs(), DiscoverResult::write)
                .object("output_range", range -> write(range, evidence.output()))
                .objects("rivals", evidence.rivals(), DiscoverResult::write);
        evidence.lackOfFit()
                .ifPresent(repeats -> json.object(
                        "lack_of_fit",
                        each -> each.number("ratio", repeats.ratio())
                                .whole("places", repeats.places())
                                .whole("repeats", repeats.repeats())
                                .number("probability", repeats.probability())
                                .number("pure_error", repeats.pureError())));
    }

    private static void write(JsonMembers json, Evidence.Rival rival) {
        json.string("formula_sympy", rival.formula().sympy())
                .whole("complexity", rival.formula().size())
                .number("rmse", rival.rmse())
                .flag("held_back_rows", rival.heldBack())
                .object("where", where -> rival.where().forEach(where::number))
                .flag("beyond_domain", rival.beyond())
                .number("prediction", rival.prediction())
                .number("rival_prediction", rival.rivalPrediction());
    }

    private static void write(JsonMembers json, Evidence.Range range) {
        json.string("column", range.column()).number("min", range.min()).number("max", range.max());
    }

    /** The text. */
    @Override
    public String toString() {
        return text();
    }
}
