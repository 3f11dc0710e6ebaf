package org.kan4j.io;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.kan4j.basis.Basis;
import org.kan4j.function.Functions;
import org.kan4j.function.UnivariateFunction;
import org.kan4j.layer.Edge;
import org.kan4j.layer.Layer;
import org.kan4j.model.InputKind;
import org.kan4j.model.KanModel;
import org.kan4j.model.Normalization;
import org.kan4j.model.Response;
import org.kan4j.model.Trend;
import org.kan4j.model.Uncertainty;
import org.kan4j.network.KanNetwork;

/** Writes the structure of a model as JSON, in the lowest version that has what the model needs. */
final class ModelWriter {
    private ModelWriter() {}

    /** The bytes of model.json. */
    static byte[] write(KanModel model) {
        KanNetwork network = model.kan().network();
        if (network.depth() > ModelJson.MAX_LAYERS) {
            throw new IllegalArgumentException(
                    "model file: at most " + ModelJson.MAX_LAYERS + " layers required, got " + network.depth());
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator json = ModelJson.FACTORY.createGenerator(bytes, JsonEncoding.UTF8)) {
            json.writeStartObject();
            json.writeStringField(Keys.FORMAT, ModelJson.FORMAT);
            int version = version(model);
            json.writeNumberField(Keys.VERSION, version);
            List<InputKind> kinds = version > ModelJson.QUANTITIES_ONLY ? model.kinds() : List.of();
            writeColumns(json, Keys.INPUTS, model.inputNames(), model.inputs(), kinds, version);
            writeColumns(json, Keys.OUTPUTS, model.outputNames(), model.outputs(), List.of(), version);
            if (version > ModelJson.SPLINES_ONLY) {
                json.writeArrayFieldStart(Keys.CLASSES);
                for (String label : model.classes()) {
                    json.writeString(wellFormed(label));
                }
                json.writeEndArray();
            }
            json.writeArrayFieldStart(Keys.LAYERS);
            for (Layer layer : network.layers()) {
                writeLayer(json, layer, version);
            }
            json.writeEndArray();
            json.writeStringField(Keys.FORMULA, wellFormed(model.formula()));
            if (version > ModelJson.QUANTITIES_ONLY) {
                writeUncertainty(json, model.uncertainty());
            }
            if (version > ModelJson.MEANS_ONLY) {
                json.writeStringField(Keys.RESPONSE, model.response().text());
            }
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("bytes in memory", e);
        }
        if (bytes.size() > ModelJson.MAX_BYTES) {
            throw new IllegalArgumentException("model file: a structure of at most " + ModelJson.MAX_BYTES
                    + " bytes required, got " + bytes.size());
        }
        return bytes.toByteArray();
    }

