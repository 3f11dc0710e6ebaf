package org.kan4j.bench.recovery;

import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.kan4j.bench.recovery.Sym.Named;
import org.kan4j.bench.recovery.Sym.Num;
import org.kan4j.bench.recovery.Sym.Symbol;
import org.kan4j.formula.Fn;

/** Reads SymPy syntax as Python does: one operation after the other, from left to right. */
final class SymReader {
    private static final Pattern TOKEN =
            Pattern.compile("\\s*((?:\\d+\\.?\\d*|\\.\\d+)(?:[eE][+-]?\\d+)?|[A-Za-z_]\\w*|\\*\\*|[-+*/()])\\s*");

    private static final Map<String, String> OTHER_NAMES =
            Map.of("Abs", "abs", "ln", "log", "arcsin", "asin", "arccos", "acos", "arctan", "atan", "arctanh", "atanh");

    private final String text;
    private final List<String> symbols;
    private final Matcher matcher;
    private String token = "";
    private int end;

    private SymReader(String text, List<String> symbols) {
        this.text = text;
        this.symbols = symbols;
        matcher = TOKEN.matcher(text);
        next();
    }

    /**
     * Reads a formula.
     *
     * @param text in SymPy syntax
     * @param symbols names, by their place in a row
     * @throws IllegalArgumentException if the text is no such formula
     */
    static Sym read(String text, List<String> symbols) {
        SymReader reader = new SymReader(text, symbols);
        Sym formula = reader.sum();
        if (!reader.token.isEmpty()) {
            throw reader.error("an operator");
        }
        return formula;
    }

    private void next() {
        matcher.region(end, text.length());
        boolean found = matcher.lookingAt();
        token = found ? matcher.group(1) : text.substring(end).strip();
        end = found ? matcher.end() : end;
    }

    private boolean take(String operator) {
        boolean is = token.equals(operator);
        if (is) {
            next();
        }
        return is;
    }

    private IllegalArgumentException error(String what) {
        return new IllegalArgumentException(
                "formula: " + what + " required before character " + (end + 1) + ", got \"" + token + "\": " + text);
    }

    private Sym sum() {
        Sym sum = term();
        while (true) {
            if (take("+")) {
                sum = SymRules.add(List.of(sum, term()));
            } else if (take("-")) {
                sum = SymRules.add(List.of(sum, SymRules.negative(term())));
            } else {
                return sum;
            }
        }
    }

    private Sym term() {
        Sym product = unary();
        while (true) {
            if (take("*")) {
                product = SymRules.mul(List.of(product, unary()));
            } else if (take("/")) {
                product = SymRules.mul(List.of(product, SymRules.pow(unary(), Num.MINUS_ONE)));
            } else {
                return product;
            }
        }
    }

    private Sym unary() {
        if (take("-")) {
            return SymRules.negative(unary());
        }
        take("+");
        Sym base = atom();
        return take("**") ? SymRules.pow(base, unary()) : base;
    }

    private Sym atom() {
        if (take("(")) {
            return closed(sum());
        }
        String read = token;
        if (read.isEmpty() || !read.matches("[\\w.].*")) {
            throw error("a number, a name or \"(\"");
        }
        next();
        if (Character.isDigit(read.charAt(0)) || read.charAt(0) == '.') {
            return read.matches("\\d+") ? Num.whole(new BigInteger(read)) : Num.decimal(Double.parseDouble(read));
        }
        if (take("(")) {
            Sym argument = closed(sum());
            return read.equals("sqrt")
                    ? SymRules.pow(argument, Num.HALF)
                    : Fn.ofSymbol(OTHER_NAMES.getOrDefault(read, read))
                            .map(f -> SymFunctions.call(f, argument))
                            .orElseThrow(() -> error("a function, not \"" + read + "\","));
        }
        int index = symbols.indexOf(read);
        if (index >= 0) {
            return new Symbol(index, read);
        }
        return switch (read) {
            case "pi" -> Named.PI;
            case "E" -> Named.E;
            case "oo" -> Num.decimal(Double.POSITIVE_INFINITY);
            case "nan" -> Num.decimal(Double.NaN);
            default -> throw error("a symbol of " + symbols + ", not \"" + read + "\",");
        };
    }

    private Sym closed(Sym inner) {
        if (!take(")")) {
            throw error("\")\"");
        }
        return inner;
    }
}
