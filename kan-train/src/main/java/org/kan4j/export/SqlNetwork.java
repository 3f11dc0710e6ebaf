package org.kan4j.export;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.kan4j.basis.Basis;
import org.kan4j.data.DataException;
import org.kan4j.formula.Expression;
import org.kan4j.formula.FormulaParser;
import org.kan4j.function.UnivariateFunction;
import org.kan4j.layer.BaseActivation;
import org.kan4j.layer.Edge;
import org.kan4j.layer.Layer;
import org.kan4j.model.InputKind;
import org.kan4j.model.KanModel;
import org.kan4j.network.Shape;

/**
 * A network as an expression of SQL: a query without a table of its own that reads the columns of the row it stands in. Its steps are the
 * inputs in the network's units and then, for each layer, what its edges share and its nodes, so that no value is written twice.
 */
final class SqlNetwork {
    /** Functions of symbolic edges whose formula overflows or cancels where the function does not. */
    private static final Map<String, String> OWN = Map.of(
            "softplus", "max(u, 0) + log(1 + exp(-abs(u)))",
            "log_cosh", "abs(u) + log(1 + exp(-2*abs(u))) - 0.6931471805599453",
            "bose", "exp(-u/2)/(2*sinh(u/2))");

    /** Characters: SQLite takes a million. */
    private static final int LONGEST = 250_000;

    private final KanModel model;
    private final SqlDialect dialect;
    private final double[] parameters;
    private final List<List<String>> steps = new ArrayList<>();
    private int written;

    private SqlNetwork(KanModel model, SqlDialect dialect) {
        this.model = model;
        this.dialect = dialect;
        this.parameters = model.kan().parameters();
    }

    /**
     * One expression; of several outputs, or of more than two classes, one for each, with its name.
     *
     * @throws DataException if it is longer than databases take, or a basis or a function is none that can be written
     */
    static String print(KanModel model, SqlDialect dialect) {
        SqlNetwork network = new SqlNetwork(model, dialect);
        network.inputs();
        for (int l = 0; l < model.kan().network().depth(); l++) {
            network.layer(l);
        }
        String text = model.classes().isEmpty() ? network.numbers() : network.probabilities();
        network.written = 0;
        return network.counted(text);
    }

    /** A text, whose characters count. */
    private String counted(String text) {
        written += text.length();
        if (written > LONGEST) {
            throw new DataException("export: SQL: at most " + LONGEST + " characters required, got more for"
                    + " the network " + Shape.of(model.kan().network())
                    + "; kan prune makes networks smaller, --to python, c, java and onnx take larger ones");
        }
        return text;
    }

    private static String number(double value) {
        return SqlPrinter.literal(value);
    }

    /** A value of the last step. */
    private String value(int index) {
        return (dialect == SqlDialect.SPARK ? "l" + (steps.size() - 1) + "." : "") + name(index);
    }

    private static String name(int index) {
        return "h" + index;
    }

    /** The inputs in the network's units, and behind them, where any may have gaps, for each whether it has one. */
    private void inputs() {
        Layer first = model.kan().network().layer(0);
        List<String> values = new ArrayList<>();
        List<String> gaps = new ArrayList<>();
        for (int i = 0; i < first.in(); i++) {
            String column = column(model.inputNames().get(i), model.kinds().get(i));
            double shift = model.inputs().shift(i);
            double scale = model.inputs().scale(i);
            String shifted = shift == 0 ? column : "(" + column + " - " + number(shift) + ")";
            String value = scale == 1 ? shifted : shifted + " / " + number(scale);
            boolean may = first.gaps(i);
            values.add(counted(
                    may ? "COALESCE(" + value + ", " + number(first.basis(i).neutral()) + ")" : value));
            gaps.add(may ? "CASE WHEN " + column + " IS NULL THEN 1E0 ELSE 0E0 END" : "0E0");
        }
        if (first.anyGaps()) {
            values.addAll(gaps);
        }
        steps.add(values);
    }

    /** The number of a column, with what stands for gaps. */
    private String column(String name, InputKind kind) {
        if (!kind.category()) {
            String number = dialect.number(name);
            return kind.fill().isEmpty()
                    ? number
                    : "COALESCE(" + number + ", " + number(kind.fill().getAsDouble()) + ")";
        }
        String text = dialect.text(name);
        String levels = kind.levels().stream()
                .filter(InputKind.Level::known)
                .map(level -> " WHEN " + dialect.literal(level.name()) + " THEN " + number(level.number()))
                .collect(Collectors.joining());
        String gap = kind.fill().isEmpty()
                ? ""
                : " ELSE "
                        + number(kind.levels()
                                .get((int) kind.fill().getAsDouble())
                                .number());
        return "CASE WHEN " + text + " <> '' THEN CASE " + text + levels + " ELSE -1E0 END" + gap + " END";
    }

