package org.kan4j.formula;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads formulas: plain text and SymPy syntax ({@code ^} and {@code **} both mean powers), and the LaTeX that {@link Formula}
 * writes. Constants are folded; nothing else is simplified.
 */
public final class FormulaParser {
    private static final int DEEPEST = 200;

    private static final Pattern TEXT_TOKEN = Pattern.compile(
            "\\s*(?:((?:\\d+\\.?\\d*|\\.\\d+)(?:[eE][+-]?\\d+)?)|([A-Za-z_][A-Za-z0-9_]*)|(\\*\\*|[-+*/^(),]))\\s*");

    private static final Pattern LATEX_TOKEN =
            Pattern.compile("\\s*(?:((?:\\d+\\.?\\d*)(?:\\s*\\\\cdot\\s*10\\^\\{-?\\d+})?)"
                    + "|((?:\\\\(?:mathrm|operatorname)\\{(?:[A-Za-z0-9]|\\\\_)+})|[A-Za-z])"
                    + "|(\\\\(?:left|right)[|()]|\\\\(?!cdot)[a-z]+|\\\\cdot|[-+^{},]))\\s*");

    /** In plain text and LaTeX, and in SymPy syntax, where columns cannot have their names. */
    private static final Set<String> EXTREMA = Set.of("min", "max", "Min", "Max");

    private enum TokenKind {
        NUMBER,
        NAME,
        OPERATOR,
        END
    }

    private record Token(TokenKind kind, String text, int at) {
        boolean is(String operator) {
            return kind == TokenKind.OPERATOR && text.equals(operator);
        }
    }

    private final List<Token> tokens;
    private final List<String> symbols;
    private final boolean latex;
    private final Optional<Unknowns> unknowns;
    private int next;
    private int depth;

    private FormulaParser(String text, List<String> symbols, boolean latex, Optional<Unknowns> unknowns) {
        this.unknowns = unknowns;
        this.tokens = tokens(text, latex ? LATEX_TOKEN : TEXT_TOKEN);
        this.symbols = List.copyOf(symbols);
        this.latex = latex;
    }

    /**
     * Reads plain text or SymPy syntax.
     *
     * @param text the formula
     * @param symbols names of the variables, by index
     * @return the expression, as it is written
     * @throws IllegalArgumentException if the text is no formula in these symbols
     */
    public static Expression parse(String text, List<String> symbols) {
        return new FormulaParser(text, symbols, false, Optional.empty()).all();
    }

    /** What the names are that are neither symbols nor functions. */
    public interface Unknowns {
        /**
         * {@return what a name stands for}
         *
         * @param name that is no symbol
         */
        Expression name(String name);

        /**
         * {@return what a name stands for that is applied}
         *
         * @param name that is no function's
         * @param arguments at least one
         */
        Expression application(String name, List<Expression> arguments);
    }

    /**
     * Reads plain text with names that are not known.
     *
     * @param text the formula
     * @param symbols names of the variables, by index
     * @param unknowns says what other names are
     * @return the expression, as it is written
     * @throws IllegalArgumentException if the text is no formula
     */
    public static Expression parse(String text, List<String> symbols, Unknowns unknowns) {
        return new FormulaParser(text, symbols, false, Optional.of(unknowns)).all();
    }

    /**
     * Reads LaTeX as {@link Formula#latex} writes it.
     *
     * @param text the formula
     * @param symbols names of the variables, by index
     * @return the expression, as it is written
     * @throws IllegalArgumentException if the text is no formula in these symbols
     */
    public static Expression parseLatex(String text, List<String> symbols) {
        return new FormulaParser(text, symbols, true, Optional.empty()).all();
    }

