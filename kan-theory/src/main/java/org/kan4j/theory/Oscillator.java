package org.kan4j.theory;

import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.EigenDecomposition_F64;

/**
 * The anharmonic oscillator H = p²/2 + m²·x²/2 + g·x⁴, diagonalised in the lowest states of the harmonic one. A scalar field in one dimension with
 * the action ∫ φ′²/2 + m²·φ²/2 + g·φ⁴ on a circle of length L is this oscillator at the temperature 1/L.
 */
public final class Oscillator {
    /** States that are kept: at couplings up to 10·m³ more of them change ⟨x²⟩ by less than 1e-9. */
    private static final int STATES = 120;

    private final double[] energies;
    private final double[][] x;

    /**
     * Diagonalises.
     *
     * @param mass m &gt; 0
     * @param coupling g ≥ 0
     */
    public Oscillator(double mass, double coupling) {
        this(mass, coupling, STATES);
    }

    Oscillator(double mass, double coupling, int states) {
        // x of so many more states that x⁴ of those that are kept is exact.
        int more = states + 4;
        double[][] position = new double[more][more];
        for (int i = 0; i + 1 < more; i++) {
            position[i][i + 1] = Math.sqrt((i + 1) / (2 * mass));
            position[i + 1][i] = position[i][i + 1];
        }
        double[][] squares = product(position, position);
        double[][] fourth = product(squares, squares);
        DMatrixRMaj h = new DMatrixRMaj(states, states);
        for (int i = 0; i < states; i++) {
            for (int j = 0; j < states; j++) {
                h.set(i, j, coupling * fourth[i][j] + (i == j ? mass * (i + 0.5) : 0));
            }
        }
        EigenDecomposition_F64<DMatrixRMaj> eigen = DecompositionFactory_DDRM.eig(states, true, true);
        if (!eigen.decompose(h)) {
            throw new IllegalStateException("oscillator: its energies did not converge");
        }
        this.energies = new double[states];
        double[][] vectors = new double[states][];
        for (int i = 0; i < states; i++) {
            energies[i] = eigen.getEigenvalue(i).getReal();
            vectors[i] = eigen.getEigenVector(i).data;
        }
        this.x = new double[states][states];
        for (int a = 0; a < states; a++) {
            for (int b = 0; b < states; b++) {
                for (int i = 0; i + 1 < states; i++) {
                    x[a][b] += position[i][i + 1]
                            * (vectors[a][i] * vectors[b][i + 1] + vectors[a][i + 1] * vectors[b][i]);
                }
            }
        }
    }

    private static double[][] product(double[][] a, double[][] b) {
        int n = a.length;
        double[][] c = new double[n][n];
        for (int i = 0; i < n; i++) {
            for (int k = 0; k < n; k++) {
                for (int j = 0; j < n && a[i][k] != 0; j++) {
                    c[i][j] += a[i][k] * b[k][j];
                }
            }
        }
        return c;
    }

    private double ground() {
        double lowest = Double.POSITIVE_INFINITY;
        for (double energy : energies) {
            lowest = Math.min(lowest, energy);
        }
        return lowest;
    }

    /**
     * {@return ⟨x(τ)·x(0)⟩ = Σ |x_ab|²·e^(−(L−τ)·E_a − τ·E_b)/Z}
     *
     * @param length L &gt; 0
     * @param tau 0 … L
     */
    public double correlation(double length, double tau) {
        double e0 = ground();
        double z = 0;
        double sum = 0;
        for (int a = 0; a < energies.length; a++) {
            z += Math.exp(-length * (energies[a] - e0));
            for (int b = 0; b < energies.length; b++) {
                sum += x[a][b] * x[a][b] * Math.exp(-(length - tau) * (energies[a] - e0) - tau * (energies[b] - e0));
            }
        }
        return sum / z;
    }

    /** {@return E1 − E0, one over the correlation length of a long circle} */
    public double gap() {
        double e0 = ground();
        double next = Double.POSITIVE_INFINITY;
        for (double energy : energies) {
            next = energy > e0 ? Math.min(next, energy) : next;
        }
        return next - e0;
    }
}
