package org.kan4j.export;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.kan4j.formula.Constant;
import org.kan4j.formula.Expression;
import org.kan4j.formula.Extremum;
import org.kan4j.formula.Fn;
import org.kan4j.formula.Formula;
import org.kan4j.formula.SourcePrinter;

/** A C header. What {@code math.h} has not, or has in another way, stands before the function under a name of its own. */
final class CPrinter extends SourcePrinter {
    private static final String SIGN = "sign";

    private static final Map<String, String> HELPERS = Map.of(
            SIGN,
            "(double u) { return u != u ? u : (u > 0) - (u < 0); }",
            "max",
            "(double a, double b) { return a != a || a > b ? a : b; }",
            "min",
            "(double a, double b) { return a != a || a < b ? a : b; }");

    private final String name;
    private final List<String> names;
    private final Set<String> helpers = new TreeSet<>();

    private CPrinter(String name, List<String> names) {
        this.name = name;
        this.names = names;
    }

    /** A header with one function. */
    static String print(Formula formula, String name) {
        return header(name, functions(formula, name));
    }

    /** A header that may be included twice. */
    static String header(String name, String functions) {
        String guard = name.toUpperCase(Locale.ROOT) + "_H";
        return "#ifndef " + guard + "\n#define " + guard + "\n\n#include <math.h>\n\n" + functions + "\n#endif\n";
    }

    /** One function behind those that it needs. */
    static String functions(Formula formula, String name) {
        Set<String> reserved = new HashSet<>(Words.of(Language.C));
        HELPERS.keySet().forEach(helper -> reserved.add(name + "_" + helper));
        List<String> names = names(formula.symbols(), reserved);
        CPrinter printer = new CPrinter(name, names);
        String value = printer.print(formula.expression());
        StringBuilder text = new StringBuilder();
        for (String helper : printer.helpers) {
            text.append("static inline double " + name + "_" + helper + HELPERS.get(helper) + "\n\n");
        }
        text.append("static inline double " + name + "(")
                .append(names.stream().map(n -> "double " + n).collect(Collectors.joining(", ")))
                .append(") {\n");
        for (int i = 0; i < names.size(); i++) {
            if (!formula.expression().variables().contains(i)) {
                text.append("    (void) " + names.get(i) + ";\n");
            }
        }
        return text.append("    return " + value + ";\n}\n").toString();
    }

    private String helper(String helper) {
        helpers.add(helper);
        return name + "_" + helper;
    }

    @Override
    protected String number(double value) {
        return Numbers.decimal(value);
    }

    @Override
    protected String variable(int index) {
        return names.get(index);
    }

    @Override
    protected String call(Fn function, Expression argument) {
        String called = switch (function) {
            case ABS -> "fabs";
            case SIGN -> helper(SIGN);
            default -> function.symbol();
        };
        return called + "(" + print(argument) + ")";
    }

    @Override
    protected String extremum(Extremum extremum) {
        return helper(extremum.symbol()) + "(" + print(extremum.left()) + ", " + print(extremum.right()) + ")";
    }

    @Override
    protected String power(Expression base, Expression exponent) {
        return exponent instanceof Constant c && c.value() == 0.5
                ? "sqrt(" + print(base) + ")"
                : "pow(" + print(base) + ", " + print(exponent) + ")";
    }
}
