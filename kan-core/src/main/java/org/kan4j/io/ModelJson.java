package org.kan4j.io;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamWriteFeature;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import org.kan4j.basis.BSpline;
import org.kan4j.basis.Basis;
import org.kan4j.basis.BasisRegistry;
import org.kan4j.basis.BasisSettings;
import org.kan4j.function.Functions;
import org.kan4j.function.UnivariateFunction;
import org.kan4j.grid.Extrapolation;
import org.kan4j.grid.Grid;
import org.kan4j.layer.BaseActivation;
import org.kan4j.layer.Edge;
import org.kan4j.layer.Layer;
import org.kan4j.model.InputKind;
import org.kan4j.model.KanModel;
import org.kan4j.model.Normalization;
import org.kan4j.model.Response;
import org.kan4j.model.Trend;
import org.kan4j.model.Uncertainty;
import org.kan4j.network.KanNetwork;

/**
 * The structure of a model as JSON. Fields come in a fixed order and every one is required, so that reading is one pass
 * without guesses.
 */
final class ModelJson {
    /** Longest model.json. */
    static final int MAX_BYTES = 16 << 20;

    private static final int MAX_LAYERS = 1000;
    private static final String FORMAT = "kan4j-model";

    /** The highest version; trends came with it. */
    private static final int VERSION = 5;

    /** Responses other than the mean came with this one. */
    private static final int FREE_ONLY = 4;

    /** Categories, gaps and what tells how sure predictions are came with this one. */
    private static final int MEANS_ONLY = 3;

    /** Classes and bases other than B-splines came with this one. */
    private static final int QUANTITIES_ONLY = 2;

    private static final int SPLINES_ONLY = 1;
    private static final String SPLINES = BSpline.STANDARD.family();
    private static final char NUMERIC = 'n';
    private static final char MASKED = '.';
    private static final char SYMBOLIC = 's';

