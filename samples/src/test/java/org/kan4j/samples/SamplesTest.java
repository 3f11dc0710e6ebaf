package org.kan4j.samples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kan4j.discover.Discoverer;
import org.kan4j.discover.Discovery;
import org.kan4j.discover.evidence.Evidence;
import org.kan4j.formula.Formula;

class SamplesTest {
    private static final Path DATA = Repository.path("samples/data");

    @TempDir
    Path folder;

    /** A limit that the speed of the machine does not change. */
    private static Discoverer.Options work(int units) {
        return Discoverer.Options.defaults().withWork(units);
    }

    @Test
    void keplersThirdLawIsFound() {
        assertThat(Kepler.law(DATA.resolve("planets.csv")).formula().text()).isEqualTo("semi_major_axis_au^1.5");
    }

    @Test
    void boylesLawIsFoundStepByStep() throws IOException {
        assertThat(TrainPruneFormula.run(DATA.resolve("boyle.csv"), folder.resolve("boyle.kan"))
                        .text())
                .matches("1406\\.90\\d*/volume");
    }

    @Test
    @Tag("slow")
    void coulombsLawIsFoundInNoiseWithItsConstant() {
        Discovery found = Coulomb.law(DATA.resolve("coulomb.csv"), work(20));
        assertThat(found.evidence().named().text())
                .matches("c1\\*charge_1_uc\\*charge_2_uc(/distance_m\\^2|\\*distance_m\\^c2)");
        Evidence.Parameter constant = found.evidence().constants().get(0);
        assertThat(constant.standardError()).isBetween(0.005, 0.05);
        assertThat(Math.abs(constant.estimate() - 8.98755)).isLessThan(3 * constant.standardError());
        assertThat(found.evidence().rivals()).isEmpty();
    }

    @Test
    void columnsWithoutInfluenceAreLeftOut() {
        Formula formula = Pendulum.law(DATA.resolve("pendulum.csv"), work(4)).formula();
        assertThat(Pendulum.columns(formula)).containsExactly("length_m");
        assertThat(formula.text()).matches("2\\.0\\d*\\*sqrt\\(length_m\\)");
    }

    @Test
    void whereNoLawIsExactAReadableFormulaIsOnTheFront() {
        Discovery found = Trees.formulas(DATA.resolve("trees.csv"), work(4));
        assertThat(found.pareto())
                .anySatisfy(
                        point -> assertThat(point.formula().text()).matches("0\\.002\\d+\\*girth_in\\^2\\*height_ft"));
        assertThat(found.testR2()).isBetween(0.9, 0.9999);
    }
}
