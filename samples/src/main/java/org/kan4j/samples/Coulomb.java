package org.kan4j.samples;

import java.nio.file.Path;
import org.kan4j.Kan4j;
import org.kan4j.discover.Discoverer;
import org.kan4j.discover.Discovery;
import org.kan4j.discover.evidence.Evidence;

/** Coulomb's law from noisy rows: the formula, and how well the rows know its constants. */
public final class Coulomb {
    private Coulomb() {}

    /** {@code samples/run Coulomb} runs it. */
    public static void main(String[] arguments) {
        Discovery found = law(Path.of("samples/data/coulomb.csv"), Discoverer.Options.defaults());
        System.out.println(found.formula());
        System.out.println(found.evidence().named());
        for (Evidence.Parameter c : found.evidence().constants()) {
            System.out.println(c.name() + " = " + c.estimate() + " ± " + c.standardError());
        }
    }

    static Discovery law(Path table, Discoverer.Options options) {
        return Kan4j.discover(Kan4j.read(table, "force_mn"), options).found();
    }
}
