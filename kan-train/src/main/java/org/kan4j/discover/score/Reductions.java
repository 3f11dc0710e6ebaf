package org.kan4j.discover.score;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.kan4j.formula.Apply;
import org.kan4j.formula.Constant;
import org.kan4j.formula.Constants;
import org.kan4j.formula.Expression;
import org.kan4j.formula.Extremum;
import org.kan4j.formula.Power;
import org.kan4j.formula.Product;
import org.kan4j.formula.Sum;
import org.kan4j.formula.Term;

/** Formulas made from a formula by leaving parts out, or by dividing a sum by one of its coefficients. */
public final class Reductions {
    private static final int STEPS = 12;
    private static final int ITERATIONS = 10;

    /** Coefficients may be one number where their ratio is so near to 1 or −1. */
    private static final double NEAR = 0.3;

    private Reductions() {}

    /**
     * From a formula downwards: at each step the part is left out that costs least, and the constants are refitted.
     *
     * @param stop asked between parts; ends the path where it is
     * @return formulas of falling size, without the first
     */
    public static List<Expression> path(Expression from, Refinement refinement, BooleanSupplier stop) {
        List<Expression> path = new ArrayList<>();
        Expression now = from;
        for (int step = 0; step < STEPS; step++) {
            double least = Double.POSITIVE_INFINITY;
            Expression next = now;
            for (Expression smaller : smaller(now)) {
                if (stop.getAsBoolean()) {
                    return path;
                }
                if (smaller.size() >= now.size()) {
                    continue;
                }
                Refinement.Scored fitted = refinement.fit(smaller, ITERATIONS);
                if (fitted.descriptionLength() < least) {
                    least = fitted.descriptionLength();
                    next = fitted.expression();
                }
            }
            if (next.size() >= now.size()) {
                break;
            }
            now = next.simplify();
            path.add(now);
        }
        return path;
    }

    /** All formulas with one part left out: a term, a factor, a side of an extremum, a function around its argument, or an exponent. */
    public static List<Expression> smaller(Expression e) {
        return changed(e, Reductions::withoutPart);
    }

    private static List<Expression> withoutPart(Expression e) {
        if (e instanceof Sum sum) {
            return indices(sum.terms())
                    .mapToObj(i -> sum(without(sum.terms(), i)))
                    .toList();
        } else if (e instanceof Product product) {
            return indices(product.factors())
                    .mapToObj(i -> product(without(product.factors(), i)))
                    .toList();
        } else if (e instanceof Power power) {
            return List.of(power.base());
        } else if (e instanceof Apply apply) {
            return List.of(apply.argument());
        } else if (e instanceof Extremum extremum) {
            return List.of(extremum.left(), extremum.right());
        }
        return List.of();
    }

    /**
     * All formulas with one sum divided by the coefficient of a term, where that makes a simple number of another coefficient: of
     * x/72 − 1.9444… the sum in (x − 140)/72.
     */
    static List<Expression> withSharedCoefficient(Expression e) {
        return changed(e, Reductions::dividedSums);
    }

    /**
     * All formulas with one sum divided by the coefficient of a term, and another term, whose free coefficient is near to plus or minus that one, without its own: of
     * 31.8·exp(−t) − 32.3·exp(−2t) the sum in 31.8·(exp(−t) − exp(−2t)).
     */
    static List<Expression> withEqualCoefficients(Expression e) {
        return changed(e, Reductions::equalCoefficients);
    }

