package org.kan4j.export;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.kan4j.basis.Basis;
import org.kan4j.io.ModelFile;
import org.kan4j.layer.BaseActivation;
import org.kan4j.layer.Edge;
import org.kan4j.layer.Layer;
import org.kan4j.model.KanModel;
import org.kan4j.model.Normalization;
import org.kan4j.model.Response;
import org.kan4j.network.Shape;
import org.kan4j.report.JsonMembers;

/**
 * A network as a file of safetensors, all numbers float64. Of input i of layer l there are {@code layers.l.i.grid} [G + 1],
 * {@code layers.l.i.coefficients} [functions, columns], with a base activation {@code layers.l.i.base} [columns], and of an input that may have
 * gaps {@code layers.l.i.gap} [columns]; of a layer
 * {@code layers.l.mask} [in, columns], 1 for a numeric edge and 0 for others, and {@code layers.l.symbolic} [in, columns, 4], the a, b, c, d of a
 * symbolic edge. Metadata names the basis and the activation of each input, and the functions of symbolic edges. {@value #MODEL} is what a
 * {@linkplain ModelFile#description model file} says, from which and the tensors the model can be read back.
 */
public final class SafeTensorsExport {
    /** The entry of the metadata that describes the model. */
    public static final String MODEL = "model.json";

    /** The tensor of what tells how sure predictions are. */
    public static final String UNCERTAINTY = "uncertainty";

    private final Map<String, int[]> shapes = new LinkedHashMap<>();
    private final List<double[]> values = new ArrayList<>();
    private final Map<String, String> says = new LinkedHashMap<>();

    private SafeTensorsExport() {}

    /**
     * Writes the network of a model.
     *
     * @param model whose network, not its formula
     * @return a file
     */
    public static byte[] write(KanModel model) {
        SafeTensorsExport file = new SafeTensorsExport();
        file.says.put("made by", "kan4j, kan export --to safetensors");
        file.says.put(MODEL, ModelFile.description(model));
        file.says.put("shape", Shape.of(model.kan().network()).toString());
        file.units("inputs", model.inputNames(), model.inputs());
        file.units("outputs", model.outputNames(), model.outputs());
        if (!model.classes().isEmpty()) {
            file.says.put("classes", String.join("\n", model.classes()));
        }
        if (!model.response().equals(Response.MEAN)) {
            file.says.put("response", model.response().text());
        }
        double[] parameters = model.kan().parameters();
        for (int l = 0; l < model.kan().network().depth(); l++) {
            Layer layer = model.kan().network().layer(l);
            int start = model.kan().network().offset(l);
            file.layer("layers." + l, layer, Arrays.copyOfRange(parameters, start, start + layer.parameterCount()));
        }
        double[] numbers = ModelFile.numbers(model);
        if (numbers.length > parameters.length) {
            file.add(
                    UNCERTAINTY,
                    Arrays.copyOfRange(numbers, parameters.length, numbers.length),
                    numbers.length - parameters.length);
        }
        return file.bytes();
    }

    private void units(String name, List<String> columns, Normalization units) {
        says.put(name, String.join("\n", columns));
        int count = columns.size();
        add(name + ".shift", IntStream.range(0, count).mapToDouble(units::shift).toArray(), count);
        add(name + ".scale", IntStream.range(0, count).mapToDouble(units::scale).toArray(), count);
    }

    private void layer(String name, Layer layer, double[] block) {
        int columns = layer.columns();
        double[] mask = new double[layer.in() * columns];
        double[] symbolic = new double[layer.in() * columns * 4];
        for (int i = 0; i < layer.in(); i++) {
            String input = name + "." + i;
            Basis basis = layer.basis(i);
            says.put(input + ".basis", basis.family() + settings(basis));
            says.put(input + ".activation", layer.activation(i).name().toLowerCase(Locale.ROOT));
            double[] grid = basis.grid().breakpoints();
            add(input + ".grid", grid, grid.length);
            int from = layer.inputOffset(i);
            int base = from + basis.size() * columns;
            add(input + ".coefficients", Arrays.copyOfRange(block, from, base), basis.size(), columns);
            if (layer.activation(i) != BaseActivation.ZERO) {
                add(input + ".base", Arrays.copyOfRange(block, base, base + columns), columns);
            }
            if (layer.gaps(i)) {
                int gap = from + (layer.rows(i) - 1) * columns;
                add(input + ".gap", Arrays.copyOfRange(block, gap, gap + columns), columns);
            }
            for (int c = 0; c < columns; c++) {
                int edge = i * columns + c;
                if (layer.edge(i, c) instanceof Edge.Symbolic function) {
                    System.arraycopy(block, layer.symbolicOffset(i, c), symbolic, 4 * edge, 4);
                    says.put(input + "." + c + ".function", function.function().name());
                }
                mask[edge] = layer.edge(i, c) instanceof Edge.Numeric ? 1 : 0;
            }
        }
        add(name + ".mask", mask, layer.in(), columns);
        add(name + ".symbolic", symbolic, layer.in(), columns, 4);
    }

    private static String settings(Basis basis) {
        return basis.settings().values().entrySet().stream()
                .map(setting -> " " + setting.getKey() + "="
                        + setting.getValue().toString().toLowerCase(Locale.ROOT))
                .collect(Collectors.joining());
    }

    private void add(String name, double[] numbers, int... shape) {
        shapes.put(name, shape);
        values.add(numbers);
    }

    private byte[] bytes() {
        int[] end = {0};
        String header = JsonMembers.object(json -> {
            json.object("__metadata__", all -> says.forEach(all::string));
            int index = 0;
            for (Map.Entry<String, int[]> tensor : shapes.entrySet()) {
                int from = end[0];
                end[0] += Double.BYTES * values.get(index++).length;
                json.object(
                        tensor.getKey(),
                        each -> each.string("dtype", "F64")
                                .wholes(
                                        "shape",
                                        Arrays.stream(tensor.getValue()).boxed().toList())
                                .wholes("data_offsets", List.of(from, end[0])));
            }
        });
        byte[] text = header.getBytes(StandardCharsets.UTF_8);
        // Spaces after it, so that the numbers begin at a multiple of their size.
        int length = (text.length + 7) / 8 * 8;
        ByteBuffer file = ByteBuffer.allocate(8 + length + end[0]).order(ByteOrder.LITTLE_ENDIAN);
        file.putLong(length).put(text);
        while (file.position() < 8 + length) {
            file.put((byte) ' ');
        }
        for (double[] numbers : values) {
            for (double number : numbers) {
                file.putDouble(number);
            }
        }
        return file.array();
    }
}
