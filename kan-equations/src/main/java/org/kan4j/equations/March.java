package org.kan4j.equations;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.kan4j.basis.BSpline;
import org.kan4j.basis.Basis;
import org.kan4j.basis.Chebyshev;
import org.kan4j.grid.Extrapolation;
import org.kan4j.grid.Grid;

/**
 * Goes along one input, such as time, in slabs: in each a polynomial of that input times the basis of the other one, by least squares on
 * the residuals, continued from the end of the slab before. A slab is as long as its last coefficients allow.
 */
final class March {
    private static final double SHORTEST = 1e-9;
    private static final double LONGER = 1.8;
    private static final int STEPS = 25;
    private static final int PROBES = 300;

    /** A relative difference that is as good as none. */
    private static final double JOINED = 1e-12;

    private final Collocation collocation;
    private final Problem problem;
    private final int input;
    private final List<Basis> across;
    private final Optional<Density> density;
    private final int degree;
    private final double tolerance;
    private final BooleanSupplier stop;

    /**
     * A march.
     *
     * @param collocation the residuals
     * @param input along which
     * @param across basis of the other input, if there is one
     * @param density where grids of the other input follow the solution
     * @param degree of the polynomials
     * @param tolerance what the last coefficients may be, as a share of the largest
     * @param stop asked before each slab
     */
    March(
            Collocation collocation,
            int input,
            List<Basis> across,
            Optional<Density> density,
            int degree,
            double tolerance,
            BooleanSupplier stop) {
        this.collocation = collocation;
        this.problem = collocation.problem;
        this.input = input;
        this.across = new ArrayList<>(across);
        this.density = density;
        this.degree = degree;
        this.tolerance = tolerance;
        this.stop = stop;
    }

    /** One slab. */
    record Slab(double lo, double hi, Expansion expansion) {}

    /** The slabs up to the end, or to where it was stopped or no slab was short enough. */
    List<Slab> run() {
        Problem.Range range = problem.domain().get(input);
        List<Slab> slabs = new ArrayList<>();
        double at = range.lo();
        double length = range.length() / 20;
        while (at < range.hi() && !stop.getAsBoolean()) {
            if (at + 1.01 * length >= range.hi()) {
                length = range.hi() - at;
            }
            double hi = at + length >= range.hi() ? range.hi() : at + length;
            Expansion now = slab(at, hi, slabs);
            double tail = now.tail(input);
            boolean finite = Double.isFinite(tail);
            if (finite && tail <= tolerance) {
                slabs.add(new Slab(at, hi, now));
                follow(now, hi);
                at = hi;
            } else if (length < SHORTEST * range.length()) {
                return slabs;
            }
            double factor = finite && tail > 0 ? 0.8 * Math.pow(tolerance / tail, 1.0 / degree) : LONGER;
            length *= finite ? Math.max(0.25, Math.min(LONGER, factor)) : 0.25;
        }
        return slabs;
    }

    /** Grids of the slabs to come go where the end of this one needs them. */
    private void follow(Expansion now, double end) {
        if (density.isPresent()) {
            int other = 1 - input;
            density.get().see(now, other, end);
            Density here = new Density(problem.domain().get(other));
            here.see(now, other, end);
            Basis basis = across.get(0);
            across.set(0, basis.withGrid(here.grid(basis.grid().intervals())));
        }
    }

    private Tensor tensor(double lo, double hi) {
        Basis along = new Chebyshev(Grid.of(lo, hi), degree, Extrapolation.LINEAR);
        if (across.isEmpty()) {
            return new Tensor(problem.unknowns().size(), along);
        }
        return input == 0
                ? new Tensor(problem.unknowns().size(), along, across.get(0))
                : new Tensor(problem.unknowns().size(), across.get(0), along);
    }

