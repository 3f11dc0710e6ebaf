package org.kan4j.discover.find;

import java.util.ArrayList;
import java.util.List;
import org.kan4j.discover.reduce.Task;
import org.kan4j.discover.score.Refinement;
import org.kan4j.formula.CompiledExpression;
import org.kan4j.formula.Constant;
import org.kan4j.formula.Expression;
import org.kan4j.formula.Sum;

/**
 * A formula to begin with, its constants fitted: those alone that are no simple numbers; all but integer exponents; and these with a
 * factor for each term and a constant besides.
 *
 * @param start for the whole table
 */
public record StartFinder(Expression start) implements Finder {
    @Override
    public String name() {
        return "start";
    }

    @Override
    public boolean suits(Task task) {
        return !task.reduced();
    }

    @Override
    public List<Proposal> proposals(Task task, SearchContext context) {
        List<Expression> starts = List.of(start, freed(start), weighted(freed(start)));
        return Proposal.of(context.fitted(context.refinement(task.rawTrain()), starts).stream()
                .map(Refinement.Scored::expression)
                .toList());
    }

    private static Expression weighted(Expression formula) {
        List<Expression> terms = new ArrayList<>();
        for (Expression term : formula instanceof Sum s ? s.terms() : List.of(formula)) {
            terms.add(Expression.product(Constant.free(1), term));
        }
        terms.add(Constant.free(0));
        return Expression.sum(terms);
    }

    private static Expression freed(Expression formula) {
        boolean[] some = CompiledExpression.allButIntegerExponents(formula);
        int[] next = new int[1];
        return formula.replaceConstants(c -> some[next[0]++] ? Constant.free(c.value()) : c);
    }
}
