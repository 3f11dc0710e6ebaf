package org.kan4j.theory;

import org.kan4j.kernel.CpuEngine;
import org.kan4j.kernel.ScalarKernels;
import org.kan4j.network.Kan;
import org.kan4j.network.Shape;

/** Networks with weights, for tests. */
final class Networks {
    private Networks() {}

    /** Mean and standard error of f(0.3, −1.1)² over networks 2, width, 1: seeds 0, 1, … */
    static double[] secondMoment(Prior prior, int inputs, int width, int networks) {
        double[] x = {0.3, -1.1};
        double sum = 0;
        double squares = 0;
        try (CpuEngine engine = new CpuEngine(new ScalarKernels())) {
            for (int seed = 0; seed < networks; seed++) {
                Kan kan = prior.sample(Shape.of(inputs, width, 1), seed);
                double[] y = new double[1];
                engine.values(kan.network(), kan.parameters(), x, 1, y);
                sum += y[0] * y[0];
                squares += Math.pow(y[0], 4);
            }
        }
        double mean = sum / networks;
        return new double[] {mean, Math.sqrt((squares / networks - mean * mean) / (networks - 1))};
    }
}
