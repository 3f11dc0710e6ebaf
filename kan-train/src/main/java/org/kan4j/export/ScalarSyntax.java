package org.kan4j.export;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.kan4j.formula.Formula;
import org.kan4j.formula.FormulaParser;
import org.kan4j.function.UnivariateFunction;
import org.kan4j.model.InputKind;

/**
 * What C and Java write differently of a network.
 *
 * @param java whether it is Java
 * @param name of the function, or of the class
 */
record ScalarSyntax(boolean java, String name) {
    private static final String FUNCTIONS = "(?<![$\\w.])(exp|sin|cos|rint|log1p|expm1)\\(";

    /** A function of {@link ScalarBases} or of {@link ScalarNetwork}. */
    String function(String shared) {
        String text = shared.strip()
                .replaceAll("(?m)^(?=void|double)", java ? "private static " : "static inline ")
                .replaceAll("\\bIN (\\w+)", java ? "double[] $1" : "const double *$1")
                .replaceAll("\\bOUT (\\w+)", java ? "double[] $1" : "double *$1")
                .replaceAll("LOCAL (\\w+)\\[(\\d+)]", java ? "double[] $1 = new double[$2]" : "double $1[$2]");
        return (java ? text.replaceAll(FUNCTIONS, "Math.$1(").replace("fabs(", "Math.abs(") : text)
                        .replace("$", prefix())
                + "\n\n";
    }

    /** What names of functions and tables begin with. */
    String prefix() {
        return java ? "" : name + "_";
    }

    /** A table of numbers. */
    String table(String table, List<String> numbers) {
        String list = "{" + String.join(", ", numbers) + "};\n";
        // A class of its own, since what fills the tables of one is a method, and methods are of limited size.
        return java
                ? "private static final class " + table + " {\n    static final double[] VALUES = " + list + "}\n\n"
                : "static const double " + prefix() + table + "[] = " + list + "\n";
    }

    /** A table in an expression. */
    String use(String table) {
        return java ? table + ".VALUES" : prefix() + table;
    }

    /** An argument of the function: a number, or the text of a level. */
    String argument(String argument, boolean text) {
        return (!text ? "double " : java ? "String " : "const char *") + argument;
    }

    /** What {@link #levels} needs. */
    String same() {
        return java
                ? ""
                : "static inline int " + prefix() + "same(const char *s, const char *t) {\n"
                        + "    while (*s != 0 && *s == *t) {\n        s++;\n        t++;\n    }\n"
                        + "    return *s == *t;\n}\n\n";
    }

    /** A function that gives the number of a level by its text: −1 where no row had it. */
    String levels(String called, InputKind kind, String gap) {
        StringBuilder text = new StringBuilder();
        kind.levels().stream().filter(InputKind.Level::known).forEach(level -> {
            String quoted = java ? Quotes.java(level.name()) : Quotes.c(level.name());
            text.append(
                    java
                            ? "        case " + quoted + ": return " + level.number() + ";\n"
                            : "    if (" + prefix() + "same(s, " + quoted + ")) {\n        return " + level.number()
                                    + ";\n    }\n");
        });
        if (java) {
            return "private static double " + called
                    + "(String s) {\n    if (s == null || s.isEmpty()) {\n        return " + gap
                    + ";\n    }\n    switch (s) {\n" + text + "        default: return -1;\n    }\n}\n\n";
        }
        return "static inline double " + prefix() + called
                + "(const char *s) {\n    if (s == 0 || *s == 0) {\n        return "
                + gap + ";\n    }\n" + text + "    return -1;\n}\n\n";
    }

    /** The declaration of an array of values. */
    String array(String array, List<String> values) {
        return (java ? "double[] " + array : "double " + array + "[" + values.size() + "]") + " = {"
                + String.join(", ", values) + "};";
    }

    /** The declaration of an array of zeros. */
    String zeros(String array, int size) {
        return java
                ? "double[] " + array + " = new double[" + size + "];"
                : "double " + array + "[" + size + "] = {0};";
    }

    /** The function of a symbolic edge, by its formula. */
    String symbolic(UnivariateFunction function, String called) {
        Formula formula =
                Formula.of(FormulaParser.parse(function.formula(), List.of("u")), List.of("u"), function.name());
        return java
                ? formula.java(called).replace("public final class", "private static final class") + "\n"
                : CPrinter.functions(formula, prefix() + called) + "\n";
    }

    /** A value of such a function. */
    String apply(String called, String argument) {
        return prefix() + called + (java ? ".evaluate(" : "(") + argument + ")";
    }

    /** Which symbols mean something else in the language. */
    List<String> reserved(List<String> symbols) {
        Set<String> words = Words.of(Language.C);
        return symbols.stream()
                .filter(s -> java ? Formula.isJavaWord(s) : words.contains(s))
                .collect(Collectors.toList());
    }

    /** The whole source. */
    String document(String helpers, String arguments, String body, boolean oneValue) {
        if (java) {
            String method = "public static " + (oneValue ? "double" : "double[]") + " evaluate(" + arguments + ") {\n"
                    + body + "}\n";
            return "public final class " + name + " {\n"
                    + ("private " + name + "() {}\n\n" + helpers + method).indent(4) + "}\n";
        }
        return CPrinter.header(
                name,
                helpers + "static inline " + (oneValue ? "double " : "void ") + name + "(" + arguments
                        + (oneValue ? "" : ", double *out") + ") {\n" + body + "}\n");
    }
}
