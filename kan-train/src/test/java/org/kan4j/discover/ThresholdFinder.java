package org.kan4j.discover;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.kan4j.data.Batch;
import org.kan4j.discover.find.Finder;
import org.kan4j.discover.find.Proposal;
import org.kan4j.discover.find.SearchContext;
import org.kan4j.discover.reduce.Task;
import org.kan4j.formula.Expression;
import org.kan4j.formula.Fn;

/** A step of the target where an input crosses a threshold: what it takes to add a finder. */
final class ThresholdFinder implements Finder {

    @Override
    public String name() {
        return "threshold";
    }

    @Override
    public boolean suits(Task task) {
        return Arrays.stream(task.rawTrain().y()).distinct().count() == 2;
    }

    @Override
    public List<Proposal> proposals(Task task, SearchContext context) {
        Batch rows = task.rawTrain();
        double low = Arrays.stream(rows.y()).min().orElseThrow();
        double high = Arrays.stream(rows.y()).max().orElseThrow();
        List<Proposal> proposals = new ArrayList<>();
        for (int input = 0; input < rows.in(); input++) {
            double below = Double.NEGATIVE_INFINITY;
            double above = Double.POSITIVE_INFINITY;
            for (int r = 0; r < rows.rows(); r++) {
                double x = rows.x()[r * rows.in() + input];
                below = rows.y()[r] == low ? Math.max(below, x) : below;
                above = rows.y()[r] == high ? Math.min(above, x) : above;
            }
            if (below < above) {
                Expression sign = Expression.apply(
                        Fn.SIGN,
                        Expression.difference(Expression.variable(input), Expression.constant((below + above) / 2)));
                proposals.add(Proposal.of(Expression.sum(
                        Expression.constant((low + high) / 2),
                        Expression.product(Expression.constant((high - low) / 2), sign))));
            }
        }
        return proposals;
    }
}
