package org.kan4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.kan4j.data.Dataset;
import org.kan4j.train.Adam;
import org.kan4j.train.Lbfgs;
import org.kan4j.train.LevenbergMarquardt;
import org.kan4j.train.Loss;
import org.kan4j.train.Penalties;

class FitPlanTest {
    private static final FitOptions SMALL = FitOptions.of("1,1");

    private static Dataset table(int rows, List<String> classes) {
        SplittableRandom random = new SplittableRandom(1);
        double[] x = random.doubles(rows).toArray();
        double[] y = new double[rows];
        for (int r = 0; r < rows; r++) {
            y[r] = classes.isEmpty() ? x[r] * x[r] : r % classes.size();
        }
        Dataset numbers = Dataset.of(x, y, List.of("x"), "y");
        return new Dataset(
                x, y, new double[0], false, rows, List.of("x"), List.of("y"), classes, numbers.rowNumbers(), List.of());
    }

    private static FitPlan plan(int rows, FitOptions options) {
        return FitPlan.of(FitTable.of(table(rows, List.of())), options);
    }

    @ParameterizedTest
    @CsvSource({"9, 0", "10, 10", "2000, 10", "2001, 0"})
    void theRidgeOfSmallTablesIsChosen(int rows, int ridges) {
        assertThat(plan(rows, SMALL).ridges()).hasSize(ridges);
    }

    @Test
    void noRidgeIsChosenWhereOneIsGivenOrRowsAreExact() {
        FitOptions.Weights given = new FitOptions.Weights(0, 0, Optional.empty(), FitOptions.Ridge.of(1e-4));
        assertThat(plan(100, SMALL.withWeights(given)).ridges()).isEmpty();
        assertThat(plan(100, SMALL.withWeights(given)).training().penalties().ridge())
                .isEqualTo(1e-4);
        assertThat(plan(100, SMALL.withRefinements(10)).ridges()).isEmpty();
    }

    @Test
    void foldsJudgeTheGivenRidgeAlone() {
        FitOptions.Weights given = new FitOptions.Weights(0, 0, Optional.empty(), FitOptions.Ridge.of(1e-4));
        assertThat(plan(100, SMALL.withWeights(given).withFolds(5)).ridges())
                .containsExactly(Penalties.SMOOTH.withRidge(1e-4));
    }

    @Test
    void classesAreFittedByLbfgsUnderTheirOwnPenalties() {
        FitTable classes = FitTable.of(table(100, List.of("no", "yes")));
        FitPlan plan = FitPlan.of(classes, SMALL);
        assertThat(plan.training().optimizer()).isInstanceOf(Lbfgs.class);
        assertThat(plan.training().loss()).isInstanceOf(Loss.CrossEntropy.class);
        assertThat(plan.training().penalties())
                .isEqualTo(Penalties.NONE.withSmoothness(1e-4).withRidge(0.5 / 100));
        assertThat(plan.ridges()).isEmpty();
        assertThatThrownBy(() -> FitPlan.of(classes, SMALL.withLoss(Loss.huber(1))))
                .hasMessage("loss: a target of numbers required, got one of classes");
    }

    @Test
    void stepsAndPatienceAreThoseOfTheOptimizerThatIsAskedFor() {
        assertThat(plan(100, SMALL).training().optimizer()).isInstanceOf(LevenbergMarquardt.class);
        FitPlan adam = plan(100, SMALL.withSteps(FitOptions.Steps.of(FitOptions.Minimizer.ADAM)));
        assertThat(adam.training().optimizer()).isEqualTo(Adam.defaults());
        assertThat(adam.training().iterations()).isEqualTo(100);
        assertThat(adam.training().patience()).isEqualTo(25);
        FitPlan few = plan(
                100,
                SMALL.withSteps(FitOptions.Steps.of(FitOptions.Minimizer.LBFGS).withIterations(7)));
        assertThat(few.training().iterations()).isEqualTo(7);
    }

    @Test
    void optionsThatDoNotGoTogetherAreNamed() {
        FitOptions.Steps rated = new FitOptions.Steps(
                FitOptions.Minimizer.AUTO,
                Optional.empty(),
                Optional.empty(),
                Optional.of(0.1),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
        assertThatThrownBy(() -> plan(100, SMALL.withSteps(rated)))
                .isInstanceOfSatisfying(
                        OptionException.class,
                        e -> assertThat(e.message("--"))
                                .isEqualTo(
                                        "--rate, --batch, --decay, --parameterization: the optimizer adam required, got lm"));
        assertThatThrownBy(() -> plan(100, SMALL.withFolds(81)))
                .hasMessage("folds: 2 to 80 required, the rows that are not held back for the test, got 81");
        assertThatThrownBy(() -> SMALL.withFolds(1)).hasMessage("folds: 2 or more required, got 1");
        assertThatThrownBy(() -> SMALL.withStarts(0)).hasMessage("starts: at least 1 required, got 0");
        assertThatThrownBy(() -> SMALL.withIntervals(10_001))
                .hasMessage("intervals, refine: 1 to 10000 required, got 10001");
        assertThatThrownBy(() -> plan(100, FitOptions.of("1,1000000,1").withIntervals(10_000)))
                .hasMessageStartingWith("shape 1,1000000,1: 20008000000 parameters take more than the ");
        assertThatThrownBy(() -> plan(100, FitOptions.of("2,1"))).hasMessageStartingWith("shape 2,1: 1 inputs and");
    }
}
