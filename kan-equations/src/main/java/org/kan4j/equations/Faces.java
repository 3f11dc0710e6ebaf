package org.kan4j.equations;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.kan4j.basis.Basis;

/**
 * Conditions that coefficients hold exactly: what an unknown, or its derivatives by an input, is at an end of that input, with constant
 * factors, and what is periodic. A function of the other input on the right becomes the one of its basis that is closest and agrees with
 * the others at the corners. Where that is much farther from it than the closest of all, conditions contradict each other in a corner;
 * then both are left to weighted rows, as are conditions of other kinds.
 */
final class Faces {
    /** How much farther from its data a condition may be because of others. */
    private static final double FARTHER = 10;

    /** A distance, as a share of the data, that is as good as none. */
    private static final double NONE = 1e-12;

    private final Collocation collocation;
    private final Problem problem;
    private final Tensor tensor;
    /** Of each unknown along the outer and the inner input. */
    private final Ends[][] ends;

    private final List<Face> held = new ArrayList<>();

    /** A condition: which it is, of an unknown along an input, by coefficients along it, data at nodes of the other input. */
    @SuppressWarnings("ArrayRecordComponent")
    private record Face(int condition, int unknown, int input, double[] row, double[] data, boolean upper) {}

    /**
     * Chooses.
     *
     * @param collocation the conditions
     * @param tensor the unknowns
     * @param without conditions that fix this input are left out; −1 for none
     */
    Faces(Collocation collocation, Tensor tensor, int without) {
        this.collocation = collocation;
        this.problem = collocation.problem;
        this.tensor = tensor;
        List<Face> faces = new ArrayList<>();
        for (int k = 0; k < problem.conditions().size(); k++) {
            if (without < 0 || !problem.conditions().get(k).fixes(without)) {
                face(k).ifPresent(faces::add);
            }
        }
        for (Face face : faces) {
            boolean agrees = faces.stream()
                    .filter(other -> other.unknown() == face.unknown() && other.input() != face.input())
                    .allMatch(other -> agree(face, other));
            if (agrees) {
                held.add(face);
            }
        }
        this.ends = new Ends[tensor.unknowns][2];
        for (int k = 0; k < tensor.unknowns; k++) {
            ends[k][0] = periodic(k, tensor.outer);
            ends[k][1] = tensor.inner < 0 ? new Ends(tensor.bases[0]) : periodic(k, tensor.inner);
        }
        held.removeIf(face -> !add(face));
    }

    /** Whether the coefficients hold a condition. */
    boolean holds(int condition) {
        return held.stream().anyMatch(face -> face.condition() == condition);
    }

    private Ends ends(int unknown, int input) {
        return ends[unknown][input == tensor.outer ? 0 : 1];
    }

    /** What is periodic of an unknown along an input. */
    private Ends periodic(int unknown, int input) {
        Ends around = new Ends(tensor.bases[input]);
        Problem.Range range = problem.domain().get(input);
        int orders = problem.periodic().get(input) ? Math.max(1, problem.order(unknown, input)) : 0;
        for (int order = 0; order < orders; order++) {
            double[] weights = new double[order + 1];
            weights[order] = 1;
            double[] row = Ends.row(tensor.bases[input], range.hi(), weights);
            double[] low = Ends.row(tensor.bases[input], range.lo(), weights);
            Arrays.setAll(row, i -> row[i] - low[i]);
            around.add(row, new double[input == tensor.outer ? tensor.innerSize : tensor.outerSize], true);
        }
        return around;
    }

    private Optional<Face> face(int number) {
        List<Double> at = problem.conditions().get(number).place();
        int input = 0;
        while (Double.isNaN(at.get(input))) {
            input++;
        }
        double place = at.get(input);
        Problem.Range range = problem.domain().get(input);
        Residual residual = collocation.conditions.get(number);
        int[] variables = residual.variables();
        boolean one = at.stream().filter(v -> !Double.isNaN(v)).count() == 1;
        boolean end = place == range.lo() || place == range.hi();
        if (!one || !end || !residual.linear || variables.length == 0) {
            return Optional.empty();
        }
        int unknown = (variables[0] - problem.inputs()) / tensor.jet.size();
        int[] components = {0, tensor.jet.first(input), tensor.jet.second(input, input)};
        Collocation.Product product = collocation.product(tensor, input, place);
        Rows rows = new Rows(problem, tensor, product.x(), product.roots(), residual, new double[0]);
        double[] zero = new double[tensor.size()];
        double[][] factors = residual.derivatives(rows.columns(zero), rows.count());
        double[] weights = new double[components.length];
        for (int v = 0; v < variables.length; v++) {
            int order = 0;
            while (order < components.length && variables[v] != problem.variable(unknown, components[order])) {
                order++;
            }
            double factor = factors[v][0];
            if (order == components.length || !Arrays.stream(factors[v]).allMatch(f -> f == factor)) {
                return Optional.empty();
            }
            weights[order] = factor;
        }
        double[] data = Arrays.stream(rows.residuals(zero)).map(r -> -r).toArray();
        double[] row = Ends.row(tensor.bases[input], place, weights);
        boolean finite = Arrays.stream(data).allMatch(Double::isFinite);
        return finite
                ? Optional.of(new Face(number, unknown, input, row, data, place == range.hi()))
                : Optional.empty();
    }

