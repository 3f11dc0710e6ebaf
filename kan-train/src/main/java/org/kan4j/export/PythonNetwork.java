package org.kan4j.export;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.kan4j.basis.Categories;
import org.kan4j.data.DataException;
import org.kan4j.formula.Formula;
import org.kan4j.formula.FormulaParser;
import org.kan4j.function.UnivariateFunction;
import org.kan4j.layer.BaseActivation;
import org.kan4j.layer.Edge;
import org.kan4j.layer.Layer;
import org.kan4j.model.InputKind;
import org.kan4j.model.KanModel;
import org.kan4j.model.Normalization;

/**
 * A network in Python with NumPy: a module with one function that takes the columns and gives the output, or an array whose last axis is
 * that of the outputs, or of the probabilities of the classes. The code goes through the network as {@code kernel.ScalarKernels} does: layer by
 * layer, input by input.
 */
final class PythonNetwork {
    /** Functions of symbolic edges whose formula overflows or has a hole where the function has none. */
    private static final Map<String, String> OWN = Map.of(
            "softplus", "np.logaddexp(0.0, u)",
            "log_cosh", "np.abs(u) + np.log1p(np.exp(-2.0 * np.abs(u))) - np.log(2.0)",
            "bose", "1.0 / np.expm1(u)",
            "sinc", "np.sinc(u / np.pi)");

    private static final String SILU = """
            def _silu(x):
                return x * (1 / (1 + np.exp(-x)))
            """;

    private static final String LEVELS = """
            def _levels(texts, numbers, gap):
                # Numbers of levels: -1 where no row had the text; None, NaN and no text are gaps.
                def number(text):
                    return gap if text is None or text != text or text == "" else numbers.get(str(text), -1.0)
                texts = np.asarray(texts, dtype=object)
                return np.array([number(text) for text in texts.ravel()], dtype=float).reshape(texts.shape)
            """;

    private static final String CATEGORY = """
            def _category(x, table):
                # Rows of a table of effects: the first where a level is not known.
                known = (x >= 0) & (x < len(table) - 1)
                return table[np.where(known, x, -1.0).astype(int) + 1] + 0 * x[:, None]
            """;

    private final KanModel model;
    private final Set<String> definitions = new LinkedHashSet<>();
    private final StringBuilder body = new StringBuilder();

    private PythonNetwork(KanModel model) {
        this.model = model;
    }

    /**
     * A module with one function.
     *
     * @throws DataException if a basis or a function is none that can be written
     */
    static String print(KanModel model, String name) {
        PythonNetwork network = new PythonNetwork(model);
        List<String> names = Formula.symbolsFor(model.inputNames());
        network.inputs(names);
        for (int l = 0; l < model.kan().network().depth(); l++) {
            network.layer(l);
        }
        network.outputs();
        String helpers = network.definitions.stream()
                .map(text -> text.strip() + "\n\n\n")
                .collect(Collectors.joining());
        return "import numpy as np\n\n\n" + helpers + "def " + name + "(" + String.join(", ", names) + "):\n"
                + network.body;
    }

    private void line(String text) {
        body.append("        ").append(text).append('\n');
    }

    private void inputs(List<String> names) {
        body.append("    h = np.stack(np.broadcast_arrays("
                + IntStream.range(0, names.size())
                        .mapToObj(i -> input(names.get(i), model.kinds().get(i)))
                        .collect(Collectors.joining(", "))
                + "), axis=-1)\n    shape = h.shape[:-1]\n    with np.errstate(all=\"ignore\"):\n");
        line("h = (h.reshape(-1, " + names.size() + ") - " + shifts(model.inputs()) + ") / " + scales(model.inputs()));
    }

    /** The numbers of a column, with what stands for gaps. */
    private String input(String name, InputKind kind) {
        String number = "np.asarray(" + name + ", dtype=float)";
        if (!kind.category()) {
            return kind.fill().isEmpty()
                    ? number
                    : "np.nan_to_num(" + number + ", nan="
                            + Numbers.decimal(kind.fill().getAsDouble()) + ", posinf=np.inf, neginf=-np.inf)";
        }
        definitions.add(LEVELS);
        String numbers = kind.levels().stream()
                .filter(InputKind.Level::known)
                .map(level -> Quotes.python(level.name()) + ": " + level.number())
                .collect(Collectors.joining(", ", "{", "}"));
        String gap = kind.fill().isPresent()
                ? Integer.toString(
                        kind.levels().get((int) kind.fill().getAsDouble()).number())
                : "np.nan";
        return "_levels(" + name + ", " + numbers + ", " + gap + ")";
    }

    private static String shifts(Normalization units) {
        return PythonBases.array(
                IntStream.range(0, units.columns()).mapToDouble(units::shift).toArray());
    }

    private static String scales(Normalization units) {
        return PythonBases.array(
                IntStream.range(0, units.columns()).mapToDouble(units::scale).toArray());
    }

