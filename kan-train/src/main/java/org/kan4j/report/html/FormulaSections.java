package org.kan4j.report.html;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.kan4j.discover.Discovery;
import org.kan4j.discover.evidence.Evidence;
import org.kan4j.formula.CompiledExpression;
import org.kan4j.formula.Constant;
import org.kan4j.formula.Constants;
import org.kan4j.formula.Formula;
import org.kan4j.report.JsonMembers;
import org.kan4j.report.TextLines;

/** How far a formula may be believed: others by size and error, its constants, rivals, and what it says of rows that are made up. */
final class FormulaSections {
    /** Of more inputs there are no sliders. */
    private static final int MOST_SLIDERS = 30;

    private FormulaSections() {}

    /** Formulas by size and error. */
    static void front(Markup page, List<Discovery.Point> front) {
        if (front.isEmpty()) {
            return;
        }
        page.open("section").leaf("h2", "Formulas by size and error");
        page.leaf(
                "p",
                "The best formula of each size that the search found. The error is that on rows that judged, in the units of the target.");
        page.open("div", "class", "charts").open("figure");
        Pictures.Picture chart = Pictures.pareto(
                "the RMSE",
                front.stream()
                        .map(point -> new Pictures.Point(
                                point.formula().text(), point.formula().size(), point.validationRmse()))
                        .toList());
        page.insert(chart.svg()).leaf("figcaption", chart.title()).close().close();
        Page.table(
                page,
                "Formulas, the smallest first",
                List.of("complexity", "validation RMSE", "formula"),
                front.stream()
                        .map(point -> List.of(
                                Integer.toString(point.formula().size()),
                                TextLines.shortNumber(point.validationRmse()),
                                point.formula().text()))
                        .toList());
        page.close();
    }

    /** Constants of a formula, with standard errors where there are rows to tell them by. */
    static void constants(Markup page, Formula formula, Findings findings) {
        if (findings.evidence().isPresent()) {
            known(page, findings.evidence().get());
            return;
        }
        List<Constant> constants = CompiledExpression.constants(formula.expression()).stream()
                .filter(constant -> !Constants.isSimple(constant.value()))
                .toList();
        if (!constants.isEmpty()) {
            page.open("section").leaf("h2", "Constants of the formula");
            page.leaf(
                    "p",
                    "In the order of the formula, with all digits. Integers, fractions and short decimals are left out.");
            Page.table(
                    page,
                    "Constants",
                    List.of("number", "value"),
                    IntStream.range(0, constants.size())
                            .mapToObj(i -> List.of(
                                    Integer.toString(i + 1),
                                    Double.toString(constants.get(i).value())))
                            .toList());
            page.close();
        }
    }

    private static void known(Markup page, Evidence evidence) {
        if (evidence.constants().isEmpty()) {
            return;
        }
        page.open("section").leaf("h2", "Constants of the formula");
        Page.scrolling(page, "Formula with names of the constants");
        page.leaf("p", evidence.named().toString()).close();
        page.leaf(
                "p",
                "Standard errors are those of least squares on these rows. An exact constant was taken for a simple number; the estimate says what the rows alone give.");
        Page.table(
                page,
                "Constants",
                List.of("name", "value", "estimate", "standard error", "95% interval", "taken as"),
                evidence.constants().stream()
                        .map(c -> List.of(
                                c.name(),
                                Double.toString(c.value()),
                                TextLines.shortNumber(c.estimate()),
                                c.determined() ? TextLines.shortNumber(c.standardError()) : "not determined",
                                Double.isNaN(c.margin()) ? "–" : "± " + TextLines.shortNumber(c.margin()),
                                c.exact() ? "exact" : "free"))
                        .toList());
        page.close();
    }

    /** Formulas that do as well and predict something else. */
    static void rivals(Markup page, Findings findings) {
        List<Evidence.Rival> rivals = findings.evidence().map(Evidence::rivals).orElse(List.of());
        if (rivals.isEmpty()) {
            return;
        }
        page.open("section").leaf("h2", "Rivals");
        page.leaf(
                "p",
                "Formulas of similar size that explain the rows as well, as far as these can tell, and predict something else. A measurement where they part would decide.");
        Page.table(
                page,
                "Rivals, and where they part most from the formula",
                List.of("formula", "RMSE", "at", "formula predicts", "rival predicts"),
                rivals.stream()
                        .map(rival -> List.of(
                                rival.formula().text(),
                                TextLines.shortNumber(rival.rmse()),
                                where(rival.where()) + (rival.beyond() ? " (beyond the rows)" : ""),
                                TextLines.shortNumber(rival.prediction()),
                                TextLines.shortNumber(rival.rivalPrediction())))
                        .toList());
        page.close();
    }

    private static String where(Map<String, Double> where) {
        return where.entrySet().stream()
                .map(each -> each.getKey() + " = " + TextLines.shortNumber(each.getValue()))
                .collect(Collectors.joining(", "));
    }

    /** A section that the script fills with sliders; without it there is none. */
    static void whatIf(Markup page, Formula formula, Subject subject) {
        List<Integer> variables = List.copyOf(formula.expression().variables());
        if (variables.isEmpty() || variables.size() > MOST_SLIDERS) {
            return;
        }
        List<Range> all = Rows.ranges(subject.model());
        List<String> ranges = new ArrayList<>();
        for (int variable : variables) {
            String column = formula.columns().get(variable);
            Range range = all.get(subject.model().inputNames().indexOf(column));
            ranges.add(JsonMembers.object(
                    json -> json.string("symbol", formula.symbols().get(variable))
                            .string("column", column)
                            .number("lo", range.lo())
                            .number("hi", range.hi())));
        }
        page.open(
                "section",
                "id",
                "what-if",
                "hidden",
                "hidden",
                "data-formula",
                formula.json(),
                "data-inputs",
                "[" + String.join(",", ranges) + "]");
        page.leaf("h2", "What if")
                .leaf(
                        "p",
                        "What the formula says of a row that you make up, within the ranges that the model was fitted to.")
                .close();
    }
}
