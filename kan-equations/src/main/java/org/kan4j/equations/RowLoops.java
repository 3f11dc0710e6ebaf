package org.kan4j.equations;

/**
 * Loops over rows that the JVM's compiler turns into vector instructions: each array holds one number of each row, and all are read at the
 * same index. (It does so neither where arrays are read at different offsets nor where a sum runs along the loop.) Sums are formed from
 * left to right, so that a row's numbers do not depend on the other rows.
 */
final class RowLoops {
    private RowLoops() {}

    /** out = a·b. */
    static void multiply(double[] a, double[] b, double[] out, int n) {
        for (int r = 0; r < n; r++) {
            out[r] = a[r] * b[r];
        }
    }

    /** out = a·factor. */
    static void scale(double[] a, double factor, double[] out, int n) {
        for (int r = 0; r < n; r++) {
            out[r] = a[r] * factor;
        }
    }

    /** out = a·b + c·d + e·f. */
    static void multiply(double[] a, double[] b, double[] c, double[] d, double[] e, double[] f, double[] out, int n) {
        for (int r = 0; r < n; r++) {
            out[r] = a[r] * b[r] + c[r] * d[r] + e[r] * f[r];
        }
    }

    /** sum += a. */
    static void add(double[] a, double[] sum, int n) {
        for (int r = 0; r < n; r++) {
            sum[r] += a[r];
        }
    }

    /** sum += a·b. */
    static void add(double[] a, double[] b, double[] sum, int n) {
        for (int r = 0; r < n; r++) {
            sum[r] += a[r] * b[r];
        }
    }

    /** sum += a·b + c·d. */
    static void add(double[] a, double[] b, double[] c, double[] d, double[] sum, int n) {
        for (int r = 0; r < n; r++) {
            sum[r] = sum[r] + a[r] * b[r] + c[r] * d[r];
        }
    }

    /** sum += a·b + c·d + e·f. */
    static void add(double[] a, double[] b, double[] c, double[] d, double[] e, double[] f, double[] sum, int n) {
        for (int r = 0; r < n; r++) {
            sum[r] = sum[r] + a[r] * b[r] + c[r] * d[r] + e[r] * f[r];
        }
    }

    /** sum += Σ_j a[a0 + j·aStep]·b[b0 + j·bStep], j < count. */
    static void add(double[][] a, int a0, int aStep, double[][] b, int b0, int bStep, int count, double[] sum, int n) {
        int j = 0;
        for (; j + 3 < count; j += 4) {
            int p = a0 + j * aStep;
            int q = b0 + j * bStep;
            double[] aa = a[p];
            double[] ab = a[p + aStep];
            double[] ac = a[p + 2 * aStep];
            double[] ad = a[p + 3 * aStep];
            double[] ba = b[q];
            double[] bb = b[q + bStep];
            double[] bc = b[q + 2 * bStep];
            double[] bd = b[q + 3 * bStep];
            for (int r = 0; r < n; r++) {
                sum[r] = sum[r] + aa[r] * ba[r] + ab[r] * bb[r] + ac[r] * bc[r] + ad[r] * bd[r];
            }
        }
        for (; j < count; j++) {
            add(a[a0 + j * aStep], b[b0 + j * bStep], sum, n);
        }
    }

    /** sum += Σ_j p[at + j·stride]·values[4·j + order], j < count: likewise where all rows have the same factors. */
    static void add(double[] p, int at, int stride, double[][] values, int order, int count, double[] sum, int n) {
        int j = 0;
        for (; j + 3 < count; j += 4) {
            double pa = p[at + j * stride];
            double pb = p[at + (j + 1) * stride];
            double pc = p[at + (j + 2) * stride];
            double pd = p[at + (j + 3) * stride];
            double[] va = values[4 * j + order];
            double[] vb = values[4 * j + 4 + order];
            double[] vc = values[4 * j + 8 + order];
            double[] vd = values[4 * j + 12 + order];
            for (int r = 0; r < n; r++) {
                sum[r] = sum[r] + pa * va[r] + pb * vb[r] + pc * vc[r] + pd * vd[r];
            }
        }
        for (; j < count; j++) {
            double pa = p[at + j * stride];
            double[] va = values[4 * j + order];
            for (int r = 0; r < n; r++) {
                sum[r] += pa * va[r];
            }
        }
    }

    /** out = p[at + offset]. */
    static void gather(double[] p, int[] at, int offset, double[] out, int n) {
        for (int r = 0; r < n; r++) {
            out[r] = p[at[r] + offset];
        }
    }

    /** Jets of products, by the product rule: out = f·g, each [size] arrays from an offset on; {@code out} is neither of them. */
    static void product(Jet jet, double[][] f, int f0, double[][] g, int g0, double[][] out, int o0, int n) {
        multiply(f[f0], g[g0], out[o0], n);
        for (int a = 0; a < jet.inputs(); a++) {
            int fa = jet.first(a);
            multiply(f[f0 + fa], g[g0], out[o0 + fa], n);
            add(f[f0], g[g0 + fa], out[o0 + fa], n);
            for (int b = a; b < jet.inputs(); b++) {
                int fb = jet.first(b);
                int ab = jet.second(a, b);
                multiply(f[f0 + ab], g[g0], f[f0 + fa], g[g0 + fb], f[f0 + fb], g[g0 + fa], out[o0 + ab], n);
                add(f[f0], g[g0 + ab], out[o0 + ab], n);
            }
        }
    }

    /** The gradient by the jets of f, from s, that by the jets of f·g: the transpose of {@link #product}. */
    static void productBack(Jet jet, double[][] s, int s0, double[][] g, int g0, double[][] out, int o0, int n) {
        multiply(s[s0], g[g0], out[o0], n);
        for (int a = 0; a < jet.inputs(); a++) {
            int fa = jet.first(a);
            multiply(s[s0 + fa], g[g0], out[o0 + fa], n);
            add(s[s0 + fa], g[g0 + fa], out[o0], n);
        }
        for (int a = 0; a < jet.inputs(); a++) {
            for (int b = a; b < jet.inputs(); b++) {
                int ab = jet.second(a, b);
                add(s[s0 + ab], g[g0 + ab], out[o0], n);
                add(s[s0 + ab], g[g0 + jet.first(b)], out[o0 + jet.first(a)], n);
                add(s[s0 + ab], g[g0 + jet.first(a)], out[o0 + jet.first(b)], n);
                multiply(s[s0 + ab], g[g0], out[o0 + ab], n);
            }
        }
    }
}
