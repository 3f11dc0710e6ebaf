package org.kan4j.layer;

/** The fixed function b of a numeric edge φ(x) = w_b·b(x) + Σ_m c_m·B_m(x) (arXiv:2404.19756, eq. 2.10). */
public enum BaseActivation {
    /** b(x) = x / (1 + e^−x). The default. */
    SILU {
        @Override
        public double value(double x) {
            return x * sigmoid(x);
        }

        @Override
        public double derivative(double x) {
            double s = sigmoid(x);
            return s + x * s * (1 - s);
        }

        @Override
        public double secondDerivative(double x) {
            double s = sigmoid(x);
            return s * (1 - s) * (2 + x * (1 - 2 * s));
        }

        @Override
        public double thirdDerivative(double x) {
            double s = sigmoid(x);
            return s * (1 - s) * (3 * (1 - 2 * s) + x * (1 - 6 * s * (1 - s)));
        }

        @Override
        public void evaluate(double x, double[] out) {
            double s = sigmoid(x);
            out[0] = x * s;
            out[1] = s + x * s * (1 - s);
            out[2] = s * (1 - s) * (2 + x * (1 - 2 * s));
            out[3] = s * (1 - s) * (3 * (1 - 2 * s) + x * (1 - 6 * s * (1 - s)));
        }
    },
    /** b(x) = x. */
    IDENTITY {
        @Override
        public double value(double x) {
            return x;
        }

        @Override
        public double derivative(double x) {
            return 1;
        }

        @Override
        public double secondDerivative(double x) {
            return 0;
        }

        @Override
        public double thirdDerivative(double x) {
            return 0;
        }
    },
    /** No base term: the edges of this input have no base row among their parameters. */
    ZERO {
        @Override
        public double value(double x) {
            return 0;
        }

        @Override
        public double derivative(double x) {
            return 0;
        }

        @Override
        public double secondDerivative(double x) {
            return 0;
        }

        @Override
        public double thirdDerivative(double x) {
            return 0;
        }
    };

    /**
     * {@return b(x)}
     *
     * @param x the input
     */
    public abstract double value(double x);

    /**
     * {@return b′(x)}
     *
     * @param x the input
     */
    public abstract double derivative(double x);

    /**
     * {@return b″(x)}
     *
     * @param x the input
     */
    public abstract double secondDerivative(double x);

    /**
     * {@return b‴(x)}
     *
     * @param x the input
     */
    public abstract double thirdDerivative(double x);

    /**
     * The value and three derivatives at once.
     *
     * @param x the input
     * @param out [≥ 4], the first four overwritten
     */
    public void evaluate(double x, double[] out) {
        out[0] = value(x);
        out[1] = derivative(x);
        out[2] = secondDerivative(x);
        out[3] = thirdDerivative(x);
    }

    private static double sigmoid(double x) {
        return 1 / (1 + Math.exp(-x));
    }
}
