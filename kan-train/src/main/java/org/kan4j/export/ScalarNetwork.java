package org.kan4j.export;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.kan4j.basis.BSpline;
import org.kan4j.basis.Basis;
import org.kan4j.basis.Categories;
import org.kan4j.basis.Chebyshev;
import org.kan4j.basis.Fourier;
import org.kan4j.basis.GaussianRbf;
import org.kan4j.basis.Hats;
import org.kan4j.basis.Legendre;
import org.kan4j.basis.MexicanHat;
import org.kan4j.basis.Sines;
import org.kan4j.data.DataException;
import org.kan4j.formula.Formula;
import org.kan4j.formula.SourcePrinter;
import org.kan4j.function.UnivariateFunction;
import org.kan4j.grid.Extrapolation;
import org.kan4j.layer.BaseActivation;
import org.kan4j.layer.Edge;
import org.kan4j.layer.Layer;
import org.kan4j.model.InputKind;
import org.kan4j.model.KanModel;

/**
 * A network in C or Java, for one row: a function of the columns that gives the output, or fills an array with the outputs or the
 * probabilities of the classes. Every input of every layer is a function that adds its edges to the columns of the layer.
 */
final class ScalarNetwork {
    /** Functions of symbolic edges whose formula overflows or has a hole where the function has none. */
    private static final Map<String, String> OWN = Map.of(
            "softplus", "(u > 0 ? u : 0) + log1p(exp(-fabs(u)))",
            "log_cosh", "fabs(u) + log1p(exp(-2 * fabs(u))) - 0.6931471805599453",
            "bose", "1 / expm1(u)",
            "sinc", "u == 0 ? 1 : sin(u) / u");

    private static final String DOT = """
            double $dot(IN b, IN w, int n) {
                double sum = 0;
                for (int m = 0; m < n; m++) {
                    sum += b[m] * w[m];
                }
                return sum;
            }
            """;

    private static final String SOFTMAX = """
            void $softmax(OUT y, int n) {
                double largest = y[0];
                double sum = 0;
                for (int c = 1; c < n; c++) {
                    largest = y[c] > largest ? y[c] : largest;
                }
                for (int c = 0; c < n; c++) {
                    y[c] = exp(y[c] - largest);
                    sum += y[c];
                }
                for (int c = 0; c < n; c++) {
                    y[c] /= sum;
                }
            }
            """;

    /** A method of Java has 64 KiB at most, and each of these some 20 bytes. */
    private static final int MOST = 2000;

    private final KanModel model;
    private final ScalarSyntax syntax;
    private final double[] parameters;
    private final Set<String> helpers = new LinkedHashSet<>();
    private final StringBuilder body = new StringBuilder();

    private ScalarNetwork(KanModel model, ScalarSyntax syntax) {
        this.model = model;
        this.syntax = syntax;
        this.parameters = model.kan().parameters();
    }

    /**
     * A header or a class.
     *
     * @throws DataException if a basis or a function is none that can be written
     */
    static String print(KanModel model, ScalarSyntax syntax) {
        ScalarNetwork network = new ScalarNetwork(model, syntax);
        if (syntax.java()) {
            requireMethodsOfTheSizeThatJavaTakes(model);
        }
        int depth = model.kan().network().depth();
        List<String> symbols = Formula.symbolsFor(model.inputNames());
        Set<String> taken = new HashSet<>(syntax.reserved(symbols));
        taken.add("out");
        IntStream.rangeClosed(0, depth).forEach(l -> taken.addAll(List.of("h" + l, "z" + l)));
        List<String> names = SourcePrinter.names(symbols, taken);
        network.line(syntax.array(
                "h0",
                IntStream.range(0, names.size())
                        .mapToObj(i -> "(" + network.input(names.get(i), i) + " - "
                                + signed(model.inputs().shift(i)) + ") / "
                                + Numbers.decimal(model.inputs().scale(i)))
                        .toList()));
        for (int l = 0; l < depth; l++) {
            network.layer(l);
        }
        boolean one = model.classes().isEmpty() && model.outputNames().size() == 1;
        network.outputs("h" + depth, one);
        return syntax.document(
                String.join("", network.helpers),
                IntStream.range(0, names.size())
                        .mapToObj(i -> syntax.argument(
                                names.get(i), model.kinds().get(i).category()))
                        .collect(Collectors.joining(", ")),
                network.body.toString(),
                one);
    }

    /** The number of a column, with what stands for gaps. */
    private String input(String name, int input) {
        InputKind kind = model.kinds().get(input);
        if (!kind.category()) {
            return kind.fill().isEmpty()
                    ? name
                    : "(" + name + " != " + name + " ? " + signed(kind.fill().getAsDouble()) + " : " + name + ")";
        }
        String gap = kind.fill().isPresent()
                ? Integer.toString(
                        kind.levels().get((int) kind.fill().getAsDouble()).number())
                : syntax.java() ? "Double.NaN" : "NAN";
        helpers.add(syntax.same());
        helpers.add(syntax.levels("level" + input, kind, gap));
        return syntax.prefix() + "level" + input + "(" + name + ")";
    }

