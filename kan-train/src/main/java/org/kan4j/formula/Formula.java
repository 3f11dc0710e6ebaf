package org.kan4j.formula;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * An expression with the names of its columns.
 *
 * @param expression the value; variables are columns by index
 * @param symbols one identifier for each input column, all different; what the printed forms use
 * @param columns names of the input columns, by index of the variable
 * @param target name of the column that the formula gives
 */
public record Formula(Expression expression, List<String> symbols, List<String> columns, String target) {
    private static final JsonFactory JSON = new JsonFactory();

    private static final Set<String> KEYWORDS = Set.of(
            "False",
            "None",
            "True",
            "and",
            "as",
            "assert",
            "async",
            "await",
            "break",
            "class",
            "continue",
            "def",
            "del",
            "elif",
            "else",
            "except",
            "finally",
            "for",
            "from",
            "global",
            "if",
            "import",
            "in",
            "is",
            "lambda",
            "nonlocal",
            "not",
            "or",
            "pass",
            "raise",
            "return",
            "try",
            "while",
            "with",
            "yield");

    /**
     * Validates.
     *
     * @param expression the value; variables are columns by index
     * @param symbols one identifier for each input column, all different; what the printed forms use
     * @param columns names of the input columns, by index of the variable
     * @param target name of the column that the formula gives
     */
    public Formula {
        symbols = List.copyOf(symbols);
        columns = List.copyOf(columns);
        if (symbols.size() != columns.size() || new HashSet<>(symbols).size() != symbols.size()) {
            throw new IllegalArgumentException("formula: one symbol for each column and all different required, got "
                    + symbols + " for " + columns);
        }
        int needed =
                expression.variables().isEmpty() ? 0 : expression.variables().last() + 1;
        if (needed > columns.size()) {
            throw new IllegalArgumentException(
                    "formula: at least " + needed + " columns required, got " + columns.size());
        }
    }

    /**
     * {@return a formula with symbols made from the names of its columns}
     *
     * @param expression variables are columns by index
     * @param columns their names
     * @param target name of what it gives
     */
    public static Formula of(Expression expression, List<String> columns, String target) {
        return new Formula(expression, symbolsFor(columns), columns, target);
    }

    /**
     * {@return a symbol for each column: its name where that is an identifier ({@code [A-Za-z_][A-Za-z0-9_]*}) that means nothing else in a
     * formula, in Python or twice in the table; {@code v1}, {@code v2}, … otherwise}
     *
     * @param columns names of the columns
     */
    public static List<String> symbolsFor(List<String> columns) {
        Set<String> taken = new HashSet<>(columns);
        Set<String> used = new HashSet<>();
        List<String> symbols = new ArrayList<>();
        int number = 0;
        for (String column : columns) {
            String symbol = column;
            boolean keeps = column.matches("[A-Za-z_][A-Za-z0-9_]*")
                    && !KEYWORDS.contains(column)
                    && !FormulaParser.isReserved(column)
                    && used.add(column);
            while (!keeps) {
                number++;
                symbol = "v" + number;
                keeps = !taken.contains(symbol) && used.add(symbol);
            }
            symbols.add(symbol);
        }
        return symbols;
    }

    /**
     * {@return a formula of another expression with this one's names}
     *
     * @param other of the same variables
     */
    public Formula withExpression(Expression other) {
        return new Formula(other, symbols, columns, target);
    }

    /**
     * {@return the formula 1/(1 + exp(−f)) of this one's f: a probability, where f is its log-odds}
     *
     * @param name of what it gives
     */
    public Formula logistic(String name) {
        Expression odds = Expression.exp(Expression.negative(expression));
        return new Formula(Expression.power(Expression.sum(Expression.constant(1), odds), -1), symbols, columns, name);
    }

    /** {@return the number of nodes that SymPy counts, nearly} */
    public int size() {
        return expression.size();
    }

    /** {@return plain text, as in {@code 1.5*exp(sin(pi*x) + y^2)}; {@link FormulaParser#parse} reads it} */
    public String text() {
        return new TextPrinter(symbols, false).print(expression);
    }

    /** {@return SymPy syntax; {@link FormulaParser#parse} and, once its symbols are handed over, {@code sympy.sympify} read it} */
    public String sympy() {
        return new TextPrinter(symbols, true).print(expression);
    }

    /** {@return LaTeX for math mode; {@link FormulaParser#parseLatex} reads it} */
    public String latex() {
        return new LatexPrinter(symbols).print(expression);
    }

