package org.kan4j.equations;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.kan4j.basis.Basis;
import org.kan4j.formula.Expression;

/** The residuals of a problem, and the points where unknowns of some bases are to keep them small. */
final class Collocation {
    /** What a condition weighs against an equation. */
    private static final double CONDITION = 100;

    /** Of a rule of Gauss and Legendre with four points on [−1, 1]. */
    private static final double[] NODES = {
        -0.8611363115940526, -0.3399810435848563, 0.3399810435848563, 0.8611363115940526
    };

    private static final double[] WEIGHTS = {
        0.34785484513745385, 0.6521451548625461, 0.6521451548625461, 0.34785484513745385
    };

    private static final int MORE = 4;

    final Problem problem;
    final List<Residual> equations;
    final List<Residual> conditions;
    private final List<Residual> values;
    private final List<List<Residual>> slopes;

    Collocation(Problem problem) {
        this.problem = problem;
        this.equations = problem.equations().stream()
                .map(e -> new Residual(problem, e.residual()))
                .toList();
        this.conditions = problem.conditions().stream()
                .map(c -> new Residual(problem, c.residual()))
                .toList();
        this.values = new ArrayList<>();
        this.slopes = new ArrayList<>();
        for (int k = 0; k < problem.unknowns().size(); k++) {
            values.add(new Residual(problem, Expression.variable(problem.variable(k, 0))));
            List<Residual> ofUnknown = new ArrayList<>();
            for (int i = 0; i < problem.inputs(); i++) {
                int component = problem.jet().first(i);
                ofUnknown.add(new Residual(problem, Expression.variable(problem.variable(k, component))));
            }
            slopes.add(ofUnknown);
        }
    }

    private Collocation(Problem problem, Collocation like) {
        this.problem = problem;
        this.equations = like.equations;
        this.conditions = like.conditions;
        this.values = like.values;
        this.slopes = like.slopes;
    }

    /** The same residuals on a part of an input's range. */
    Collocation within(int input, double lo, double hi) {
        List<Problem.Range> domain = new ArrayList<>(problem.domain());
        domain.set(input, new Problem.Range(domain.get(input).name(), lo, hi));
        return new Collocation(
                new Problem(
                        problem.source(),
                        domain,
                        problem.unknowns(),
                        problem.parameters(),
                        problem.equations(),
                        problem.conditions(),
                        problem.periodic(),
                        problem.observations()),
                this);
    }

    /** The residual of an unknown, order 0, or of its derivative by an input. */
    Residual derivative(int unknown, int input, int order) {
        return order == 0 ? values.get(unknown) : slopes.get(unknown).get(input);
    }

    /** Points of an input and their shares, which sum up to one. */
    record Nodes(double[] x, double[] share) {
        static Nodes of(Basis basis, double lo, double hi) {
            return basis.local() ? pieces(basis, lo, hi) : chebyshev(basis.size() + MORE, lo, hi);
        }

        static Nodes chebyshev(int count, double lo, double hi) {
            double[] x = new double[count];
            double[] share = new double[count];
            double sum = 0;
            for (int j = 0; j < count; j++) {
                double angle = Math.PI * (j + 0.5) / count;
                x[j] = (lo + hi) / 2 - (hi - lo) / 2 * Math.cos(angle);
                share[j] = Math.sin(angle);
                sum += share[j];
            }
            for (int j = 0; j < count; j++) {
                share[j] /= sum;
            }
            return new Nodes(x, share);
        }

        private static Nodes pieces(Basis basis, double lo, double hi) {
            double[] cuts = basis.grid().breakpoints();
            double[] x = new double[NODES.length * (cuts.length - 1)];
            double[] share = new double[x.length];
            for (int g = 0; g + 1 < cuts.length; g++) {
                double half = (cuts[g + 1] - cuts[g]) / 2;
                for (int q = 0; q < NODES.length; q++) {
                    x[NODES.length * g + q] = cuts[g] + half * (1 + NODES[q]);
                    share[NODES.length * g + q] = half * WEIGHTS[q] / (hi - lo);
                }
            }
            return new Nodes(x, share);
        }

        static Nodes at(double x) {
            return new Nodes(new double[] {x}, new double[] {1});
        }
    }

    private Nodes nodes(Tensor tensor, int input) {
        Problem.Range range = problem.domain().get(input);
        return Nodes.of(tensor.bases[input], range.lo(), range.hi());
    }

