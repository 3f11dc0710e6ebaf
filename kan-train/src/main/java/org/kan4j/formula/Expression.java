package org.kan4j.formula;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.IntFunction;

/**
 * An immutable expression in variables numbered from 0.
 *
 * <p>The static methods build expressions and tidy them cheaply: they flatten sums and products, fold constants, and drop neutral
 * elements. {@link #simplify} does the rest. Differences are sums with a factor −1, quotients are products with a power of −1,
 * roots are powers.
 */
public sealed interface Expression permits Constant, Variable, Sum, Product, Power, Apply, Extremum {

    /**
     * The value at one row.
     *
     * @param row [columns], by index of the variable, not modified
     * @return NaN outside the domain
     */
    double evaluate(double[] row);

    /** {@return the number of nodes that SymPy counts in the printed formula ({@code preorder_traversal}), nearly} */
    default int size() {
        return Size.of(this);
    }

    /** {@return a form of the same value wherever this one is defined, never larger by {@link #size}; see {@link Simplifier}} */
    default Expression simplify() {
        return Simplifier.simplify(this);
    }

    /**
     * {@return the derivative by one variable}
     *
     * @param variable its index
     */
    default Expression derivative(int variable) {
        return Derivative.of(this, variable);
    }

    /**
     * {@return this expression with its variables replaced}
     *
     * @param replacement by index of the variable
     */
    default Expression substitute(IntFunction<Expression> replacement) {
        return this instanceof Variable v
                ? replacement.apply(v.index())
                : withChildren(children().stream()
                        .map(part -> part.substitute(replacement))
                        .toList());
    }

    /**
     * {@return this expression with its constants replaced, in the order of {@link CompiledExpression#constants}}
     *
     * @param replacement called once for each constant
     */
    default Expression replaceConstants(Function<Constant, Expression> replacement) {
        return this instanceof Constant c
                ? replacement.apply(c)
                : withChildren(children().stream()
                        .map(part -> part.replaceConstants(replacement))
                        .toList());
    }

    /** {@return the indices of the variables that occur} */
    default SortedSet<Integer> variables() {
        SortedSet<Integer> set = new TreeSet<>();
        collectVariables(this, set);
        return set;
    }

    /** {@return the arguments of this node, in order} */
    default List<Expression> children() {
        if (this instanceof Sum s) {
            return s.terms();
        } else if (this instanceof Product p) {
            return p.factors();
        } else if (this instanceof Power p) {
            return List.of(p.base(), p.exponent());
        } else if (this instanceof Apply a) {
            return List.of(a.argument());
        } else if (this instanceof Extremum m) {
            return List.of(m.left(), m.right());
        }
        return List.of();
    }

    /**
     * {@return this node with other arguments}
     *
     * @param parts as many as {@link #children}
     */
    default Expression withChildren(List<Expression> parts) {
        if (this instanceof Sum) {
            return sum(parts);
        } else if (this instanceof Product) {
            return product(parts);
        } else if (this instanceof Power) {
            return power(parts.get(0), parts.get(1));
        } else if (this instanceof Apply a) {
            return apply(a.function(), parts.get(0));
        } else if (this instanceof Extremum m) {
            return extremum(m.larger(), parts.get(0), parts.get(1));
        }
        return this;
    }

    private static void collectVariables(Expression e, SortedSet<Integer> set) {
        if (e instanceof Variable v) {
            set.add(v.index());
        }
        e.children().forEach(c -> collectVariables(c, set));
    }

    /**
     * {@return a number that is free unless it is simple, see {@link Constant}}
     *
     * @param value the number
     */
    static Expression constant(double value) {
        return new Constant(value);
    }

    /**
     * {@return the variable of a column}
     *
     * @param index number of the column, from 0
     */
    static Expression variable(int index) {
        return new Variable(index);
    }

    /**
     * {@return the sum; 0 of no terms}
     *
     * @param terms what is added
     */
    static Expression sum(Expression... terms) {
        return sum(List.of(terms));
    }

    /**
     * {@return the sum; 0 of no terms}
     *
     * @param terms what is added
     */
    static Expression sum(List<? extends Expression> terms) {
        List<Expression> flat = new ArrayList<>(terms.size() + 2);
        Constant constant = Constant.ZERO;
        for (Expression term : terms) {
            for (Expression t : term instanceof Sum s ? s.terms() : List.of(term)) {
                if (t instanceof Constant c) {
                    constant = constant.plus(c);
                } else {
                    flat.add(t);
                }
            }
        }
        if (!constant.equals(Constant.ZERO) || flat.isEmpty()) {
            flat.add(constant);
        }
        return flat.size() == 1 ? flat.get(0) : new Sum(flat);
    }

