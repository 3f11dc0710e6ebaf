package org.kan4j.edit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.kan4j.basis.BSpline;
import org.kan4j.basis.Basis;
import org.kan4j.formula.Apply;
import org.kan4j.formula.Constant;
import org.kan4j.formula.Expression;
import org.kan4j.formula.Extremum;
import org.kan4j.formula.Fn;
import org.kan4j.formula.Formula;
import org.kan4j.formula.FormulaParser;
import org.kan4j.formula.Power;
import org.kan4j.formula.Product;
import org.kan4j.formula.Sum;
import org.kan4j.formula.Variable;
import org.kan4j.function.Functions;
import org.kan4j.function.UnivariateFunction;
import org.kan4j.layer.BaseActivation;
import org.kan4j.layer.Edge;
import org.kan4j.layer.Layer;
import org.kan4j.model.KanModel;
import org.kan4j.model.Normalization;
import org.kan4j.network.Kan;
import org.kan4j.network.KanNetwork;

/**
 * Compiles a formula into a network of symbolic edges that computes it: sums become sum nodes, products product nodes, and what a layer hands on to a later one passes through
 * edges that are the identity (as pykan's {@code kanpiler} does, arXiv:2408.10205).
 */
public final class FormulaNetwork {
    private static final UnivariateFunction IDENTITY = function("identity");

    /** Functions of whole exponents that are defined for negative numbers too. */
    private static final Map<Double, String> POWERS = Map.of(
            2.0,
            "square",
            3.0,
            "cube",
            4.0,
            "fourth_power",
            5.0,
            "fifth_power",
            -1.0,
            "reciprocal",
            -2.0,
            "reciprocal_square",
            -3.0,
            "reciprocal_cube",
            0.5,
            "sqrt");

    /** Layers of nodes; the first holds the inputs. */
    private final List<List<Node>> levels = new ArrayList<>();

    private final Map<Node, Integer> places = new HashMap<>();
    private final Map<Lift, Node> lifted = new HashMap<>();
    private final Map<Expression, Node> nodes = new HashMap<>();

    /** The value of a node, as it stands on a level; each is one of its own. */
    private static final class Node {
        private final int level;
        /** One list of edges for a sum, one for each argument of a product; none for an input. */
        private final List<List<Arc>> columns;

        Node(int level, List<List<Arc>> columns) {
            this.level = level;
            this.columns = columns;
        }
    }

    /** An edge c·f(a·x + b) + d from a node. */
    private record Arc(Node from, UnivariateFunction f, double a, double b, double c, double d) {
        static Arc identity(Node from) {
            return new Arc(from, IDENTITY, 1, 0, 1, 0);
        }

        Arc scaled(double factor) {
            return new Arc(from, f, a, b, factor * c, factor * d);
        }

        Arc plus(double shift) {
            return new Arc(from, f, a, b, c, d + shift);
        }
    }

    /** A node on a later level. */
    private record Lift(Node of, int level) {}

    /** Edges that add up, and a number. */
    private record Parts(List<Arc> arcs, double shift) {
        static Parts of(Arc arc) {
            return new Parts(List.of(arc), 0);
        }

        Parts scaled(double factor) {
            return new Parts(arcs.stream().map(arc -> arc.scaled(factor)).toList(), factor * shift);
        }
    }

    private FormulaNetwork(int inputs) {
        List<Node> first = new ArrayList<>();
        for (int i = 0; i < inputs; i++) {
            Node input = new Node(0, List.of());
            places.put(input, i);
            first.add(input);
        }
        levels.add(first);
    }

    /**
     * {@return a model whose network computes a formula, in the formula's own units}
     *
     * @param text the formula
     * @param inputs names of its variables; where there are none, those that it holds, in the order of the alphabet
     * @param target name of what it gives
     * @throws EditException if the text is no formula, or one without variables
     */
    public static KanModel of(String text, List<String> inputs, String target) {
        try {
            List<String> names = inputs.isEmpty() ? variables(text) : inputs;
            Expression expression = FormulaParser.parse(text, names).simplify();
            return of(Formula.of(expression, names, target));
        } catch (IllegalArgumentException e) {
            throw new EditException("formula: " + e.getMessage());
        }
    }

