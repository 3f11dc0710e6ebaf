package org.kan4j.discover.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.kan4j.data.Batch;
import org.kan4j.data.Dataset;
import org.kan4j.discover.score.Refinement;
import org.kan4j.formula.Expression;
import org.kan4j.formula.Formula;
import org.kan4j.formula.FormulaParser;
import org.kan4j.train.Tables;

class EvidenceTest {
    private static final List<String> NAMES = List.of("x", "y");

    /** A table of two inputs in [1, 3] with normal noise of standard deviation 0.1. */
    private static Dataset noisy(int rows, long seed, ToDoubleFunction<double[]> law) {
        SplittableRandom random = new SplittableRandom(seed);
        Batch batch = Tables.uniform(rows, 2, 1, 3, seed, x -> law.applyAsDouble(x) + 0.1 * random.nextGaussian());
        return Dataset.of(batch.x(), batch.y(), NAMES, "t");
    }

    /** The evidence for a formula after its constants were fitted. */
    private static Evidence evidence(String formula, Dataset data) {
        Batch rows = Batch.of(data);
        Expression fitted = new Refinement(rows, () -> false)
                .fit(FormulaParser.parse(formula, NAMES), 50)
                .expression();
        return Evidence.of(Formula.of(fitted, NAMES, "t"), data, rows, List.of());
    }

    @Test
    void errorsOfALineAreThoseOfTheTextbook() {
        Dataset data = noisy(200, 3, x -> 2.5371 * x[0] - 1.2345);
        Evidence evidence = evidence("2.41234567*x - 1.11234567", data);
        double n = data.rows();
        double mean = 0;
        for (int r = 0; r < n; r++) {
            mean += data.x()[2 * r] / n;
        }
        double spread = 0;
        for (int r = 0; r < n; r++) {
            spread += Math.pow(data.x()[2 * r] - mean, 2);
        }
        double slope = evidence.constants().get(0).value();
        double intercept = evidence.constants().get(1).value();
        double ofSlope = 0;
        double ofIntercept = 0;
        for (int r = 0; r < n; r++) {
            double x = data.x()[2 * r];
            double leverage = 1 / n + (x - mean) * (x - mean) / spread;
            double left = (slope * x + intercept - data.y()[r]) / (1 - leverage);
            ofSlope += Math.pow((x - mean) / spread * left, 2);
            ofIntercept += Math.pow((1 / n - mean * (x - mean) / spread) * left, 2);
        }
        assertThat(evidence.named().text()).isEqualTo("c1*x + c2");
        assertThat(evidence.constants().get(0).standardError()).isCloseTo(Math.sqrt(ofSlope), within(1e-9));
        assertThat(evidence.constants().get(1).standardError()).isCloseTo(Math.sqrt(ofIntercept), within(1e-9));
    }

    @Test
    void intervalsOfFewRowsAreWiderByStudentsDistribution() {
        Evidence.Parameter p = new Evidence.Parameter("c1", 3, false, 3, 0.5, 10);
        // 97.5% of Student's distribution with 10 degrees of freedom lie below 2.2281.
        assertThat(p.margin()).isCloseTo(0.5 * 2.228138852, within(1e-8));
        assertThat(new Evidence.Parameter("c1", 3, false, 3, Double.NaN, 10).margin())
                .isNaN();
    }

    @Test
    void errorsAreTheSpreadOfTheConstantsOverManyTables() {
        int tables = 200;
        double[] sum = new double[2];
        double[] squares = new double[2];
        double[] errors = new double[2];
        for (int table = 0; table < tables; table++) {
            Evidence evidence =
                    evidence("2.01234567*x*exp(-0.51234567*y)", noisy(60, table, x -> 2 * x[0] * Math.exp(-x[1] / 2)));
            for (int k = 0; k < 2; k++) {
                Evidence.Parameter p = evidence.constants().get(k);
                sum[k] += p.value() / tables;
                squares[k] += p.value() * p.value() / tables;
                errors[k] += p.standardError() / tables;
            }
        }
        for (int k = 0; k < 2; k++) {
            // The spread of 200 draws has a relative standard error of 1/sqrt(400) = 5%.
            assertThat(errors[k] / Math.sqrt(squares[k] - sum[k] * sum[k])).isCloseTo(1, within(0.15));
        }
    }

