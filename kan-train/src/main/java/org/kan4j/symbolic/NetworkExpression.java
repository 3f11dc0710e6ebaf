package org.kan4j.symbolic;

import static org.kan4j.formula.Expression.constant;
import static org.kan4j.formula.Expression.product;
import static org.kan4j.formula.Expression.sum;

import java.util.ArrayList;
import java.util.List;
import org.kan4j.formula.Expression;
import org.kan4j.layer.Edge;
import org.kan4j.layer.Layer;
import org.kan4j.model.KanModel;
import org.kan4j.network.KanNetwork;

/**
 * The formula that a network of symbolic edges is. Affine maps are folded on the way: the factor and shift with which an edge
 * enters its node go into the arguments of the edges that leave it, and normalisations into the first and last edges.
 */
public final class NetworkExpression {
    private static final double ROUNDING = 1e-13;

    private NetworkExpression() {}

    /** A sum of multiples of expressions, and a constant. */
    private record Linear(List<Double> factors, List<Expression> terms, double shift) {
        Linear scaled(double a, double b) {
            double sum = a * shift + b;
            // What two shifts leave when they cancel is rounding error.
            boolean cancels = Math.abs(sum) <= ROUNDING * (Math.abs(a * shift) + Math.abs(b));
            return new Linear(factors.stream().map(f -> a * f).toList(), terms, cancels ? 0 : sum);
        }

        Expression expression() {
            List<Expression> parts = new ArrayList<>();
            for (int t = 0; t < terms.size(); t++) {
                parts.add(product(constant(factors.get(t)), terms.get(t)));
            }
            if (shift != 0 || parts.isEmpty()) {
                parts.add(constant(shift));
            }
            return sum(parts.toArray(Expression[]::new));
        }
    }

    /**
     * {@return the formula of one output in the data's units; variables are the model's inputs by number}
     *
     * @param model whose active edges are all symbolic
     * @param output number of the output
     * @throws IllegalArgumentException if an edge is numeric
     */
    public static Expression of(KanModel model, int output) {
        KanNetwork network = model.kan().network();
        double[] p = model.kan().parameters();
        List<Linear> nodes = new ArrayList<>();
        for (int i = 0; i < network.in(); i++) {
            double scale = model.inputs().scale(i);
            nodes.add(new Linear(
                    List.of(1 / scale),
                    List.of(Expression.variable(i)),
                    -model.inputs().shift(i) / scale));
        }
        for (int l = 0; l < network.depth(); l++) {
            nodes = layer(network.layer(l), p, network.offset(l), nodes);
        }
        return nodes.get(output)
                .scaled(model.outputs().scale(output), model.outputs().shift(output))
                .expression();
    }

    private static List<Linear> layer(Layer layer, double[] p, int p0, List<Linear> inputs) {
        List<Linear> nodes = new ArrayList<>();
        for (int node = 0; node < layer.out(); node++) {
            int c0 = layer.firstColumn(node);
            if (node < layer.sums()) {
                nodes.add(column(layer, p, p0, inputs, c0));
                continue;
            }
            List<Expression> factors = new ArrayList<>();
            for (int c = c0; c < c0 + layer.columnCount(node); c++) {
                factors.add(column(layer, p, p0, inputs, c).expression());
            }
            nodes.add(new Linear(List.of(1.0), List.of(product(factors.toArray(Expression[]::new))), 0));
        }
        return nodes;
    }

    private static Linear column(Layer layer, double[] p, int p0, List<Linear> inputs, int column) {
        List<Double> factors = new ArrayList<>();
        List<Expression> terms = new ArrayList<>();
        double shift = 0;
        for (int i = 0; i < layer.in(); i++) {
            Edge edge = layer.edge(i, column);
            if (edge instanceof Edge.Numeric) {
                throw new IllegalArgumentException("formula: every active edge must be symbolic, but input " + i
                        + " to column " + column + " is numeric");
            }
            if (edge instanceof Edge.Symbolic symbolic) {
                int q = p0 + layer.symbolicOffset(i, column);
                Linear u = inputs.get(i).scaled(p[q], p[q + 1]);
                double c = p[q + 2];
                shift += p[q + 3];
                if (symbolic.function().name().equals("identity")) {
                    u.factors.forEach(f -> factors.add(c * f));
                    terms.addAll(u.terms);
                    shift += c * u.shift;
                } else if (symbolic.function().name().equals("exp") && Math.abs(u.shift) < 300) {
                    factors.add(c * Math.exp(u.shift));
                    terms.add(FunctionExpressions.apply(
                            symbolic.function(), new Linear(u.factors, u.terms, 0).expression()));
                } else {
                    factors.add(c);
                    terms.add(FunctionExpressions.apply(symbolic.function(), u.expression()));
                }
            }
        }
        return new Linear(factors, terms, shift);
    }
}
