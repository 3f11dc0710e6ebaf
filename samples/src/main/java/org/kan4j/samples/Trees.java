package org.kan4j.samples;

import java.nio.file.Path;
import org.kan4j.Kan4j;
import org.kan4j.discover.Discoverer;
import org.kan4j.discover.Discovery;

/** Measured rows without an exact law: the timber in a tree by its girth and height, as formulas of growing size. */
public final class Trees {
    private Trees() {}

    /** {@code samples/run Trees} runs it. */
    public static void main(String[] arguments) {
        for (Discovery.Point point : formulas(Path.of("samples/data/trees.csv"), Discoverer.Options.defaults())
                .pareto()) {
            System.out.println(point.validationRmse() + " cubic feet: " + point.formula());
        }
    }

    static Discovery formulas(Path table, Discoverer.Options options) {
        return Kan4j.discover(Kan4j.read(table, "volume_ft3"), options).found();
    }
}
