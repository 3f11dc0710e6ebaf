package org.kan4j.formula;

import java.util.ArrayList;
import java.util.List;

/**
 * How the notations write a function.
 *
 * @param sympy name in SymPy syntax
 * @param latex command in LaTeX, such as {@code \sin}, or {@link #BARS}
 * @param mathml identifier in MathML, or {@link #BARS}
 * @param java method in Java source
 * @param javaBody its body where the JDK has no such method, lines of statements in the argument u; empty otherwise
 * @param alsoRead further names that the parser takes for the function
 */
record Notation(String sympy, String latex, String mathml, String java, String javaBody, List<String> alsoRead) {
    /** Bars on both sides of the argument in place of a name. */
    static final String BARS = "|";

    Notation {
        alsoRead = List.copyOf(alsoRead);
    }

    Notation(String sympy, String latex, String mathml, String java) {
        this(sympy, latex, mathml, java, "", List.of());
    }

    Notation withBody(String lines) {
        return new Notation(sympy, latex, mathml, java, lines, alsoRead);
    }

    Notation alsoRead(String... names) {
        return new Notation(sympy, latex, mathml, java, javaBody, List.of(names));
    }

    /** The names by which {@link FormulaParser} finds the function beside its symbol. */
    List<String> names() {
        List<String> names = new ArrayList<>(alsoRead);
        names.add(sympy);
        if (!latex.equals(BARS)) {
            names.add(latex.replaceAll("^\\\\(?:operatorname\\{(.*)}|(.*))$", "$1$2"));
        }
        if (!mathml.equals(BARS)) {
            names.add(mathml);
        }
        return names;
    }
}