    /** Whether two conditions of different inputs say the same at their corner. */
    private boolean agree(Face a, Face b) {
        Ends ends = new Ends(tensor.bases[b.input()]);
        ends.add(b.row(), fit(a.input(), new Ends(tensor.bases[a.input()])).fit(b.data(), new double[0]), b.upper());
        return data(a, ends).isPresent();
    }

    private LineFit fit(int input, Ends ends) {
        Problem.Range range = problem.domain().get(input);
        Basis basis = tensor.bases[input];
        return new LineFit(basis, Collocation.Nodes.of(basis, range.lo(), range.hi()), ends);
    }

    /** The right sides of a condition by functions of the other input, which obey what holds along that; none where its data do not. */
    private Optional<double[]> data(Face face, Ends corners) {
        if (tensor.inner < 0) {
            return Optional.of(face.data());
        }
        int other = 1 - face.input();
        double[] data = face.data();
        double[] right = new double[corners.conditions().size()];
        for (int e = 0; e < right.length; e++) {
            for (int i = 0; i < face.row().length; i++) {
                right[e] += face.row()[i] * corners.conditions().get(e).right()[i];
            }
        }
        LineFit free = fit(other, new Ends(tensor.bases[other]));
        LineFit bound = fit(other, corners);
        double[] g = bound.fit(data, right);
        double closest = norm(free.misfits(free.fit(data, new double[0]), data));
        boolean near = norm(bound.misfits(g, data)) <= FARTHER * closest + NONE * norm(data);
        return near ? Optional.of(g) : Optional.empty();
    }

    private boolean add(Face face) {
        Optional<double[]> right = data(face, tensor.inner < 0 ? ends[0][1] : ends(face.unknown(), 1 - face.input()));
        right.ifPresent(g -> ends(face.unknown(), face.input()).add(face.row(), g, face.upper()));
        return right.isPresent();
    }

    private static double norm(double[] v) {
        return Math.sqrt(Arrays.stream(v).map(x -> x * x).sum());
    }

    /** What others say: coefficients and their shares. */
    static final class Terms {
        private int count;
        private int[] columns = new int[16];
        private double[] shares = new double[16];

        void add(int column, double share) {
            if (share == 0) {
                return;
            }
            if (count == columns.length) {
                columns = Arrays.copyOf(columns, 2 * count);
                shares = Arrays.copyOf(shares, 2 * count);
            }
            columns[count] = column;
            shares[count++] = share;
        }

        void hold(Held held, int coefficient, double constant) {
            held.add(coefficient, constant, columns, shares, count);
        }
    }

    /** The coefficients that the others say. */
    Held held() {
        Held all = new Held(tensor.size());
        for (int k = 0; k < tensor.unknowns; k++) {
            Ends outer = ends[k][0];
            Ends inner = ends[k][1];
            for (int i = 0; i < tensor.outerSize; i++) {
                for (Ends.Condition b : inner.conditions()) {
                    if (!outer.pivot(i)) {
                        side(all, k, i, b, inner);
                    }
                }
            }
            for (Ends.Condition a : outer.conditions()) {
                for (int j = 0; j < tensor.innerSize; j++) {
                    if (!inner.pivot(j)) {
                        end(k, j, a, outer, 1, new Terms()).hold(all, at(a.pivot(), k, j), a.right()[j]);
                    }
                }
                for (Ends.Condition b : inner.conditions()) {
                    corner(all, k, a, outer, b, inner);
                }
            }
        }
        return all;
    }

    private int at(int i, int unknown, int j) {
        return (i * tensor.unknowns + unknown) * tensor.innerSize + j;
    }

    /** Adds what the coefficient of a condition's pivot along the outer input is, times a factor and without its constant. */
    private Terms end(int unknown, int j, Ends.Condition a, Ends outer, double factor, Terms terms) {
        for (int i = 0; i < tensor.outerSize; i++) {
            if (a.row()[i] != 0 && !outer.pivot(i)) {
                terms.add(at(i, unknown, j), -factor * a.row()[i]);
            }
        }
        return terms;
    }

    private void side(Held all, int unknown, int i, Ends.Condition b, Ends inner) {
        Terms terms = new Terms();
        for (int j = 0; j < tensor.innerSize; j++) {
            if (b.row()[j] != 0 && !inner.pivot(j)) {
                terms.add(at(i, unknown, j), -b.row()[j]);
            }
        }
        terms.hold(all, at(i, unknown, b.pivot()), b.right()[i]);
    }

    private void corner(Held all, int unknown, Ends.Condition a, Ends outer, Ends.Condition b, Ends inner) {
        Terms terms = new Terms();
        double constant = b.right()[a.pivot()];
        for (int j = 0; j < tensor.innerSize; j++) {
            if (b.row()[j] != 0 && !inner.pivot(j)) {
                constant -= b.row()[j] * a.right()[j];
                end(unknown, j, a, outer, -b.row()[j], terms);
            }
        }
        terms.hold(all, at(a.pivot(), unknown, b.pivot()), constant);
    }
}
