package org.kan4j;

import java.util.List;
import java.util.Optional;
import org.kan4j.model.KanModel;
import org.kan4j.report.JsonMembers;
import org.kan4j.report.Report;
import org.kan4j.report.TextLines;
import org.kan4j.train.Score;

/**
 * What the inputs of a model do.
 *
 * @param model the model
 * @param rows how many were looked at
 * @param score of the model on these
 * @param effects of the inputs, the most important first
 * @param scale what contributions add up to, such as log-odds
 * @param row a prediction taken apart, where one was asked for
 * @param notes what a reader should know
 */
public record EffectsResult(
        KanModel model,
        int rows,
        Score score,
        List<Effect> effects,
        String scale,
        Optional<Row> row,
        List<String> notes)
        implements Report {

    /**
     * What an input does.
     *
     * @param input its column
     * @param importance by how much the error grows where its values change places among the rows
     * @param spread standard deviation of that over five parts of the rows
     * @param extent what it adds at the least and at the most; empty where the model is no sum of functions of one input
     */
    public record Effect(String input, double importance, double spread, Optional<Extent> extent) {}

    /**
     * What an input adds in the rows, beyond its mean.
     *
     * @param least the smallest
     * @param leastAt the value of the input there
     * @param most the largest
     * @param mostAt the value of the input there
     */
    public record Extent(double least, String leastAt, double most, String mostAt) {}

    /**
     * What an input adds to a prediction.
     *
     * @param input its column
     * @param at its value
     * @param value beyond the mean of what it adds
     */
    public record Contribution(String input, String at, double value) {}

    /**
     * A prediction taken apart.
     *
     * @param number of the row, from 1 on
     * @param base what the rows have on average
     * @param contributions of the inputs, the largest first, which with the base add up to the sum
     * @param sum on the scale of the contributions
     * @param predicted what is predicted: the sum, its exponential, or a probability
     * @param flags why the row is not like those that the model was fitted to
     */
    public record Row(
            int number,
            double base,
            List<Contribution> contributions,
            double sum,
            double predicted,
            List<String> flags) {
        /**
         * Copies.
         *
         * @param number of the row, from 1 on
         * @param base what the rows have on average
         * @param contributions of the inputs, the largest first, which with the base add up to the sum
         * @param sum on the scale of the contributions
         * @param predicted what is predicted: the sum, its exponential, or a probability
         * @param flags why the row is not like those that the model was fitted to
         */
        public Row {
            contributions = List.copyOf(contributions);
            flags = List.copyOf(flags);
        }
    }

    /**
     * Copies.
     *
     * @param model the model
     * @param rows how many were looked at
     * @param score of the model on these
     * @param effects of the inputs, the most important first
     * @param scale what contributions add up to, such as log-odds
     * @param row a prediction taken apart, where one was asked for
     * @param notes what a reader should know
     */
    public EffectsResult {
        effects = List.copyOf(effects);
        notes = List.copyOf(notes);
    }

    private String predictedName() {
        return model.classes().isEmpty()
                ? model.outputNames().get(0)
                : "probability of " + model.classes().get(1);
    }

    @Override
    public String text() {
        Measure measure = Measure.of(model);
        TextLines text = new TextLines();
        int width =
                effects.stream().mapToInt(effect -> effect.input.length()).max().orElse(0);
        text.line(rows + " rows, " + measure.text() + " " + TextLines.shortNumber(measure.of(score)));
        for (Effect effect : effects) {
            text.line(
                    effect.input + " ".repeat(width - effect.input.length()) + "  raises the " + measure.text() + " by "
                            + TextLines.withError(effect.importance, effect.spread)
                            + effect.extent
                                    .map(extent -> "; adds " + TextLines.brief(extent.least) + " at " + extent.leastAt
                                            + " to " + TextLines.brief(extent.most) + " at " + extent.mostAt)
                                    .orElse(""));
        }
        row.ifPresent(apart -> {
            text.line("row " + apart.number + "  " + predictedName() + " " + TextLines.shortNumber(apart.predicted));
            text.line("  " + TextLines.shortNumber(apart.base) + "  mean " + scale);
            for (Contribution each : apart.contributions) {
                text.line("  " + (each.value < 0 ? "" : "+") + TextLines.shortNumber(each.value) + "  " + each.input
                        + " " + each.at);
            }
            text.line("  " + TextLines.shortNumber(apart.sum) + "  " + scale);
            apart.flags.forEach(flag -> text.line("warning  row " + apart.number + ": " + flag));
        });
        notes.forEach(note -> text.line("note  " + note));
        return text.toString();
    }

    @Override
    public String json() {
        Measure measure = Measure.of(model);
        return JsonMembers.object(json -> {
            json.whole("rows", rows).number(measure.name(), measure.of(score));
            json.objects("effects", effects, (each, effect) -> {
                each.string("input", effect.input)
                        .number("importance", effect.importance)
                        .number("importance_deviation", effect.spread);
                effect.extent.ifPresent(extent -> each.number("least", extent.least)
                        .string("least_at", extent.leastAt)
                        .number("most", extent.most)
                        .string("most_at", extent.mostAt));
            });
            row.ifPresent(apart -> json.object(
                    "row",
                    members -> members.whole("number", apart.number)
                            .string("scale", scale)
                            .number("mean", apart.base)
                            .objects(
                                    "contributions",
                                    apart.contributions,
                                    (each, part) -> each.string("input", part.input)
                                            .string("at", part.at)
                                            .number("value", part.value))
                            .number("sum", apart.sum)
                            .string("predicts", predictedName())
                            .number("predicted", apart.predicted)
                            .strings("flags", apart.flags)));
            json.strings("notes", notes);
        });
    }

    /** The text. */
    @Override
    public String toString() {
        return text();
    }
}
