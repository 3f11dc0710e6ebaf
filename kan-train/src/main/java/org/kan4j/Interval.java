package org.kan4j;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.apache.commons.statistics.distribution.NormalDistribution;
import org.kan4j.data.DataException;
import org.kan4j.kernel.Engine;
import org.kan4j.model.KanModel;
import org.kan4j.model.Uncertainty;
import org.kan4j.train.Curvature;

/**
 * Intervals around the predictions of a network, within which what is seen lies as often as is asked for.
 *
 * @param level the share of rows that they cover, between 0 and 1
 * @param kind how they are made; where it is empty conformal ones if enough rows were that judged the fit, else Laplace's
 */
public record Interval(double level, Optional<Kind> kind) {
    /** How intervals are made. */
    public enum Kind {
        /**
         * As wide as errors on rows that were that judged the fit (Vovk, Gammerman and Shafer, Algorithmic Learning in a Random World, 2005): they cover what
         * they say, on average, where new rows are like those of the table, whatever the network. All are equally wide.
         */
        CONFORMAL,
        /** From the curvature of the loss ({@link Curvature}): wider where there were few rows, right if the noise is normal and even. */
        LAPLACE
    }

    /**
     * Validates.
     *
     * @param level the share of rows that they cover, between 0 and 1
     * @param kind how they are made; where it is empty conformal ones if enough rows were that judged the fit, else Laplace's
     * @throws OptionException if the level is not between 0 and 1
     */
    public Interval {
        Objects.requireNonNull(kind, "kind");
        if (!(level > 0 && level < 1)) {
            throw new OptionException("interval", "a share between 0 and 1 required, got " + level);
        }
    }

    /** The number of the error, from 1 on, that as large a share of rows as is asked for does not exceed; more than rows where none is known. */
    private long place(int rows) {
        return (long) Math.ceil((rows + 1) * level * (1 - 1e-12));
    }

    /**
     * {@return whether a model holds what these intervals are made of}
     *
     * @param model any
     */
    public boolean possible(KanModel model) {
        return model.uncertainty()
                .filter(known -> kind.filter(Kind.LAPLACE::equals).isEmpty() && enough(known)
                        || kind.filter(Kind.CONFORMAL::equals).isEmpty() && known.curved())
                .isPresent();
    }

    private boolean enough(Uncertainty uncertainty) {
        return place(uncertainty.rows()) <= uncertainty.rows();
    }

    private Kind kind(Uncertainty uncertainty, String name) {
        int rows = uncertainty.rows();
        boolean enough = enough(uncertainty);
        Kind chosen = kind.orElse(enough ? Kind.CONFORMAL : Kind.LAPLACE);
        String percent = percent();
        if (chosen == Kind.CONFORMAL && !enough) {
            throw new DataException(name + ": " + percent + " conformal intervals need "
                    + (long) Math.ceil(level / (1 - level) * (1 - 1e-12)) + " rows that judged the fit, got " + rows
                    + "; --interval-by laplace needs none");
        }
        if (chosen == Kind.LAPLACE && !uncertainty.curved()) {
            throw new DataException(
                    name + ": intervals from the curvature need a fit with --shape whose last layer has at most "
                            + Uncertainty.MOST_PARAMETERS + " parameters; "
                            + (enough ? "--interval-by conformal needs none" : "a lower --interval is conformal"));
        }
        return chosen;
    }

    private String percent() {
        return String.format(Locale.ROOT, "%.4g%%", 100 * level).replaceAll("\\.?0+%$", "%");
    }

    /**
     * {@return predictions with two more columns for each output, {@code lower} and {@code upper}}
     *
     * @param engine computes
     * @param model from a fit
     * @param x [rows, inputs] in the data's units, not modified
     * @param rows number of rows
     * @param name what to call the model in messages, such as its file
     * @throws DataException if the model has classes, or does not hold what the intervals are made of
     */
    public Predictions around(Engine engine, KanModel model, double[] x, int rows, String name) {
        if (!model.classes().isEmpty()) {
            throw new DataException(
                    name + ": intervals need a target of numbers, got classes, which have probabilities");
        }
        Uncertainty uncertainty = model.uncertainty()
                .orElseThrow(() -> new DataException(name + ": the model holds nothing to make intervals of; kan fit"
                        + " stores it for tables that memory holds, but older versions, prune, formula and discover"
                        + " do not"));
        Kind chosen = kind(uncertainty, name);
        int outputs = model.outputNames().size();
        double[] reach = new double[rows * outputs];
        if (chosen == Kind.LAPLACE) {
            double quantile = NormalDistribution.of(0, 1).inverseCumulativeProbability((1 + level) / 2);
            double[] deviations = Curvature.deviations(engine, model, x, rows);
            for (int i = 0; i < reach.length; i++) {
                reach[i] = quantile * deviations[i];
            }
        } else {
            int place = (int) place(uncertainty.rows()) - 1;
            for (int i = 0; i < reach.length; i++) {
                reach[i] = uncertainty.scores()[i % outputs][place];
            }
        }
        Predictions predicted = Predictions.byNetwork(engine, model, x, rows);
        List<String> columns = new ArrayList<>();
        for (String column : predicted.columns()) {
            int end = Predictions.COLUMN.length();
            columns.addAll(List.of(column, "lower" + column.substring(end), "upper" + column.substring(end)));
        }
        double[] values = new double[3 * reach.length];
        for (int i = 0; i < reach.length; i++) {
            double y = predicted.values()[i];
            values[3 * i] = y;
            values[3 * i + 1] = y - reach[i];
            values[3 * i + 2] = y + reach[i];
        }
        String made = chosen == Kind.LAPLACE
                ? "from the curvature of the loss" + (uncertainty.layer() > 0 ? ", by the last layer alone" : "")
                : "conformal, from the errors on " + uncertainty.rows() + " rows that judged the fit";
        return new Predictions(
                Optional.empty(),
                columns,
                values,
                List.of(),
                List.of(),
                List.of(),
                List.of(percent() + " intervals, " + made));
    }
}
