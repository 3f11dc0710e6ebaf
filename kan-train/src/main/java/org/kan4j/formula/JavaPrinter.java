package org.kan4j.formula;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Java source: a class that needs nothing but {@link Math} and gives bit for bit what {@link Expression#evaluate} does. */
final class JavaPrinter extends SourcePrinter {
    private static final Set<String> RESERVED = Set.of(
            ("abstract assert boolean break byte case catch char class const continue default do double else enum extends false"
                            + " final finally float for goto if implements import instanceof int interface long native new null"
                            + " package private protected public return short static strictfp super switch synchronized this"
                            + " throw throws transient true try void volatile while _ Math Double")
                    .split(" "));

    private static final String POWER = """
                private static double power(double b, double p) {
                    if (p < 0) {
                        return 1 / power(b, -p);
                    }
                    if (p == 0.5) {
                        return Math.sqrt(b);
                    }
                    if (p != Math.rint(p) || p > 64) {
                        return Math.pow(b, p);
                    }
                    if (p == 2) {
                        return b * b;
                    }
                    double result = 1;
                    double square = b;
                    for (int k = (int) p; k > 0; k >>= 1) {
                        if ((k & 1) == 1) {
                            result *= square;
                        }
                        square *= square;
                    }
                    return result;
                }
            """;

    private final List<String> names;
    private final Set<Fn> helpers = EnumSet.noneOf(Fn.class);
    private boolean usesPower;

    private JavaPrinter(List<String> names) {
        this.names = names;
    }

    /** Whether a name means something else in the source. */
    static boolean isReserved(String name) {
        return RESERVED.contains(name);
    }

    /** The class; its method {@code evaluate} has a parameter for each column. */
    static String print(Formula formula, String className) {
        if (!className.matches("[A-Za-z_][A-Za-z0-9_]*") || RESERVED.contains(className)) {
            throw new IllegalArgumentException(
                    "Java source: a class name that is an identifier required, got \"" + className + "\"");
        }
        List<String> names = names(formula.symbols(), RESERVED);
        JavaPrinter printer = new JavaPrinter(names);
        String value = printer.print(formula.expression());
        StringBuilder text = new StringBuilder("public final class " + className + " {\n    private " + className
                + "() {}\n\n    public static double evaluate("
                + names.stream().map(n -> "double " + n).collect(Collectors.joining(", "))
                + ") {\n        return " + value + ";\n    }\n");
        if (printer.usesPower) {
            text.append('\n').append(POWER);
        }
        for (Fn helper : printer.helpers) {
            Notation notation = helper.notation();
            text.append("\n    private static double " + notation.java() + "(double u) {\n"
                    + notation.javaBody().indent(8) + "    }\n");
        }
        return text.append("}\n").toString();
    }

    @Override
    protected String variable(int index) {
        return names.get(index);
    }

    @Override
    protected String call(Fn function, Expression argument) {
        Notation notation = function.notation();
        if (!notation.javaBody().isEmpty()) {
            helpers.add(function);
        }
        return notation.java() + "(" + print(argument) + ")";
    }

    @Override
    protected String extremum(Extremum extremum) {
        return "Math." + extremum.symbol() + "(" + print(extremum.left()) + ", " + print(extremum.right()) + ")";
    }

    @Override
    protected String power(Expression base, Expression exponent) {
        usesPower = true;
        return "power(" + print(base) + ", " + print(exponent) + ")";
    }

    @Override
    protected String number(double value) {
        if (Double.isNaN(value)) {
            return "Double.NaN";
        }
        if (Double.isInfinite(value)) {
            return value > 0 ? "Double.POSITIVE_INFINITY" : "-Double.POSITIVE_INFINITY";
        }
        return Double.toString(value);
    }
}