    private void layer(int number) {
        Layer layer = model.kan().network().layer(number);
        int[] shared = shared(layer);
        List<String> nodes = new ArrayList<>();
        for (int node = 0; node < layer.out(); node++) {
            int first = layer.firstColumn(node);
            List<String> columns = IntStream.range(first, first + layer.columnCount(node))
                    .mapToObj(c -> column(number, layer, c, shared))
                    .toList();
            nodes.add(
                    columns.size() == 1
                            ? columns.get(0)
                            : columns.stream().map(c -> "(" + c + ")").collect(Collectors.joining(" * ")));
        }
        steps.add(nodes);
    }

    /**
     * Adds a step of the values there are and those that several edges of an input share.
     *
     * @return for each input the place of the first of these: the functions of its basis, unless each edge is written as a whole, and then the
     *     base activation
     */
    private int[] shared(Layer layer) {
        List<String> values = IntStream.range(0, steps.get(steps.size() - 1).size())
                .mapToObj(this::value)
                .collect(Collectors.toCollection(ArrayList::new));
        int before = values.size();
        int[] places = new int[layer.in()];
        for (int i = 0; i < layer.in(); i++) {
            int input = i;
            places[i] = values.size();
            if (IntStream.range(0, layer.columns()).anyMatch(c -> layer.edge(input, c) instanceof Edge.Numeric)) {
                SqlBases.functions(layer.basis(i), value(i)).forEach(f -> values.add(counted(f)));
                if (layer.activation(i) == BaseActivation.SILU) {
                    values.add(counted(value(i) + " / (1E0 + " + exponential("-1E0 * " + value(i)) + ")"));
                }
            }
        }
        if (values.size() > before) {
            steps.add(values);
        }
        return places;
    }

    /** The sum of the edges that lead to a column. */
    private String column(int number, Layer layer, int column, int[] shared) {
        List<String> terms = new ArrayList<>();
        int start = model.kan().network().offset(number);
        for (int i = 0; i < layer.in(); i++) {
            Edge edge = layer.edge(i, column);
            int from = start + layer.inputOffset(i) + column;
            if (edge instanceof Edge.Numeric) {
                terms.add(counted(numeric(layer, i, from, shared[i])));
            } else if (edge instanceof Edge.Symbolic symbolic) {
                terms.add(counted(symbolic(symbolic.function(), start + layer.symbolicOffset(i, column), value(i))));
            }
            if (layer.gaps(i) && edge.active()) {
                double effect = parameters[from + (layer.rows(i) - 1) * layer.columns()];
                terms.add(number(effect) + " * " + value(layer.in() + i));
            }
        }
        return terms.isEmpty() ? "0E0" : String.join(" + ", terms);
    }

    private String numeric(Layer layer, int input, int from, int shared) {
        Basis basis = layer.basis(input);
        double[] coefficients = IntStream.range(0, basis.size())
                .mapToDouble(m -> parameters[from + m * layer.columns()])
                .toArray();
        int functions = SqlBases.functions(basis, "").size();
        String values = functions == 0
                ? SqlBases.edge(basis, coefficients, value(input))
                : IntStream.range(0, functions)
                        .mapToObj(m -> number(coefficients[m]) + " * " + value(shared + m))
                        .collect(Collectors.joining(" + "));
        if (layer.activation(input) == BaseActivation.ZERO) {
            return values;
        }
        int base = layer.activation(input) == BaseActivation.IDENTITY ? input : shared + functions;
        return values + " + " + number(parameters[from + basis.size() * layer.columns()]) + " * " + value(base);
    }

    /** c·f(a·h + b) + d. */
    private String symbolic(UnivariateFunction function, int at, String h) {
        Expression argument = Expression.sum(
                Expression.product(Expression.constant(parameters[at]), Expression.variable(0)),
                Expression.constant(parameters[at + 1]));
        String value = function.name().equals("sinc") ? sinc(argument, h) : "(" + value(function, argument, h) + ")";
        return number(parameters[at + 2]) + " * " + value + " + " + number(parameters[at + 3]);
    }

    private String value(UnivariateFunction function, Expression argument, String h) {
        try {
            Expression formula =
                    FormulaParser.parse(OWN.getOrDefault(function.name(), function.formula()), List.of("u"));
            return print(formula.substitute(index -> argument), h);
        } catch (IllegalArgumentException e) {
            throw new DataException("export: SQL: functions that formulas can hold required, got " + function.name()
                    + ": " + e.getMessage());
        }
    }