    private static void writeUncertainty(JsonGenerator json, Optional<Uncertainty> uncertainty) throws IOException {
        json.writeArrayFieldStart(Keys.UNCERTAINTY);
        if (uncertainty.isPresent()) {
            json.writeStartObject();
            json.writeNumberField(Keys.ROWS, uncertainty.get().rows());
            json.writeNumberField(Keys.LAYER, uncertainty.get().layer());
            json.writeBooleanField(Keys.CURVATURE, uncertainty.get().curved());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    /** The lowest version that has what the model needs, so that older readers take what they can. */
    private static int version(KanModel model) {
        if (model.constrained()) {
            return ModelJson.VERSION;
        }
        if (!model.response().equals(Response.MEAN)) {
            return ModelJson.FREE_ONLY;
        }
        if (model.mixed() || model.uncertainty().isPresent()) {
            return ModelJson.MEANS_ONLY;
        }
        boolean splines = model.kan().network().layers().stream()
                .flatMap(layer -> layer.bases().stream())
                .allMatch(basis -> basis.family().equals(ModelJson.SPLINES));
        return splines && model.classes().isEmpty() ? ModelJson.SPLINES_ONLY : ModelJson.QUANTITIES_ONLY;
    }

    /** Half a surrogate pair would be read as something else. */
    private static String wellFormed(String text) {
        if (!StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
            throw new IllegalArgumentException(
                    "model file: valid Unicode required, got \"" + ModelJson.printable(text) + "\"");
        }
        return text;
    }

    private static void writeColumns(
            JsonGenerator json,
            String field,
            List<String> names,
            Normalization scaling,
            List<InputKind> kinds,
            int version)
            throws IOException {
        json.writeArrayFieldStart(field);
        for (int i = 0; i < names.size(); i++) {
            json.writeStartObject();
            json.writeStringField(Keys.NAME, wellFormed(names.get(i)));
            json.writeNumberField(Keys.SHIFT, scaling.shift(i));
            json.writeNumberField(Keys.SCALE, scaling.scale(i));
            if (!kinds.isEmpty()) {
                writeKind(json, kinds.get(i));
            }
            if (!kinds.isEmpty() && version > ModelJson.FREE_ONLY) {
                writeTrend(json, kinds.get(i).trend());
            }
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void writeKind(JsonGenerator json, InputKind kind) throws IOException {
        json.writeArrayFieldStart(Keys.LEVELS);
        for (InputKind.Level level : kind.levels()) {
            json.writeString(wellFormed(level.name()));
        }
        json.writeEndArray();
        json.writeArrayFieldStart(Keys.NUMBERS);
        for (InputKind.Level level : kind.levels()) {
            json.writeNumber(level.number());
        }
        json.writeEndArray();
        json.writeArrayFieldStart(Keys.FILL);
        if (kind.fill().isPresent()) {
            json.writeNumber(kind.fill().getAsDouble());
        }
        json.writeEndArray();
    }

    private static void writeTrend(JsonGenerator json, Trend trend) throws IOException {
        json.writeNumberField(Keys.DIRECTION, trend.direction());
        json.writeNumberField(Keys.CURVATURE, trend.curvature());
        json.writeArrayFieldStart(Keys.SPREAD);
        if (trend.spread().isPresent()) {
            json.writeNumber(trend.spread().getAsDouble());
        }
        json.writeEndArray();
    }

    private static void writeLayer(JsonGenerator json, Layer layer, int version) throws IOException {
        json.writeStartObject();
        json.writeNumberField(Keys.SUMS, layer.sums());
        json.writeFieldName(Keys.PRODUCTS);
        json.writeArray(layer.arities(), 0, layer.products());
        json.writeArrayFieldStart(Keys.INPUTS);
        for (int i = 0; i < layer.in(); i++) {
            json.writeStartObject();
            writeBasis(json, layer.basis(i));
            json.writeStringField(Keys.BASE, ModelJson.lower(layer.activation(i)));
            if (version > ModelJson.QUANTITIES_ONLY) {
                json.writeBooleanField(Keys.GAPS, layer.gaps(i));
            }
            StringBuilder edges = new StringBuilder();
            List<String> functions = new ArrayList<>();
            for (int c = 0; c < layer.columns(); c++) {
                Edge edge = layer.edge(i, c);
                if (edge instanceof Edge.Symbolic symbolic) {
                    functions.add(nameOf(symbolic.function()));
                    edges.append(ModelJson.SYMBOLIC);
                } else {
                    edges.append(edge.active() ? ModelJson.NUMERIC : ModelJson.MASKED);
                }
            }
            json.writeStringField(Keys.EDGES, edges.toString());
            json.writeFieldName(Keys.FUNCTIONS);
            json.writeArray(functions.toArray(String[]::new), 0, functions.size());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void writeBasis(JsonGenerator json, Basis basis) throws IOException {
        json.writeStringField(Keys.BASIS, basis.family());
        for (Map.Entry<String, Object> setting : basis.settings().values().entrySet()) {
            String name = setting.getKey();
            Object value = setting.getValue();
            if (value instanceof Integer number) {
                json.writeNumberField(name, number);
            } else if (value instanceof Enum<?> choice) {
                json.writeStringField(name, ModelJson.lower(choice));
            } else {
                throw new IllegalArgumentException("model file: the setting " + name + " of the basis " + basis.family()
                        + " is of a type that files do not know, " + value.getClass());
            }
        }
        double[] breakpoints = basis.grid().breakpoints();
        json.writeFieldName(Keys.BREAKPOINTS);
        json.writeArray(breakpoints, 0, breakpoints.length);
    }

    private static String nameOf(UnivariateFunction function) {
        return Functions.byName(function.name())
                .filter(function::equals)
                .map(UnivariateFunction::name)
                .orElseThrow(() -> new IllegalArgumentException(
                        "model file: a standard function required, got \"" + function.name() + "\""));
    }
}