    /**
     * {@return a model whose network computes a formula, in the formula's own units, and which holds the formula}
     *
     * @param formula of at least one variable; its columns are the inputs, in their order
     * @throws EditException if the formula has no variable
     */
    public static KanModel of(Formula formula) {
        if (formula.expression().variables().isEmpty()) {
            throw new EditException("formula: at least one variable required, got \"" + formula.text() + "\"");
        }
        int inputs = formula.columns().size();
        return new KanModel(
                new FormulaNetwork(inputs).network(formula.expression()),
                Normalization.identity(inputs),
                Normalization.identity(1),
                formula.columns(),
                List.of(formula.target()),
                List.of(),
                formula.json());
    }

    private static List<String> variables(String text) {
        TreeSet<String> names = new TreeSet<>();
        FormulaParser.parse(text, List.of(), new FormulaParser.Unknowns() {
            @Override
            public Expression name(String name) {
                names.add(name);
                return Expression.variable(0);
            }

            @Override
            public Expression application(String name, List<Expression> arguments) {
                throw new IllegalArgumentException("unknown function \"" + name + "\"");
            }
        });
        return List.copyOf(names);
    }

    private Kan network(Expression expression) {
        Node output = sum(parts(expression));
        List<Layer> layers = new ArrayList<>();
        collect(output);
        for (int l = 1; l < levels.size(); l++) {
            layers.add(layer(levels.get(l - 1).size(), levels.get(l)));
        }
        KanNetwork network = new KanNetwork(layers);
        double[] p = new double[network.parameterCount()];
        for (int l = 1; l < levels.size(); l++) {
            Layer layer = network.layer(l - 1);
            int column = 0;
            for (Node node : levels.get(l)) {
                for (List<Arc> arcs : node.columns) {
                    for (Arc arc : arcs) {
                        int at = network.offset(l - 1) + layer.symbolicOffset(place(arc.from), column);
                        p[at] = arc.a;
                        p[at + 1] = arc.b;
                        p[at + 2] = arc.c;
                        p[at + 3] = arc.d;
                    }
                    column++;
                }
            }
        }
        return new Kan(network, p);
    }

    private int place(Node node) {
        Integer place = places.get(node);
        if (place == null) {
            throw new IllegalStateException("formula: a node without a place");
        }
        return place;
    }

    /** Gives places to a node and to all that it is made of, sum nodes before product nodes on each level. */
    private void collect(Node output) {
        List<List<Node>> sums = new ArrayList<>();
        List<List<Node>> products = new ArrayList<>();
        for (int l = 0; l <= output.level; l++) {
            sums.add(new ArrayList<>());
            products.add(new ArrayList<>());
        }
        visit(output, sums, products);
        for (int l = 1; l <= output.level; l++) {
            List<Node> level = new ArrayList<>(sums.get(l));
            level.addAll(products.get(l));
            for (int n = 0; n < level.size(); n++) {
                places.put(level.get(n), n);
            }
            levels.add(level);
        }
    }

    private static void visit(Node node, List<List<Node>> sums, List<List<Node>> products) {
        List<Node> level = (node.columns.size() > 1 ? products : sums).get(node.level);
        if (node.level == 0 || level.contains(node)) {
            return;
        }
        level.add(node);
        node.columns.forEach(arcs -> arcs.forEach(arc -> visit(arc.from, sums, products)));
    }

    private Layer layer(int in, List<Node> level) {
        List<Basis> bases = new ArrayList<>();
        List<BaseActivation> activations = new ArrayList<>();
        for (int i = 0; i < in; i++) {
            bases.add(BSpline.STANDARD);
            activations.add(BaseActivation.SILU);
        }
        int[] arities = level.stream()
                .mapToInt(node -> node.columns.size())
                .filter(arity -> arity > 1)
                .toArray();
        int columns = level.stream().mapToInt(node -> node.columns.size()).sum();
        Edge[] edges = new Edge[in * columns];
        Arrays.fill(edges, Edge.MASKED);
        int column = 0;
        for (Node node : level) {
            for (List<Arc> arcs : node.columns) {
                for (Arc arc : arcs) {
                    edges[place(arc.from) * columns + column] = new Edge.Symbolic(arc.f);
                }
                column++;
            }
        }
        return new Layer(bases, activations, level.size() - arities.length, arities, List.of(edges));
    }

    /** A node that adds edges. */
    private Node sum(Parts parts) {
        return node(List.of(parts));
    }

    private Node node(List<Parts> columns) {
        List<List<Arc>> apart = columns.stream().map(this::apart).toList();
        int below = apart.stream()
                .flatMap(List::stream)
                .mapToInt(arc -> arc.from.level)
                .max()
                .orElseThrow();
        List<List<Arc>> arcs = apart.stream()
                .map(column -> column.stream().map(arc -> lifted(arc, below)).toList())
                .toList();
        return new Node(below + 1, arcs);
    }