    private String sinc(Expression argument, String h) {
        String u = print(argument, h);
        return "CASE WHEN " + u + " = 0E0 THEN 1E0 ELSE SIN(" + u + ") / NULLIF(" + u + ", 0E0) END";
    }

    private String print(Expression expression, String h) {
        return SqlPrinter.print(expression, dialect, List.of(h));
    }

    /** An exponential that stays within the range of numbers, beyond which some dialects end the query. */
    private String exponential(String u) {
        return dialect.raises()
                ? "EXP(CASE WHEN " + u + " > 700E0 THEN 700E0 WHEN " + u + " < -700E0 THEN -700E0 ELSE " + u + " END)"
                : "EXP(" + u + ")";
    }

    /** The outputs in their units, each from its node alone. */
    private String numbers() {
        List<String> nodes = steps.remove(steps.size() - 1);
        List<String> queries = new ArrayList<>();
        for (int o = 0; o < nodes.size(); o++) {
            steps.add(List.of(nodes.get(o)));
            String y = output(o, 0);
            queries.add(query(model.response().exponential() ? exponential(y) : y));
            steps.remove(steps.size() - 1);
        }
        return named(queries, model.outputNames());
    }

    /** An output, whose node is the value of the last step at a place. */
    private String output(int output, int place) {
        return value(place) + " * " + number(model.outputs().scale(output)) + " + "
                + number(model.outputs().shift(output));
    }

    /** The probability of the second of two classes; of more classes those of all. */
    private String probabilities() {
        int outputs = model.outputNames().size();
        if (outputs == 1) {
            return query("1E0 / (1E0 + " + exponential("-(" + output(0, 0) + ")") + ")");
        }
        return named(
                IntStream.range(0, outputs)
                        .mapToObj(o -> query(IntStream.range(0, outputs)
                                .mapToObj(other -> other == o
                                        ? "1E0"
                                        : exponential(output(other, other) + " - (" + output(o, o) + ")"))
                                .collect(Collectors.joining(" + ", "1E0 / (", ")"))))
                        .toList(),
                model.classes());
    }

    private String named(List<String> queries, List<String> names) {
        return queries.size() == 1
                ? queries.get(0)
                : IntStream.range(0, queries.size())
                        .mapToObj(o -> queries.get(o) + " AS " + dialect.quoted(names.get(o)))
                        .collect(Collectors.joining(",\n"));
    }

    /** What computes one step after the other, and then a value. */
    private String query(String value) {
        return switch (dialect) {
            case POSTGRESQL, SQLITE, DUCKDB -> materialized(value);
            case SPARK -> lambdas(value);
            case SQLSERVER -> nested(value);
        };
    }

    /** Named queries, which are computed once; others would be put in wherever a value of theirs stands. */
    private String materialized(String value) {
        StringBuilder text = new StringBuilder("(WITH ");
        for (int s = 0; s < steps.size(); s++) {
            text.append("l" + s + " (" + names(steps.get(s)) + ") AS MATERIALIZED (SELECT ")
                    .append(String.join(",\n    ", steps.get(s)))
                    .append((s == 0 ? "" : " FROM l" + (s - 1)) + (s < steps.size() - 1 ? "),\n  " : ")"));
        }
        return text + "\n  SELECT " + value + " FROM l" + (steps.size() - 1) + ")";
    }

    private static String names(List<String> values) {
        return IntStream.range(0, values.size()).mapToObj(SqlNetwork::name).collect(Collectors.joining(", "));
    }

    /** Functions of the values before, of arrays with one element, since Spark would put queries in wherever a value of theirs stands. */
    private String lambdas(String value) {
        StringBuilder text = new StringBuilder("transform(".repeat(steps.size()) + "array(" + struct(steps.get(0)));
        text.append(")");
        for (int s = 1; s < steps.size(); s++) {
            text.append(",\n  l" + (s - 1) + " -> " + struct(steps.get(s)) + ")");
        }
        return text + ",\n  l" + (steps.size() - 1) + " -> " + value + ")[0]";
    }

    private static String struct(List<String> values) {
        return IntStream.range(0, values.size())
                .mapToObj(i -> "'" + name(i) + "', " + values.get(i))
                .collect(Collectors.joining(",\n    ", "named_struct(", ")"));
    }

    private String nested(String value) {
        String from = "";
        for (int s = 0; s < steps.size(); s++) {
            from = " FROM (SELECT " + String.join(",\n    ", steps.get(s)) + from + ") AS l" + s + " ("
                    + names(steps.get(s)) + ")\n ";
        }
        return "(SELECT " + value + from.stripTrailing() + ")";
    }
}
