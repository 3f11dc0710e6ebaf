package org.kan4j.bench.equations;

import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import org.kan4j.equations.Problem;
import org.kan4j.equations.ProblemFile;
import org.kan4j.formula.Expression;
import org.kan4j.formula.Formula;
import org.kan4j.formula.FormulaParser;

/**
 * Problems that no choice of the solver was made by: their constants are drawn anew by each seed, their solutions are formulas, and where
 * these do not solve the equation by themselves a source on the right side makes them.
 *
 * @param name on the command line
 * @param inputs of the problem
 * @param lines of the problem, and the solution behind {@code #}
 */
record Drawn(String name, List<String> inputs, Lines lines) implements Case {
    private static final int POINTS = 2000;
    private static final double LIMIT = 30;

    /** Draws constants. */
    @FunctionalInterface
    interface Lines {
        /** The solution, and the text of the problem. */
        Text draw(SplittableRandom random);
    }

    /** A solution and a problem. */
    record Text(String solution, String problem) {}

    static List<Case> all() {
        return List.of(
                new Drawn("logistic", List.of("t"), Drawn::logistic),
                new Drawn("layer", List.of("x"), Drawn::layer),
                new Drawn("peak", List.of("x", "y"), Drawn::peak),
                new Drawn("ridge", List.of("x", "y"), Drawn::ridge),
                new Drawn("front", List.of("x", "t"), Drawn::front),
                new Drawn("nagumo", List.of("x", "t"), Drawn::nagumo),
                new Drawn("klein-gordon", List.of("x", "t"), Drawn::kleinGordon));
    }

    @Override
    public double limit() {
        return LIMIT;
    }

    /** The problem of a seed and its solution. */
    Text text(long seed) {
        return lines.draw(new SplittableRandom(seed));
    }

    @Override
    public Problem problem(long seed) {
        return ProblemFile.parse(text(seed).problem());
    }

    @Override
    public Truth truth(Problem problem, long seed) {
        return Truth.at(
                problem,
                POINTS,
                seed + 1_000_003,
                Truth.formulas(inputs, List.of(text(seed).solution())));
    }

    private static double between(SplittableRandom random, double lo, double hi) {
        return Math.round(1e4 * (lo + (hi - lo) * random.nextDouble())) / 1e4;
    }

    private static double power(SplittableRandom random, double lo, double hi) {
        return Math.round(1e4 * lo * Math.pow(hi / lo, random.nextDouble())) / 1e4;
    }

    private static String format(String text, Object... values) {
        return String.format(Locale.ROOT, text, values);
    }

    /** A derivative of a formula, by one input after the other. */
    private static String derivative(String formula, List<String> inputs, int... by) {
        Expression e = FormulaParser.parse(formula, inputs);
        for (int input : by) {
            e = e.derivative(input).simplify();
        }
        return Formula.of(e, inputs, "u").text();
    }

    /** Growth that saturates. */
    private static Text logistic(SplittableRandom random) {
        double rate = between(random, 0.5, 5);
        double start = between(random, 0.01, 0.5);
        return new Text(format("1/(1 + (1/%s - 1)*exp(-%s*t))", start, rate), format("""
                domain t in [0, 10]
                unknown u
                equation u_t = %s*u*(1 - u)
                at t=0: u = %s
                """, rate, start));
    }

    /** A layer at the boundary, as thick as a small constant. */
    private static Text layer(SplittableRandom random) {
        double thick = power(random, 0.003, 0.1);
        return new Text(format("(1 - exp(-x/%1$s))/(1 - exp(-1/%1$s))", thick), format("""
                domain x in [0, 1]
                unknown u
                equation %s*u_xx + u_x = 0
                at x=0: u = 0
                at x=1: u = 1
                """, thick));
    }