    /** Points of a product of rules, [points, inputs], and the roots of their shares. */
    record Product(double[] x, double[] roots) {
        static Product of(List<Nodes> rules) {
            int count = 1;
            for (Nodes rule : rules) {
                count *= rule.x().length;
            }
            int inputs = rules.size();
            double[] x = new double[count * inputs];
            double[] roots = new double[count];
            for (int p = 0; p < count; p++) {
                int rest = p;
                double share = 1;
                for (int i = inputs - 1; i >= 0; i--) {
                    int j = rest % rules.get(i).x().length;
                    rest /= rules.get(i).x().length;
                    x[p * inputs + i] = rules.get(i).x()[j];
                    share *= rules.get(i).share()[j];
                }
                roots[p] = Math.sqrt(share);
            }
            return new Product(x, roots);
        }
    }

    /** The product of the rules of all inputs, one of which may have one value. */
    Product product(Tensor tensor, int fixed, double at) {
        List<Nodes> rules = new ArrayList<>();
        for (int i = 0; i < problem.inputs(); i++) {
            rules.add(i == fixed ? Nodes.at(at) : nodes(tensor, i));
        }
        return Product.of(rules);
    }

    /** Rows of the equations, for unknowns that are about as at a place. */
    List<Rows> equations(Tensor tensor, double[] c) {
        Product product = product(tensor, -1, 0);
        List<Rows> list = new ArrayList<>();
        for (Residual e : equations) {
            Rows rows = new Rows(problem, tensor, product.x(), product.roots(), e, new double[0]);
            list.add(rows.times(1 / rows.scale(c)));
        }
        return list;
    }

    /** Rows of the conditions that coefficients do not hold, but those that fix one input. */
    List<Rows> conditions(Tensor tensor, double[] c, int without, Faces faces) {
        List<Rows> list = new ArrayList<>();
        for (int k = 0; k < conditions.size(); k++) {
            Problem.Condition condition = problem.conditions().get(k);
            if ((without >= 0 && condition.fixes(without)) || faces.holds(k)) {
                continue;
            }
            List<Nodes> rules = new ArrayList<>();
            for (int i = 0; i < problem.inputs(); i++) {
                rules.add(condition.fixes(i) ? Nodes.at(condition.place().get(i)) : nodes(tensor, i));
            }
            Product product = Product.of(rules);
            Rows rows = new Rows(problem, tensor, product.x(), product.roots(), conditions.get(k), new double[0]);
            list.add(rows.times(CONDITION / rows.scale(c)));
        }
        return list;
    }

    /**
     * Rows that continue what is known at the lower end of an input.
     *
     * @param tensor the unknowns
     * @param input along which the solution goes
     * @param before where what is known ends
     * @param known its coefficients
     */
    List<Rows> continued(Tensor tensor, int input, Tensor before, double[] known) {
        Problem.Range range = problem.domain().get(input);
        Product product = product(tensor, input, range.lo());
        Tensor.Points points = before.new Points(product.x());
        int size = tensor.jet.size();
        double[] jets = new double[tensor.unknowns * size];
        List<Rows> list = new ArrayList<>();
        for (int k = 0; k < tensor.unknowns; k++) {
            int orders = Math.max(0, problem.order(k, input));
            for (int order = 0; order < orders; order++) {
                double[] targets = new double[points.count];
                for (int p = 0; p < points.count; p++) {
                    points.jets(known, p, jets);
                    targets[p] = jets[k * size + (order == 0 ? 0 : tensor.jet.first(input))];
                }
                Rows rows =
                        new Rows(problem, tensor, product.x(), product.roots(), derivative(k, input, order), targets);
                list.add(rows.times(CONDITION * Math.pow(range.length(), order)));
            }
        }
        return list;
    }

    /** Rows of the values of another expansion. */
    List<Rows> like(Tensor tensor, Expansion known) {
        Product product = product(tensor, -1, 0);
        double[] values = known.values(product.x());
        List<Rows> list = new ArrayList<>();
        for (int k = 0; k < tensor.unknowns; k++) {
            double[] targets = new double[product.roots().length];
            for (int p = 0; p < targets.length; p++) {
                targets[p] = values[p * tensor.unknowns + k];
            }
            list.add(new Rows(problem, tensor, product.x(), product.roots(), derivative(k, 0, 0), targets));
        }
        return list;
    }

    /** Rows of what was measured, each over its standard error. */
    List<Rows> observations(Tensor tensor, double[] sigmas) {
        List<Rows> list = new ArrayList<>();
        for (int k = 0; k < problem.observations().size(); k++) {
            Problem.Observations seen = problem.observations().get(k);
            double[] ones = new double[seen.values().length];
            Arrays.fill(ones, 1);
            list.add(new Rows(problem, tensor, seen.points(), ones, derivative(seen.unknown(), 0, 0), seen.values())
                    .times(1 / sigmas[k]));
        }
        return list;
    }

    /** Whether something couples the ends of an input. */
    boolean couples(int input) {
        return problem.periodic().get(input);
    }
}
