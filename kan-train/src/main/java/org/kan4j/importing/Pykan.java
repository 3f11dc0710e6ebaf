package org.kan4j.importing;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.kan4j.basis.Basis;
import org.kan4j.function.Functions;
import org.kan4j.function.UnivariateFunction;
import org.kan4j.io.KanFormatException;
import org.kan4j.layer.BaseActivation;

/**
 * A checkpoint of pykan 0.2. An edge is mask·(scale_base·b(x) + scale_sp·spline(x)), or mask·(c·f(a·x + b) + d); a column is
 * subnode_scale·(sum of its edges) + subnode_bias; a node is node_scale·(its column, or the product of its columns) + node_bias.
 */
final class Pykan {
    static final String MARK = ".coef";

    /** Functions by pykan's name; powers of 1/x beyond the third are defined for positive arguments here. */
    private static final Map<String, String> FUNCTIONS = Map.ofEntries(
            Map.entry("x", "identity"),
            Map.entry("x^2", "square"),
            Map.entry("x^3", "cube"),
            Map.entry("x^4", "fourth_power"),
            Map.entry("x^5", "fifth_power"),
            Map.entry("1/x", "reciprocal"),
            Map.entry("1/x^2", "reciprocal_square"),
            Map.entry("1/x^3", "reciprocal_cube"),
            Map.entry("1/x^4", "pow_-4"),
            Map.entry("1/x^5", "pow_-5"),
            Map.entry("sqrt", "sqrt"),
            Map.entry("x^0.5", "sqrt"),
            Map.entry("x^1.5", "pow_1.5"),
            Map.entry("1/sqrt(x)", "rsqrt"),
            Map.entry("1/x^0.5", "rsqrt"),
            Map.entry("exp", "exp"),
            Map.entry("log", "log"),
            Map.entry("abs", "abs"),
            Map.entry("sin", "sin"),
            Map.entry("cos", "cos"),
            Map.entry("tan", "tan"),
            Map.entry("tanh", "tanh"),
            Map.entry("sgn", "sign"),
            Map.entry("arcsin", "asin"),
            Map.entry("arccos", "acos"),
            Map.entry("arctan", "atan"),
            Map.entry("arctanh", "atanh"),
            Map.entry("gaussian", "gaussian"));

    private final Tensors tensors;
    private final PykanConfig config;

    private Pykan(Tensors tensors, PykanConfig config) {
        this.tensors = tensors;
        this.config = config;
    }

    static List<LayerDraft> layers(Tensors tensors, PykanConfig config) {
        int depth = tensors.depth("act_fun.", MARK);
        if (config.width().size() != depth + 1) {
            throw new KanFormatException("width: " + (depth + 1) + " layers of nodes required, as the state has, got "
                    + config.width().size());
        }
        Pykan pykan = new Pykan(tensors, config);
        List<LayerDraft> layers = new ArrayList<>();
        for (int l = 0; l < depth; l++) {
            layers.add(pykan.layer(l));
        }
        return layers;
    }

    private LayerDraft layer(int l) {
        int sums = config.width().get(l + 1).sums();
        int[] arities = config.arities(l + 1);
        int columns = sums + Arrays.stream(arities).sum();
        String prefix = "act_fun." + l;
        Tensor coefficients = tensors.get(prefix + MARK);
        if (coefficients.shape().length != 3) {
            throw new KanFormatException(prefix + MARK
                    + ": a checkpoint of pykan 0.2 required, got one of a version before, whose" + " tensors are flat");
        }
        int in = coefficients.shape()[0];
        coefficients.shaped(in, columns, -1);
        Tensor grid = tensors.get(prefix + ".grid").shaped(in, -1);
        Tensor mask = tensors.get(prefix + ".mask").shaped(in, columns);
        Tensor scaleBase = tensors.get(prefix + ".scale_base").shaped(in, columns);
        Tensor scaleSplines = tensors.get(prefix + ".scale_sp").shaped(in, columns);
        List<Basis> bases = new ArrayList<>();
        for (int i = 0; i < in; i++) {
            bases.add(LayerDraft.splines(
                    grid.row(i), grid.shape()[1] - 1 - coefficients.shape()[2]));
        }
        LayerDraft layer = new LayerDraft(bases, config.base(), sums, arities);
        double[] scale =
                tensors.get("subnode_scale_" + l).shaped(columns).values().clone();
        double[] bias =
                tensors.get("subnode_bias_" + l).shaped(columns).values().clone();
        nodes(l, sums, arities, scale, bias);
        for (int i = 0; i < in; i++) {
            for (int c = 0; c < columns; c++) {
                double numeric = scale[c] * mask.at(i, c);
                double symbolic =
                        config.symbolic() ? symbolicMask(l, in, columns).at(c, i) : 0;
                if (numeric != 0 && symbolic != 0) {
                    throw new KanFormatException(
                            edge(l, i, c)
                                    + ": a numeric or a symbolic edge required, got one that is both (masks of act_fun and symbolic_fun)");
                }
                if (numeric != 0) {
                    double[] row = coefficients.row(i, c);
                    for (int m = 0; m < row.length; m++) {
                        row[m] *= numeric * scaleSplines.at(i, c);
                    }
                    layer.numeric(i, c, row, numeric * scaleBase.at(i, c));
                } else if (symbolic != 0) {
                    double[] knots = grid.row(i);
                    symbolic(layer, l, i, c, scale[c] * symbolic, knots[0], knots[knots.length - 1]);
                }
            }
        }
        for (int c = 0; c < columns; c++) {
            layer.add(c, bias[c]);
        }
        return layer;
    }

