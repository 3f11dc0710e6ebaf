package org.kan4j.equations;

import org.kan4j.basis.Basis;

/** Least squares of values at points of one input. */
final class LineFit {
    /** Steps at the most; each repairs what rounding cost the normal equations of the one before. */
    private static final int STEPS = 6;

    /** A step that is as good as none, as a share of the largest coefficient. */
    private static final double NONE = 1e-15;

    private final Tensor line;
    private final Tensor.Points points;
    private final double[] shares;
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
        this.line = new Tensor(1, basis);
        this.points = line.new Points(nodes.x());
        this.shares = nodes.share();
        this.ends = ends;
        this.held = held(new double[ends.conditions().size()]);
        int[] first = new int[line.size()];
        for (int i = 0; i < first.length; i++) {
            // Conditions that couple both ends fill the last rows.
            boolean last = !ends.conditions().isEmpty() && i >= first.length - basis.support();
            first[i] = last ? 0 : Math.max(0, i - basis.support() + 1);
        }
        this.normal = new NormalMatrix(first);
        Tensor.Row row = new Tensor.Row();
        for (int p = 0; p < points.count; p++) {
            row(p, row);
            normal.add(row, shares[p]);
        }
        held.fill(normal);
        if (!normal.factor(0, 0)) {
            throw new IllegalStateException("functions that are independent at the points required");
        }
    }

    private void row(int p, Tensor.Row row) {
        row.clear();
        points.row(p, new double[] {1, 0, 0}, row);
        held.reduce(row);
    }

    private Held held(double[] right) {
        Held of = new Held(line.size());
        for (int e = 0; e < right.length; e++) {
            Ends.Condition condition = ends.conditions().get(e);
            Faces.Terms terms = new Faces.Terms();
            for (int i = 0; i < line.size(); i++) {
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
        double[] c = new double[line.size()];
        Held exactly = held(right);
        exactly.complete(c);
        Tensor.Row row = new Tensor.Row();
        boolean moved = true;
        for (int s = 0; s < STEPS && moved; s++) {
            double[] left = misfits(c, values);
            double[] step = new double[c.length];
            for (int p = 0; p < points.count; p++) {
                row(p, row);
                for (int m = 0; m < row.count; m++) {
                    step[row.columns[m]] -= shares[p] * left[p] * row.values[m];
                }
            }
            normal.solve(step);
            double most = 0;
            double size = 0;
            for (int i = 0; i < c.length; i++) {
                c[i] += step[i];
                most = Math.max(most, Math.abs(step[i]));
                size = Math.max(size, Math.abs(c[i]));
            }
            moved = most > NONE * size;
            exactly.complete(c);
        }
        return c;
    }

    /** The fit's values less those at the points. */
    double[] misfits(double[] c, double[] values) {
        double[] left = new double[points.count];
        double[] jet = new double[line.jet.size()];
        for (int p = 0; p < left.length; p++) {
            points.jets(c, p, jet);
            left[p] = jet[0] - values[p];
        }
        return left;
    }
}
