package org.kan4j.bench.recovery;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.kan4j.data.Batch;
import org.kan4j.formula.CompiledExpression;
import org.kan4j.formula.Expression;
import org.kan4j.formula.Formula;

/**
 * A law of science with constants as an experiment might have them.
 *
 * @param formula with its constants, and the ranges of its inputs
 */
record SimulatedLaw(String name, KnownFormula formula) {
    private static final List<SimulatedLaw> ALL = List.of(
            of("decay", "84.32*exp(-0.3719*t)", "t:0..8"),
            of("Michaelis-Menten", "212.7*s/(0.6412 + s)", "s:0.05..4"),
            of("Arrhenius", "53721*exp(-1893.7/T)", "T:280..480"),
            of("allometry", "3.417*m**0.7329", "m:1..200"),
            of("logistic growth", "187.3/(1 + exp(3.127 - 0.6243*t))", "t:0..12"),
            of("cooling", "21.37 + 58.43*exp(-0.2317*t)", "t:0..20"),
            of("calibration", "12.39 + 14.63*x", "x:0..10"),
            of("attraction", "46.23*q/r**2", "q:1..5; r:1..4"),
            of("rolling and drag", "24.73 + 0.6137*v**2", "v:2..30"),
            of("tide", "34.21 + 11.73*sin(0.5317*t + 0.8279)", "t:0..24"));

    /** Laws of other sciences. */
    private static final List<SimulatedLaw> SCIENCES = List.of(
            of("pharmacokinetics", "31.7*(exp(-0.183*t) - exp(-1.472*t))", "t:0.25..24"),
            of("dispersion of light", "1.5046 + 0.00423/l**2", "l:0.35..0.75"),
            of("pulsating stars", "-1.618 - 2.434*log(p)", "p:2..60"),
            of("discharge of a river", "12.43*(h - 0.317)**1.628", "h:0.5..4"),
            of("species on islands", "20.73*a**0.2371", "a:0.5..900"),
            of("choice reaction", "0.2107 + 0.1534*log(n + 1)", "n:1..10"),
            of("binding of oxygen", "96.3*p**2.713/(p**2.713 + 26.8**2.713)", "p:2..110"),
            of("vapour pressure", "6.112*exp(17.62*t/(243.12 + t))", "t:-20..45"),
            of("decay and background", "812.3*exp(-0.2134*t) + 24.63", "t:0..30"),
            of("pressure in a pipe", "0.0237*l*v**2/d", "l:5..80; v:0.4..3; d:0.02..0.2"));

    private static SimulatedLaw of(String name, String text, String ranges) {
        return new SimulatedLaw(name, KnownFormula.of(name, name, text, ranges));
    }

    static List<SimulatedLaw> all() {
        return ALL;
    }

    static List<SimulatedLaw> sciences() {
        return SCIENCES;
    }

    List<String> names() {
        return formula.names();
    }

    /** How many numbers the law has, without ±1. */
    int constants() {
        return (int) CompiledExpression.constants(formula.expression()).stream()
                .filter(c -> Math.abs(c.value()) != 1)
                .count();
    }

    /** The law with names for its constants, but for whole exponents and ±1. */
    String form() {
        Expression expression = formula.expression();
        boolean[] free = CompiledExpression.allButIntegerExponents(expression);
        List<String> names = new ArrayList<>(formula.names());
        int[] next = {0};
        Expression form = expression.replaceConstants(constant -> {
            if (!free[next[0]++] || Math.abs(constant.value()) == 1) {
                return constant;
            }
            names.add("k" + next[0]);
            return Expression.variable(names.size() - 1);
        });
        return Formula.of(form, names, "y").text();
    }

    /** Rows without noise. */
    Batch draw(int rows, SplittableRandom random) {
        return DrawnTable.draw(formula, rows, random);
    }
}