    private Expansion slab(double lo, double hi, List<Slab> before) {
        Collocation part = collocation.within(input, lo, hi);
        Tensor tensor = tensor(lo, hi);
        double[] start = before.isEmpty() ? initial(part, tensor) : continuing(part, tensor, last(before));
        List<Rows> rows = new ArrayList<>(part.equations(tensor, start));
        int without = before.isEmpty() ? -1 : input;
        Faces faces = new Faces(part, tensor, without);
        rows.addAll(part.conditions(tensor, start, without, faces));
        if (!before.isEmpty()) {
            Expansion known = last(before).expansion();
            rows.addAll(part.continued(tensor, input, known.tensor(), known.c()));
        }
        boolean around = !across.isEmpty() && tensor.outer != input && part.couples(tensor.outer);
        GaussNewton newton = new GaussNewton(tensor, new double[0], new double[0], around, faces.held(), rows);
        return new Expansion(tensor, newton.run(start, STEPS, stop));
    }

    /** What the conditions at the beginning say. */
    Expansion beginning() {
        Problem.Range range = problem.domain().get(input);
        Tensor tensor = tensor(range.lo(), range.hi());
        return new Expansion(tensor, initial(collocation, tensor));
    }

    /** What the conditions at the beginning say, constant along the input. */
    private double[] initial(Collocation part, Tensor tensor) {
        Faces faces = new Faces(part, tensor, -1);
        List<Rows> rows = new ArrayList<>(part.conditions(tensor, new double[tensor.size()], -1, faces));
        rows.addAll(flat(part, tensor));
        boolean around = !across.isEmpty() && tensor.outer != input && part.couples(tensor.outer);
        return new GaussNewton(tensor, new double[0], new double[0], around, faces.held(), rows)
                .run(new double[tensor.size()], 3, stop);
    }

    /** Rows that keep the unknowns constant along the input. */
    private List<Rows> flat(Collocation part, Tensor tensor) {
        Collocation.Product product = part.product(tensor, -1, 0);
        List<Rows> rows = new ArrayList<>();
        for (int k = 0; k < tensor.unknowns; k++) {
            Residual slope = part.derivative(k, input, 1);
            rows.add(new Rows(part.problem, tensor, product.x(), product.roots(), slope, new double[0])
                    .times(part.problem.domain().get(input).length()));
        }
        return rows;
    }

    private static Slab last(List<Slab> slabs) {
        return slabs.get(slabs.size() - 1);
    }

    /** The end of a slab, constant along the input. */
    private double[] continuing(Collocation part, Tensor tensor, Slab before) {
        Expansion known = before.expansion();
        List<Rows> rows = new ArrayList<>(part.continued(tensor, input, known.tensor(), known.c()));
        rows.addAll(flat(part, tensor));
        return new GaussNewton(tensor, new double[0], new double[0], false, new Held(tensor.size()), rows)
                .run(new double[tensor.size()], 2, () -> false);
    }

    /** Where slabs begin and end. */
    static double[] cuts(List<Slab> slabs) {
        double[] cuts = new double[slabs.size() + 1];
        for (int s = 0; s < slabs.size(); s++) {
            cuts[s] = slabs.get(s).lo();
            cuts[s + 1] = slabs.get(s).hi();
        }
        return cuts;
    }

    /** Values of all unknowns at points, [points, unknowns]. */
    static double[] values(int input, List<Slab> slabs, double[] x) {
        Tensor like = slabs.get(0).expansion().tensor();
        int inputs = like.bases.length;
        double[] values = new double[x.length / inputs * like.unknowns];
        for (int p = 0; p < x.length / inputs; p++) {
            double at = x[p * inputs + input];
            Slab slab = slabs.stream().filter(s -> at <= s.hi()).findFirst().orElse(last(slabs));
            double[] one = slab.expansion().values(Arrays.copyOfRange(x, p * inputs, (p + 1) * inputs));
            System.arraycopy(one, 0, values, p * like.unknowns, like.unknowns);
        }
        return values;
    }

