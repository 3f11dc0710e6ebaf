package org.kan4j.report.html;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.kan4j.formula.CompiledExpression;
import org.kan4j.formula.Constants;
import org.kan4j.formula.Expression;
import org.kan4j.formula.Formula;
import org.kan4j.layer.Edge;
import org.kan4j.model.KanModel;
import org.kan4j.network.KanNetwork;
import org.kan4j.network.Shape;
import org.kan4j.report.NetworkLook;
import org.kan4j.report.NetworkPlot;

/** What a model is: its formula, its network, and the constants. */
final class ModelSections {
    private static final int DIGITS = 5;
    private static final int MOST_EDGES = 36;
    private static final int MOST_UNREAD = 12;
    private static final int MOST_ENLARGED = 12;
    private static final NetworkLook.Colours COLOURS = new NetworkLook.Colours(
            "var(--ink)", "var(--line)", "var(--named)", "var(--soft)", "var(--paper)", "var(--box)");

    private ModelSections() {}

    /** The formula in MathML and in the notations that programs read. */
    static void formula(Markup page, Formula formula) {
        page.open("section").leaf("h2", "Formula");
        Page.scrolling(page, "Formula");
        Formula shown = rounded(formula);
        boolean exact = shown.equals(formula);
        page.open("p", "class", "formula").leaf("span", formula.target() + (exact ? " = " : " ≈ "));
        page.insert(mathml(shown)).close().close();
        if (!exact) {
            page.leaf("p", "Constants are rounded to " + DIGITS + " digits here; what is copied has them all.");
        }
        List<Integer> renamed = formula.expression().variables().stream()
                .filter(v -> !formula.symbols().get(v).equals(formula.columns().get(v)))
                .toList();
        if (!renamed.isEmpty()) {
            page.leaf("p", "The symbols stand for columns:").open("dl");
            renamed.forEach(v -> page.leaf("dt", formula.symbols().get(v))
                    .leaf("dd", formula.columns().get(v)));
            page.close();
        }
        List<Notation> notations = List.of(
                new Notation("Text", "text", formula.toString()),
                new Notation("LaTeX", "latex", formula.latex()),
                new Notation("Python (SymPy)", "python", formula.sympy()),
                new Notation("Java", "java", formula.java("Formula").stripTrailing()));
        page.open("p", "class", "buttons");
        for (Notation each : notations) {
            // The script shows the buttons, which do nothing without it.
            page.leaf("button", "Copy " + each.name, "type", "button", "data-copy", each.id, "hidden", "hidden");
        }
        page.close();
        for (Notation each : notations) {
            page.open("details").leaf("summary", each.name);
            page.leaf("pre", each.text, "id", each.id, "tabindex", "0", "role", "region", "aria-label", each.name);
            page.close();
        }
        page.close();
    }

    /** A formula for the eye. */
    private static Formula rounded(Formula formula) {
        Expression expression = formula.expression();
        double[] values = CompiledExpression.constants(expression).stream()
                .mapToDouble(constant -> Constants.isSimple(constant.value()) || !Double.isFinite(constant.value())
                        ? constant.value()
                        : new BigDecimal(constant.value())
                                .round(new MathContext(DIGITS))
                                .doubleValue())
                .toArray();
        boolean[] all = new boolean[values.length];
        Arrays.fill(all, true);
        return formula.withExpression(CompiledExpression.of(expression, all).withParameters(values));
    }

    /** Products without a sign between them can be read where all symbols are single letters. */
    private static String mathml(Formula formula) {
        boolean letters = formula.symbols().stream().allMatch(symbol -> symbol.length() == 1);
        return letters ? formula.mathml() : formula.mathml().replace("&#x2062;", "&#x22C5;");
    }

    private record Notation(String name, String id, String text) {}

    /** The network with the functions of its edges. */
    static void network(Markup page, Importance importance, Subject subject) {
        KanModel model = subject.model();
        KanNetwork network = model.kan().network();
        NetworkLook.Selection drawn = importance.edges(MOST_EDGES);
        int shown = 0;
        for (int l = 0; l < network.depth(); l++) {
            for (int i = 0; i < network.layer(l).in(); i++) {
                for (int c = 0; c < network.layer(l).columns(); c++) {
                    shown += drawn.has(l, i, c) ? 1 : 0;
                }
            }
        }
        int left = network.activeEdges() - shown;
        page.open("section").leaf("h2", "Network");
        page.leaf(
                "p",
                "Inputs are below, outputs above. Every box is the function of an edge over the range of its input; a pale one "
                        + "varies little beside the others that enter the same node."
                        + (subject.rows().isPresent() ? " Grey bars show where the rows are." : "")
                        + (left > 0
                                ? String.format(
                                        Locale.ROOT,
                                        " Of %,d edges the %,d that matter most are drawn; %,d are not shown.",
                                        network.activeEdges(),
                                        shown,
                                        left)
                                : ""));
        if (subject.formula().isPresent() && !symbolic(network)) {
            page.leaf("p", "The formula was not read off this network.");
        }
        Page.scrolling(page, "Picture of the network");
        page.open("div", "class", "network").insert(picture(importance, subject, drawn));
        page.close().close();
        enlarged(page, importance, subject);
        page.close();
    }

    /** The functions that matter most, each with its axes; the script leads to them from the picture. */
    private static void enlarged(Markup page, Importance importance, Subject subject) {
        NetworkLook.Selection chosen = importance.edges(MOST_ENLARGED);
        KanNetwork network = subject.model().kan().network();
        page.open("details", "id", "edges").leaf("summary", "Functions of the edges, enlarged");
        page.open("div", "class", "charts");
        for (int l = 0; l < network.depth(); l++) {
            for (int i = 0; i < network.layer(l).in(); i++) {
                for (int c = 0; c < network.layer(l).columns(); c++) {
                    if (chosen.has(l, i, c)) {
                        Pictures.Picture picture = EdgeCharts.of(importance, subject, l, i, c);
                        page.open("figure", "id", "edge-" + l + "-" + i + "-" + c, "tabindex", "-1");
                        page.insert(picture.svg())
                                .leaf("figcaption", picture.title())
                                .close();
                    }
                }
            }
        }
        page.close().close();
    }

    /** The edges that matter most, and nothing around. */
    static String picture(Importance importance, Subject subject) {
        return picture(importance, subject, importance.edges(MOST_EDGES));
    }

    private static String picture(Importance importance, Subject subject, NetworkLook.Selection drawn) {
        KanNetwork network = subject.model().kan().network();
        return NetworkPlot.svg(
                subject.model(),
                new NetworkLook(
                        "Network of shape " + Shape.of(network) + " with " + network.activeEdges() + " edges",
                        drawn,
                        network.in() <= MOST_UNREAD,
                        importance.density(),
                        COLOURS));
    }

    private static boolean symbolic(KanNetwork network) {
        return network.layers().stream()
                .anyMatch(layer -> IntStream.range(0, layer.in() * layer.columns())
                        .anyMatch(e -> layer.edge(e / layer.columns(), e % layer.columns()) instanceof Edge.Symbolic));
    }
}