    /**
     * {@return the product; 1 of no factors}
     *
     * @param factors what is multiplied
     */
    static Expression product(Expression... factors) {
        return product(List.of(factors));
    }

    /**
     * {@return the product; 1 of no factors}
     *
     * @param factors what is multiplied
     */
    static Expression product(List<? extends Expression> factors) {
        List<Expression> flat = new ArrayList<>(factors.size() + 2);
        List<Expression> below = new ArrayList<>();
        int writtenAbove = 0;
        Constant constant = Constant.ONE;
        for (Expression factor : factors) {
            for (Expression f : factor instanceof Product p ? p.factors() : List.of(factor)) {
                if (f instanceof Constant c) {
                    constant = constant.times(c);
                } else if (Product.isDenominator(f)) {
                    boolean first = Product.isWrittenAbove((Power) f);
                    below.add(first ? writtenAbove++ : below.size(), f);
                } else {
                    flat.add(f);
                }
            }
        }
        if (constant.equals(Constant.ZERO)) {
            return Constant.ZERO;
        }
        flat.addAll(below);
        if (!constant.equals(Constant.ONE) || flat.isEmpty()) {
            flat.add(0, constant);
        }
        return flat.size() == 1 ? flat.get(0) : new Product(flat);
    }

    /**
     * {@return base^exponent}
     *
     * @param base any expression
     * @param exponent any expression
     */
    static Expression power(Expression base, Expression exponent) {
        if (exponent instanceof Constant p) {
            if (p.equals(Constant.ZERO)) {
                return Constant.ONE;
            } else if (p.equals(Constant.ONE)) {
                return base;
            } else if (base instanceof Constant b) {
                return b.with(p, Power.pow(b.value(), p.value()));
            }
        } else if (base.equals(Constant.ONE)) {
            return base;
        }
        return new Power(base, exponent);
    }

    /**
     * {@return base^exponent}
     *
     * @param base any expression
     * @param exponent a number that is free unless it is simple
     */
    static Expression power(Expression base, double exponent) {
        return power(base, constant(exponent));
    }

    /**
     * {@return the function of an argument; a number where the argument is one}
     *
     * @param function which
     * @param argument any expression
     */
    static Expression apply(Fn function, Expression argument) {
        return argument instanceof Constant c ? c.with(function.value(c.value())) : new Apply(function, argument);
    }

    /**
     * {@return the larger or the smaller of two expressions; a number where both are}
     *
     * @param larger whether the larger one
     * @param left any expression
     * @param right any expression
     */
    static Expression extremum(boolean larger, Expression left, Expression right) {
        Extremum extremum = new Extremum(larger, left, right);
        if (left.equals(right)) {
            return left;
        }
        return left instanceof Constant a && right instanceof Constant b
                ? a.with(b, extremum.of(a.value(), b.value()))
                : extremum;
    }

    /**
     * {@return −e}
     *
     * @param e any expression
     */
    static Expression negative(Expression e) {
        return product(Constant.MINUS_ONE, e);
    }

    /**
     * {@return a − b}
     *
     * @param a any expression
     * @param b any expression
     */
    static Expression difference(Expression a, Expression b) {
        return sum(a, negative(b));
    }

    /**
     * {@return a / b}
     *
     * @param a any expression
     * @param b any expression
     */
    static Expression quotient(Expression a, Expression b) {
        return product(a, power(b, Constant.MINUS_ONE));
    }

    /**
     * {@return u^0.5}
     *
     * @param u any expression
     */
    static Expression sqrt(Expression u) {
        return power(u, 0.5);
    }

    /**
     * {@return exp(u)}
     *
     * @param u any expression
     */
    static Expression exp(Expression u) {
        return apply(Fn.EXP, u);
    }

    /**
     * {@return the natural logarithm of u}
     *
     * @param u any expression
     */
    static Expression log(Expression u) {
        return apply(Fn.LOG, u);
    }

    /**
     * {@return sin(u), u in radians}
     *
     * @param u any expression
     */
    static Expression sin(Expression u) {
        return apply(Fn.SIN, u);
    }

    /**
     * {@return cos(u), u in radians}
     *
     * @param u any expression
     */
    static Expression cos(Expression u) {
        return apply(Fn.COS, u);
    }
}
