package org.kan4j.samples;

import java.nio.file.Path;
import org.kan4j.Kan4j;
import org.kan4j.discover.Discovery;

/** Kepler's third law from a table of the solar system's planets and dwarf planets. */
public final class Kepler {
    private Kepler() {}

    /** {@code samples/run Kepler} runs it. */
    public static void main(String[] arguments) {
        System.out.println(law(Path.of("samples/data/planets.csv")).formula());
    }

    static Discovery law(Path table) {
        return Kan4j.discover(Kan4j.read(table, "period_years")).found();
    }
}
