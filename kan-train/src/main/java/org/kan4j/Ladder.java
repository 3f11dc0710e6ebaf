package org.kan4j;

import java.util.ArrayList;
import java.util.List;
import org.kan4j.report.JsonMembers;
import org.kan4j.report.TextLines;
import org.kan4j.train.Score;

/**
 * Shapes of growing size, each judged by rows that it was not fitted to; the simplest whose loss is within one standard error of the best
 * was taken (Breiman et al., Classification and Regression Trees, 1984), the error being that of the difference, row by row.
 *
 * @param rungs from the simplest on
 * @param chosen number of the rung that was taken
 * @param folds parts of the rows that judged in turn
 * @param rows how many judged
 */
public record Ladder(List<Rung> rungs, int chosen, int folds, int rows) {
    /**
     * Copies.
     *
     * @param rungs from the simplest on
     * @param chosen number of the rung that was taken
     * @param folds parts of the rows that judged in turn
     * @param rows how many judged
     */
    public Ladder {
        rungs = List.copyOf(rungs);
    }

    /**
     * A shape.
     *
     * @param name what it is
     * @param score of the rows, each predicted by what was fitted to other folds
     * @param excess mean loss of a row beyond that of the best rung, in the units that were fitted
     * @param error standard error of the excess
     */
    public record Rung(String name, Score score, double excess, double error) {}

    /**
     * The simplest rung within one standard error of the best.
     *
     * @param names of the rungs, from the simplest on
     * @param losses [rungs][rows], on rows that were not fitted
     * @param scores of the rungs on these rows
     * @param folds in which they were
     */
    static Ladder judged(List<String> names, List<double[]> losses, List<Score> scores, int folds) {
        int best = 0;
        for (int r = 1; r < losses.size(); r++) {
            best = sum(losses.get(r)) < sum(losses.get(best)) ? r : best;
        }
        List<Rung> rungs = new ArrayList<>();
        int chosen = best;
        int rows = losses.get(0).length;
        for (int r = losses.size() - 1; r >= 0; r--) {
            double[] differences = new double[rows];
            double mean = 0;
            for (int i = 0; i < rows; i++) {
                differences[i] = losses.get(r)[i] - losses.get(best)[i];
                mean += differences[i] / rows;
            }
            double squares = 0;
            for (double d : differences) {
                squares += (d - mean) * (d - mean);
            }
            double error = Math.sqrt(squares / Math.max(1, rows - 1) / rows);
            rungs.add(0, new Rung(names.get(r), scores.get(r), mean, error));
            chosen = r < best && mean <= error ? r : chosen;
        }
        return new Ladder(rungs, chosen, folds, rows);
    }

    private static double sum(double[] numbers) {
        double sum = 0;
        for (double number : numbers) {
            sum += number;
        }
        return sum;
    }

    /** {@return the rung that was taken} */
    public Rung taken() {
        return rungs.get(chosen);
    }

    void addTo(TextLines text, Measure measure) {
        int width = rungs.stream().mapToInt(rung -> rung.name.length()).max().orElse(0);
        for (int r = 0; r < rungs.size(); r++) {
            Rung rung = rungs.get(r);
            text.line("ladder  " + rung.name + " ".repeat(width - rung.name.length() + 2)
                    + measure.text() + " " + TextLines.shortNumber(measure.of(rung.score))
                    + (r == chosen ? "  taken" : ""));
        }
    }

    void addTo(JsonMembers json, Measure measure) {
        json.objects("ladder", rungs, (each, rung) -> {
            each.string("name", rung.name).number("validation_" + measure.name(), measure.of(rung.score));
            each.number("excess_loss", rung.excess)
                    .number("excess_loss_error", rung.error)
                    .flag("taken", rungs.indexOf(rung) == chosen);
        });
    }
}
