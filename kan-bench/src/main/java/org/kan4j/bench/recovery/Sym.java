package org.kan4j.bench.recovery;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.kan4j.formula.Fn;

/**
 * A formula as SymPy holds it once it has read it: sums and products of any number of parts, quotients as products with a power of −1,
 * roots as powers, whole numbers and fractions exact. {@link SymReader} reads one, {@link SymRules} builds the parts.
 *
 * <p>kan4j's own {@link org.kan4j.formula.Expression} folds constants, so it cannot tell how many nodes √(2π) has in SymPy; and who scores
 * a search should not count by the measure that the search itself minimises.
 */
sealed interface Sym {

    /** The parts of this node, in a fixed order; none for numbers, named numbers and symbols. */
    List<Sym> parts();

    /** A node of this kind with other parts, as SymPy would make it. */
    Sym with(List<Sym> parts);

    /** The value at a row, [symbols]; NaN outside the domain. */
    double value(double[] row);

    /** Number of nodes: what {@code preorder_traversal} walks. */
    default int size() {
        int size = 1;
        for (Sym part : parts()) {
            size += part.size();
        }
        return size;
    }

    /** This formula with some of its leaves replaced. */
    default Sym replaceLeaves(UnaryOperator<Sym> replacement) {
        return parts().isEmpty()
                ? replacement.apply(this)
                : with(parts().stream()
                        .map(part -> part.replaceLeaves(replacement))
                        .toList());
    }

    /** The different numbers that occur; π and e are none. */
    default Set<Num> numbers() {
        Set<Num> numbers = new HashSet<>();
        replaceLeaves(leaf -> {
            if (leaf instanceof Num n) {
                numbers.add(n);
            }
            return leaf;
        });
        return numbers;
    }

    /** A node without parts. */
    sealed interface Leaf extends Sym {
        @Override
        default List<Sym> parts() {
            return List.of();
        }

        @Override
        default Sym with(List<Sym> parts) {
            return this;
        }
    }

    /**
     * A number.
     *
     * @param above numerator of an exact number; 0 for a decimal
     * @param below denominator of an exact number, &gt; 0, without common divisor; 0 for a decimal
     * @param value the number
     */
    record Num(BigInteger above, BigInteger below, double value) implements Leaf {
        static final Num ZERO = whole(0);
        static final Num ONE = whole(1);
        static final Num MINUS_ONE = whole(-1);
        static final Num HALF = ratio(BigInteger.ONE, BigInteger.TWO);

        static Num whole(long value) {
            return whole(BigInteger.valueOf(value));
        }

        static Num whole(BigInteger value) {
            return new Num(value, BigInteger.ONE, value.doubleValue());
        }

        /** p/q. */
        static Num ratio(BigInteger p, BigInteger q) {
            BigInteger divisor = p.gcd(q).multiply(BigInteger.valueOf(q.signum()));
            BigInteger numerator = p.divide(divisor);
            BigInteger denominator = q.divide(divisor);
            return new Num(numerator, denominator, numerator.doubleValue() / denominator.doubleValue());
        }

        static Num decimal(double value) {
            return new Num(BigInteger.ZERO, BigInteger.ZERO, value);
        }

        boolean exact() {
            return below.signum() > 0;
        }

        boolean isWhole() {
            return below.equals(BigInteger.ONE);
        }

        boolean isEven() {
            return isWhole() && !above.testBit(0);
        }

        Num plus(Num other) {
            return exact() && other.exact()
                    ? ratio(above.multiply(other.below).add(other.above.multiply(below)), below.multiply(other.below))
                    : decimal(value + other.value);
        }

        Num times(Num other) {
            if (equals(ZERO) || other.equals(ZERO)) {
                return ZERO;
            }
            return exact() && other.exact()
                    ? ratio(above.multiply(other.above), below.multiply(other.below))
                    : decimal(value * other.value);
        }

        Num negated() {
            return times(MINUS_ONE);
        }

        @Override
        public double value(double[] row) {
            return value;
        }
    }

    /** π or e, which SymPy keeps by name. */
    enum Named implements Leaf {
        PI(Math.PI),
        E(Math.E);

        private final double value;

        Named(double value) {
            this.value = value;
        }

        @Override
        public double value(double[] row) {
            return value;
        }
    }

    /**
     * A real symbol.
     *
     * @param index its place in a row
     */
    record Symbol(int index, String name) implements Leaf {
        @Override
        public double value(double[] row) {
            return row[index];
        }
    }

    /** A sum of two or more terms, all different. */
    record Add(List<Sym> parts) implements Sym {
        @Override
        public Sym with(List<Sym> terms) {
            return SymRules.add(terms);
        }

        @Override
        public double value(double[] row) {
            double sum = 0;
            for (Sym part : parts) {
                sum += part.value(row);
            }
            return sum;
        }
    }

    /** A product of two or more factors, at most one of them a number and that first. */
    record Mul(List<Sym> parts) implements Sym {
        @Override
        public Sym with(List<Sym> factors) {
            return SymRules.mul(factors);
        }

        @Override
        public double value(double[] row) {
            double product = 1;
            for (Sym part : parts) {
                product *= part.value(row);
            }
            return product;
        }

        /** The factor that is a number; 1 where there is none. */
        Num number() {
            return parts.get(0) instanceof Num n ? n : Num.ONE;
        }

        /** The other factors. */
        Sym others() {
            if (!(parts.get(0) instanceof Num)) {
                return this;
            }
            return parts.size() == 2 ? parts.get(1) : new Mul(List.copyOf(parts.subList(1, parts.size())));
        }
    }

    /** A power. */
    record Pow(Sym base, Sym exponent) implements Sym {
        @Override
        public List<Sym> parts() {
            return List.of(base, exponent);
        }

        @Override
        public Sym with(List<Sym> parts) {
            return SymRules.pow(parts.get(0), parts.get(1));
        }

        @Override
        public double value(double[] row) {
            return Math.pow(base.value(row), exponent.value(row));
        }
    }

    /** A function of one argument. */
    record Call(Fn function, Sym argument) implements Sym {
        @Override
        public List<Sym> parts() {
            return List.of(argument);
        }

        @Override
        public Sym with(List<Sym> parts) {
            return SymFunctions.call(function, parts.get(0));
        }

        @Override
        public double value(double[] row) {
            return function.value(argument.value(row));
        }
    }

    /** Parts in an order that does not depend on how they were written, a number first. */
    static List<Sym> sorted(List<Sym> parts) {
        List<Sym> sorted = new ArrayList<>(parts);
        sorted.sort((a, b) ->
                a instanceof Num ? -1 : b instanceof Num ? 1 : a.toString().compareTo(b.toString()));
        return List.copyOf(sorted);
    }
}