    /** {@return the presentation MathML: one element {@code math}, valid XML in ASCII characters} */
    public String mathml() {
        return new MathMlPrinter(symbols).document(expression);
    }

    /**
     * Java source: a class without dependencies, with a method {@code evaluate} of one number for each column that gives what
     * {@link Expression#evaluate} does. A symbol that is a Java keyword gets an underscore.
     *
     * @param className name of the class, without a package
     * @return the source
     * @throws IllegalArgumentException if the class name is no identifier
     */
    public String java(String className) {
        return JavaPrinter.print(this, className);
    }

    /**
     * {@return whether a name means something else in Java source, so that no class or argument can have it}
     *
     * @param name an identifier
     */
    public static boolean isJavaWord(String name) {
        return JavaPrinter.isReserved(name);
    }

    /** {@return a JSON object with target, columns, symbols and the expression; {@link #fromJson} reads it} */
    public String json() {
        StringWriter text = new StringWriter();
        try (JsonGenerator out = JSON.createGenerator(text)) {
            out.writeStartObject();
            out.writeStringField("target", target);
            writeStrings(out, "columns", columns);
            writeStrings(out, "symbols", symbols);
            out.writeFieldName("expression");
            ExpressionJson.write(expression, symbols, out);
            out.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    private static void writeStrings(JsonGenerator out, String name, List<String> strings) throws IOException {
        out.writeArrayFieldStart(name);
        for (String s : strings) {
            out.writeString(s);
        }
        out.writeEndArray();
    }

    /**
     * Reads what {@link #json} writes.
     *
     * @param json one object
     * @return the formula
     * @throws IllegalArgumentException if the text is no such object
     */
    public static Formula fromJson(String json) {
        try (JsonParser in = JSON.createParser(json)) {
            in.nextToken();
            return read(in);
        } catch (IOException e) {
            throw noJson(e);
        }
    }

    /**
     * {@return a JSON array of what {@link #json} writes; of one formula its object alone}
     *
     * @param formulas one or more
     */
    public static String json(List<Formula> formulas) {
        return formulas.size() == 1
                ? formulas.get(0).json()
                : formulas.stream().map(Formula::json).collect(Collectors.joining(",", "[", "]"));
    }

    /**
     * Reads what {@link #json(List)} writes.
     *
     * @param json one object, or an array of some
     * @return the formulas
     * @throws IllegalArgumentException if the text is neither
     */
    public static List<Formula> listFromJson(String json) {
        try (JsonParser in = JSON.createParser(json)) {
            if (in.nextToken() != JsonToken.START_ARRAY) {
                return List.of(read(in));
            }
            List<Formula> formulas = new ArrayList<>();
            while (in.nextToken() == JsonToken.START_OBJECT) {
                formulas.add(read(in));
            }
            return formulas;
        } catch (IOException e) {
            throw noJson(e);
        }
    }

    private static IllegalArgumentException noJson(IOException e) {
        return new IllegalArgumentException("formula: no JSON: " + e.getMessage(), e);
    }

    /** The formula that begins at the current token. */
    private static Formula read(JsonParser in) throws IOException {
        Optional<String> target = Optional.empty();
        List<String> columns = List.of();
        List<String> symbols = List.of();
        Optional<Expression> expression = Optional.empty();
        for (String name = in.nextFieldName(); name != null; name = in.nextFieldName()) {
            in.nextToken();
            switch (name) {
                case "target" -> target = Optional.of(in.getText());
                case "columns" -> columns = readStrings(in);
                case "symbols" -> symbols = readStrings(in);
                case "expression" -> expression = Optional.of(ExpressionJson.read(in, symbols));
                default -> in.skipChildren();
            }
        }
        if (target.isEmpty() || expression.isEmpty()) {
            throw new IllegalArgumentException("formula: an object with target and expression required");
        }
        return new Formula(expression.get(), symbols, columns, target.get());
    }

    private static List<String> readStrings(JsonParser in) throws IOException {
        if (in.currentToken() != JsonToken.START_ARRAY) {
            throw new IllegalArgumentException("formula: an array of names required, got " + in.currentToken());
        }
        List<String> list = new ArrayList<>();
        while (in.nextToken() == JsonToken.VALUE_STRING) {
            list.add(in.getText());
        }
        return list;
    }

    @Override
    public String toString() {
        return target + " = " + text();
    }
}
