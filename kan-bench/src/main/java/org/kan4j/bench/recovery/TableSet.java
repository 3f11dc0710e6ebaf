package org.kan4j.bench.recovery;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** The sets of tables with known formulas. */
enum TableSet {
    /** Formulas of the Feynman lectures and of their bonus set, as Udrescu and Tegmark chose them (arXiv:1905.11481). */
    FEYNMAN,
    /** Formulas that the literature on symbolic regression tests with. */
    CLASSIC,
    /** Measured data with the laws that people settled on, most from NIST's Statistical Reference Datasets. */
    MEASURED;

    String title() {
        return name().toLowerCase(Locale.ROOT);
    }

    static List<String> names() {
        return Arrays.stream(values()).map(TableSet::title).toList();
    }

    static TableSet named(String name) {
        return valueOf(name.toUpperCase(Locale.ROOT));
    }

    /** The tables. */
    List<TestCase> cases(double noise, long seed) {
        return this == MEASURED
                ? MeasuredLaw.all().stream()
                        .map(law -> (TestCase) new MeasuredCase(law))
                        .toList()
                : KnownFormula.all(title()).stream()
                        .map(formula -> (TestCase) new DrawnCase(formula, noise, seed))
                        .toList();
    }
}
