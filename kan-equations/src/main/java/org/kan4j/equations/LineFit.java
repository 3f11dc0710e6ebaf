package org.kan4j.equations;

import org.kan4j.basis.Basis;

/** Least squares of values at points of one input. */
final class LineFit {
    /** Steps at the most; each repairs what rounding cost the normal equations of the one before. */
    private static final int STEPS = 6;

    /** A step that is as good as none, as a share of the largest coefficient. */
    private static final double NONE = 1e-15;

    private final int size;
    private final int support;
    private final double[] shares;
    /** Of each point the first function that is not zero there, and the values of all of these, [points, support]. */
    private final int[] first;

    private final double[] functions;
    private final Ends ends;
    private final Held held;
    private final NormalMatrix normal;

    /**
     * A fit.
     *
     * @param basis along the input
     * @param nodes the points and what each counts
     * @param ends what holds exactly; right sides are those of {@link #fit}
     */
    LineFit(Basis basis, Collocation.Nodes nodes, Ends ends) {
        this.size = basis.size();
        this.support = basis.support();
        this.shares = nodes.share();
        this.first = new int[shares.length];
        this.functions = new double[shares.length * support];
        this.ends = ends;
        this.held = held(new double[ends.conditions().size()]);
        int[] profile = new int[size];
        for (int i = 0; i < size; i++) {
            // Conditions that couple both ends fill the last rows.
            boolean last = !ends.conditions().isEmpty() && i >= size - support;
            profile[i] = last ? 0 : Math.max(0, i - support + 1);
        }
        this.normal = new NormalMatrix(profile);
        Tensor.Row row = new Tensor.Row();
        for (int p = 0; p < shares.length; p++) {
            first[p] = basis.evaluate(nodes.x()[p], 0, functions, p * support);
            row.clear();
            System.arraycopy(functions, p * support, row.reserve(first[p], support), 0, support);
            held.reduce(row);
            normal.add(row, shares[p]);
        }
        held.fill(normal);
        if (!normal.factor(0, 0)) {
            throw new IllegalStateException("functions that are independent at the points required");
        }
    }

    private Held held(double[] right) {
        Held of = new Held(size);
        for (int e = 0; e < right.length; e++) {
            Ends.Condition condition = ends.conditions().get(e);
            Faces.Terms terms = new Faces.Terms();
            for (int i = 0; i < size; i++) {
                if (i != condition.pivot()) {
                    terms.add(i, -condition.row()[i]);
                }
            }
            terms.hold(of, condition.pivot(), right[e]);
        }
        return of;
    }

    /**
     * The coefficients.
     *
     * @param values at the points, not modified
     * @param right right sides of what holds exactly, not modified
     */
    double[] fit(double[] values, double[] right) {
        double[] c = new double[size];
        Held exactly = held(right);
        exactly.complete(c);
        boolean moved = true;
        for (int s = 0; s < STEPS && moved; s++) {
            double[] left = misfits(c, values);
            double[] step = new double[size];
            for (int p = 0; p < left.length; p++) {
                for (int m = 0; m < support; m++) {
                    step[first[p] + m] -= shares[p] * left[p] * functions[p * support + m];
                }
            }
            held.reduce(step);
            normal.solve(step);
            double most = 0;
            double largest = 0;
            for (int i = 0; i < size; i++) {
                c[i] += step[i];
                most = Math.max(most, Math.abs(step[i]));
                largest = Math.max(largest, Math.abs(c[i]));
            }
            moved = most > NONE * largest;
            exactly.complete(c);
        }
        return c;
    }

    /** The fit's values less those at the points. */
    double[] misfits(double[] c, double[] values) {
        double[] left = new double[shares.length];
        for (int p = 0; p < left.length; p++) {
            left[p] = -values[p];
            for (int m = 0; m < support; m++) {
                left[p] += functions[p * support + m] * c[first[p] + m];
            }
        }
        return left;
    }
}