    private void layer(int number) {
        Layer layer = model.kan().network().layer(number);
        double[] parameters = model.kan().parameters();
        int start = model.kan().network().offset(number);
        line("# Layer " + (number + 1) + ": " + layer.in() + " inputs, " + layer.out() + " nodes.");
        line("z = np.zeros((len(h), " + layer.columns() + "))");
        for (int i = 0; i < layer.in(); i++) {
            int input = i;
            int[] numeric = IntStream.range(0, layer.columns())
                    .filter(c -> layer.edge(input, c) instanceof Edge.Numeric)
                    .toArray();
            line("u = h[:, " + i + "]");
            if (layer.gaps(i)) {
                gaps(layer, i, parameters, start);
            }
            if (numeric.length > 0) {
                numeric(layer, i, numeric, parameters, start);
            }
            for (int c = 0; c < layer.columns(); c++) {
                if (layer.edge(i, c) instanceof Edge.Symbolic edge) {
                    symbolic(edge.function(), c, parameters, start + layer.symbolicOffset(i, c));
                }
            }
        }
        List<String> nodes = new ArrayList<>();
        IntStream.range(0, layer.sums()).forEach(c -> nodes.add("z[:, " + c + "]"));
        int first = layer.sums();
        for (int product = 0; product < layer.products(); product++) {
            int arity = layer.arity(product);
            nodes.add("np.prod(z[:, " + first + ":" + (first + arity) + "], axis=-1)");
            first += arity;
        }
        line("h = " + (layer.products() == 0 ? "z" : "np.stack([" + String.join(", ", nodes) + "], axis=-1)"));
    }

    /** Adds the effects of gaps, and fills them. */
    private void gaps(Layer layer, int input, double[] parameters, int start) {
        int from = start + layer.inputOffset(input) + (layer.rows(input) - 1) * layer.columns();
        line("z += np.isnan(u)[:, None] * "
                + PythonBases.array(IntStream.range(0, layer.columns())
                        .mapToDouble(c -> layer.edge(input, c).active() ? parameters[from + c] : 0)
                        .toArray()));
        line("u = np.where(np.isnan(u), " + Numbers.decimal(layer.basis(input).neutral()) + ", u)");
    }

    private void numeric(Layer layer, int input, int[] columns, double[] parameters, int start) {
        boolean category = layer.basis(input) instanceof Categories;
        definitions.add(category ? CATEGORY : PythonBases.definition(layer.basis(input)));
        int size = layer.basis(input).size();
        List<String> rows = new ArrayList<>();
        for (int row = 0; row < layer.rows(input); row++) {
            int from = start + layer.inputOffset(input) + row * layer.columns();
            rows.add(PythonBases.list(
                    IntStream.of(columns).mapToDouble(c -> parameters[from + c]).toArray()));
        }
        String target = "z[:, " + IntStream.of(columns).boxed().toList() + "] += ";
        String table = "np.array([" + String.join(", ", rows.subList(0, size)) + "])";
        line(target
                + (category ? "_category(u, " + table + ")" : PythonBases.call(layer.basis(input)) + " @ " + table));
        if (layer.activation(input) != BaseActivation.ZERO) {
            boolean identity = layer.activation(input) == BaseActivation.IDENTITY;
            if (!identity) {
                definitions.add(SILU);
            }
            line(target + (identity ? "u" : "_silu(u)") + "[:, None] * np.array(" + rows.get(size) + ")");
        }
    }

    /** c·f(a·u + b) + d. */
    private void symbolic(UnivariateFunction function, int column, double[] parameters, int at) {
        String name = "_" + function.name().replaceAll("[^a-z0-9_]", "_");
        String value = OWN.get(function.name());
        if (value == null) {
            try {
                value = PythonPrinter.expression(FormulaParser.parse(function.formula(), List.of("u")), List.of("u"));
            } catch (IllegalArgumentException e) {
                throw new DataException("export: Python: functions that formulas can hold required, got "
                        + function.name() + ": " + e.getMessage());
            }
        }
        definitions.add("def " + name + "(u):\n    return " + value);
        line("z[:, " + column + "] += " + Numbers.decimal(parameters[at + 2]) + " * " + name + "("
                + Numbers.decimal(parameters[at]) + " * u + " + Numbers.decimal(parameters[at + 1]) + ") + "
                + Numbers.decimal(parameters[at + 3]));
    }

    private void outputs() {
        String y = "h * " + scales(model.outputs()) + " + " + shifts(model.outputs());
        line("y = " + (model.response().exponential() ? "np.exp(" + y + ")" : y));
        int outputs = model.outputNames().size();
        int classes = model.classes().size();
        if (classes > 0) {
            if (outputs == 1) {
                line("y = np.concatenate([np.zeros_like(y), y], axis=-1)");
            }
            line("p = np.exp(y - np.max(y, axis=-1, keepdims=True))");
            line("return (p / np.sum(p, axis=-1, keepdims=True)).reshape(shape + (" + classes + ",))");
        } else {
            line("return y.reshape(shape" + (outputs == 1 ? "" : " + (" + outputs + ",)") + ")");
        }
    }
}