    private Tensor symbolicMask(int l, int in, int columns) {
        return tensors.get("symbolic_fun." + l + ".mask").shaped(columns, in);
    }

    /** Folds scale and bias of the nodes into those of their columns: of a product into its first argument. */
    private void nodes(int l, int sums, int[] arities, double[] scale, double[] bias) {
        int nodes = sums + arities.length;
        Tensor nodeScale = tensors.get("node_scale_" + l).shaped(nodes);
        Tensor nodeBias = tensors.get("node_bias_" + l).shaped(nodes);
        int column = 0;
        for (int n = 0; n < nodes; n++) {
            scale[column] *= nodeScale.at(n);
            bias[column] *= nodeScale.at(n);
            if (n < sums) {
                bias[column] += nodeBias.at(n);
            } else if (nodeBias.at(n) != 0) {
                throw new KanFormatException("node_bias_" + l + ": a product without a bias required, got "
                        + nodeBias.at(n) + " on node " + n);
            }
            column += n < sums ? 1 : arities[n - sums];
        }
    }

    private static String edge(int l, int i, int c) {
        return "the edge (" + l + ", " + i + ", " + c + ")";
    }

    private void symbolic(LayerDraft layer, int l, int i, int column, double scale, double lo, double hi) {
        String name = config.function(l, column, i);
        if (name.equals("0")) {
            return;
        }
        String known = FUNCTIONS.get(name);
        if (known == null) {
            throw new KanFormatException(edge(l, i, column) + ": a function of pykan's library required, got \""
                    + name.replaceAll("[^ -~]", "?") + "\"");
        }
        UnivariateFunction f = Functions.byName(known).orElseThrow();
        Tensor affine = tensors.get("symbolic_fun." + l + ".affine").shaped(-1, -1, 4);
        double[] abcd = affine.row(column, i);
        abcd[2] *= scale;
        abcd[3] *= scale;
        if (known.startsWith("pow_-")) {
            onePositiveSide(abcd, known.equals("pow_-5"), edge(l, i, column) + ": " + name, lo, hi);
        }
        layer.symbolic(i, column, f, abcd);
    }

    /** Turns the argument of an even or odd power so that it is positive over the grid. */
    private static void onePositiveSide(double[] abcd, boolean odd, String what, double lo, double hi) {
        double left = abcd[0] * lo + abcd[1];
        double right = abcd[0] * hi + abcd[1];
        if (!(left * right > 0)) {
            throw new KanFormatException(
                    what + " with its pole outside of the grid required, got the arguments " + left + " to " + right);
        }
        if (left < 0) {
            abcd[0] = -abcd[0];
            abcd[1] = -abcd[1];
            abcd[2] = odd ? -abcd[2] : abcd[2];
        }
    }

    /** The base activation by pykan's name. */
    static BaseActivation base(String name) {
        return switch (name) {
            case "silu" -> BaseActivation.SILU;
            case "identity" -> BaseActivation.IDENTITY;
            case "zero" -> BaseActivation.ZERO;
            default ->
                throw new KanFormatException("base_fun_name: silu, identity or zero required, got \""
                        + name.replaceAll("[^ -~]", "?") + "\"");
        };
    }
}
