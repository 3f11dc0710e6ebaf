package org.kan4j.export;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.kan4j.data.DataException;
import org.kan4j.formula.FormulaParser;
import org.kan4j.function.UnivariateFunction;
import org.kan4j.layer.BaseActivation;
import org.kan4j.layer.Edge;
import org.kan4j.layer.Layer;
import org.kan4j.model.KanModel;
import org.kan4j.model.Normalization;

/** A network as a graph of ONNX, from the columns in their units to the outputs, or the probabilities of the classes. */
final class OnnxNetwork {
    private final OnnxGraph graph;
    private final KanModel model;
    private final double[] parameters;
    private final OnnxBases bases;
    private final OnnxFunctions functions;

    private OnnxNetwork(OnnxGraph graph, KanModel model) {
        this.graph = graph;
        this.model = model;
        this.parameters = model.kan().parameters();
        this.bases = new OnnxBases(graph);
        this.functions = new OnnxFunctions(graph);
    }

    /**
     * Adds a network.
     *
     * @param x [rows, in]
     * @return [rows, outputs or classes]
     * @throws DataException if a basis or a function is none that can be written
     */
    static String add(OnnxGraph graph, KanModel model, String x) {
        OnnxNetwork network = new OnnxNetwork(graph, model);
        String h =
                graph.node("Div", graph.node("Sub", x, network.shifts(model.inputs())), network.scales(model.inputs()));
        for (int l = 0; l < model.kan().network().depth(); l++) {
            h = network.nodes(model.kan().network().layer(l), network.sums(l, h));
        }
        return network.outputs(h);
    }

    private String shifts(Normalization units) {
        return graph.row(
                IntStream.range(0, units.columns()).mapToDouble(units::shift).toArray());
    }

    private String scales(Normalization units) {
        return graph.row(
                IntStream.range(0, units.columns()).mapToDouble(units::scale).toArray());
    }

    /** The columns of a layer, [rows, columns]. */
    private String sums(int l, String h) {
        Layer layer = model.kan().network().layer(l);
        List<String> whole = new ArrayList<>();
        List<List<String>> parts = new ArrayList<>();
        for (int c = 0; c < layer.columns(); c++) {
            parts.add(new ArrayList<>());
        }
        for (int i = 0; i < layer.in(); i++) {
            int input = i;
            String u = graph.columns(h, i, i + 1);
            int[] numeric = IntStream.range(0, layer.columns())
                    .filter(c -> layer.edge(input, c) instanceof Edge.Numeric)
                    .toArray();
            if (numeric.length > 0) {
                String values = numeric(l, i, numeric, u);
                if (numeric.length == layer.columns()) {
                    whole.add(values);
                } else {
                    for (int k = 0; k < numeric.length; k++) {
                        parts.get(numeric[k]).add(graph.columns(values, k, k + 1));
                    }
                }
            }
            for (int c = 0; c < layer.columns(); c++) {
                if (layer.edge(i, c) instanceof Edge.Symbolic edge) {
                    int at = model.kan().network().offset(l) + layer.symbolicOffset(i, c);
                    parts.get(c).add(symbolic(edge.function(), u, at));
                }
            }
        }
        if (parts.stream().anyMatch(column -> !column.isEmpty()) || whole.isEmpty()) {
            String zero = graph.zeros(graph.columns(h, 0, 1));
            whole.add(graph.concatenated(parts.stream()
                    .map(column -> column.isEmpty() ? zero : sum(column))
                    .toList()));
        }
        return sum(whole);
    }

    private String sum(List<String> values) {
        return values.size() == 1 ? values.get(0) : graph.node("Sum", values.toArray(String[]::new));
    }

    private String numeric(int l, int input, int[] columns, String u) {
        Layer layer = model.kan().network().layer(l);
        int size = layer.basis(input).size();
        int start = model.kan().network().offset(l) + layer.inputOffset(input);
        double[] chosen = new double[layer.rows(input) * columns.length];
        Arrays.setAll(
                chosen, j -> parameters[start + j / columns.length * layer.columns() + columns[j % columns.length]]);
        String splines = bases.combined(layer.basis(input), u, Arrays.copyOf(chosen, size * columns.length));
        if (layer.activation(input) == BaseActivation.ZERO) {
            return splines;
        }
        String base = layer.activation(input) == BaseActivation.IDENTITY ? u : silu(u);
        double[] weights = Arrays.copyOfRange(chosen, size * columns.length, chosen.length);
        return graph.node("Add", splines, graph.node("MatMul", base, graph.row(weights)));
    }

    /** Not u·Sigmoid(u), which onnxruntime fuses into an operator that it has for float32 alone. */
    private String silu(String u) {
        return graph.node("Div", u, graph.node("Add", graph.number(1), graph.node("Exp", graph.node("Neg", u))));
    }

    /** c·f(a·u + b) + d. */
    private String symbolic(UnivariateFunction function, String u, int at) {
        String argument =
                graph.node("Add", graph.node("Mul", graph.number(parameters[at]), u), graph.number(parameters[at + 1]));
        String value = functions
                .orElse(function.name(), argued -> {
                    try {
                        return functions.of(FormulaParser.parse(function.formula(), List.of("u")), List.of(argued));
                    } catch (IllegalArgumentException e) {
                        throw new DataException("export: ONNX: functions that formulas can hold required, got "
                                + function.name() + ": " + e.getMessage());
                    }
                })
                .apply(argument);
        return graph.node(
                "Add", graph.node("Mul", graph.number(parameters[at + 2]), value), graph.number(parameters[at + 3]));
    }

    private String nodes(Layer layer, String z) {
        if (layer.products() == 0) {
            return z;
        }
        List<String> nodes = new ArrayList<>();
        if (layer.sums() > 0) {
            nodes.add(graph.columns(z, 0, layer.sums()));
        }
        int column = layer.sums();
        for (int product = 0; product < layer.products(); product++) {
            String value = graph.columns(z, column, column + 1);
            for (int j = 1; j < layer.arity(product); j++) {
                value = graph.node("Mul", value, graph.columns(z, column + j, column + j + 1));
            }
            nodes.add(value);
            column += layer.arity(product);
        }
        return graph.concatenated(nodes);
    }

    private String outputs(String h) {
        String y = graph.node("Add", graph.node("Mul", h, scales(model.outputs())), shifts(model.outputs()));
        if (model.classes().isEmpty()) {
            return model.response().exponential() ? graph.node("Exp", y) : y;
        }
        if (model.outputNames().size() == 1) {
            y = graph.concatenated(List.of(graph.node("Mul", y, graph.number(0)), y));
        }
        return graph.attributed("Softmax", Collections.singletonMap("axis", 1), y);
    }
}
