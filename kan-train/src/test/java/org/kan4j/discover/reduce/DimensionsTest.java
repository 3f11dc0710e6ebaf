package org.kan4j.discover.reduce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.kan4j.data.Batch;
import org.kan4j.data.DataException;
import org.kan4j.data.Dataset;
import org.kan4j.data.Units;
import org.kan4j.discover.Discoverer;
import org.kan4j.discover.Discovery;
import org.kan4j.formula.Expression;
import org.kan4j.formula.FormulaParser;
import org.kan4j.train.Tables;

class DimensionsTest {
    private static final List<String> NAMES = List.of("m", "v", "c", "t", "a");

    /** Mass, two speeds, time, angle; the target is an energy. Base units: metre, second, kilogram. */
    private static final Dimensions ENERGY = new Dimensions(
            new double[][] {{0, 0, 1}, {1, -1, 0}, {1, -1, 0}, {0, 1, 0}, {0, 0, 0}}, new double[] {2, -2, 1});

    @ParameterizedTest
    @CsvSource({
        "m*v^2/2, true",
        "m*c^2/sqrt(1 - v^2/c^2), true",
        "m*(v + 2*c)^2*sin(a), true",
        "m*v*c*exp(-v/c)*(a + 1), true",
        "sqrt(m^2*v^4), true",
        "m*abs(v)*c*sign(t), true",
        "m*c^2*(v/c)^a, true",
        "m*max(v; c)^2, true",
        "m*min(v; t)^2, false",
        "m*v, false",
        "m*v^2 + 1, false",
        "m*v^2 + t, false",
        "m*v^2*sin(v), false",
        "m*v^2*exp(t), false",
        "m*v^2*2^t, false",
        "m*v^1.5, false",
        "3, false",
    })
    void aFormulaIsConsistentWhereItsUnitsAre(String formula, boolean consistent) {
        assertThat(ENERGY.consistent(FormulaParser.parse(formula.replace(';', ','), NAMES)))
                .isEqualTo(consistent);
    }

    @Test
    void everyChoiceOfGroupsKeepsTheLawAndLeavesNoUnits() {
        Expression law = FormulaParser.parse("m*c^2/sqrt(1 + v^2/c^2) + 3*m*v*c*a", NAMES);
        Batch batch = Tables.uniform(50, 5, 1, 2, 3, law::evaluate);
        List<Groups> choices = ENERGY.groups();
        // {m, t, v} and {m, t, c} are the bases; the target's exponents are integers.
        assertThat(choices).hasSize(2);
        for (Groups groups : choices) {
            Batch small = groups.apply(batch);
            assertThat(small.in()).isEqualTo(2);
            assertThat(ENERGY.consistent(groups.undo(Expression.sin(Expression.variable(0)))))
                    .isTrue();
            Expression first = groups.undo(Expression.variable(0));
            for (int r = 0; r < 50; r++) {
                double[] row = new double[5];
                System.arraycopy(batch.x(), 5 * r, row, 0, 5);
                double factor = groups.undo(Expression.constant(1)).evaluate(row);
                assertThat(small.y()[r] * factor).isCloseTo(batch.y()[r], within(1e-12 * Math.abs(batch.y()[r])));
                double z = small.x()[2 * r];
                assertThat(first.evaluate(row)).isCloseTo(z * factor, within(1e-12 * Math.abs(z * factor)));
            }
        }
    }

    @Test
    void aTargetOutOfReachIsSaidAndUnitsAreLeftAside() {
        assertThat(new Dimensions(new double[][] {{1, 0}}, new double[] {0, 1}).reachable())
                .isFalse();
        Units units = new Units("units.csv", Map.of("x", new double[] {1, 0}, "t", new double[] {0, 1}));
        Dataset data =
                Dataset.of(new double[] {1, 2, 3, 4, 5, 6}, new double[] {2, 4, 6, 8, 10, 12}, List.of("x"), "t");
        Discovery found = new Discoverer(Discoverer.Options.defaults().withUnits(units)).discover(data);
        assertThat(found.formula().text()).isEqualTo("2*x");
        assertThat(found.notes()).singleElement().asString().startsWith("units are not used");
    }

    @Test
    void aColumnWithoutUnitsIsAnError() {
        Units units = new Units("units.csv", Map.of("x", new double[] {1}));
        Dataset data =
                Dataset.of(new double[] {1, 2, 3, 4, 5, 6}, new double[] {2, 4, 6, 8, 10, 12}, List.of("x"), "t");
        Discoverer discoverer = new Discoverer(Discoverer.Options.defaults().withUnits(units));
        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> discoverer.discover(data))
                .withMessage("units.csv: a line for every column required, got none for \"t\"");
    }

    @Test
    void unitsReduceALawToItsGroups() {
        Expression law = FormulaParser.parse("m*c^2*exp(-v^2/c^2)", NAMES);
        Batch batch = Tables.uniform(400, 3, 1, 2, 3, law::evaluate);
        Map<String, double[]> columns = Map.of(
                "m", new double[] {0, 0, 1},
                "v", new double[] {1, -1, 0},
                "c", new double[] {1, -1, 0},
                "e", new double[] {2, -2, 1});
        Units units = new Units("units.csv", columns);
        Dataset data = Dataset.of(batch.x(), batch.y(), List.of("m", "v", "c"), "e");
        Discovery found =
                new Discoverer(Discoverer.Options.defaults().withTimeLimit(50).withUnits(units)).discover(data);
        assertThat(1 - found.testR2()).isLessThan(1e-18);
        Dimensions dimensions =
                new Dimensions(new double[][] {units.of("m"), units.of("v"), units.of("c")}, units.of("e"));
        for (Discovery.Point point : found.pareto()) {
            assertThat(dimensions.consistent(point.formula().expression()))
                    .as(point.formula().text())
                    .isTrue();
        }
    }
}
