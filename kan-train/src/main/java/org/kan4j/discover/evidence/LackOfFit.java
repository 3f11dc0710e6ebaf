package org.kan4j.discover.evidence;

import java.util.Optional;
import org.apache.commons.statistics.distribution.FDistribution;
import org.kan4j.data.Batch;
import org.kan4j.data.Places;
import org.kan4j.discover.score.Fit;
import org.kan4j.formula.Expression;

/**
 * Whether a formula leaves more than rows with equal inputs differ by: the ratio of what the means at the places of the rows leave of the formula to
 * what rows leave of these means, which has Fisher's F distribution where the formula is right (Draper and Smith, Applied Regression Analysis,
 * section 2.1).
 *
 * @param ratio F
 * @param places degrees of freedom above: places less estimated constants
 * @param repeats degrees of freedom below: rows less places
 * @param pureError root mean square by which repeated rows differ, in the target's units
 */
public record LackOfFit(double ratio, int places, int repeats, double pureError) {
    /**
     * {@return what repeated rows say; nothing where none differ, or there are no more places than constants}
     *
     * @param formula fitted to the rows
     * @param rows weighted or not
     * @param constants of the formula that were estimated
     */
    static Optional<LackOfFit> of(Expression formula, Batch rows, int constants) {
        int[] places = Places.of(rows);
        int count = Places.count(places);
        double[] residuals = Fit.residuals(formula, rows);
        double[] weights = new double[count];
        double[] means = new double[count];
        for (int r = 0; r < residuals.length; r++) {
            weights[places[r]] += rows.weight(r);
            means[places[r]] += rows.weight(r) * residuals[r];
        }
        double between = 0;
        for (int p = 0; p < count; p++) {
            means[p] /= weights[p];
            between += weights[p] * means[p] * means[p];
        }
        double pure = 0;
        for (int r = 0; r < residuals.length; r++) {
            double difference = residuals[r] - means[places[r]];
            pure += rows.weight(r) * difference * difference;
        }
        int above = count - constants;
        int below = residuals.length - count;
        if (!(above > 0 && below > 0 && pure > 0)) {
            return Optional.empty();
        }
        double mean = rows.totalWeight() / residuals.length;
        return Optional.of(
                new LackOfFit(between / above / (pure / below), above, below, Math.sqrt(pure / below / mean)));
    }

    /** {@return how likely such a ratio, or a larger one, is for a formula that is right} */
    public double probability() {
        return FDistribution.of(places, repeats).survivalProbability(ratio);
    }
}
