package org.kan4j.prune;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.kan4j.basis.BSpline;
import org.kan4j.basis.Basis;
import org.kan4j.data.Batch;
import org.kan4j.grid.Extrapolation;
import org.kan4j.grid.Grid;
import org.kan4j.kernel.CpuEngine;
import org.kan4j.kernel.Engine;
import org.kan4j.layer.Layer;
import org.kan4j.network.Kan;
import org.kan4j.network.KanNetwork;
import org.kan4j.network.Shape;
import org.kan4j.train.Objective;
import org.kan4j.train.Optimizer;
import org.kan4j.train.Trainer;

/** Networks whose edges are multiples of their inputs, so that errors and scores are known, and an optimiser that is told what to find. */
final class LinearNetworks {
    static final Engine ENGINE = new CpuEngine();
    private static final int ORDER = 3;

    private LinearNetworks() {}

    /** A network with these slopes of its edges, for each layer [in, columns]. */
    static Kan kan(String shape, double[]... slopes) {
        Basis basis = new BSpline(Grid.uniform(-1, 1, 1), ORDER, Extrapolation.LINEAR);
        Kan kan = Kan.random(Shape.parse(shape), basis, 0);
        return kan.withParameters(parameters(kan.network(), slopes));
    }

    /** The parameters with which the edges of a network have these slopes. */
    static double[] parameters(KanNetwork network, double[]... slopes) {
        double[] p = new double[network.parameterCount()];
        for (int l = 0; l < network.depth(); l++) {
            Layer layer = network.layer(l);
            for (int i = 0; i < layer.in(); i++) {
                Grid grid = layer.basis(i).grid();
                for (int m = 0; m < layer.basis(i).size(); m++) {
                    // The coefficients of x itself are the means of the knots inside a spline's support.
                    double place = (grid.knot(m - 2) + grid.knot(m - 1) + grid.knot(m)) / 3;
                    for (int c = 0; c < layer.columns(); c++) {
                        p[network.offset(l) + layer.inputOffset(i) + m * layer.columns() + c] =
                                slopes[l][i * layer.columns() + c] * place;
                    }
                }
            }
        }
        return p;
    }

    /** All rows with inputs of 1 and -1, whose standard deviation is 1 and that of their sums the root of the squares' sum. */
    static Batch signs(int in, double... slopes) {
        int rows = 1 << in;
        double[] x = new double[rows * in];
        double[] y = new double[rows];
        for (int r = 0; r < rows; r++) {
            for (int i = 0; i < in; i++) {
                x[r * in + i] = (r >> i & 1) == 0 ? 1 : -1;
                y[r] += slopes[i] * x[r * in + i];
            }
        }
        return new Batch(x, y, rows);
    }

    /** Finds what it is told, or nothing, and remembers what it was asked. */
    static final class Told implements Optimizer {
        final List<Asked> asked = new ArrayList<>();
        private final Finder finder;

        /**
         * One run.
         *
         * @param kan where it begins
         * @param steps at the most
         * @param penalty what the objective has beside the mean square error
         */
        record Asked(Kan kan, int steps, double penalty) {}

        /** What a run finds. */
        interface Finder {
            /**
             * Parameters, or none where the run stays where it is.
             *
             * @param number of the run, from 1 on
             * @param kan where it begins
             */
            Optional<double[]> find(int number, Kan kan);
        }

        Told(Finder finder) {
            this.finder = finder;
        }

        /** One that leaves everything as it is. */
        static Told nothing() {
            return new Told((number, kan) -> Optional.empty());
        }

        int[] steps() {
            return asked.stream().mapToInt(Asked::steps).toArray();
        }

        @Override
        public String name() {
            return "told";
        }

        @Override
        public Run start(Objective objective, int steps, long seed) {
            Kan kan = objective.kan();
            double error = Trainer.rmse(ENGINE, kan, objective.batch());
            double value = objective.gradient(kan.parameters(), new double[kan.parameters().length]);
            asked.add(new Asked(kan, steps, value - error * error));
            Optional<double[]> found = finder.find(asked.size(), kan);
            return new Run() {
                private double[] at = kan.parameters();
                private boolean moved;

                @Override
                public boolean step() {
                    if (moved || found.isEmpty()) {
                        return false;
                    }
                    moved = true;
                    at = found.get();
                    return true;
                }

                @Override
                public double[] parameters() {
                    return at.clone();
                }

                @Override
                public double loss() {
                    return Double.NaN;
                }

                @Override
                public double[] state() {
                    return Arrays.copyOf(at, at.length);
                }

                @Override
                public void restore(double[] state) {
                    throw new UnsupportedOperationException("restore");
                }
            };
        }
    }
}