    private static void requireMethodsOfTheSizeThatJavaTakes(KanModel model) {
        for (InputKind kind : model.kinds()) {
            if (kind.levels().size() > MOST) {
                throw new DataException("export: Java: at most " + MOST + " levels of a category required, got "
                        + kind.levels().size() + "; --to c or python takes more");
            }
        }
        for (Layer layer : model.kan().network().layers()) {
            int rows = IntStream.range(0, layer.in()).map(layer::rows).max().orElse(0);
            int most = Math.max(Math.max(layer.in(), layer.columns()), rows);
            if (most > MOST) {
                throw new DataException("export: Java: at most " + MOST + " nodes of a layer and functions of a basis"
                        + " required, got " + most + "; --to c or python takes more");
            }
        }
    }

    private static String signed(double value) {
        return value < 0 ? "(" + Numbers.decimal(value) + ")" : Numbers.decimal(value);
    }

    private void line(String text) {
        body.append("    ").append(text).append('\n');
    }

    private void layer(int number) {
        Layer layer = model.kan().network().layer(number);
        String z = "z" + (number + 1);
        line(syntax.zeros(z, layer.columns()));
        for (int i = 0; i < layer.in(); i++) {
            String input = "in" + (number + 1) + "_" + i;
            helpers.add(syntax.function("void $" + input + "(double x, OUT z) {\n"
                    + edges(layer, i, model.kan().network().offset(number), "T" + (number + 1) + "_" + i) + "}\n"));
            line(syntax.prefix() + input + "(h" + number + "[" + i + "], " + z + ");");
        }
        List<String> nodes = new ArrayList<>();
        for (int node = 0; node < layer.out(); node++) {
            nodes.add(IntStream.range(layer.firstColumn(node), layer.firstColumn(node) + layer.columnCount(node))
                    .mapToObj(c -> z + "[" + c + "]")
                    .collect(Collectors.joining(" * ")));
        }
        line(syntax.array("h" + (number + 1), nodes));
    }

    /** The statements that add the edges of an input x to the columns z. */
    private String edges(Layer layer, int input, int start, String tables) {
        StringBuilder text = new StringBuilder();
        Basis basis = layer.basis(input);
        int rows = layer.rows(input) - (layer.gaps(input) ? 1 : 0);
        int from = start + layer.inputOffset(input);
        for (int c = 0; c < layer.columns(); c++) {
            int column = c;
            Edge edge = layer.edge(input, c);
            if (edge instanceof Edge.Numeric && basis instanceof Categories) {
                String table = tables + "_" + c;
                helpers.add(table(table, rows, m -> parameters[from + m * layer.columns() + column]));
                text.append("    z[" + c + "] += " + syntax.use(table) + "[x >= 0 && x < " + (rows - 1)
                        + " ? 1 + (int) x : 0] + 0 * x;\n");
            } else if (edge instanceof Edge.Numeric) {
                if (text.indexOf("LOCAL") < 0) {
                    text.insert(0, values(basis, layer.activation(input), rows, tables));
                }
                helpers.add(syntax.function(DOT));
                String table = tables + "_" + c;
                helpers.add(table(table, rows, m -> parameters[from + m * layer.columns() + column]));
                text.append("    z[" + c + "] += $dot(b, " + syntax.use(table) + ", " + rows + ");\n");
            } else if (edge instanceof Edge.Symbolic symbolic) {
                int at = start + layer.symbolicOffset(input, c);
                String argument = Numbers.decimal(parameters[at]) + " * x + " + signed(parameters[at + 1]);
                text.append("    z[" + c + "] += " + Numbers.decimal(parameters[at + 2]) + " * "
                        + symbolic(symbolic.function(), argument) + " + " + signed(parameters[at + 3]) + ";\n");
            }
        }
        if (layer.gaps(input)) {
            text.insert(0, gaps(layer, input, from + rows * layer.columns()));
        }
        if (text.isEmpty() && !syntax.java()) {
            text.append("    (void) x;\n    (void) z;\n");
        }
        return text.toString();
    }

    /** The statements that add the effects of a gap to the columns z, and fill it. */
    private String gaps(Layer layer, int input, int from) {
        StringBuilder text = new StringBuilder("    if (x != x) {\n");
        for (int c = 0; c < layer.columns(); c++) {
            if (layer.edge(input, c).active()) {
                text.append("        z[" + c + "] += " + Numbers.decimal(parameters[from + c]) + ";\n");
            }
        }
        return text + "        x = " + Numbers.decimal(layer.basis(input).neutral()) + ";\n    }\n";
    }

