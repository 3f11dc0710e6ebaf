package org.kan4j.equations;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.kan4j.data.DataException;
import org.kan4j.data.Table;
import org.kan4j.data.TableReader;
import org.kan4j.formula.Expression;
import org.kan4j.formula.Fn;
import org.kan4j.formula.FormulaParser;

/**
 * Reads problems from text, one statement a line, {@code #} begins a comment:
 *
 * <pre>
 * domain x in [-1, 1], t in [0, 1]
 * unknown u
 * parameter nu = 0.01/pi
 * estimate k in [0.1, 10]
 * periodic x
 * equation u_t + u*u_x = nu*u_xx
 * at t=0: u = -sin(pi*x)
 * at x=-1: u = 0
 * data probe.csv columns x,t,u sigma 0.01
 * </pre>
 *
 * Domain, unknowns and parameters come before what uses them. Every message names line and column.
 */
public final class ProblemFile {
    private static final Pattern STATEMENT = Pattern.compile("\\s*([A-Za-z]+)\\b");
    private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9]*");
    private static final Pattern WORD = Pattern.compile("(?<![\\w.])[A-Za-z_]\\w*");
    private static final Pattern INTERVAL = Pattern.compile("\\s*(\\S+)\\s+in\\s*\\[([^,\\]]+),([^\\]]+)\\]\\s*");
    private static final Pattern PART = Pattern.compile("[^,\\[]*(?:\\[[^\\]]*\\][^,\\[]*)?");
    private static final Pattern PLACE = Pattern.compile("\\s*([A-Za-z]\\w*)\\s*=([^,]+)");
    private static final Pattern DATA =
            Pattern.compile("\\s*data\\s+(\\S+)\\s+columns\\s+(\\S+?)(?:\\s+sigma\\s+(\\S+))?\\s*");
    private static final Pattern CHARACTER = Pattern.compile("^formula, character (\\d+): (.*)$");
    private static final int MOST_INPUTS = 3;

    private final String source;
    private final Optional<Path> folder;
    private final List<Problem.Range> domain = new ArrayList<>();
    private final List<String> unknowns = new ArrayList<>();
    private final List<Problem.Parameter> parameters = new ArrayList<>();
    private final List<Problem.Equation> equations = new ArrayList<>();
    private final List<Problem.Condition> conditions = new ArrayList<>();
    private final List<String> periodic = new ArrayList<>();
    private final List<Problem.Observations> observations = new ArrayList<>();
    private String line = "";
    private int number;
    private int lastLine = 1;

    private ProblemFile(String source, Optional<Path> folder) {
        this.source = source;
        this.folder = folder;
    }

    /**
     * Reads a file.
     *
     * @param file text in UTF-8
     * @return the problem
     * @throws IOException if the file cannot be read
     * @throws DataException if it is no problem that has a solution; the message names line and column
     */
    public static Problem read(Path file) throws IOException {
        String text = Files.readString(file, StandardCharsets.UTF_8);
        return new ProblemFile(
                        file.toString(),
                        Optional.ofNullable(file.toAbsolutePath().getParent()))
                .problem(text);
    }

    /**
     * Reads text.
     *
     * @param text statements, one a line; files of data are found from the working directory
     * @return the problem
     * @throws DataException if it is no problem that has a solution; the message names line and column
     */
    public static Problem parse(String text) {
        return new ProblemFile("problem", Optional.empty()).problem(text);
    }

    private Problem problem(String text) {
        for (String raw : text.split("\\R", -1)) {
            number++;
            line = raw.replaceFirst("#.*$", "");
            if (!line.isBlank()) {
                lastLine = number;
                statement();
            }
        }
        line = "";
        List<Boolean> around =
                domain.stream().map(r -> periodic.contains(r.name())).toList();
        Problem problem =
                new Problem(source, domain, unknowns, parameters, equations, conditions, around, observations);
        ProblemCheck.check(problem, lastLine);
        return problem;
    }

    private void statement() {
        Matcher m = STATEMENT.matcher(line);
        String keyword = m.lookingAt() ? m.group(1) : "";
        int after = m.lookingAt() ? m.end() : 0;
        switch (keyword) {
            case "domain" -> domain(after);
            case "unknown" -> names(after).forEach((at, name) -> unknowns.add(fresh(name, at)));
            case "parameter" -> parameter(after);
            case "estimate" -> estimate(after);
            case "periodic" -> names(after).forEach(this::periodic);
            case "equation" -> equations.add(new Problem.Equation(equation(after), number));
            case "at" -> condition(after);
            case "data" -> data();
            default ->
                throw error(
                        firstCharacter(0),
                        "a statement that begins with domain, unknown, parameter, estimate, periodic, equation, at or data"
                                + " required, got \"" + line.strip() + "\"");
        }
    }

    private DataException error(int column, String what) {
        return new DataException(source + ", line " + number + ", column " + (column + 1) + ": " + what);
    }

    private int firstCharacter(int from) {
        int at = from;
        while (at < line.length() && Character.isWhitespace(line.charAt(at))) {
            at++;
        }
        return at;
    }

    private String fresh(String name, int at) {
        if (!NAME.matcher(name).matches()) {
            throw error(at, "a name of letters and digits required, got \"" + name + "\"");
        }
        boolean taken = unknowns.contains(name)
                || domain.stream().anyMatch(r -> r.name().equals(name))
                || parameters.stream().anyMatch(p -> p.name().equals(name));
        if (taken || constant(name) || Fn.named(name).isPresent()) {
            throw error(at, "a name that means nothing else required, got \"" + name + "\"");
        }
        return name;
    }

    private static boolean constant(String name) {
        return List.of("pi", "E", "sqrt", "min", "max").contains(name);
    }

    /** Names separated by commas, by where they stand. */
    private Map<Integer, String> names(int from) {
        Map<Integer, String> found = new LinkedHashMap<>();
        int at = from;
        for (String part : line.substring(from).split(",", -1)) {
            found.put(firstCharacter(at), part.strip());
            at += part.length() + 1;
        }
        return found;
    }

    private void periodic(int at, String name) {
        if (domain.stream().noneMatch(r -> r.name().equals(name))) {
            throw error(at, "an input of the domain required, got \"" + name + "\"");
        }
        periodic.add(name);
    }

    private void domain(int from) {
        int at = from;
        while (at < line.length()) {
            Matcher part = PART.matcher(line);
            part.region(at, line.length());
            int end = part.lookingAt() ? part.end() : line.length();
            Interval interval = interval(at, end);
            domain.add(new Problem.Range(fresh(interval.name(), interval.at()), interval.lo(), interval.hi()));
            if (domain.size() > MOST_INPUTS) {
                throw error(interval.at(), "at most " + MOST_INPUTS + " inputs required, got " + domain.size());
            }
            at = end + 1;
        }
    }

    private record Interval(String name, int at, double lo, double hi) {}

    private Interval interval(int from, int end) {
        Matcher m = INTERVAL.matcher(line);
        m.region(from, end);
        if (!m.matches()) {
            throw error(
                    firstCharacter(from),
                    "a range such as x in [0, 1] required, got \""
                            + line.substring(from, end).strip() + "\"");
        }
        double lo = number(m.start(2), m.end(2));
        double hi = number(m.start(3), m.end(3));
        if (!(lo < hi)) {
            throw error(
                    m.start(2) - 1,
                    m.group(1) + ": lower end < upper end required, got ["
                            + m.group(2).strip() + ", " + m.group(3).strip() + "]; exchange them");
        }
        return new Interval(m.group(1), m.start(1), lo, hi);
    }

    private void parameter(int from) {
        int equals = line.indexOf('=', from);
        if (equals < 0) {
            throw error(firstCharacter(from), "a value such as nu = 0.01 required");
        }
        int at = firstCharacter(from);
        String name = fresh(line.substring(from, equals).strip(), at);
        double value = number(equals + 1, line.length());
        parameters.add(new Problem.Parameter(name, value, value, false));
    }

    private void estimate(int from) {
        Interval interval = interval(from, line.length());
        String name = fresh(interval.name(), interval.at());
        parameters.add(new Problem.Parameter(name, interval.lo(), interval.hi(), true));
    }

    /** A number that may be a formula of parameters that are known. */
    private double number(int from, int end) {
        List<String> names = parameters.stream().map(Problem.Parameter::name).toList();
        Expression e = parse(from, end, names, names);
        double[] row = parameters.stream()
                .mapToDouble(p -> p.estimated() ? Double.NaN : p.lo())
                .toArray();
        double value = e.evaluate(row);
        if (!Double.isFinite(value)) {
            throw error(
                    firstCharacter(from),
                    "a finite number required, got \""
                            + line.substring(from, end).strip() + "\"");
        }
        return value;
    }

    private Expression parse(int from, int end, List<String> symbols, List<String> known) {
        String text = line.substring(from, end);
        Matcher word = WORD.matcher(text);
        while (word.find()) {
            String name = word.group();
            boolean call = text.substring(word.end()).stripLeading().startsWith("(");
            boolean named = call ? Fn.named(name).isPresent() || constant(name) : constant(name);
            if (!named && (call || !symbols.contains(name))) {
                throw error(from + word.start(), unknownName(name, call, known));
            }
        }
        try {
            return FormulaParser.parse(text, symbols);
        } catch (IllegalArgumentException e) {
            Matcher at = CHARACTER.matcher(String.valueOf(e.getMessage()));
            throw at.matches()
                    ? error(from + Integer.parseInt(at.group(1)) - 1, at.group(2))
                    : error(firstCharacter(from), String.valueOf(e.getMessage()));
        }
    }

    private static String unknownName(String name, boolean call, List<String> known) {
        if (call) {
            return "a function such as sin, exp or sqrt required, got \"" + name
                    + "\"; for a product write *, as in u*(1 - u)";
        }
        String remedy = name.contains("_")
                ? "; derivatives of an unknown by inputs, up to the second, are written as in u_x, u_xx, u_xt"
                : "; declare it by unknown or parameter before this line";
        return "one of " + String.join(", ", known) + " required, got \"" + name + "\"" + remedy;
    }

    /** Residual of the sides of an equation. */
    private Expression equation(int from) {
        int equals = line.indexOf('=', from);
        if (equals < 0 || line.indexOf('=', equals + 1) >= 0) {
            throw error(firstCharacter(from), "two sides with one = between them required");
        }
        if (domain.isEmpty() || unknowns.isEmpty()) {
            throw error(firstCharacter(0), "a domain and an unknown before this line required");
        }
        Symbols symbols = new Symbols();
        Expression residual = Expression.difference(
                symbols.resolve(parse(from, equals, symbols.names, symbols.shown)),
                symbols.resolve(parse(equals + 1, line.length(), symbols.names, symbols.shown)));
        int low = domain.size();
        int high = low + unknowns.size() * new Jet(domain.size()).size();
        if (residual.variables().stream().noneMatch(v -> v >= low && v < high)) {
            throw error(
                    firstCharacter(from),
                    "an equation with an unknown in it required (" + String.join(", ", unknowns) + "), got \""
                            + line.substring(from).strip() + "\"");
        }
        return residual;
    }

    /** The names that equations know, and which variables they stand for. */
    private final class Symbols {
        private final List<String> names = new ArrayList<>();
        private final List<String> shown = new ArrayList<>();
        private final List<Integer> variables = new ArrayList<>();

        Symbols() {
            Jet jet = new Jet(domain.size());
            for (int i = 0; i < domain.size(); i++) {
                add(domain.get(i).name(), i);
            }
            int next = domain.size();
            for (String unknown : unknowns) {
                add(unknown, next);
                for (int a = 0; a < domain.size(); a++) {
                    String first = domain.get(a).name();
                    derivative(unknown, first, next + jet.first(a));
                    for (int b = 0; b < domain.size(); b++) {
                        derivative(unknown, first + domain.get(b).name(), next + jet.second(a, b));
                    }
                }
                next += jet.size();
            }
            for (Problem.Parameter p : parameters) {
                add(p.name(), next++);
            }
        }

        private void add(String name, int variable) {
            names.add(name);
            shown.add(name);
            variables.add(variable);
        }

        private void derivative(String unknown, String inputs, int variable) {
            names.add(unknown + "_" + inputs);
            variables.add(variable);
        }

        Expression resolve(Expression e) {
            return e.substitute(v -> Expression.variable(variables.get(v)));
        }
    }

    private void condition(int from) {
        int colon = line.indexOf(':', from);
        if (colon < 0) {
            throw error(firstCharacter(from), "a place and a colon required, as in at t=0: u = 1");
        }
        List<Double> place = new ArrayList<>(Collections.nCopies(domain.size(), Double.NaN));
        int at = from;
        for (String part : line.substring(from, colon).split(",", -1)) {
            Matcher m = PLACE.matcher(line);
            m.region(at, at + part.length());
            if (!m.matches()) {
                throw error(firstCharacter(at), "a place such as x=0 required, got \"" + part.strip() + "\"");
            }
            place(place, m);
            at += part.length() + 1;
        }
        conditions.add(new Problem.Condition(place, equation(colon + 1), number));
    }

    private void place(List<Double> place, Matcher m) {
        int input = domain.stream().map(Problem.Range::name).toList().indexOf(m.group(1));
        if (input < 0) {
            throw error(m.start(1), "an input of the domain required, got \"" + m.group(1) + "\"");
        }
        Problem.Range range = domain.get(input);
        double value = number(m.start(2), m.end(2));
        if (!(range.lo() <= value && value <= range.hi())) {
            throw error(
                    m.start(2),
                    m.group(1) + " in [" + range.lo() + ", " + range.hi() + "] required, got "
                            + m.group(2).strip());
        }
        place.set(input, value);
    }

    private void data() {
        Matcher m = DATA.matcher(line);
        if (!m.matches()) {
            throw error(
                    firstCharacter(0), "data FILE.csv columns A,B,… required, with sigma S where the error is known");
        }
        Path path = Path.of(m.group(1));
        Path file = folder.map(f -> f.resolve(path)).orElse(path);
        List<String> columns = List.of(m.group(2).split(","));
        if (!Files.isReadable(file)) {
            throw error(m.start(1), "a file that can be read required, got " + file);
        }
        Table table = TableReader.read(file, columns::contains);
        for (Problem.Range range : domain) {
            if (!columns.contains(range.name())) {
                throw error(m.start(2), "a column for each input required, " + range.name() + " is missing");
            }
        }
        double sigma = m.group(3) == null ? 0 : number(m.start(3), m.end(3));
        if (m.group(3) != null && !(sigma > 0)) {
            throw error(m.start(3), "a standard error > 0 required, got " + m.group(3));
        }
        double[] points = new double[table.rows() * domain.size()];
        for (int i = 0; i < domain.size(); i++) {
            double[] column = column(table, domain.get(i).name(), m.start(2));
            for (int r = 0; r < column.length; r++) {
                points[r * domain.size() + i] = column[r];
            }
        }
        for (String name : columns) {
            int unknown = unknowns.indexOf(name);
            boolean input = domain.stream().anyMatch(r -> r.name().equals(name));
            if (unknown < 0 && !input) {
                throw error(m.start(2), "columns that are inputs or unknowns required, got \"" + name + "\"");
            }
            if (unknown >= 0) {
                observations.add(new Problem.Observations(points, unknown, column(table, name, m.start(2)), sigma));
            }
        }
    }

    private double[] column(Table table, String name, int at) {
        return table.column(name).orElseThrow(() -> error(at, "a column of the file required, got \"" + name + "\""));
    }
}
