package org.kan4j.formula;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The functions and operators that formulas may hold, by their names in plain text. Sums, differences and products are always allowed; a division
 * by anything but a number is {@code /}, a square root {@code sqrt}, and any other power {@code ^}.
 */
public final class Vocabulary {
    private static final String ROOT = "sqrt";
    private static final String DIVISION = "/";
    private static final String POWER = "^";

    private static final Set<String> FUNCTIONS = functions();
    private static final Set<String> ALL = with(FUNCTIONS, List.of(DIVISION, POWER));
    private static final Vocabulary EVERYTHING = new Vocabulary(ALL);

    private final Set<String> allowed;

    private Vocabulary(Set<String> allowed) {
        this.allowed = allowed;
    }

    private static Set<String> functions() {
        return with(Arrays.stream(Fn.values()).map(Fn::symbol).toList(), List.of(ROOT, "min", "max"));
    }

    private static Set<String> with(Iterable<String> some, List<String> more) {
        Set<String> all = new LinkedHashSet<>();
        some.forEach(all::add);
        all.addAll(more);
        return Collections.unmodifiableSet(all);
    }

    /** {@return all functions and operators} */
    public static Vocabulary all() {
        return EVERYTHING;
    }

    /**
     * {@return a vocabulary with these functions alone; operators are as they are}
     *
     * @param functions names that the formula language knows
     * @throws IllegalArgumentException if a name is no function's
     */
    public Vocabulary only(List<String> functions) {
        Set<String> named = named(functions, FUNCTIONS);
        Set<String> some = new LinkedHashSet<>(allowed);
        some.removeIf(name -> FUNCTIONS.contains(name) && !named.contains(name));
        return new Vocabulary(some);
    }

    /**
     * {@return a vocabulary without some functions and operators}
     *
     * @param names functions, {@code /} or {@code ^}
     * @throws IllegalArgumentException if a name is none of these
     */
    public Vocabulary without(List<String> names) {
        Set<String> some = new LinkedHashSet<>(allowed);
        some.removeAll(named(names, ALL));
        return new Vocabulary(some);
    }

    private static Set<String> named(List<String> names, Set<String> known) {
        Set<String> named = new LinkedHashSet<>();
        for (String name : names) {
            String symbol = Fn.named(name).map(Fn::symbol).orElse(name);
            if (!known.contains(symbol)) {
                throw new IllegalArgumentException(
                        "one of " + String.join(", ", known) + " required, got \"" + name + '"');
            }
            named.add(symbol);
        }
        return named;
    }

    /**
     * {@return whether a function or operator is allowed}
     *
     * @param name its name in plain text
     */
    public boolean allows(String name) {
        return allowed.contains(name);
    }

    /**
     * {@return whether all functions and operators of an expression are allowed}
     *
     * @param e the expression
     */
    public boolean allows(Expression e) {
        return allowed.size() == ALL.size()
                || (allowsNode(e) && e.children().stream().allMatch(this::allows));
    }

    private boolean allowsNode(Expression e) {
        if (e instanceof Apply a) {
            return allows(a.function().symbol());
        } else if (e instanceof Extremum m) {
            return allows(m.symbol());
        } else if (e instanceof Power p) {
            double exponent = p.exponent() instanceof Constant c ? c.value() : Double.NaN;
            boolean raised = Math.abs(exponent) == 0.5 ? allows(ROOT) : Math.abs(exponent) == 1 || allows(POWER);
            return raised && (!(exponent < 0) || allows(DIVISION));
        }
        return true;
    }

    /**
     * {@return whether an expression can be written in allowed functions, or holds an absolute value besides, which the simplifier may turn
     * into an extremum}
     *
     * @param e the expression
     */
    public boolean leadsTo(Expression e) {
        boolean extremum = allows("min") || allows("max");
        Vocabulary wider = extremum ? new Vocabulary(with(allowed, List.of("abs"))) : this;
        return wider.spelled(e).isPresent();
    }

    /**
     * {@return an expression in allowed functions: as it is, or with others written out by their definitions; empty where that does not
     * do}
     *
     * @param e the expression
     */
    public Optional<Expression> spelled(Expression e) {
        if (allows(e)) {
            return Optional.of(e);
        }
        Expression written = writtenOut(e);
        return allows(written) ? Optional.of(written) : Optional.empty();
    }

    private Expression writtenOut(Expression e) {
        List<Expression> parts = new ArrayList<>();
        e.children().forEach(part -> parts.add(writtenOut(part)));
        Expression same = e.withChildren(parts);
        if (allowsNode(same)) {
            return same;
        } else if (same instanceof Extremum m) {
            Expression apart = Expression.apply(Fn.ABS, Expression.difference(m.left(), m.right()));
            Expression sum = Expression.sum(m.left(), m.right());
            Expression twice = m.larger() ? Expression.sum(sum, apart) : Expression.difference(sum, apart);
            return Expression.product(new Constant(0.5), twice);
        }
        return same instanceof Apply a ? writtenOut(a.function(), a.argument()) : same;
    }

    private static Expression writtenOut(Fn function, Expression u) {
        Expression minus = Expression.negative(u);
        return switch (function) {
            case SIN -> Expression.cos(Expression.sum(u, new Constant(-Math.PI / 2)));
            case COS -> Expression.sin(Expression.sum(u, new Constant(Math.PI / 2)));
            case TAN -> Expression.quotient(Expression.sin(u), Expression.cos(u));
            case SINH ->
                Expression.product(new Constant(0.5), Expression.difference(Expression.exp(u), Expression.exp(minus)));
            case COSH ->
                Expression.product(new Constant(0.5), Expression.sum(Expression.exp(u), Expression.exp(minus)));
            case TANH ->
                Expression.quotient(
                        Expression.difference(Expression.exp(u), Expression.exp(minus)),
                        Expression.sum(Expression.exp(u), Expression.exp(minus)));
            case ABS -> Expression.extremum(true, u, minus);
            default -> Expression.apply(function, u);
        };
    }

    /** {@return what is allowed, or what is not where that is shorter to say; empty where all is} */
    public String text() {
        List<String> functions = FUNCTIONS.stream().filter(this::allows).toList();
        List<String> forbidden =
                ALL.stream().filter(name -> !allowed.contains(name)).toList();
        if (forbidden.isEmpty()) {
            return "";
        }
        List<String> operators =
                forbidden.stream().filter(name -> !FUNCTIONS.contains(name)).toList();
        if (functions.size() > FUNCTIONS.size() / 2) {
            return "without " + String.join(", ", forbidden);
        }
        return (functions.isEmpty() ? "without functions" : "of no functions but " + String.join(", ", functions))
                + (operators.isEmpty() ? "" : ", without " + String.join(", ", operators));
    }
}
