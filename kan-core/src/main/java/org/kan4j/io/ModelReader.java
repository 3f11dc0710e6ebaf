package org.kan4j.io;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import org.kan4j.basis.Basis;
import org.kan4j.basis.BasisRegistry;
import org.kan4j.basis.BasisSettings;
import org.kan4j.function.Functions;
import org.kan4j.grid.Extrapolation;
import org.kan4j.grid.Grid;
import org.kan4j.layer.BaseActivation;
import org.kan4j.layer.Edge;
import org.kan4j.layer.Layer;
import org.kan4j.model.InputKind;
import org.kan4j.model.Normalization;
import org.kan4j.model.Response;
import org.kan4j.model.Trend;
import org.kan4j.model.Uncertainty;
import org.kan4j.network.KanNetwork;

/** Reads the structure of a model from JSON, in one pass over the tokens; each method reads what its name says and leaves the parser after it. */
final class ModelReader {
    private final JsonParser json;
    private long unclaimed;
    private int version;

    private ModelReader(JsonParser json, int parameters) {
        this.json = json;
        this.unclaimed = parameters;
    }

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

    /** Looks at format and version alone. */
    static void checkVersion(byte[] json) {
        try (JsonParser parser = ModelJson.FACTORY.createParser(json)) {
            new ModelReader(parser, 0).header();
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
        try (JsonParser parser = ModelJson.FACTORY.createParser(json)) {
            Content content = new ModelReader(parser, parameters).content();
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
        return new KanFormatException(
                "model.json is not valid: " + ModelJson.printable(String.valueOf(e.getMessage())), e);
    }

    private void header() throws IOException {
        expect(JsonToken.START_OBJECT, "an object");
        String format = text(Keys.FORMAT);
        if (!format.equals(ModelJson.FORMAT)) {
            throw new KanFormatException(
                    "format \"" + ModelJson.FORMAT + "\" required, got \"" + ModelJson.printable(format) + "\"");
        }
        version = integer(Keys.VERSION);
        if (!(version >= ModelJson.SPLINES_ONLY && version <= ModelJson.VERSION)) {
            throw new KanFormatException("version " + ModelJson.SPLINES_ONLY + " to " + ModelJson.VERSION
                    + " required, got " + version + " (written by a newer kan4j?)");
        }
    }

    private Content content() throws IOException {
        header();
        List<String> inputNames = new ArrayList<>();
        List<InputKind> kinds = new ArrayList<>();
        Normalization inputs = columns(Keys.INPUTS, inputNames, version > ModelJson.QUANTITIES_ONLY, kinds);
        List<String> outputNames = new ArrayList<>();
        Normalization outputs = columns(Keys.OUTPUTS, outputNames, false, new ArrayList<>());
        List<String> classes = version > ModelJson.SPLINES_ONLY ? texts(Keys.CLASSES) : List.of();
        array(Keys.LAYERS);
        List<Layer> layers = new ArrayList<>();
        while (nextInArray(JsonToken.START_OBJECT, "an object")) {
            if (layers.size() == ModelJson.MAX_LAYERS) {
                throw bad("at most " + ModelJson.MAX_LAYERS + " layers");
            }
            layers.add(layer());
        }
        String formula = text(Keys.FORMULA);
        Optional<Held> held = version > ModelJson.QUANTITIES_ONLY ? held() : Optional.empty();
        Response response = version > ModelJson.MEANS_ONLY ? response() : Response.MEAN;
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
        String text = text(Keys.RESPONSE);
        try {
            return Response.parse(text);
        } catch (IllegalArgumentException e) {
            throw new KanFormatException("unknown response \"" + ModelJson.printable(text) + "\"", e);
        }
    }

    private Optional<Held> held() throws IOException {
        array(Keys.UNCERTAINTY);
        Optional<Held> held = Optional.empty();
        while (nextInArray(JsonToken.START_OBJECT, "an object")) {
            if (held.isPresent()) {
                throw bad("one object or none");
            }
            int rows = integer(Keys.ROWS);
            int layer = integer(Keys.LAYER);
            held = Optional.of(new Held(rows, layer, truth(Keys.CURVATURE)));
            expect(JsonToken.END_OBJECT, "the end of the object");
        }
        return held;
    }

    private Normalization columns(String name, List<String> names, boolean mixed, List<InputKind> kinds)
            throws IOException {
        array(name);
        Doubles shift = new Doubles();
        Doubles scale = new Doubles();
        while (nextInArray(JsonToken.START_OBJECT, "an object")) {
            names.add(text(Keys.NAME));
            field(Keys.SHIFT);
            json.nextToken();
            shift.add(number());
            field(Keys.SCALE);
            json.nextToken();
            scale.add(number());
            kinds.add(mixed ? kind() : InputKind.QUANTITY);
            expect(JsonToken.END_OBJECT, "the end of the object");
        }
        return new Normalization(shift.toArray(), scale.toArray());
    }

    private InputKind kind() throws IOException {
        List<String> names = texts(Keys.LEVELS);
        array(Keys.NUMBERS);
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
        OptionalDouble fill = maybe(Keys.FILL);
        return new InputKind(levels, fill, version > ModelJson.FREE_ONLY ? trend() : Trend.FREE);
    }

    private Trend trend() throws IOException {
        int direction = integer(Keys.DIRECTION);
        int curvature = integer(Keys.CURVATURE);
        return new Trend(direction, curvature, maybe(Keys.SPREAD));
    }

    private OptionalDouble maybe(String name) throws IOException {
        array(name);
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
        int sums = integer(Keys.SUMS);
        array(Keys.PRODUCTS);
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
        array(Keys.INPUTS);
        while (nextInArray(JsonToken.START_OBJECT, "an object")) {
            Basis basis = basis();
            bases.add(basis);
            activations.add(choice(Keys.BASE, BaseActivation.values()));
            gaps.add(version > ModelJson.QUANTITIES_ONLY && truth(Keys.GAPS));
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
        String family = text(Keys.BASIS);
        if (version == ModelJson.SPLINES_ONLY && !family.equals(ModelJson.SPLINES)) {
            throw new KanFormatException("basis \"" + ModelJson.SPLINES + "\" required in version 1, got \""
                    + ModelJson.printable(family) + "\"");
        }
        List<Basis> all = version > ModelJson.QUANTITIES_ONLY ? BasisRegistry.all() : BasisRegistry.standards();
        Basis standard = all.stream()
                .filter(known -> known.family().equals(family))
                .findFirst()
                .orElseThrow(() -> new KanFormatException("unknown basis \"" + ModelJson.printable(family)
                        + "\", known are " + all.stream().map(Basis::family).collect(Collectors.joining(", "))));
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
        array(Keys.BREAKPOINTS);
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
        String kinds = text(Keys.EDGES);
        if (kinds.length() != columns) {
            throw bad(columns + " edges");
        }
        unclaimed -= rows * columns;
        if (unclaimed < 0) {
            throw bad("no more parameters than the file has");
        }
        array(Keys.FUNCTIONS);
        for (int c = 0; c < kinds.length(); c++) {
            switch (kinds.charAt(c)) {
                case ModelJson.NUMERIC -> edges.add(Edge.NUMERIC);
                case ModelJson.MASKED -> edges.add(Edge.MASKED);
                case ModelJson.SYMBOLIC -> {
                    expect(JsonToken.VALUE_STRING, "the name of a function");
                    String name = json.getText();
                    edges.add(new Edge.Symbolic(Functions.byName(name)
                            .orElseThrow(() ->
                                    new KanFormatException("unknown function \"" + ModelJson.printable(name) + "\""))));
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

    private void array(String name) throws IOException {
        field(name);
        expect(JsonToken.START_ARRAY, "an array");
    }

    private String text(String name) throws IOException {
        field(name);
        expect(JsonToken.VALUE_STRING, "text");
        return json.getText();
    }

    private List<String> texts(String name) throws IOException {
        array(name);
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
            if (ModelJson.lower(value).equals(text)) {
                return value;
            }
        }
        throw new KanFormatException("unknown " + name + " \"" + ModelJson.printable(text) + "\"");
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
