package org.kan4j.formula;

import java.util.List;

/** Products and powers: like powers collected by base, exponentials joined, numbers taken out of sums and roots. */
final class ProductRules {
    private final Simplifier simplifier;

    ProductRules(Simplifier simplifier) {
        this.simplifier = simplifier;
    }

    /** The canonical product of canonical factors. */
    Expression product(List<Expression> factors) {
        return product(factors, simplifier.thorough);
    }

    Expression product(List<Expression> factors, boolean expand) {
        FactorCollector collector = new FactorCollector(simplifier);
        factors.forEach(collector::add);
        Expression result = collector.result();
        double number = collector.number();
        if (!Double.isFinite(number) || (number == 0 && !isZero(factors))) {
            return Expression.product(factors);
        }
        if (expand && result instanceof Product) {
            Expression expanded = simplifier.sums.expansion.product(result);
            if (simplifier.sizes.cost(expanded) < simplifier.sizes.cost(result) && leaves(expanded) < leaves(result)) {
                return expanded;
            }
        }
        return result;
    }

    /** Occurrences of variables. */
    static int leaves(Expression e) {
        return e instanceof Variable
                ? 1
                : e.children().stream().mapToInt(ProductRules::leaves).sum();
    }

    private static boolean isZero(List<Expression> factors) {
        return factors.stream().anyMatch(f -> f instanceof Constant c && c.value() == 0);
    }
}
