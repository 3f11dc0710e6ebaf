package org.kan4j.kernel;

import java.util.Arrays;

/** Plain loops, four rows at a time; rows of a Jacobian that are zero for an unknown cost nothing. */
final class ScalarNormalEquations extends NormalEquations {
    ScalarNormalEquations(int n) {
        super(n, n);
    }

    @Override
    public void form(double[] jacobian, double[] r, int rows, double[] jtj, double[] jtr) {
        Arrays.fill(jtj, 0, n * n, 0);
        Arrays.fill(jtr, 0, n, 0);
        int row = 0;
        for (; row + 4 <= rows; row += 4) {
            int j0 = row * n;
            int j1 = j0 + n;
            int j2 = j1 + n;
            int j3 = j2 + n;
            for (int i = 0; i < n; i++) {
                double a = jacobian[j0 + i];
                double b = jacobian[j1 + i];
                double c = jacobian[j2 + i];
                double d = jacobian[j3 + i];
                if (a == 0 && b == 0 && c == 0 && d == 0) {
                    continue;
                }
                jtr[i] += a * r[row] + b * r[row + 1] + c * r[row + 2] + d * r[row + 3];
                int m = i * n;
                for (int j = 0; j <= i; j++) {
                    jtj[m + j] +=
                            a * jacobian[j0 + j] + b * jacobian[j1 + j] + c * jacobian[j2 + j] + d * jacobian[j3 + j];
                }
            }
        }
        for (; row < rows; row++) {
            int j0 = row * n;
            for (int i = 0; i < n; i++) {
                double a = jacobian[j0 + i];
                jtr[i] += a * r[row];
                for (int j = 0; j <= i; j++) {
                    jtj[i * n + j] += a * jacobian[j0 + j];
                }
            }
        }
    }

    @Override
    public boolean factor(double[] a) {
        double[] l = entries;
        System.arraycopy(a, 0, l, 0, n * n);
        for (int i = n - 1; i >= 0; i--) {
            for (int r = i + 1; r < n; r++) {
                double share = l[r * n + i];
                for (int j = 0; j <= i; j++) {
                    l[i * n + j] -= share * l[r * n + j];
                }
            }
            double pivot = l[i * n + i];
            if (!(pivot > 0)) {
                return false;
            }
            double root = Math.sqrt(pivot);
            for (int j = 0; j <= i; j++) {
                l[i * n + j] /= root;
            }
        }
        return true;
    }
}
