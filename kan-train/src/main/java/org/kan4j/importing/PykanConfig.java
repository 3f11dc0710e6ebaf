package org.kan4j.importing;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.kan4j.io.KanFormatException;
import org.kan4j.layer.BaseActivation;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/** What pykan writes beside the state of a network: {@code NAME_config.yml}. */
final class PykanConfig {
    private static final int MAX_BYTES = 4 << 20;

    private final Map<?, ?> values;
    private final List<Nodes> width;

    private PykanConfig(Map<?, ?> values) {
        this.values = values;
        this.width = new ArrayList<>();
        for (Object layer : list("width", value("width"))) {
            List<?> counts = layer instanceof List<?> both ? both : List.of(layer, 0);
            require(counts.size() == 2, "width", "[sums, products] of each layer");
            width.add(new Nodes(whole("width", counts.get(0)), whole("width", counts.get(1))));
        }
        require(
                width.size() >= 2 && width.get(0).products == 0,
                "width",
                "two layers or more, the first without products,");
    }

    /** The nodes of a layer. */
    record Nodes(int sums, int products) {}

    /**
     * {@return the configuration in a file}
     *
     * @throws KanFormatException if it is no YAML or lacks a value
     */
    static PykanConfig read(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new KanFormatException(
                    "pykan's configuration required beside the state, but there is no file " + file.getFileName());
        }
        if (Files.size(file) > MAX_BYTES) {
            throw new KanFormatException(file.getFileName() + ": at most " + MAX_BYTES + " bytes required");
        }
        LoadSettings settings = LoadSettings.builder()
                .setLabel(String.valueOf(file.getFileName()))
                .setMaxAliasesForCollections(0)
                .setCodePointLimit(MAX_BYTES)
                .build();
        try (InputStream in = Files.newInputStream(file)) {
            if (!(new Load(settings).loadFromInputStream(in) instanceof Map<?, ?> values)) {
                throw new KanFormatException(file.getFileName() + ": names and values required");
            }
            return new PykanConfig(values);
        } catch (YamlEngineException e) {
            throw new KanFormatException(
                    file.getFileName() + ": not the YAML that pykan writes: "
                            + String.valueOf(e.getMessage()).lines().findFirst().orElse(""),
                    e);
        }
    }

    List<Nodes> width() {
        return width;
    }

    BaseActivation base() {
        return Pykan.base(String.valueOf(value("base_fun_name")));
    }

    /** Whether symbolic edges count. */
    boolean symbolic() {
        return !Boolean.FALSE.equals(values.get("symbolic_enabled"));
    }

    /** The arguments of each product of a layer of nodes. */
    int[] arities(int layer) {
        int products = width.get(layer).products;
        Object arity = value("mult_arity");
        List<?> each = arity instanceof List<?> layers && layers.size() == width.size()
                ? list("mult_arity", layers.get(layer))
                : Collections.nCopies(products, arity);
        require(each.size() == products, "mult_arity", "a number for each product");
        return each.stream().mapToInt(n -> whole("mult_arity", n)).toArray();
    }

    /** The name of the function of an edge. */
    String function(int layer, int column, int input) {
        String name = "symbolic.funs_name." + layer;
        List<?> columns = list(name, value(name));
        require(column < columns.size(), name, "names for each column");
        List<?> inputs = list(name, columns.get(column));
        require(input < inputs.size(), name, "names for each input");
        return String.valueOf(inputs.get(input));
    }

    /** A value, or a text that is none of those that are required. */
    private Object value(String name) {
        Object value = values.get(name);
        return value == null ? "" : value;
    }

    private static List<?> list(String name, Object value) {
        require(value instanceof List, name, "a list");
        return (List<?>) value;
    }

    private static int whole(String name, Object value) {
        require(value instanceof Integer n && n >= 0 && n <= 1 << 20, name, "whole numbers from 0 to 1048576");
        return (Integer) value;
    }

    private static void require(boolean rule, String name, String what) {
        if (!rule) {
            throw new KanFormatException(name + ": " + what + " required in pykan's configuration");
        }
    }
}