    /** Edges of which no two leave one node: between two nodes a network has one edge. The number becomes the shift of the first. */
    private List<Arc> apart(Parts parts) {
        List<Arc> apart = new ArrayList<>();
        for (Arc arc : parts.arcs) {
            boolean taken = apart.stream().anyMatch(other -> other.from == arc.from);
            apart.add(taken ? Arc.identity(new Node(arc.from.level + 1, List.of(List.of(arc)))) : arc);
        }
        apart.set(0, apart.get(0).plus(parts.shift));
        return apart;
    }

    /** An edge from the same node on a later level. */
    private Arc lifted(Arc arc, int level) {
        Node from = arc.from;
        for (int l = from.level + 1; l <= level; l++) {
            Node below = from;
            Lift lift = new Lift(arc.from, l);
            from = lifted.computeIfAbsent(lift, key -> new Node(key.level, List.of(List.of(Arc.identity(below)))));
        }
        return new Arc(from, arc.f, arc.a, arc.b, arc.c, arc.d);
    }

    /** An expression as edges that add up. */
    private Parts parts(Expression e) {
        if (e instanceof Constant c) {
            return new Parts(List.of(), c.value());
        } else if (e instanceof Variable v) {
            return Parts.of(Arc.identity(levels.get(0).get(v.index())));
        } else if (e instanceof Sum s) {
            List<Arc> arcs = new ArrayList<>();
            double shift = 0;
            for (Expression term : s.terms()) {
                Parts own = parts(term);
                arcs.addAll(own.arcs);
                shift += own.shift;
            }
            return new Parts(arcs, shift);
        } else if (e instanceof Product p) {
            return product(p);
        } else if (e instanceof Power p) {
            return power(p);
        } else if (e instanceof Apply a) {
            return applied(a.function().numbers(), a.argument());
        }
        Extremum m = (Extremum) e;
        // max(u, v) = (u + v + |u − v|)/2
        Expression apart = new Apply(Fn.ABS, Expression.sum(m.left(), Expression.negative(m.right())));
        return parts(Expression.product(
                Expression.constant(0.5),
                Expression.sum(m.left(), m.right(), m.larger() ? apart : Expression.negative(apart))));
    }

    private Parts product(Product p) {
        double factor = 1;
        List<Parts> others = new ArrayList<>();
        for (Expression each : p.factors()) {
            if (each instanceof Constant c) {
                factor *= c.value();
            } else {
                others.add(parts(each));
            }
        }
        if (others.size() == 1) {
            return others.get(0).scaled(factor);
        }
        return Parts.of(Arc.identity(node(others))).scaled(factor);
    }

    private Parts power(Power p) {
        if (!(p.exponent() instanceof Constant exponent)) {
            // u^v = exp(v·log(u))
            return parts(new Apply(Fn.EXP, Expression.product(p.exponent(), new Apply(Fn.LOG, p.base()))));
        }
        double n = exponent.value();
        String name = POWERS.get(n);
        if (name != null) {
            return applied(function(name), p.base());
        } else if (n == Math.rint(n) && n < 0) {
            return applied(function("reciprocal"), Expression.power(p.base(), -n));
        } else if (n == Math.rint(n) && n % 2 == 0) {
            return applied(function("square"), Expression.power(p.base(), n / 2));
        } else if (n == Math.rint(n)) {
            return Parts.of(Arc.identity(node(List.of(parts(p.base()), parts(Expression.power(p.base(), n - 1))))));
        }
        return applied(Functions.power(n), p.base());
    }

    /** f(u): an edge from the node that u is, or from that of which u is a multiple. */
    private Parts applied(UnivariateFunction f, Expression u) {
        Parts inner = parts(u);
        if (inner.arcs.size() == 1 && inner.arcs.get(0).f == IDENTITY) {
            Arc arc = inner.arcs.get(0);
            return Parts.of(new Arc(arc.from, f, arc.c * arc.a, arc.c * arc.b + arc.d + inner.shift, 1, 0));
        }
        Node node = nodes.computeIfAbsent(u, key -> sum(inner));
        return Parts.of(new Arc(node, f, 1, 0, 1, 0));
    }

    private static UnivariateFunction function(String name) {
        return Functions.byName(name).orElseThrow();
    }
}