    private static List<Token> tokens(String text, Pattern pattern) {
        List<Token> list = new ArrayList<>();
        Matcher m = pattern.matcher(text);
        int at = 0;
        while (at < text.length() && m.region(at, text.length()).lookingAt()) {
            if (m.group(1) != null) {
                list.add(new Token(TokenKind.NUMBER, m.group(1), at));
            } else if (m.group(2) != null) {
                list.add(new Token(TokenKind.NAME, m.group(2), at));
            } else {
                list.add(new Token(TokenKind.OPERATOR, m.group(3), at));
            }
            at = m.end();
        }
        if (!text.substring(at).isBlank()) {
            throw new IllegalArgumentException("formula, character " + (at + 1) + ": not understood: \""
                    + text.substring(at, Math.min(text.length(), at + 20)) + "\"");
        }
        list.add(new Token(TokenKind.END, "end", text.length()));
        return list;
    }

    private IllegalArgumentException error(String what) {
        Token t = tokens.get(next);
        return new IllegalArgumentException(
                "formula, character " + (t.at + 1) + ": " + what + " expected, got \"" + t.text + "\"");
    }

    private Expression all() {
        Expression e = sum();
        if (peek().kind != TokenKind.END) {
            throw error("an operator");
        }
        return e;
    }

    private Token peek() {
        return tokens.get(next);
    }

    private boolean take(String operator) {
        boolean is = peek().is(operator);
        next += is ? 1 : 0;
        return is;
    }

    private void expect(String operator) {
        if (!take(operator)) {
            throw error("\"" + operator + "\"");
        }
    }

    private Expression sum() {
        if (++depth > DEEPEST) {
            throw error("fewer than " + DEEPEST + " nested parts");
        }
        List<Expression> terms = new ArrayList<>();
        terms.add(term());
        while (peek().is("+") || peek().is("-")) {
            terms.add(take("-") ? Expression.negative(term()) : plusTerm());
        }
        depth--;
        return Expression.sum(terms);
    }

    private Expression plusTerm() {
        expect("+");
        return term();
    }

    private Expression term() {
        Fraction fraction = new Fraction();
        Expression first = unary();
        fraction.multiply(first);
        boolean single = true;
        while (true) {
            if (take("/")) {
                fraction.divide(unary());
            } else if (take("*") || (latex && startsFactor())) {
                fraction.multiply(unary());
            } else {
                return single ? first : fraction.value();
            }
            single = false;
        }
    }

    private boolean startsFactor() {
        Token t = peek();
        return t.kind == TokenKind.NUMBER
                || t.kind == TokenKind.NAME
                || (t.kind == TokenKind.OPERATOR && t.text.startsWith("\\") && !t.text.startsWith("\\right"));
    }

    private Expression unary() {
        if (++depth > DEEPEST) {
            throw error("fewer than " + DEEPEST + " nested parts");
        }
        Expression e;
        if (take("-")) {
            e = Expression.negative(unary());
        } else if (take("+")) {
            e = unary();
        } else {
            e = power();
        }
        depth--;
        return e;
    }

    private Expression power() {
        Expression base = atom();
        if (take("^") || take("**")) {
            Expression exponent;
            if (latex) {
                expect("{");
                exponent = sum();
                expect("}");
            } else {
                exponent = unary();
            }
            return Expression.power(base, exponent);
        }
        return base;
    }

    private Expression atom() {
        Token t = peek();
        if (t.kind == TokenKind.END) {
            throw error("a number, a name or \"(\"");
        }
        next++;
        if (t.kind == TokenKind.NUMBER) {
            return Expression.constant(
                    Double.parseDouble(t.text.replaceAll("\\s*\\\\cdot\\s*10\\^\\{(-?\\d+)}", "e$1")));
        } else if (t.kind == TokenKind.NAME) {
            return named(t);
        } else if (t.is("(")) {
            Expression e = sum();
            expect(")");
            return e;
        } else if (latex && t.text.startsWith("\\")) {
            return command(t);
        }
        next--;
        throw error("a number, a name or \"(\"");
    }

