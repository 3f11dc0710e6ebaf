package org.kan4j.formula;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Java source: a class that needs nothing but {@link Math} and gives bit for bit what {@link Expression#evaluate} does. */
final class JavaPrinter {
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

    /** The class; its method {@code evaluate} has a parameter for each column. */
    static String print(Formula formula, String className) {
        if (!className.matches("[A-Za-z_][A-Za-z0-9_]*") || RESERVED.contains(className)) {
            throw new IllegalArgumentException(
                    "Java source: a class name that is an identifier required, got \"" + className + "\"");
        }
        List<String> names = names(formula.symbols());
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

    /** The symbols, with underscores after those that mean something else in Java. */
    private static List<String> names(List<String> symbols) {
        Set<String> taken = new HashSet<>(symbols);
        List<String> names = new ArrayList<>();
        for (String symbol : symbols) {
            String name = symbol;
            while (RESERVED.contains(name) || (!name.equals(symbol) && taken.contains(name))) {
                name += "_";
            }
            taken.add(name);
            names.add(name);
        }
        return names;
    }

    private String print(Expression e) {
        if (e instanceof Constant c) {
            return number(c.value());
        } else if (e instanceof Variable v) {
            return names.get(v.index());
        } else if (e instanceof Sum sum) {
            return sum(sum);
        } else if (e instanceof Product product) {
            return product(product);
        } else if (e instanceof Power power) {
            return power(power.base(), print(power.exponent()));
        } else if (e instanceof Extremum m) {
            return "Math." + m.symbol() + "(" + print(m.left()) + ", " + print(m.right()) + ")";
        }
        Apply apply = (Apply) e;
        Notation notation = apply.function().notation();
        if (!notation.javaBody().isEmpty()) {
            helpers.add(apply.function());
        }
        return notation.java() + "(" + print(apply.argument()) + ")";
    }

    private String power(Expression base, String exponent) {
        usesPower = true;
        return "power(" + print(base) + ", " + exponent + ")";
    }

    private String sum(Sum sum) {
        StringBuilder text = new StringBuilder(print(sum.terms().get(0)));
        for (Expression term : sum.terms().subList(1, sum.terms().size())) {
            String one = print(term);
            boolean minus = one.startsWith("-");
            text.append(minus ? " - " : " + ").append(minus ? one.substring(1) : one);
        }
        return text.toString();
    }

    private String product(Product product) {
        List<String> above = new ArrayList<>();
        List<String> below = new ArrayList<>();
        for (Expression factor : product.factors()) {
            if (Product.isDenominator(factor)) {
                Power p = (Power) factor;
                double exponent = -((Constant) p.exponent()).value();
                below.add(exponent == 1 ? factor(p.base()) : power(p.base(), number(exponent)));
            } else {
                above.add(factor(factor));
            }
        }
        String numerator = above.isEmpty() ? "1" : String.join(" * ", above);
        if (below.isEmpty()) {
            return numerator;
        }
        String denominator = String.join(" * ", below);
        boolean atom = below.size() == 1 && !denominator.startsWith("-");
        return numerator + " / " + (atom ? denominator : "(" + denominator + ")");
    }

    private String factor(Expression e) {
        return e instanceof Sum || e instanceof Product ? "(" + print(e) + ")" : print(e);
    }

    private static String number(double value) {
        if (Double.isNaN(value)) {
            return "Double.NaN";
        }
        if (Double.isInfinite(value)) {
            return value > 0 ? "Double.POSITIVE_INFINITY" : "-Double.POSITIVE_INFINITY";
        }
        return Double.toString(value);
    }
}
