package org.kan4j.train;

import org.kan4j.data.Batch;
import org.kan4j.kernel.Engine;
import org.kan4j.kernel.NormalEquations;
import org.kan4j.network.Kan;

/** What a training asks of rows: sums over them. */
public enum RowSum {
    /** [1] The losses. */
    LOSS {
        @Override
        public double[] of(Engine engine, Loss loss, Kan kan, Batch chunk) {
            double sum = 0;
            for (double each : loss.each(engine, kan, chunk)) {
                sum += each;
            }
            return new double[] {sum};
        }

        @Override
        public int length(Kan kan) {
            return 1;
        }
    },
    /** [parameters + 1] The gradients of the losses, and the losses. */
    GRADIENT {
        @Override
        public double[] of(Engine engine, Loss loss, Kan kan, Batch chunk) {
            double[] sums = new double[length(kan)];
            sums[sums.length - 1] = engine.gradient(
                    kan.network(),
                    kan.parameters(),
                    chunk.x(),
                    chunk.rows(),
                    loss.over(chunk, kan.network().out()),
                    sums,
                    new double[0]);
            return sums;
        }

        @Override
        public int length(Kan kan) {
            return kan.network().parameterCount() + 1;
        }
    },
    /** [1] The squared residuals. */
    SQUARES {
        @Override
        public double[] of(Engine engine, Loss loss, Kan kan, Batch chunk) {
            NetworkProblem problem = new NetworkProblem(engine, kan, chunk, loss, Penalties.NONE);
            double[] r = new double[problem.residuals()];
            problem.residuals(problem.reduce(kan.parameters()), r);
            return new double[] {squares(r)};
        }

        @Override
        public int length(Kan kan) {
            return 1;
        }
    },
    /** [n·(n + 1)/2 + n + 1] For n trainable parameters the lower triangle of JᵀJ by rows, Jᵀr, and the squared residuals. */
    NORMAL {
        @Override
        public double[] of(Engine engine, Loss loss, Kan kan, Batch chunk) {
            NetworkProblem problem = new NetworkProblem(engine, kan, chunk, loss, Penalties.NONE);
            int n = problem.unknowns();
            double[] r = new double[problem.residuals()];
            double[] jacobian = new double[Math.multiplyExact(r.length, n)];
            double[] jtj = new double[n * n];
            double[] jtr = new double[n];
            problem.jacobian(problem.reduce(kan.parameters()), r, jacobian);
            NormalEquations normal = engine.normalEquations(n);
            normal.form(jacobian, r, r.length, jtj, jtr);
            double[] sums = new double[length(kan)];
            int at = 0;
            for (int i = 0; i < n; i++) {
                System.arraycopy(jtj, i * n, sums, at, i + 1);
                at += i + 1;
            }
            System.arraycopy(jtr, 0, sums, at, n);
            sums[at + n] = squares(r);
            return sums;
        }

        @Override
        public int length(Kan kan) {
            int n = kan.network().trainable().length;
            return n * (n + 1) / 2 + n + 1;
        }
    };

    /**
     * {@return the sum over the rows of a chunk}
     *
     * @param engine computes
     * @param loss of a row
     * @param kan network and parameters
     * @param chunk up to {@link org.kan4j.kernel.TreeSum#ROWS} rows
     */
    public abstract double[] of(Engine engine, Loss loss, Kan kan, Batch chunk);

    /**
     * {@return how many numbers it has}
     *
     * @param kan the network
     */
    public abstract int length(Kan kan);

    private static double squares(double[] r) {
        double sum = 0;
        for (double v : r) {
            sum += v * v;
        }
        return sum;
    }
}