    @Test
    void anExactConstantIsListedWithTheEstimateItStandsFor() {
        Dataset data = noisy(300, 5, x -> 2.5371 * x[0] * x[0] / x[1]);
        Evidence evidence = evidence("2.41234567*x^2/y", data);
        assertThat(evidence.named().text()).isEqualTo("c1*x^c2/y");
        Evidence.Parameter exponent = evidence.constants().get(1);
        assertThat(exponent.exact()).isTrue();
        assertThat(exponent.value()).isEqualTo(2);
        Evidence free = evidence("2.41234567*x^2.012345678/y", data);
        Evidence.Parameter estimated = free.constants().get(1);
        assertThat(estimated.exact()).isFalse();
        // To first order: the difference is quadratic in the step, which is about one standard error.
        assertThat(exponent.estimate()).isCloseTo(estimated.value(), within(0.05 * estimated.standardError()));
        assertThat(exponent.standardError())
                .isCloseTo(estimated.standardError(), within(0.05 * estimated.standardError()));
    }

    @Test
    void aConstantThatTheDataDoNotDetermineHasNoError() {
        Dataset data = noisy(100, 7, x -> 3 * Math.exp(x[0]));
        Evidence product = evidence("1.51234567*exp(x + 0.71234567)", data);
        assertThat(product.constants()).hasSize(2).noneMatch(Evidence.Parameter::determined);
        Evidence beside = evidence("1.51234567*exp(x + 0.71234567) + 0.01234567*y", data);
        assertThat(beside.constants().stream().map(Evidence.Parameter::determined))
                .containsExactly(false, false, true);
        assertThat(evidence("1.51234567*x + 0.51234567", noisy(2, 7, x -> x[0])).constants())
                .hasSize(2)
                .noneMatch(Evidence.Parameter::determined);
    }

    @Test
    void onExactDataExactConstantsAreLeftOutAndErrorsAreRoundingErrors() {
        Batch batch = Tables.uniform(50, 2, 1, 3, 1, x -> 1.2345678912 * x[0] * x[0]);
        Evidence evidence = evidence("1.2312345*x^2", Dataset.of(batch.x(), batch.y(), NAMES, "t"));
        assertThat(evidence.named().text()).isEqualTo("c1*x^2");
        assertThat(evidence.constants().get(0).standardError()).isBetween(1e-17, 1e-14);
    }

    @Test
    void theDomainIsThatOfTheInputsThatAreUsed() {
        Batch batch = new Batch(new double[] {1, 7, 3, 8, 2, 9}, new double[] {2, 6, 4}, 3);
        Evidence evidence = evidence("2*x", Dataset.of(batch.x(), batch.y(), NAMES, "t"));
        assertThat(evidence.inputs()).containsExactly(new Evidence.Range("x", 1, 3));
        assertThat(evidence.output()).isEqualTo(new Evidence.Range("t", 2, 6));
    }

    @Test
    void namesOfConstantsDifferFromThoseOfColumns() {
        Batch batch = Tables.uniform(50, 2, 1, 3, 1, x -> 1.2345678912 * x[0]);
        Dataset data = Dataset.of(batch.x(), batch.y(), List.of("c1", "c2"), "t");
        Formula formula =
                Formula.of(FormulaParser.parse("1.2345678912*c1", List.of("c1", "c2")), List.of("c1", "c2"), "t");
        assertThat(Evidence.of(formula, data, batch, List.of()).named().text()).isEqualTo("c_1*c1");
    }
}
