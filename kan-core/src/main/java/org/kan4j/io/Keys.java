package org.kan4j.io;

/** The names of model.json's fields, as {@code docs/model-format.md} tells of them; the settings of a basis bring their own. */
final class Keys {
    static final String FORMAT = "format";
    static final String VERSION = "version";
    static final String INPUTS = "inputs";
    static final String OUTPUTS = "outputs";
    static final String CLASSES = "classes";
    static final String LAYERS = "layers";
    static final String FORMULA = "formula";
    static final String UNCERTAINTY = "uncertainty";
    static final String RESPONSE = "response";
    static final String ROWS = "rows";
    static final String LAYER = "layer";
    static final String CURVATURE = "curvature";
    static final String NAME = "name";
    static final String SHIFT = "shift";
    static final String SCALE = "scale";
    static final String LEVELS = "levels";
    static final String NUMBERS = "numbers";
    static final String FILL = "fill";
    static final String DIRECTION = "direction";
    static final String SPREAD = "spread";
    static final String SUMS = "sums";
    static final String PRODUCTS = "products";
    static final String BASE = "base";
    static final String BASIS = "basis";
    static final String BREAKPOINTS = "breakpoints";
    static final String GAPS = "gaps";
    static final String EDGES = "edges";
    static final String FUNCTIONS = "functions";

    private Keys() {}
}