    /** The fast writer gives the shortest text that reads back exactly, the same on every JDK. */
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .enable(StreamWriteFeature.USE_FAST_DOUBLE_WRITER)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(10)
                    .maxNumberLength(40)
                    .maxNameLength(40)
                    .maxStringLength(MAX_BYTES)
                    .build())
            .build();

    private ModelJson() {}

    /** What model.json says. */
    record Content(
            KanNetwork network,
            Normalization inputs,
            Normalization outputs,
            List<String> inputNames,
            List<String> outputNames,
            List<InputKind> kinds,
            List<String> classes,
            String formula,
            Optional<Held> held,
            Response response) {}

    /**
     * What follows the parameters in the file.
     *
     * @param rows held back, whose errors are there
     * @param layer the first whose parameters are uncertain
     * @param curved whether their precision is there
     */
    record Held(int rows, int layer, boolean curved) {
        /** How many numbers there are. */
        long numbers(KanNetwork network) {
            if (!(layer >= 0 && layer < network.depth() && rows >= 0 && rows <= Uncertainty.MOST_SCORES)) {
                throw new KanFormatException("uncertainty: a layer below " + network.depth() + " and at most "
                        + Uncertainty.MOST_SCORES + " rows required, got " + layer + " and " + rows);
            }
            KanNetwork uncertain = new KanNetwork(network.layers().subList(layer, network.depth()));
            return Uncertainty.count(network.out(), rows, curved ? uncertain.trainable().length : 0);
        }
    }

    static byte[] write(KanModel model) {
        KanNetwork network = model.kan().network();
        if (network.depth() > MAX_LAYERS) {
            throw new IllegalArgumentException(
                    "model file: at most " + MAX_LAYERS + " layers required, got " + network.depth());
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator json = FACTORY.createGenerator(bytes, JsonEncoding.UTF8)) {
            json.writeStartObject();
            json.writeStringField("format", FORMAT);
            int version = version(model);
            json.writeNumberField("version", version);
            List<InputKind> kinds = version > QUANTITIES_ONLY ? model.kinds() : List.of();
            writeColumns(json, "inputs", model.inputNames(), model.inputs(), kinds, version);
            writeColumns(json, "outputs", model.outputNames(), model.outputs(), List.of(), version);
            if (version > SPLINES_ONLY) {
                json.writeArrayFieldStart("classes");
                for (String label : model.classes()) {
                    json.writeString(wellFormed(label));
                }
                json.writeEndArray();
            }
            json.writeArrayFieldStart("layers");
            for (Layer layer : network.layers()) {
                writeLayer(json, layer, version);
            }
            json.writeEndArray();
            json.writeStringField("formula", wellFormed(model.formula()));
            if (version > QUANTITIES_ONLY) {
                writeUncertainty(json, model.uncertainty());
            }
            if (version > MEANS_ONLY) {
                json.writeStringField("response", model.response().text());
            }
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("bytes in memory", e);
        }
        if (bytes.size() > MAX_BYTES) {
            throw new IllegalArgumentException(
                    "model file: a structure of at most " + MAX_BYTES + " bytes required, got " + bytes.size());
        }
        return bytes.toByteArray();
    }

    private static void writeUncertainty(JsonGenerator json, Optional<Uncertainty> uncertainty) throws IOException {
        json.writeArrayFieldStart("uncertainty");
        if (uncertainty.isPresent()) {
            json.writeStartObject();
            json.writeNumberField("rows", uncertainty.get().rows());
            json.writeNumberField("layer", uncertainty.get().layer());
            json.writeBooleanField("curvature", uncertainty.get().curved());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    /** The lowest version that has what the model needs, so that older readers take what they can. */
    private static int version(KanModel model) {
        if (model.constrained()) {
            return VERSION;
        }
        if (!model.response().equals(Response.MEAN)) {
            return FREE_ONLY;
        }
        if (model.mixed() || model.uncertainty().isPresent()) {
            return MEANS_ONLY;
        }
        boolean splines = model.kan().network().layers().stream()
                .flatMap(layer -> layer.bases().stream())
                .allMatch(basis -> basis.family().equals(SPLINES));
        return splines && model.classes().isEmpty() ? SPLINES_ONLY : QUANTITIES_ONLY;
    }

    /** Half a surrogate pair would be read as something else. */
    private static String wellFormed(String text) {
        if (!StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
            throw new IllegalArgumentException("model file: valid Unicode required, got \"" + printable(text) + "\"");
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
            json.writeStringField("name", wellFormed(names.get(i)));
            json.writeNumberField("shift", scaling.shift(i));
            json.writeNumberField("scale", scaling.scale(i));
            if (!kinds.isEmpty()) {
                writeKind(json, kinds.get(i));
            }
            if (!kinds.isEmpty() && version > FREE_ONLY) {
                writeTrend(json, kinds.get(i).trend());
            }
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void writeKind(JsonGenerator json, InputKind kind) throws IOException {
        json.writeArrayFieldStart("levels");
        for (InputKind.Level level : kind.levels()) {
            json.writeString(wellFormed(level.name()));
        }
        json.writeEndArray();
        json.writeArrayFieldStart("numbers");
        for (InputKind.Level level : kind.levels()) {
            json.writeNumber(level.number());
        }
        json.writeEndArray();
        json.writeArrayFieldStart("fill");
        if (kind.fill().isPresent()) {
            json.writeNumber(kind.fill().getAsDouble());
        }
        json.writeEndArray();
    }

    private static void writeTrend(JsonGenerator json, Trend trend) throws IOException {
        json.writeNumberField("direction", trend.direction());
        json.writeNumberField("curvature", trend.curvature());
        json.writeArrayFieldStart("spread");
        if (trend.spread().isPresent()) {
            json.writeNumber(trend.spread().getAsDouble());
        }
        json.writeEndArray();
    }

    private static void writeLayer(JsonGenerator json, Layer layer, int version) throws IOException {
        json.writeStartObject();
        json.writeNumberField("sums", layer.sums());
        json.writeFieldName("products");
        json.writeArray(layer.arities(), 0, layer.products());
        json.writeArrayFieldStart("inputs");
        for (int i = 0; i < layer.in(); i++) {
            json.writeStartObject();
            writeBasis(json, layer.basis(i));
            json.writeStringField("base", lower(layer.activation(i)));
            if (version > QUANTITIES_ONLY) {
                json.writeBooleanField("gaps", layer.gaps(i));
            }
            StringBuilder edges = new StringBuilder();
            List<String> functions = new ArrayList<>();
            for (int c = 0; c < layer.columns(); c++) {
                Edge edge = layer.edge(i, c);
                if (edge instanceof Edge.Symbolic symbolic) {
                    functions.add(nameOf(symbolic.function()));
                    edges.append(SYMBOLIC);
                } else {
                    edges.append(edge.active() ? NUMERIC : MASKED);
                }
            }
            json.writeStringField("edges", edges.toString());
            json.writeFieldName("functions");
            json.writeArray(functions.toArray(String[]::new), 0, functions.size());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void writeBasis(JsonGenerator json, Basis basis) throws IOException {
        json.writeStringField("basis", basis.family());
        for (Map.Entry<String, Object> setting : basis.settings().values().entrySet()) {
            String name = setting.getKey();
            Object value = setting.getValue();
            if (value instanceof Integer number) {
                json.writeNumberField(name, number);
            } else if (value instanceof Enum<?> choice) {
                json.writeStringField(name, lower(choice));
            } else {
                throw new IllegalArgumentException("model file: the setting " + name + " of the basis " + basis.family()
                        + " is of a type that files do not know, " + value.getClass());
            }
        }
        double[] breakpoints = basis.grid().breakpoints();
        json.writeFieldName("breakpoints");
        json.writeArray(breakpoints, 0, breakpoints.length);
    }

    private static String nameOf(UnivariateFunction function) {
        return Functions.byName(function.name())
                .filter(function::equals)
                .map(UnivariateFunction::name)
                .orElseThrow(() -> new IllegalArgumentException(
                        "model file: a standard function required, got \"" + function.name() + "\""));
    }

    private static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    /** Looks at format and version alone. */
    static void checkVersion(byte[] json) {
        try (JsonParser parser = FACTORY.createParser(json)) {
            new Reader(parser, 0).header();
        } catch (IOException e) {
            throw notJson(e);
        }
    }

    /**
     * Reads model.json.
     *
     * @param json the bytes
     * @param parameters the number of parameters in the file, which bounds what the structure may claim
     */
    static Content read(byte[] json, int parameters) {
        try (JsonParser parser = FACTORY.createParser(json)) {
            Content content = new Reader(parser, parameters).content();
            long required = content.network().parameterCount()
                    + content.held()
                            .map(held -> held.numbers(content.network()))
                            .orElse(0L);
            if (required != parameters) {
                throw new KanFormatException(required + " parameters required by the structure, got " + parameters);
            }
            return content;
        } catch (IOException e) {
            throw notJson(e);
        }
    }

    private static KanFormatException notJson(IOException e) {
        return new KanFormatException("model.json is not valid: " + printable(String.valueOf(e.getMessage())), e);
    }

    /** Text from a file, fit for a line of a message. */
    static String printable(String text) {
        String line = text.lines().findFirst().orElse("");
        String clean = line.replaceAll("[^\\x20-\\x7e]", "?");
        return clean.length() > 120 ? clean.substring(0, 120) + "..." : clean;
    }

    /** One pass over the tokens; each method reads what its name says and leaves the parser after it. */
    private static final class Reader {
        private final JsonParser json;
        private long unclaimed;
        private int version;

        Reader(JsonParser json, int parameters) {
            this.json = json;
            this.unclaimed = parameters;
        }

        void header() throws IOException {
            expect(JsonToken.START_OBJECT, "an object");
            String format = text("format");
            if (!format.equals(FORMAT)) {
                throw new KanFormatException("format \"" + FORMAT + "\" required, got \"" + printable(format) + "\"");
            }
            version = integer("version");
            if (!(version >= SPLINES_ONLY && version <= VERSION)) {
                throw new KanFormatException("version " + SPLINES_ONLY + " to " + VERSION + " required, got " + version
                        + " (written by a newer kan4j?)");
            }
        }

        Content content() throws IOException {
            header();
            List<String> inputNames = new ArrayList<>();
            List<InputKind> kinds = new ArrayList<>();
            Normalization inputs = columns("inputs", inputNames, version > QUANTITIES_ONLY, kinds);
            List<String> outputNames = new ArrayList<>();
            Normalization outputs = columns("outputs", outputNames, false, new ArrayList<>());
            List<String> classes = version > SPLINES_ONLY ? texts("classes") : List.of();
            field("layers");
            expect(JsonToken.START_ARRAY, "an array");
            List<Layer> layers = new ArrayList<>();
            while (nextInArray(JsonToken.START_OBJECT, "an object")) {
                if (layers.size() == MAX_LAYERS) {
                    throw bad("at most " + MAX_LAYERS + " layers");
                }
                layers.add(layer());
            }
            String formula = text("formula");
            Optional<Held> held = version > QUANTITIES_ONLY ? held() : Optional.empty();
            Response response = version > MEANS_ONLY ? response() : Response.MEAN;
            expect(JsonToken.END_OBJECT, "the end of the object");
            if (json.nextToken() != null) {
                throw bad("nothing after the object");
            }
            return new Content(
                    new KanNetwork(layers),
                    inputs,
                    outputs,
                    inputNames,
                    outputNames,
                    kinds,
                    classes,
                    formula,
                    held,
                    response);
        }

        private Response response() throws IOException {
            String text = text("response");
            try {
                return Response.parse(text);
            } catch (IllegalArgumentException e) {
                throw new KanFormatException("unknown response \"" + printable(text) + "\"", e);
            }
        }

        private Optional<Held> held() throws IOException {
            field("uncertainty");
            expect(JsonToken.START_ARRAY, "an array");
            Optional<Held> held = Optional.empty();
            while (nextInArray(JsonToken.START_OBJECT, "an object")) {
                if (held.isPresent()) {
                    throw bad("one object or none");
                }
                int rows = integer("rows");
                int layer = integer("layer");
                held = Optional.of(new Held(rows, layer, truth("curvature")));
                expect(JsonToken.END_OBJECT, "the end of the object");
            }
            return held;
        }

        private Normalization columns(String name, List<String> names, boolean mixed, List<InputKind> kinds)
                throws IOException {
            field(name);
            expect(JsonToken.START_ARRAY, "an array");
            Doubles shift = new Doubles();
            Doubles scale = new Doubles();
            while (nextInArray(JsonToken.START_OBJECT, "an object")) {
                names.add(text("name"));
                field("shift");
                json.nextToken();
                shift.add(number());
                field("scale");
                json.nextToken();
                scale.add(number());
                kinds.add(mixed ? kind() : InputKind.QUANTITY);
                expect(JsonToken.END_OBJECT, "the end of the object");
            }
            return new Normalization(shift.toArray(), scale.toArray());
        }

        private InputKind kind() throws IOException {
            List<String> names = texts("levels");
            field("numbers");
            expect(JsonToken.START_ARRAY, "an array");
            List<InputKind.Level> levels = new ArrayList<>();
            while (nextInArray(JsonToken.VALUE_NUMBER_INT, "an integer")) {
                if (levels.size() == names.size()) {
                    throw bad("a number for each level");
                }
                levels.add(new InputKind.Level(names.get(levels.size()), json.getIntValue()));
            }
            if (levels.size() < names.size()) {
                throw bad("a number for each level");
            }
            OptionalDouble fill = maybe("fill");
            return new InputKind(levels, fill, version > FREE_ONLY ? trend() : Trend.FREE);
        }

        private Trend trend() throws IOException {
            int direction = integer("direction");
            int curvature = integer("curvature");
            return new Trend(direction, curvature, maybe("spread"));
        }

        private OptionalDouble maybe(String name) throws IOException {
            field(name);
            expect(JsonToken.START_ARRAY, "an array");
            OptionalDouble found = OptionalDouble.empty();
            while (json.nextToken() != JsonToken.END_ARRAY) {
                if (found.isPresent()) {
                    throw bad("one number or none");
                }
                found = OptionalDouble.of(number());
            }
            return found;
        }

        private Layer layer() throws IOException {
            int sums = integer("sums");
            field("products");
            expect(JsonToken.START_ARRAY, "an array");
            int[] arities = new int[4];
            int products = 0;
            long columns = sums;
            while (nextInArray(JsonToken.VALUE_NUMBER_INT, "an integer")) {
                if (products == arities.length) {
                    arities = Arrays.copyOf(arities, 2 * products);
                }
                arities[products++] = json.getIntValue();
                columns += json.getIntValue();
            }
            List<Basis> bases = new ArrayList<>();
            List<BaseActivation> activations = new ArrayList<>();
            List<Edge> edges = new ArrayList<>();
            List<Boolean> gaps = new ArrayList<>();
            field("inputs");
            expect(JsonToken.START_ARRAY, "an array");
            while (nextInArray(JsonToken.START_OBJECT, "an object")) {
                Basis basis = basis();
                bases.add(basis);
                activations.add(choice("base", BaseActivation.values()));
                gaps.add(version > QUANTITIES_ONLY && truth("gaps"));
                edges(basis.size(), columns, edges);
                expect(JsonToken.END_OBJECT, "the end of the object");
            }
            expect(JsonToken.END_OBJECT, "the end of the object");
            boolean[] withGaps = new boolean[gaps.size()];
            for (int i = 0; i < withGaps.length; i++) {
                withGaps[i] = gaps.get(i);
            }
            return new Layer(bases, activations, sums, Arrays.copyOf(arities, products), edges).withGaps(withGaps);
        }

        private Basis basis() throws IOException {
            String family = text("basis");
            if (version == SPLINES_ONLY && !family.equals(SPLINES)) {
                throw new KanFormatException(
                        "basis \"" + SPLINES + "\" required in version 1, got \"" + printable(family) + "\"");
            }
            List<Basis> all = version > QUANTITIES_ONLY ? BasisRegistry.all() : BasisRegistry.standards();
            Basis standard = all.stream()
                    .filter(known -> known.family().equals(family))
                    .findFirst()
                    .orElseThrow(() -> new KanFormatException("unknown basis \"" + printable(family) + "\", known are "
                            + all.stream().map(Basis::family).collect(Collectors.joining(", "))));
            BasisSettings settings = standard.settings();
            for (Map.Entry<String, Object> setting : settings.values().entrySet()) {
                String name = setting.getKey();
                if (setting.getValue() instanceof Integer) {
                    settings = settings.with(name, integer(name));
                } else if (setting.getValue() instanceof Extrapolation) {
                    settings = settings.with(name, choice(name, Extrapolation.values()));
                } else {
                    throw new KanFormatException("the setting " + name + " of the basis " + family + " cannot be read");
                }
            }
            return standard.with(settings.counted().isPresent() ? range() : breakpoints(), settings);
        }

        private Grid breakpoints() throws IOException {
            field("breakpoints");
            expect(JsonToken.START_ARRAY, "an array");
            Doubles breakpoints = new Doubles();
            while (json.nextToken() != JsonToken.END_ARRAY) {
                breakpoints.add(number());
            }
            return Grid.of(breakpoints.toArray());
        }

        /** The grid of a basis that has no breakpoints but its ends. */
        private Grid range() throws IOException {
            Grid range = breakpoints();
            if (range.intervals() != 1) {
                throw bad("2 breakpoints");
            }
            return range;
        }

        /** The edges of one input, [columns]; their parameters must be in the file. */
        private void edges(int rows, long columns, List<Edge> edges) throws IOException {
            String kinds = text("edges");
            if (kinds.length() != columns) {
                throw bad(columns + " edges");
            }
            unclaimed -= rows * columns;
            if (unclaimed < 0) {
                throw bad("no more parameters than the file has");
            }
            field("functions");
            expect(JsonToken.START_ARRAY, "an array");
            for (int c = 0; c < kinds.length(); c++) {
                switch (kinds.charAt(c)) {
                    case NUMERIC -> edges.add(Edge.NUMERIC);
                    case MASKED -> edges.add(Edge.MASKED);
                    case SYMBOLIC -> {
                        expect(JsonToken.VALUE_STRING, "the name of a function");
                        String name = json.getText();
                        edges.add(new Edge.Symbolic(Functions.byName(name)
                                .orElseThrow(
                                        () -> new KanFormatException("unknown function \"" + printable(name) + "\""))));
                    }
                    default -> throw bad("edges of the kinds n . s");
                }
            }
            expect(JsonToken.END_ARRAY, "the end of the array");
        }

        private void field(String name) throws IOException {
            if (json.nextToken() != JsonToken.FIELD_NAME || !name.equals(json.currentName())) {
                throw bad("field \"" + name + "\"");
            }
        }

        private String text(String name) throws IOException {
            field(name);
            expect(JsonToken.VALUE_STRING, "text");
            return json.getText();
        }

        private List<String> texts(String name) throws IOException {
            field(name);
            expect(JsonToken.START_ARRAY, "an array");
            List<String> texts = new ArrayList<>();
            while (nextInArray(JsonToken.VALUE_STRING, "text")) {
                texts.add(json.getText());
            }
            return texts;
        }

        private boolean truth(String name) throws IOException {
            field(name);
            JsonToken token = json.nextToken();
            if (token != JsonToken.VALUE_TRUE && token != JsonToken.VALUE_FALSE) {
                throw bad("true or false");
            }
            return token == JsonToken.VALUE_TRUE;
        }

        private int integer(String name) throws IOException {
            field(name);
            expect(JsonToken.VALUE_NUMBER_INT, "an integer");
            return json.getIntValue();
        }

        private <E extends Enum<E>> E choice(String name, E[] values) throws IOException {
            String text = text(name);
            for (E value : values) {
                if (lower(value).equals(text)) {
                    return value;
                }
            }
            throw new KanFormatException("unknown " + name + " \"" + printable(text) + "\"");
        }

        /** The number at the current token. */
        private double number() throws IOException {
            JsonToken token = json.currentToken();
            if (token != JsonToken.VALUE_NUMBER_FLOAT && token != JsonToken.VALUE_NUMBER_INT) {
                throw bad("a number");
            }
            return json.getDoubleValue();
        }

        private boolean nextInArray(JsonToken element, String what) throws IOException {
            JsonToken token = json.nextToken();
            if (token != JsonToken.END_ARRAY && token != element) {
                throw bad(what);
            }
            return token == element;
        }

        private void expect(JsonToken token, String what) throws IOException {
            if (json.nextToken() != token) {
                throw bad(what);
            }
        }

        private KanFormatException bad(String required) {
            return new KanFormatException(
                    "model.json, byte " + json.currentTokenLocation().getByteOffset() + ": " + required + " required");
        }
    }

    /** A growing array of numbers. */
    private static final class Doubles {
        private double[] values = new double[16];
        private int count;

        void add(double value) {
            if (count == values.length) {
                values = Arrays.copyOf(values, 2 * count);
            }
            values[count++] = value;
        }

        double[] toArray() {
            return Arrays.copyOf(values, count);
        }
    }
}