    /** Poisson's equation with a narrow peak. */
    private static Text peak(SplittableRandom random) {
        List<String> xy = List.of("x", "y");
        String u = format(
                "exp(-((x - (%s))^2 + (y - (%s))^2)/%s^2)",
                between(random, -0.5, 0.5), between(random, -0.5, 0.5), power(random, 0.1, 0.5));
        return new Text(u, format("""
                domain x in [-1, 1], y in [-1, 1]
                unknown u
                equation u_xx + u_yy = %s + %s
                """, derivative(u, xy, 0, 0), derivative(u, xy, 1, 1)) + edges(u, xy, -1, 1, -1, 1));
    }

    /** Δu = u³ and a source, with a ridge across the box. */
    private static Text ridge(SplittableRandom random) {
        List<String> xy = List.of("x", "y");
        String u = format("tanh(%s*(x + %s*y))", between(random, 1, 6), between(random, 0.2, 1));
        return new Text(
                u, format("""
                domain x in [-1, 1], y in [-1, 1]
                unknown u
                equation u_xx + u_yy - u^3 = %s + %s - (%s)^3
                """, derivative(u, xy, 0, 0), derivative(u, xy, 1, 1), u) + edges(u, xy, -1, 1, -1, 1));
    }

    /** Burgers' equation with a front that moves. */
    private static Text front(SplittableRandom random) {
        List<String> xt = List.of("x", "t");
        double nu = power(random, 0.005, 0.1);
        String u = format("1/2 - tanh((x - t/2)/%s)/2", 4 * nu);
        return new Text(u, format("""
                domain x in [-1, 1], t in [0, 1]
                unknown u
                equation u_t + u*u_x = %s*u_xx
                """, nu) + sides(u, xt, -1, 1));
    }

    /** A wave of Nagumo's equation, u_t = ν·u_xx + u·(1 − u)·(u − a)/ν. */
    private static Text nagumo(SplittableRandom random) {
        List<String> xt = List.of("x", "t");
        double nu = power(random, 0.02, 0.2);
        double a = between(random, 0.1, 0.4);
        String u = format("1/(1 + exp(-(x/%1$s + (1/2 - %2$s)*t*2/%1$s/sqrt(2))/sqrt(2)))", nu, a);
        return new Text(u, format("""
                domain x in [-1, 1], t in [0, 0.5]
                unknown u
                equation u_t = %1$s*u_xx + u*(1 - u)*(u - %2$s)/%1$s
                """, nu, a) + sides(u, xt, -1, 1));
    }

    /** A nonlinear wave, u_tt = u_xx − u³ and a source. */
    private static Text kleinGordon(SplittableRandom random) {
        List<String> xt = List.of("x", "t");
        String u = format("x*cos(%s*t) + sin(%s*x*t)", between(random, 2, 12), between(random, 1, 4));
        return new Text(
                u,
                format("""
                domain x in [0, 1], t in [0, 1]
                unknown u
                equation u_tt = u_xx - u^3 + %s - (%s) + (%s)^3
                at t=0: u_t = %s
                """, derivative(u, xt, 1, 1), derivative(u, xt, 0, 0), u, at(derivative(u, xt, 1), xt, 1, 0))
                        + sides(u, xt, 0, 1));
    }

    /** A formula with a number in the place of an input. */
    private static String at(String formula, List<String> inputs, int input, double value) {
        Expression e = FormulaParser.parse(formula, inputs);
        return Formula.of(
                        e.substitute(v -> v == input ? Expression.constant(value) : Expression.variable(v))
                                .simplify(),
                        inputs,
                        "u")
                .text();
    }

    /** Values at the beginning and on both sides. */
    private static String sides(String u, List<String> xt, double lo, double hi) {
        return format("at t=0: u = %s%n", at(u, xt, 1, 0)) + across(u, xt, lo, hi);
    }

    private static String across(String u, List<String> inputs, double lo, double hi) {
        return format("at x=%s: u = %s%n", lo, at(u, inputs, 0, lo))
                + format("at x=%s: u = %s%n", hi, at(u, inputs, 0, hi));
    }

    private static String edges(String u, List<String> xy, double left, double right, double bottom, double top) {
        return across(u, xy, left, right)
                + format("at y=%s: u = %s%n", bottom, at(u, xy, 1, bottom))
                + format("at y=%s: u = %s%n", top, at(u, xy, 1, top));
    }
}