    private Expression named(Token t) {
        String name =
                t.text.replaceAll("^\\\\(mathrm|operatorname)\\{(.*)}$", "$2").replace("\\_", "_");
        if (peek().is("(") || t.text.startsWith("\\operatorname")) {
            return call(name);
        }
        int index = symbols.indexOf(name);
        boolean upright = t.text.startsWith("\\mathrm");
        if (index >= 0 && !(upright && name.equals("e"))) {
            return Expression.variable(index);
        }
        if (upright && name.equals("e")) {
            return Expression.constant(Math.E);
        }
        return switch (name) {
            case "pi" -> Expression.constant(Math.PI);
            case "E" -> Expression.constant(Math.E);
            case "inf", "oo" -> Expression.constant(Double.POSITIVE_INFINITY);
            case "nan" -> Expression.constant(Double.NaN);
            default -> {
                if (unknowns.isPresent()) {
                    yield unknowns.get().name(name);
                }
                next--;
                throw error("a symbol of " + symbols);
            }
        };
    }

    private Expression command(Token t) {
        return switch (t.text) {
            case "\\pi" -> Expression.constant(Math.PI);
            case "\\infty" -> Expression.constant(Double.POSITIVE_INFINITY);
            case "\\left(" -> until("\\right)");
            case "\\left|" -> Expression.apply(Fn.ABS, until("\\right|"));
            case "\\sqrt" -> Expression.sqrt(braces());
            case "\\frac" -> {
                Fraction f = new Fraction();
                f.multiply(braces());
                f.divide(braces());
                yield f.value();
            }
            default -> call(t.text.substring(1));
        };
    }

    private Expression until(String close) {
        Expression e = sum();
        expect(close);
        return e;
    }

    private Expression braces() {
        expect("{");
        return until("}");
    }

    private Expression call(String name) {
        if (EXTREMA.contains(name)) {
            expect(latex ? "\\left(" : "(");
            Expression left = sum();
            expect(",");
            Expression right = sum();
            expect(latex ? "\\right)" : ")");
            return Expression.extremum(name.equalsIgnoreCase("max"), left, right);
        }
        Optional<Fn> function = Fn.named(name);
        if (function.isEmpty() && !name.equals("sqrt") && unknowns.isPresent()) {
            return unknowns.get().application(name, arguments());
        }
        if (function.isEmpty() && !name.equals("sqrt")) {
            next--;
            throw error("a function");
        }
        expect(latex ? "\\left(" : "(");
        Expression argument = sum();
        expect(latex ? "\\right)" : ")");
        return function.map(f -> Expression.apply(f, argument)).orElseGet(() -> Expression.sqrt(argument));
    }

    private List<Expression> arguments() {
        List<Expression> arguments = new ArrayList<>();
        expect("(");
        do {
            arguments.add(sum());
        } while (take(","));
        expect(")");
        return arguments;
    }

    /** Names with a meaning of their own in the text forms. */
    static boolean isReserved(String name) {
        return Fn.named(name).isPresent()
                || List.of("sqrt", "pi", "E", "inf", "oo", "nan", "Min", "Max").contains(name);
    }

    /** A product and quotient being read; constants above and below the bar are divided once, as printers expect. */
    private static final class Fraction {
        private final List<Expression> factors = new ArrayList<>();
        private double above = 1;
        private double below = 1;

        void multiply(Expression e) {
            for (Expression f : e instanceof Product p ? p.factors() : List.of(e)) {
                if (f instanceof Constant c) {
                    above *= c.value();
                } else {
                    factors.add(f);
                }
            }
        }

        void divide(Expression e) {
            for (Expression f : e instanceof Product p ? p.factors() : List.of(e)) {
                if (f instanceof Constant c) {
                    below *= c.value();
                } else if (f instanceof Power p && p.exponent() instanceof Constant c) {
                    factors.add(Expression.power(p.base(), -c.value()));
                } else {
                    factors.add(Expression.power(f, Constant.MINUS_ONE));
                }
            }
        }

        Expression value() {
            List<Expression> all = new ArrayList<>();
            all.add(new Constant(above / below));
            all.addAll(factors);
            return Expression.product(all);
        }
    }
}
