package org.kan4j.equations;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.kan4j.formula.Expression;

/**
 * Differential equations on a box, with conditions and rows that were measured. Residuals are expressions in these variables, in this
 * order: the inputs; of each unknown its {@link Jet}; the parameters.
 *
 * @param source where it came from, for messages
 * @param domain the inputs and their ranges
 * @param unknowns names of the functions that are looked for
 * @param parameters numbers with names
 * @param equations residuals that are zero everywhere
 * @param conditions residuals that are zero at some places
 * @param periodic which inputs the unknowns are periodic in, [inputs]
 * @param observations rows that were measured
 */
public record Problem(
        String source,
        List<Range> domain,
        List<String> unknowns,
        List<Parameter> parameters,
        List<Equation> equations,
        List<Condition> conditions,
        List<Boolean> periodic,
        List<Observations> observations) {

    /**
     * Copies the lists.
     *
     * @param source where it came from, for messages
     * @param domain the inputs and their ranges
     * @param unknowns names of the functions that are looked for
     * @param parameters numbers with names
     * @param equations residuals that are zero everywhere
     * @param conditions residuals that are zero at some places
     * @param periodic which inputs the unknowns are periodic in, [inputs]
     * @param observations rows that were measured
     */
    public Problem {
        domain = List.copyOf(domain);
        unknowns = List.copyOf(unknowns);
        parameters = List.copyOf(parameters);
        equations = List.copyOf(equations);
        conditions = List.copyOf(conditions);
        periodic = List.copyOf(periodic);
        observations = List.copyOf(observations);
    }

    /**
     * An input and where it goes.
     *
     * @param name of the input
     * @param lo lower end
     * @param hi upper end, above {@code lo}
     */
    public record Range(String name, double lo, double hi) {
        double length() {
            return hi - lo;
        }
    }

    /**
     * A number with a name.
     *
     * @param name of the number
     * @param lo the number, or the lower end of where it is looked for
     * @param hi the number, or the upper end
     * @param estimated whether data are to say it
     */
    public record Parameter(String name, double lo, double hi, boolean estimated) {
        /** A first guess: the geometric mean of a range of one sign, else the middle. */
        double start() {
            return !estimated ? lo : lo > 0 ? Math.sqrt(lo) * Math.sqrt(hi) : (lo + hi) / 2;
        }
    }

    /**
     * An equation.
     *
     * @param residual left side minus right side
     * @param line of the file
     */
    public record Equation(Expression residual, int line) {}

    /**
     * A condition on the points whose inputs have some values.
     *
     * @param place [inputs] value of each input, NaN where it is any
     * @param residual left side minus right side
     * @param line of the file
     */
    public record Condition(List<Double> place, Expression residual, int line) {
        /** Whether an input has one value here. */
        boolean fixes(int input) {
            return !Double.isNaN(place.get(input));
        }
    }

    /**
     * Rows that were measured.
     *
     * @param points [rows, inputs]
     * @param unknown number of the unknown
     * @param values [rows]
     * @param sigma standard error of a value; 0 where it is not known
     */
    @SuppressWarnings("ArrayRecordComponent")
    public record Observations(double[] points, int unknown, double[] values, double sigma) {}

    /** {@return the number of inputs} */
    public int inputs() {
        return domain.size();
    }

    /** {@return the order of the derivatives of an unknown} */
    public Jet jet() {
        return new Jet(inputs());
    }

    /** {@return the number of variables of the residuals} */
    int variables() {
        return parameter(parameters.size());
    }

    /** The variable of a derivative of an unknown. */
    int variable(int unknown, int component) {
        return inputs() + unknown * jet().size() + component;
    }

    /** The variable of a parameter. */
    int parameter(int number) {
        return inputs() + unknowns.size() * jet().size() + number;
    }

    /** Numbers of the parameters that data are to say. */
    List<Integer> estimated() {
        List<Integer> list = new ArrayList<>();
        for (int m = 0; m < parameters.size(); m++) {
            if (parameters.get(m).estimated()) {
                list.add(m);
            }
        }
        return list;
    }

    /** This problem with the estimated parameters known. */
    Problem withKnown(double[] values) {
        List<Parameter> known = new ArrayList<>(parameters);
        int next = 0;
        for (int m : estimated()) {
            double value = values[next++];
            known.set(m, new Parameter(parameters.get(m).name(), value, value, false));
        }
        return new Problem(source, domain, unknowns, known, equations, conditions, periodic, observations);
    }

    /** Whether an expression is linear in the unknowns and the estimated parameters. */
    boolean linear(Expression e) {
        return e.variables().stream()
                .filter(v -> unknown(v))
                .allMatch(v -> e.derivative(v).simplify().variables().stream().noneMatch(this::unknown));
    }

    private boolean unknown(int v) {
        return v >= inputs()
                && (v < parameter(0) || parameters.get(v - parameter(0)).estimated());
    }

    /** Whether all equations and conditions are linear. */
    boolean linear() {
        return equations.stream().allMatch(e -> linear(e.residual()))
                && conditions.stream().allMatch(c -> linear(c.residual()));
    }

    /** The highest derivative of an unknown by an input in an expression; −1 where the unknown is not in it. */
    int order(Expression e, int unknown, int input) {
        Jet jet = jet();
        int order = -1;
        for (int v : e.variables()) {
            int k = v - variable(unknown, 0);
            if (k < 0 || k >= jet.size()) {
                continue;
            }
            order = Math.max(order, 0);
            if (k == jet.first(input)) {
                order = Math.max(order, 1);
            }
            for (int b = 0; b < inputs(); b++) {
                if (k == jet.second(input, b)) {
                    order = Math.max(order, b == input ? 2 : 1);
                }
            }
        }
        return order;
    }

    /** The highest derivative of an unknown by an input in any equation. */
    int order(int unknown, int input) {
        return equations.stream()
                .mapToInt(e -> order(e.residual(), unknown, input))
                .max()
                .orElse(-1);
    }

    /** The input in which all conditions stand at its lower end, so that one can go along it; −1 where there is none. */
    int evolution() {
        for (int i = inputs() - 1; i >= 0; i--) {
            int input = i;
            double lo = domain.get(i).lo();
            List<Condition> at = conditions.stream().filter(c -> c.fixes(input)).toList();
            boolean first = at.stream()
                    .allMatch(c -> c.place().get(input) == lo
                            && IntStream.range(0, inputs()).allMatch(j -> j == input || !c.fixes(j)));
            if (!at.isEmpty() && first && !periodic.get(i)) {
                return i;
            }
        }
        return -1;
    }
}
