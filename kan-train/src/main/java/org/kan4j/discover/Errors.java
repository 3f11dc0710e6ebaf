package org.kan4j.discover;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.kan4j.data.Batch;
import org.kan4j.discover.find.PlainLaws;
import org.kan4j.discover.find.SearchContext;
import org.kan4j.discover.reduce.Task;
import org.kan4j.discover.score.Fit;
import org.kan4j.discover.score.NoiseModel;
import org.kan4j.discover.score.Outliers;
import org.kan4j.formula.Expression;

/** What plain laws and the best formulas so far say of the rows' errors: how their size goes with the target, and which are outliers. */
final class Errors {
    /** Rows and formulas by which noise is judged. */
    private static final int ROWS = 300;

    private static final int FORMULAS = 10;

    private final Task whole;
    private final Candidates candidates;
    private final StopRule rule;
    private final SearchContext context;

    /**
     * Errors of a table.
     *
     * @param whole the table
     * @param candidates what was found
     * @param rule what noise looks like
     * @param context of the search
     */
    Errors(Task whole, Candidates candidates, StopRule rule, SearchContext context) {
        this.whole = whole;
        this.candidates = candidates;
        this.rule = rule;
        this.context = context;
    }

    /** How the size of errors varies, where what formulas leave says that it does. */
    Optional<NoiseModel.Fitted> model() {
        Batch some = whole.rawTrain().thinned(ROWS);
        if (!NoiseModel.applies(some)) {
            return Optional.empty();
        }
        List<Expression> formulas = expressions();
        for (NoiseModel model : NoiseModel.values()) {
            Batch weighted = new Batch(some.x(), some.y(), model.weights(some.y()), some.rows());
            formulas.addAll(PlainLaws.of(weighted, context));
        }
        return NoiseModel.of(formulas, some, context.stop()).filter(this::leavesNoise);
    }

    /** Whether what a formula leaves is noise of a model: a formula that is wrong leaves more where the target is large, too. */
    private boolean leavesNoise(NoiseModel.Fitted found) {
        Batch some = whole.rawTrain().thinned(ROWS);
        double[] residuals = Fit.residuals(found.formula(), some);
        double[] weights = found.model().weights(Fit.values(found.formula(), some));
        Arrays.setAll(residuals, r -> residuals[r] * Math.sqrt(weights[r]));
        return rule.noise(whole.train().thinned(ROWS), residuals);
    }

    /** Rows that are far off from a formula of all others, by their numbers among those to fit. */
    int[] farOff(Expression best) {
        List<Expression> formulas = expressions();
        formulas.addAll(PlainLaws.of(whole.rawTrain(), context));
        return Outliers.of(formulas, best, whole.rawTrain(), context.stop());
    }

    /** The best formulas so far. */
    private List<Expression> expressions() {
        List<Expression> expressions = new ArrayList<>();
        candidates.shortest(FORMULAS).forEach(scored -> expressions.add(scored.expression()));
        return expressions;
    }
}
