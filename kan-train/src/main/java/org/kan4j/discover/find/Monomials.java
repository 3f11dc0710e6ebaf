package org.kan4j.discover.find;

import static org.kan4j.formula.Expression.constant;
import static org.kan4j.formula.Expression.power;
import static org.kan4j.formula.Expression.product;
import static org.kan4j.formula.Expression.sum;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.kan4j.formula.Expression;

/** Products of whole powers of the inputs, as arrays of exponents [in]. */
final class Monomials {
    private Monomials() {}

    /**
     * All up to a degree, by their exponents.
     *
     * @param in number of inputs
     * @param degree largest sum of exponents
     * @param most the list ends soon after so many
     */
    static List<int[]> upTo(int in, int degree, int most) {
        List<int[]> all = new ArrayList<>();
        collect(new int[in], 0, degree, most, all);
        return all;
    }

    private static void collect(int[] exponents, int input, int left, int most, List<int[]> all) {
        if (all.size() > most) {
            return;
        }
        if (input == exponents.length) {
            all.add(exponents.clone());
            return;
        }
        for (int e = 0; e <= left; e++) {
            exponents[input] = e;
            collect(exponents, input + 1, left - e, most, all);
        }
        exponents[input] = 0;
    }

    /** The value at the inputs that begin at x0. */
    static double value(int[] exponents, double[] x, int x0) {
        double product = 1;
        for (int i = 0; i < exponents.length; i++) {
            for (int e = 0; e < exponents[i]; e++) {
                product *= x[x0 + i];
            }
        }
        return product;
    }

    /**
     * A sum of monomials with factors.
     *
     * @param terms exponents
     * @param factors one for each
     * @param inputs what stands for each input
     */
    static Expression polynomial(List<int[]> terms, double[] factors, List<Expression> inputs) {
        List<Expression> sums = new ArrayList<>();
        for (int j = 0; j < factors.length; j++) {
            sums.add(product(constant(factors[j]), monomial(terms.get(j), inputs)));
        }
        return sum(sums.toArray(Expression[]::new));
    }

    /** The product of powers of what stands for each input. */
    static Expression monomial(int[] exponents, List<Expression> inputs) {
        List<Expression> factors = new ArrayList<>();
        for (int i = 0; i < exponents.length; i++) {
            if (exponents[i] > 0) {
                factors.add(power(inputs.get(i), constant(exponents[i])));
            }
        }
        return product(factors.toArray(Expression[]::new));
    }

    /** The largest monomial that divides all; they are divided by it in place. */
    static int[] divideByCommon(List<int[]> terms) {
        int[] common = terms.get(0).clone();
        for (int[] term : terms) {
            Arrays.setAll(common, i -> Math.min(common[i], term[i]));
        }
        for (int[] term : terms) {
            Arrays.setAll(term, i -> term[i] - common[i]);
        }
        return common;
    }
}
