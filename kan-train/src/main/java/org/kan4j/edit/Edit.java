package org.kan4j.edit;

import java.util.Arrays;
import java.util.Objects;

/** A change to a network. Its text is what {@link #parse} reads. */
public sealed interface Edit {
    /**
     * An edge becomes a function c·f(a·x + b) + d; the constants are fitted.
     *
     * @param edge numeric or symbolic
     * @param function name of f, as in the library of symbolic functions
     */
    record Fix(EdgePlace edge, String function) implements Edit {
        /**
         * Validates.
         *
         * @param edge numeric or symbolic
         * @param function name of f, as in the library of symbolic functions
         */
        public Fix {
            Objects.requireNonNull(edge, "edge");
            Objects.requireNonNull(function, "function");
        }

        @Override
        public String toString() {
            return "fix " + edge + "=" + function;
        }
    }

    /**
     * A symbolic edge becomes a spline again, or whatever the basis of its input is.
     *
     * @param edge symbolic
     */
    record Release(EdgePlace edge) implements Edit {
        @Override
        public String toString() {
            return "release " + edge;
        }
    }

    /**
     * An edge goes.
     *
     * @param edge active
     */
    record Prune(EdgePlace edge) implements Edit {
        @Override
        public String toString() {
            return "prune " + edge;
        }
    }

    /**
     * A hidden node, or an input of the network, goes with all its edges.
     *
     * @param layer the layer that it is an input of
     * @param input its number there
     */
    record PruneNode(int layer, int input) implements Edit {
        @Override
        public String toString() {
            return "prune " + layer + "," + input;
        }
    }

    /**
     * A symbolic edge gets constants; nothing is refitted.
     *
     * @param edge symbolic
     * @param a inner factor, in the network's units
     * @param b inner shift
     * @param c outer factor
     * @param d outer shift
     */
    record Constants(EdgePlace edge, double a, double b, double c, double d) implements Edit {
        @Override
        public String toString() {
            return "set " + edge + "=" + a + "," + b + "," + c + "," + d;
        }
    }

    /**
     * A level of hidden nodes gets one more; the network becomes larger, and is refitted from several beginnings.
     *
     * @param level number of the layer that the nodes enter, from 1 on
     * @param product whether the node multiplies two sums of edges; it adds edges otherwise
     */
    record AddNode(int level, boolean product) implements Edit {
        @Override
        public String toString() {
            return (product ? "product " : "widen ") + level;
        }
    }

    /**
     * {@return the change that a text names}
     *
     * @param text {@code fix 0,1,0=sin}, {@code release 0,1,0}, {@code prune 0,1,0}, {@code prune 1,2} for a node,
     *     {@code set 0,1,0=a,b,c,d}, {@code widen 1} for one more node of a level, or {@code product 1} for one that multiplies
     * @throws EditException if it is none
     */
    static Edit parse(String text) {
        String[] words = text.strip().split("\\s+", 2);
        String rest = words.length == 2 ? words[1] : "";
        return switch (words[0]) {
            case "fix" -> new Fix(EdgePlace.parse(before(rest)), after(rest));
            case "release" -> new Release(EdgePlace.parse(rest));
            case "prune" -> rest.matches("\\d{1,9},\\d{1,9}") ? node(rest) : new Prune(EdgePlace.parse(rest));
            case "widen" -> new AddNode(level(rest), false);
            case "product" -> new AddNode(level(rest), true);
            case "set" -> constants(EdgePlace.parse(before(rest)), after(rest));
            default ->
                throw new EditException(
                        "change: fix, release, prune, set, widen or product required first, got \"" + text + "\"");
        };
    }

    private static String before(String text) {
        return text.substring(0, Math.max(0, text.indexOf('=')));
    }

    private static String after(String text) {
        if (text.indexOf('=') < 0) {
            throw new EditException("change: EDGE=VALUE required, as in 0,1,0=sin, got \"" + text + "\"");
        }
        return text.substring(text.indexOf('=') + 1);
    }

    private static int level(String text) {
        if (!text.matches("\\d{1,9}")) {
            throw new EditException("level: a number from 1 on required, as in widen 1, got \"" + text + "\"");
        }
        return Integer.parseInt(text);
    }

    private static Edit node(String text) {
        String[] numbers = text.split(",");
        return new PruneNode(Integer.parseInt(numbers[0]), Integer.parseInt(numbers[1]));
    }

    private static Edit constants(EdgePlace edge, String text) {
        try {
            double[] abcd = Arrays.stream(text.split(",", -1))
                    .mapToDouble(Double::parseDouble)
                    .toArray();
            if (abcd.length == 4 && Arrays.stream(abcd).allMatch(Double::isFinite)) {
                return new Constants(edge, abcd[0], abcd[1], abcd[2], abcd[3]);
            }
        } catch (NumberFormatException e) {
            // Said below.
        }
        throw new EditException("constants: four numbers A,B,C,D of C*f(A*x + B) + D required, got \"" + text + "\"");
    }
}
