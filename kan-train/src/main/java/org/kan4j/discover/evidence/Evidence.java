package org.kan4j.discover.evidence;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.apache.commons.statistics.distribution.TDistribution;
import org.kan4j.data.Batch;
import org.kan4j.data.Dataset;
import org.kan4j.discover.score.Fit;
import org.kan4j.discover.score.Linearization;
import org.kan4j.discover.score.Refinement;
import org.kan4j.formula.CompiledExpression;
import org.kan4j.formula.Constant;
import org.kan4j.formula.Constants;
import org.kan4j.formula.Expression;
import org.kan4j.formula.Formula;

/**
 * What the data say about a formula beyond its error.
 *
 * @param named the formula with names in the places of {@code constants}, as in {@code c1*x^c2}
 * @param constants those of the formula, without ±1, and without exact ones that the data say nothing about
 * @param inputs where the formula was seen: the range of each input that it uses
 * @param output the range of the target
 * @param rivals formulas of similar size that explain the data as well, as far as the rows can tell, and predict something else
 * @param lackOfFit what rows measured again say about the formula; nothing where there are none
 */
public record Evidence(
        Formula named,
        List<Parameter> constants,
        List<Range> inputs,
        Range output,
        List<Rival> rivals,
        Optional<LackOfFit> lackOfFit) {

    /**
     * A constant.
     *
     * @param name in {@link Evidence#named}
     * @param value in the formula
     * @param exact whether it was taken for an integer, a small fraction, a multiple of π and the like
     * @param estimate what least squares give, to first order, where all constants but exact whole and half exponents are left free; the value where no
     *     constant is exact
     * @param standardError of the estimate, from the spread of the residuals and never below the rounding error of a double; NaN
     *     where the data do not determine the constant
     * @param freedom rows less estimated constants, the degrees of freedom of the standard error
     */
    public record Parameter(
            String name, double value, boolean exact, double estimate, double standardError, int freedom) {
        private static final double CONFIDENCE = 0.95;

        /** {@return whether the data determine the constant} */
        public boolean determined() {
            return !Double.isNaN(standardError);
        }

        /**
         * {@return half of the width of the 95% confidence interval around the estimate, by Student's distribution; NaN where the data do not
         * determine the constant}
         */
        public double margin() {
            return determined() && freedom > 0
                    ? standardError * TDistribution.of(freedom).inverseSurvivalProbability((1 - CONFIDENCE) / 2)
                    : Double.NaN;
        }
    }

    /**
     * Least and greatest number of a column.
     *
     * @param column its name
     * @param min the least
     * @param max the greatest
     */
    public record Range(String column, double min, double max) {}

    /**
     * A formula that explains the data as well and predicts something else, and where the two differ most.
     *
     * @param formula the other one
     * @param rmse its error on the rows that judge
     * @param heldBack whether the rows held back judge; else all rows, for a small table
     * @param where a number for each input that either formula uses
     * @param beyond whether that is beyond the ranges seen, by up to a quarter of them; within, the two hardly differ then
     * @param prediction what the formula gives there
     * @param rivalPrediction what the rival gives there
     */
    public record Rival(
            Formula formula,
            double rmse,
            boolean heldBack,
            Map<String, Double> where,
            boolean beyond,
            double prediction,
            double rivalPrediction) {}

    /**
     * Copies.
     *
     * @param named the formula with names in the places of {@code constants}, as in {@code c1*x^c2}
     * @param constants those of the formula, without ±1, and without exact ones that the data say nothing about
     * @param inputs where the formula was seen: the range of each input that it uses
     * @param output the range of the target
     * @param rivals formulas of similar size that explain the data as well, as far as the rows can tell, and predict something else
     * @param lackOfFit what rows measured again say about the formula; nothing where there are none
     */
    public Evidence {
        rivals = List.copyOf(rivals);
        constants = List.copyOf(constants);
        inputs = List.copyOf(inputs);
    }

    /**
     * {@return the evidence for a formula}
     *
     * @param formula its constants, apart from the exact ones, are fitted
     * @param data all rows
     * @param fit the rows that the constants were fitted to
     * @param rivals of the formula
     */
    public static Evidence of(Formula formula, Dataset data, Batch fit, List<Rival> rivals) {
        Expression expression = formula.expression();
        String prefix = prefix(formula.symbols());
        List<Parameter> constants = new ArrayList<>();
        List<String> symbols = new ArrayList<>(formula.symbols());
        List<String> columns = new ArrayList<>(formula.columns());
        Iterator<Optional<Parameter>> parameters = parameters(expression, fit).iterator();
        Expression named = expression.replaceConstants(constant -> {
            Optional<Parameter> parameter = parameters.next();
            if (parameter.isEmpty()) {
                return constant;
            }
            Parameter p = parameter.get();
            String name = prefix + (constants.size() + 1);
            constants.add(new Parameter(name, p.value, p.exact, p.estimate, p.standardError, p.freedom));
            symbols.add(name);
            columns.add(name);
            return Expression.variable(columns.size() - 1);
        });
        List<Range> inputs =
                expression.variables().stream().map(i -> input(data, i)).toList();
        return new Evidence(
                new Formula(named, symbols, columns, formula.target()),
                constants,
                inputs,
                range(data.target(), data.y()),
                rivals,
                LackOfFit.of(expression, fit, (int) CompiledExpression.constants(expression).stream()
                        .filter(Evidence::isEstimated)
                        .count()));
    }

    /**
     * {@return what is said of some inputs; rivals are left out, since they may be most apart at others}
     *
     * @param columns of the inputs
     */
    public Evidence of(List<String> columns) {
        return new Evidence(
                named,
                constants,
                inputs.stream().filter(range -> columns.contains(range.column)).toList(),
                output,
                List.of(),
                lackOfFit);
    }

    /** The range of an input. */
    static Range input(Dataset data, int input) {
        double[] numbers = IntStream.range(0, data.rows())
                .mapToDouble(r -> data.x()[r * data.inputs() + input])
                .toArray();
        return range(data.inputNames().get(input), numbers);
    }

    /** What the constants' names begin with: {@code c}, lengthened until no symbol is such a name. */
    private static String prefix(List<String> symbols) {
        String prefix = "c";
        while (symbols.stream().anyMatch(Pattern.compile(prefix + "\\d+").asMatchPredicate())) {
            prefix += "_";
        }
        return prefix;
    }

    /**
     * The parameters, without names, in the order of {@link CompiledExpression#constants}; nothing for those left out. Estimates and errors are
     * those of all constants together, exact ones too, for which one is exact is not certain; whole and half exponents, which are laws of nature rather than
     * numbers of a thing, are held while others are estimated.
     */
    private static List<Optional<Parameter>> parameters(Expression expression, Batch fit) {
        List<Constant> constants = CompiledExpression.constants(expression);
        boolean[] exponents = CompiledExpression.exponents(expression);
        double[] all = constants.stream().mapToDouble(Constant::value).toArray();
        boolean[] free = new boolean[all.length];
        Arrays.fill(free, true);
        Linearization linear = new Linearization(CompiledExpression.of(expression, free), fit);
        int[] fitted = IntStream.range(0, all.length)
                .filter(k -> isEstimated(constants.get(k)))
                .toArray();
        boolean noise = !(Fit.rmse(expression, fit) <= Math.sqrt(Refinement.ROUNDING) * Fit.spread(fit.y()));
        List<Optional<Parameter>> parameters = new ArrayList<>(Collections.nCopies(all.length, Optional.empty()));
        Estimates ofFitted = Estimates.of(linear, fitted, fit.rows());
        for (int k : fitted) {
            parameters.set(k, Optional.of(ofFitted.of(k, all[k], false)));
        }
        if (!noise) {
            return parameters;
        }
        int[] together = IntStream.range(0, all.length)
                .filter(k -> isEstimated(constants.get(k)) || !(exponents[k] ? isHalf(all[k]) : Math.abs(all[k]) == 1))
                .filter(k -> isEstimated(constants.get(k))
                        || Estimates.of(linear, with(fitted, k), fit.rows())
                                .of(k, all[k], true)
                                .determined())
                .toArray();
        Estimates ofAll = Estimates.of(linear, together, fit.rows());
        for (int k = 0; k < all.length; k++) {
            boolean exact = !isEstimated(constants.get(k));
            if (Math.abs(all[k]) != 1 || !exact) {
                Estimates own = ofAll.has(k) ? ofAll : Estimates.of(linear, with(together, k), fit.rows());
                Parameter p = own.of(k, all[k], exact);
                if (p.determined() || parameters.get(k).isEmpty()) {
                    parameters.set(k, Optional.of(p).filter(q -> q.determined() || !exact));
                }
            }
        }
        return parameters;
    }

    private static boolean isHalf(double value) {
        return 2 * value == Math.rint(2 * value);
    }

    private static int[] with(int[] some, int k) {
        return IntStream.concat(IntStream.of(some), IntStream.of(k))
                .distinct()
                .sorted()
                .toArray();
    }

    /** Some constants as least squares give them, to first order, the others as they are; their numbers ascend. */
    private record Estimates(int[] some, Linearization.Solution solution, int freedom) {
        static Estimates of(Linearization linear, int[] some, int rows) {
            return new Estimates(some, linear.solve(some), rows - some.length);
        }

        boolean has(int k) {
            return Arrays.binarySearch(some, k) >= 0;
        }

        Parameter of(int k, double value, boolean exact) {
            int place = Arrays.binarySearch(some, k);
            double error = Math.max(solution.errors()[place], Math.ulp(value));
            double step = Double.isNaN(error) ? 0 : solution.steps()[place];
            return new Parameter("", value, exact, value + step, error, freedom);
        }
    }

    /** Whether the data say a constant: it is free, or was rounded to a decimal. */
    private static boolean isEstimated(Constant c) {
        return c.isFree() || (!c.told() && !Constants.isExact(c.value()));
    }

    private static Range range(String column, double[] values) {
        return new Range(
                column,
                Arrays.stream(values).min().orElseThrow(),
                Arrays.stream(values).max().orElseThrow());
    }
}