    /** The values of the basis and of the base activation, one behind the other. */
    private String values(Basis basis, BaseActivation activation, int rows, String tables) {
        String definition = ScalarBases.DEFINITIONS.get(basis.family());
        if (definition == null) {
            throw new DataException("export: C and Java: a basis of the families "
                    + ScalarBases.DEFINITIONS.keySet().stream().sorted().collect(Collectors.joining(", "))
                    + " required, got " + basis.family());
        }
        helpers.add(syntax.function(definition));
        String text = "    LOCAL b[" + rows + "];\n    $" + basis.family().replace('-', '_') + "(x, "
                + arguments(basis, tables) + ", b);\n";
        return switch (activation) {
            case SILU -> text + "    b[" + basis.size() + "] = x * (1 / (1 + exp(-x)));\n";
            case IDENTITY -> text + "    b[" + basis.size() + "] = x;\n";
            case ZERO -> text;
        };
    }

    private String arguments(Basis basis, String tables) {
        String ends = Numbers.decimal(basis.grid().lo()) + ", "
                + Numbers.decimal(basis.grid().hi()) + ", ";
        if (basis instanceof BSpline b) {
            return breakpoints(basis, tables) + ", " + basis.grid().intervals() + ", " + b.order() + ", "
                    + mode(b.extrapolation());
        } else if (basis instanceof Hats) {
            return breakpoints(basis, tables) + ", " + basis.grid().intervals();
        } else if (basis instanceof GaussianRbf b) {
            return centres(basis, tables, b::width);
        } else if (basis instanceof MexicanHat b) {
            return centres(basis, tables, b::width);
        } else if (basis instanceof Chebyshev b) {
            return ends + b.degree() + ", " + mode(b.extrapolation());
        } else if (basis instanceof Legendre b) {
            return ends + b.degree() + ", " + mode(b.extrapolation());
        } else if (basis instanceof Fourier b) {
            return ends + b.harmonics();
        } else if (basis instanceof Sines b) {
            return ends + b.frequencies();
        }
        throw new IllegalStateException("no arguments for " + basis.family());
    }

    private static int mode(Extrapolation extrapolation) {
        return switch (extrapolation) {
            case ZERO -> 0;
            case CONSTANT -> 1;
            case LINEAR -> 2;
        };
    }

    private String breakpoints(Basis basis, String tables) {
        double[] breakpoints = basis.grid().breakpoints();
        helpers.add(table(tables + "_grid", breakpoints.length, i -> breakpoints[i]));
        return syntax.use(tables + "_grid");
    }

    /** Functions around breakpoints, some of them beyond the ends. */
    private String centres(Basis basis, String tables, IntToDoubleFunction width) {
        helpers.add(table(tables + "_centres", basis.size(), basis.grid()::knot));
        helpers.add(table(tables + "_widths", basis.size(), width));
        return syntax.use(tables + "_centres") + ", " + syntax.use(tables + "_widths") + ", " + basis.size();
    }

    private String table(String name, int size, IntToDoubleFunction numbers) {
        return syntax.table(
                name,
                IntStream.range(0, size)
                        .mapToObj(i -> Numbers.decimal(numbers.applyAsDouble(i)))
                        .toList());
    }

    private String symbolic(UnivariateFunction function, String argument) {
        String called = "f_" + function.name().replaceAll("[^a-z0-9_]", "_");
        String own = OWN.get(function.name());
        if (own != null) {
            helpers.add(syntax.function("double $" + called + "(double u) {\n    return " + own + ";\n}\n"));
            return "$" + called + "(" + argument + ")";
        }
        try {
            helpers.add(syntax.symbolic(function, called));
        } catch (IllegalArgumentException e) {
            throw new DataException("export: C and Java: functions that formulas can hold required, got "
                    + function.name() + ": " + e.getMessage());
        }
        return syntax.apply(called, argument);
    }

    private void outputs(String h, boolean one) {
        List<String> values = new ArrayList<>();
        for (int o = 0; o < model.outputNames().size(); o++) {
            String y = h + "[" + o + "] * " + Numbers.decimal(model.outputs().scale(o)) + " + "
                    + signed(model.outputs().shift(o));
            values.add(model.response().exponential() ? (syntax.java() ? "Math.exp(" : "exp(") + y + ")" : y);
        }
        if (one) {
            line("return " + values.get(0) + ";");
            return;
        }
        if (model.classes().size() > values.size()) {
            values.add(0, "0");
        }
        if (syntax.java()) {
            line(syntax.zeros("out", values.size()));
        }
        for (int o = 0; o < values.size(); o++) {
            line("out[" + o + "] = " + values.get(o) + ";");
        }
        if (!model.classes().isEmpty()) {
            helpers.add(syntax.function(SOFTMAX));
            line(syntax.prefix() + "softmax(out, " + values.size() + ");");
        }
        if (syntax.java()) {
            line("return out;");
        }
    }
}
