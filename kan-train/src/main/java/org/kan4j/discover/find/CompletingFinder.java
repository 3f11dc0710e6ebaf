package org.kan4j.discover.find;

import static org.kan4j.formula.Expression.power;
import static org.kan4j.formula.Expression.product;
import static org.kan4j.formula.Expression.sum;

import java.util.ArrayList;
import java.util.List;
import org.kan4j.data.Batch;
import org.kan4j.discover.reduce.Task;
import org.kan4j.discover.score.Refinement;
import org.kan4j.formula.Constant;
import org.kan4j.formula.Expression;

/**
 * Formulas that lack an input which they must hold, with that input as a term, in a factor, or as a power.
 *
 * @param incomplete formulas for the whole table
 */
public record CompletingFinder(List<Expression> incomplete) implements Finder {
    /** Rows that ways to put an input in are compared on. */
    private static final int ROWS = 300;

    /** Formulas that are polished. */
    private static final int MOST = 4;

    @Override
    public String name() {
        return "completed";
    }

    @Override
    public boolean suits(Task task) {
        return !task.reduced() && !incomplete.isEmpty();
    }

    @Override
    public List<Proposal> proposals(Task task, SearchContext context) {
        Batch data = task.rawTrain();
        Refinement refinement = context.refinement(data.thinned(ROWS));
        List<Expression> formulas = incomplete;
        for (int input : context.wishes().required()) {
            List<Expression> longer = new ArrayList<>();
            for (Expression formula : formulas) {
                longer.addAll(formula.variables().contains(input) ? List.of(formula) : with(input, formula, data));
            }
            formulas = context.fitted(refinement, longer).stream()
                    .limit(MOST)
                    .map(Refinement.Scored::expression)
                    .toList();
        }
        return Proposal.of(formulas);
    }

    private static List<Expression> with(int input, Expression formula, Batch data) {
        Expression v = Expression.variable(input);
        Expression k = Constant.free(0);
        List<Expression> all = new ArrayList<>(List.of(
                sum(formula, product(k, v)), product(formula, sum(product(k, v), Expression.constant(1)))));
        if (data.positive(input)) {
            all.add(product(formula, power(v, k)));
        }
        return all;
    }
}
