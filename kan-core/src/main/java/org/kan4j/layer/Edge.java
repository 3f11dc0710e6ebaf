package org.kan4j.layer;

import java.util.Objects;
import org.kan4j.function.UnivariateFunction;

/** What stands between an input and a column of a layer. Its numbers are among the network's parameters. */
public sealed interface Edge {
    /** The edge that is always zero. It keeps its slots among the parameters. */
    Edge MASKED = new Masked();

    /** The edge w_b·b(x) + Σ_m c_m·B_m(x). */
    Edge NUMERIC = new Numeric();

    /** Always zero. */
    record Masked() implements Edge {
        @Override
        public boolean active() {
            return false;
        }
    }

    /** A combination of basis functions and the base activation. */
    record Numeric() implements Edge {
        @Override
        public boolean active() {
            return true;
        }
    }

    /**
     * c·f(a·x + b) + d. It keeps its numeric slots; a, b, c, d stand after the layer's numeric block.
     *
     * @param function f
     */
    record Symbolic(UnivariateFunction function) implements Edge {
        /**
         * Validates.
         *
         * @param function f
         */
        public Symbolic {
            Objects.requireNonNull(function, "function");
        }

        @Override
        public boolean active() {
            return true;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Symbolic that && function.name().equals(that.function.name());
        }

        @Override
        public int hashCode() {
            return function.name().hashCode();
        }
    }

    /** {@return whether the edge is not masked} */
    boolean active();
}