    private static List<Expression> equalCoefficients(Expression e) {
        List<Expression> all = new ArrayList<>();
        if (e instanceof Sum sum) {
            List<Term> terms = sum.terms().stream().map(Term::of).toList();
            for (int i = 0; i < terms.size(); i++) {
                for (int k = i + 1; k < terms.size(); k++) {
                    Term first = terms.get(i);
                    Term second = terms.get(k);
                    double ratio = second.coefficient() / first.coefficient();
                    if (hasFreeCoefficient(first)
                            && hasFreeCoefficient(second)
                            && Math.abs(Math.abs(ratio) - 1) < NEAR) {
                        Expression unit = new Term(Math.signum(ratio), second.rest()).expression();
                        Expression both = Expression.product(
                                Constant.free(first.coefficient()), Expression.sum(first.rest(), unit));
                        List<Expression> parts = without(without(sum.terms(), k), i);
                        parts.add(both);
                        all.add(Expression.sum(parts));
                    }
                }
            }
        }
        return all;
    }

    private static boolean hasFreeCoefficient(Term term) {
        return term.number().isFree() && !term.rest().variables().isEmpty();
    }

    private static List<Expression> dividedSums(Expression e) {
        List<Expression> all = new ArrayList<>();
        if (e instanceof Sum sum) {
            List<Term> terms = sum.terms().stream().map(Term::of).toList();
            for (Term unit : terms) {
                List<Term> divided = new ArrayList<>();
                boolean simpler = false;
                for (Term term : terms) {
                    double quotient = term.coefficient() / unit.coefficient();
                    double simple = Constants.simplest(quotient).orElse(quotient);
                    divided.add(new Term(simple, term.rest()));
                    simpler |= !term.equals(unit) && term.number().isFree() && Constants.isSimple(simple);
                }
                if (simpler) {
                    all.add(Expression.product(
                            Expression.constant(unit.coefficient()),
                            Expression.sum(
                                    divided.stream().map(Term::expression).toList())));
                }
            }
        }
        return all;
    }

    /** All formulas with one part, or all of it, changed. */
    private static List<Expression> changed(Expression e, Function<Expression, List<Expression>> change) {
        List<Expression> all = new ArrayList<>(change.apply(e));
        if (e instanceof Sum sum) {
            for (int i = 0; i < sum.terms().size(); i++) {
                for (Expression part : changed(sum.terms().get(i), change)) {
                    all.add(sum(with(sum.terms(), i, part)));
                }
            }
        } else if (e instanceof Product product) {
            for (int i = 0; i < product.factors().size(); i++) {
                for (Expression part : changed(product.factors().get(i), change)) {
                    all.add(product(with(product.factors(), i, part)));
                }
            }
        } else if (e instanceof Power power) {
            for (Expression part : changed(power.base(), change)) {
                all.add(Expression.power(part, power.exponent()));
            }
        } else if (e instanceof Apply apply) {
            for (Expression part : changed(apply.argument(), change)) {
                all.add(new Apply(apply.function(), part));
            }
        } else if (e instanceof Extremum extremum) {
            for (Expression part : changed(extremum.left(), change)) {
                all.add(Expression.extremum(extremum.larger(), part, extremum.right()));
            }
            for (Expression part : changed(extremum.right(), change)) {
                all.add(Expression.extremum(extremum.larger(), extremum.left(), part));
            }
        }
        return all;
    }

    /** A sum in which equal terms are one. */
    private static Expression sum(List<Expression> terms) {
        return Expression.sum(terms.stream()
                .distinct()
                .map(t -> Expression.product(Expression.constant(Collections.frequency(terms, t)), t))
                .toList());
    }

    /** A product in which equal factors are one. */
    private static Expression product(List<Expression> factors) {
        return Expression.product(factors.stream()
                .distinct()
                .map(f -> Expression.power(f, Collections.frequency(factors, f)))
                .toList());
    }

    private static IntStream indices(List<Expression> parts) {
        return IntStream.range(0, parts.size());
    }

    private static List<Expression> without(List<Expression> parts, int index) {
        List<Expression> rest = new ArrayList<>(parts);
        rest.remove(index);
        return rest;
    }

    private static List<Expression> with(List<Expression> parts, int index, Expression part) {
        List<Expression> changed = new ArrayList<>(parts);
        changed.set(index, part);
        return changed;
    }
}
