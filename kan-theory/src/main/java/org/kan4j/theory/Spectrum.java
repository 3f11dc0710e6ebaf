package org.kan4j.theory;

import java.util.ArrayList;
import java.util.List;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.EigenDecomposition_F64;

/** Eigenvalues and eigenvectors of a tangent kernel on points along a line. */
public final class Spectrum {
    private Spectrum() {}

    /**
     * One mode. Gradient descent with the rate η shrinks what is left of it by 1 − ηλ a step, so with η = 1/λ_max it takes λ_max/λ steps to fall by e.
     *
     * @param eigenvalue λ
     * @param share λ over the sum of all
     * @param signChanges of the eigenvector along the line: twice its number of waves
     * @param steps λ_max/λ
     */
    public record Mode(double eigenvalue, double share, int signChanges, double steps) {}

    /**
     * {@return the modes of a symmetric matrix, the largest eigenvalue first}
     *
     * @param theta [n, n], points in the order of the line, not modified
     * @param n number of points
     * @throws IllegalArgumentException if the matrix has entries that are not finite
     */
    public static List<Mode> of(double[] theta, int n) {
        EigenDecomposition_F64<DMatrixRMaj> eigen = DecompositionFactory_DDRM.eig(n, true, true);
        if (!eigen.decompose(new DMatrixRMaj(n, n, true, theta.clone()))) {
            throw new IllegalArgumentException("spectrum: a matrix of finite numbers required");
        }
        double sum = 0;
        double largest = 0;
        for (int i = 0; i < n; i++) {
            sum += eigen.getEigenvalue(i).getReal();
            largest = Math.max(largest, eigen.getEigenvalue(i).getReal());
        }
        List<Mode> modes = new ArrayList<>();
        for (int i = 0; i < n; i++) {
            double value = eigen.getEigenvalue(i).getReal();
            modes.add(new Mode(value, value / sum, signChanges(eigen.getEigenVector(i).data), largest / value));
        }
        modes.sort((a, b) -> Double.compare(b.eigenvalue, a.eigenvalue));
        return modes;
    }

    private static int signChanges(double[] vector) {
        int changes = 0;
        for (int i = 1; i < vector.length; i++) {
            changes += vector[i - 1] * vector[i] < 0 ? 1 : 0;
        }
        return changes;
    }
}
