package org.kan4j.export;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.kan4j.data.DataException;
import org.kan4j.formula.Formula;
import org.kan4j.model.KanModel;
import org.kan4j.network.Shape;

/**
 * A formula or a network as a file of ONNX: from {@code x} [rows, columns] to {@code y} [rows, outputs], or the probabilities of the
 * classes. Metadata says what made it, what it gives and which columns it wants, in their order.
 */
public final class OnnxExport {
    private OnnxExport() {}

    /**
     * Writes the network of a model.
     *
     * @param model whose network, not its formula
     * @param precision of all numbers, those of x and y too
     * @return a file
     * @throws DataException if the network holds what cannot be written
     */
    public static byte[] write(KanModel model, Precision precision) {
        OnnxGraph graph = new OnnxGraph(precision == Precision.FLOAT32);
        List<String> gives = model.classes().isEmpty() ? model.outputNames() : model.classes();
        return graph.model(
                OnnxNetwork.add(graph, model, "x"),
                model.inputNames().size(),
                gives.size(),
                says("network " + Shape.of(model.kan().network()), model.inputNames(), gives));
    }

    /**
     * Writes a formula.
     *
     * @param found in the data's units
     * @param precision of all numbers, those of x and y too
     * @return a file
     */
    public static byte[] write(Formula found, Precision precision) {
        Formula formula = FormulaExport.ofColumnsUsed(found);
        OnnxGraph graph = new OnnxGraph(precision == Precision.FLOAT32);
        List<String> columns = IntStream.range(0, formula.columns().size())
                .mapToObj(i -> graph.columns("x", i, i + 1))
                .toList();
        String value = new OnnxFunctions(graph).of(formula.expression(), columns);
        if (formula.expression().variables().isEmpty()) {
            // One for each row.
            value = graph.node("Add", value, graph.zeros(columns.get(0)));
        }
        return graph.model(
                value, columns.size(), 1, says(formula.text(), formula.columns(), List.of(formula.target())));
    }

    private static Map<String, String> says(String what, List<String> columns, List<String> gives) {
        Map<String, String> says = new LinkedHashMap<>();
        says.put("made by", "kan4j, kan export --to onnx");
        says.put("holds", what);
        says.put("columns", String.join("\n", columns));
        says.put("gives", String.join("\n", gives));
        return says;
    }
}