    /**
     * The slabs as one expansion with splines along the input, of as many pieces as it takes to be as good as they are.
     *
     * @param problem the problem
     * @param input along which
     * @param slabs one after the other
     * @param most pieces at the most
     */
    static Expansion joined(Problem problem, int input, List<Slab> slabs, int most) {
        double[] x = Expansion.fresh(problem, PROBES, 2);
        double[] exact = values(input, slabs, x);
        for (int parts = 2; ; parts *= 2) {
            Expansion joined = pieces(input, slabs, parts);
            int pieces = 2 * parts * slabs.size();
            if (pieces > most || Expansion.distance(joined.values(x), exact, joined.tensor().unknowns) < JOINED) {
                return joined;
            }
        }
    }

    /** The slabs as one expansion with splines along the input, whose pieces are parts of the slabs. */
    private static Expansion pieces(int input, List<Slab> slabs, int parts) {
        Tensor like = slabs.get(0).expansion().tensor();
        double[] cuts = new double[slabs.size() * parts + 1];
        for (int s = 0; s < slabs.size(); s++) {
            for (int q = 0; q < parts; q++) {
                Slab slab = slabs.get(s);
                cuts[s * parts + q] = slab.lo() + (slab.hi() - slab.lo()) * q / parts;
            }
        }
        cuts[cuts.length - 1] = slabs.get(slabs.size() - 1).hi();
        BSpline along = new BSpline(Grid.of(cuts), BSpline.MAX_ORDER, Extrapolation.LINEAR);
        boolean outside = like.outer == input;
        int others = outside ? like.innerSize : like.outerSize;
        Collocation.Nodes nodes = Collocation.Nodes.of(along, cuts[0], cuts[cuts.length - 1]);
        double[][] values = samples(like, slabs, input, nodes.x(), 0);
        // What conditions say of values and slopes at the beginning stays as it is.
        Ends ends = new Ends(along);
        for (int order = 0; order < 2; order++) {
            double[][] begin = samples(like, slabs, input, new double[] {cuts[0]}, order);
            double[] weights = new double[order + 1];
            weights[order] = 1;
            ends.add(
                    Ends.row(along, cuts[0], weights),
                    Arrays.stream(begin).mapToDouble(of -> of[0]).toArray(),
                    false);
        }
        LineFit fit = new LineFit(along, nodes, ends);
        double[][] fitted = new double[values.length][];
        for (int o = 0; o < fitted.length; o++) {
            fitted[o] = fit.fit(values[o], ends.right(o));
        }
        Basis[] bases = like.bases.clone();
        bases[input] = along;
        Tensor tensor = new Tensor(like.unknowns, bases);
        double[] c = new double[tensor.size()];
        for (int k = 0; k < like.unknowns; k++) {
            for (int o = 0; o < others; o++) {
                for (int m = 0; m < along.size(); m++) {
                    boolean outer = tensor.outer == input;
                    int at = outer
                            ? (m * like.unknowns + k) * tensor.innerSize + o
                            : (o * like.unknowns + k) * tensor.innerSize + m;
                    c[at] = fitted[k * others + o][m];
                }
            }
        }
        return new Expansion(tensor, c);
    }

    /** Coefficients across, or their derivatives, at points along, [unknowns · others][points]. */
    private static double[][] samples(Tensor like, List<Slab> slabs, int input, double[] points, int order) {
        boolean outside = like.outer == input;
        int others = outside ? like.innerSize : like.outerSize;
        double[][] values = new double[like.unknowns * others][points.length];
        int s = 0;
        for (int p = 0; p < points.length; p++) {
            while (s + 1 < slabs.size() && points[p] > slabs.get(s).hi()) {
                s++;
            }
            Expansion e = slabs.get(s).expansion();
            Basis along = e.tensor().bases[input];
            double[] t = new double[(order + 1) * along.size()];
            along.evaluate(points[p], order, t, 0);
            int first = order * along.size();
            for (int k = 0; k < like.unknowns; k++) {
                for (int o = 0; o < others; o++) {
                    double sum = 0;
                    for (int m = 0; m < along.size(); m++) {
                        int at = outside
                                ? (m * like.unknowns + k) * like.innerSize + o
                                : (o * like.unknowns + k) * like.innerSize + m;
                        sum += t[first + m] * e.c()[at];
                    }
                    values[k * others + o][p] = sum;
                }
            }
        }
        return values;
    }
}
