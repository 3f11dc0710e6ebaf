package org.kan4j.equations;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.kan4j.basis.Basis;

/**
 * Unknowns of one or two inputs as tensor products of bases, u_k(x, y) = Σ_ij c_ikj·A_i(x)·B_j(y): sums of product nodes with as many as
 * the smaller basis has functions, but linear in their coefficients. One of the inputs is the outer one; coefficients stand as [outer,
 * unknowns, inner], so that with local functions along the outer input those of one point are close together.
 */
final class Tensor {
    /** Values, first and second derivatives. */
    static final int ORDERS = 3;

    final Basis[] bases;
    final int unknowns;
    final Jet jet;
    final int outer;
    final int inner;
    final int outerSize;
    final int innerSize;
    private final int innerSupport;
    /** Of each component of a jet: its order by the outer and by the inner input. */
    private final int[] outerOrder;

    private final int[] innerOrder;

    Tensor(int unknowns, Basis... bases) {
        this.bases = bases.clone();
        this.unknowns = unknowns;
        this.jet = new Jet(bases.length);
        boolean second = bases.length == 2 && weight(bases[1]) > weight(bases[0]);
        this.outer = second ? 1 : 0;
        this.inner = bases.length == 1 ? -1 : 1 - outer;
        this.outerSize = bases[outer].size();
        this.innerSize = inner < 0 ? 1 : bases[inner].size();
        this.innerSupport = inner < 0 ? 1 : bases[inner].support();
        this.outerOrder = new int[jet.size()];
        this.innerOrder = new int[jet.size()];
        for (int a = 0; a < bases.length; a++) {
            count(jet.first(a), a);
            for (int b = a; b < bases.length; b++) {
                count(jet.second(a, b), a);
                count(jet.second(a, b), b);
            }
        }
    }

    /** Local functions are best outside, and of two such inputs the one with more of them. */
    private static int weight(Basis basis) {
        return basis.local() ? basis.size() : 0;
    }

    private void count(int component, int input) {
        (input == outer ? outerOrder : innerOrder)[component]++;
    }

    /** Where the grids of the inputs are cut. */
    List<double[]> gridCuts() {
        return Arrays.stream(bases).map(basis -> basis.grid().breakpoints()).toList();
    }

    /** Number of coefficients. */
    int size() {
        return outerSize * unknowns * innerSize;
    }

    /** Coefficients of neighbours along the outer input are so far from each other. */
    int stride() {
        return unknowns * innerSize;
    }

    /** Number of coefficients that one point depends on. */
    int support() {
        return bases[outer].support() * unknowns * innerSupport;
    }

    /** The bases at some points. */
    final class Points {
        final int count;
        final double[] x;
        private final int[] first;
        private final double[][] values = new double[2][];

        /**
         * Evaluates.
         *
         * @param x [count, inputs], not modified afterwards
         */
        Points(double[] x) {
            int inputs = bases.length;
            this.count = x.length / inputs;
            this.x = x;
            this.first = new int[2 * count];
            for (int side = 0; side < 2; side++) {
                int input = side == 0 ? outer : inner;
                int support = side == 0 ? bases[outer].support() : innerSupport;
                values[side] = new double[count * ORDERS * support];
                for (int p = 0; p < count; p++) {
                    int at = p * ORDERS * support;
                    if (input < 0) {
                        values[side][at] = 1;
                    } else {
                        first[2 * p + side] = bases[input].evaluate(x[p * inputs + input], 2, values[side], at);
                    }
                }
            }
        }

        /** Jets of all unknowns at a point, [unknowns, jet]. */
        void jets(double[] c, int p, double[] out) {
            int support = bases[outer].support();
            Arrays.fill(out, 0, unknowns * jet.size(), 0);
            int a0 = p * ORDERS * support;
            int b0 = p * ORDERS * innerSupport;
            double[] a = values[0];
            double[] b = values[1];
            for (int i = 0; i < support; i++) {
                for (int k = 0; k < unknowns; k++) {
                    int at = ((first[2 * p] + i) * unknowns + k) * innerSize + first[2 * p + 1];
                    double s0 = 0;
                    double s1 = 0;
                    double s2 = 0;
                    for (int j = 0; j < innerSupport; j++) {
                        double v = c[at + j];
                        s0 += v * b[b0 + j];
                        s1 += v * b[b0 + innerSupport + j];
                        s2 += v * b[b0 + 2 * innerSupport + j];
                    }
                    int o = k * jet.size();
                    for (int q = 0; q < jet.size(); q++) {
                        double inside = innerOrder[q] == 0 ? s0 : innerOrder[q] == 1 ? s1 : s2;
                        out[o + q] += a[a0 + outerOrder[q] * support + i] * inside;
                    }
                }
            }
        }

        /** Adds the derivatives of Σ seeds·jets by the coefficients to a row. */
        void row(int p, double[] seeds, Row row) {
            int support = bases[outer].support();
            int a0 = p * ORDERS * support;
            int b0 = p * ORDERS * innerSupport;
            double[] a = values[0];
            double[] b = values[1];
            for (int i = 0; i < support; i++) {
                for (int k = 0; k < unknowns; k++) {
                    double f0 = 0;
                    double f1 = 0;
                    double f2 = 0;
                    for (int q = 0; q < jet.size(); q++) {
                        double v = seeds[k * jet.size() + q] * a[a0 + outerOrder[q] * support + i];
                        if (innerOrder[q] == 0) {
                            f0 += v;
                        } else if (innerOrder[q] == 1) {
                            f1 += v;
                        } else {
                            f2 += v;
                        }
                    }
                    int at = ((first[2 * p] + i) * unknowns + k) * innerSize + first[2 * p + 1];
                    double[] values = row.reserve(at, innerSupport);
                    int v0 = row.count - innerSupport;
                    for (int j = 0; j < innerSupport; j++) {
                        values[v0 + j] =
                                f0 * b[b0 + j] + f1 * b[b0 + innerSupport + j] + f2 * b[b0 + 2 * innerSupport + j];
                    }
                }
            }
        }
    }

    /** What is not zero in a row of a Jacobian: runs of neighbouring columns. */
    static final class Row {
        int count;
        double[] values = new double[64];
        int[] columns = new int[64];

        void clear() {
            count = 0;
        }

        /** Room for so many neighbouring columns; their values stand at the end of {@link #values}. */
        double[] reserve(int column, int length) {
            if (count + length > values.length) {
                values = Arrays.copyOf(values, 2 * (count + length));
                columns = Arrays.copyOf(columns, 2 * (count + length));
            }
            for (int j = 0; j < length; j++) {
                columns[count + j] = column + j;
            }
            count += length;
            return values;
        }

        /** Puts the columns in order, and adds up what stands twice. */
        void tidy() {
            Integer[] order = new Integer[count];
            Arrays.setAll(order, k -> k);
            Arrays.sort(order, Comparator.comparingInt(k -> columns[k]));
            int[] tidyColumns = new int[columns.length];
            double[] tidyValues = new double[values.length];
            int next = 0;
            for (int k : order) {
                if (next > 0 && tidyColumns[next - 1] == columns[k]) {
                    tidyValues[next - 1] += values[k];
                } else {
                    tidyColumns[next] = columns[k];
                    tidyValues[next++] = values[k];
                }
            }
            columns = tidyColumns;
            values = tidyValues;
            count = next;
        }

        boolean contiguous() {
            return count > 0 && columns[count - 1] - columns[0] == count - 1;
        }
    }
}
