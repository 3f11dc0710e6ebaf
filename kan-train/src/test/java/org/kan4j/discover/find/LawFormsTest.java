package org.kan4j.discover.find;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.kan4j.data.Batch;
import org.kan4j.discover.score.Fit;
import org.kan4j.discover.score.Refinement;
import org.kan4j.formula.Expression;

class LawFormsTest {
    private static final int ROWS = 40;

    static Stream<LawForm> ofOne() {
        return Stream.of(
                        LawForms.SIMPLEST,
                        LawForms.COMMON,
                        LawForms.OTHER,
                        LawForms.PEAKS,
                        LawForms.STEPS,
                        LawForms.BESIDE,
                        LawForms.PEAKS_BESIDE)
                .flatMap(List::stream);
    }

    static Stream<LawForm> ofTwo() {
        return Stream.of(LawForms.OF_TWO, LawForms.STEPS_OF_TWO).flatMap(List::stream);
    }

    /** Rows with inputs between 1 and 5. */
    private static Batch rows(int in, Expression law) {
        SplittableRandom random = new SplittableRandom(3);
        double[] x = random.doubles((long) ROWS * in, 1, 5).toArray();
        double[] y = new double[ROWS];
        for (int r = 0; r < ROWS; r++) {
            y[r] = law.evaluate(Arrays.copyOfRange(x, r * in, (r + 1) * in));
        }
        return new Batch(x, y, ROWS);
    }

    /** A law of a form: constants on the grid moved a bit, factors that are no simple numbers. */
    private static Expression law(LawForm form) {
        int[] of = IntStream.range(0, form.inputs()).toArray();
        double[][] columns = new double[form.inputs()][];
        SplittableRandom random = new SplittableRandom(5);
        Arrays.setAll(columns, i -> random.doubles(ROWS, 1, 5).toArray());
        List<double[]> grid = new LawGrid(columns).combinations(form.constants());
        double[] within = grid.get(grid.size() / 2).clone();
        for (int k = 0; k < within.length; k++) {
            // Peaks stand apart and are as wide as the rows can show.
            within[k] = switch (form.constants().get(k)) {
                case "m1" -> 2.17;
                case "m2" -> 3.91;
                case "w1" -> 0.53;
                case "v1" -> 0.41;
                case "t1" -> within[k];
                default -> 1.07 * within[k];
            };
        }
        double[] factors = IntStream.range(0, form.terms())
                .mapToDouble(k -> 0.83 + 0.31 * k)
                .toArray();
        return form.formula(of, within, factors);
    }

    @ParameterizedTest
    @MethodSource({"ofOne", "ofTwo"})
    void aLawOfAFormIsFoundInItsOwnRows(LawForm form) {
        Batch rows = rows(form.inputs(), law(form));
        int[] of = IntStream.range(0, form.inputs()).toArray();
        Refinement refinement = new Refinement(rows, () -> false).ofForm(1);
        double least = Double.POSITIVE_INFINITY;
        for (Expression start : LawStarts.onAll(rows, of).best(form, Law.STARTS)) {
            Expression fitted = refinement.fit(start, 200).expression();
            least = Math.min(least, Fit.rmse(fitted, rows));
        }
        double size = Arrays.stream(rows.y()).map(Math::abs).max().orElseThrow();
        assertThat(least).as("%s", form).isLessThan(1e-3 * Math.max(Fit.spread(rows), 1e-3 * size));
    }

    @Test
    void aRateKeepsItsSign() {
        LawForm form = LawForm.of("exp(-r1*x) - exp(-r2*x)");
        int[] of = {0};
        assertThat(form.keepsRates(form.formula(of, new double[] {0.3, 1.7}, new double[] {-5}), of))
                .isTrue();
        assertThat(form.keepsRates(form.formula(of, new double[] {-0.3, 1.7}, new double[] {5}), of))
                .isFalse();
        LawForm eitherSign = LawForm.of("1; exp(-k1*x)");
        assertThat(eitherSign.keepsRates(eitherSign.formula(of, new double[] {-0.3}, new double[] {1, 2}), of))
                .isTrue();
    }

    @Test
    void formsDiffer() {
        List<String> all = new ArrayList<>(ofOneAndTwo().map(LawForm::toString).toList());
        assertThat(all).doesNotHaveDuplicates();
    }

    private static Stream<LawForm> ofOneAndTwo() {
        return Stream.of(
                        LawForms.SIMPLEST,
                        LawForms.COMMON,
                        LawForms.OTHER,
                        LawForms.PEAKS,
                        LawForms.STEPS,
                        LawForms.OF_TWO,
                        LawForms.STEPS_OF_TWO)
                .flatMap(List::stream);
    }
}
