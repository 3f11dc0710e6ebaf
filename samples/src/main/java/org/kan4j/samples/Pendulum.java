package org.kan4j.samples;

import java.nio.file.Path;
import java.util.List;
import org.kan4j.Kan4j;
import org.kan4j.discover.Discoverer;
import org.kan4j.discover.Discovery;
import org.kan4j.formula.Formula;

/** Which columns matter: the period of a pendulum, beside six columns that have nothing to do with it. */
public final class Pendulum {
    private Pendulum() {}

    /** {@code samples/run Pendulum} runs it. */
    public static void main(String[] arguments) {
        Formula formula = law(Path.of("samples/data/pendulum.csv"), Discoverer.Options.defaults())
                .formula();
        System.out.println(formula + ", of " + columns(formula));
    }

    static Discovery law(Path table, Discoverer.Options options) {
        return Kan4j.discover(Kan4j.read(table, "period_s"), options).found();
    }

    /** The columns that a formula uses. */
    static List<String> columns(Formula formula) {
        return formula.expression().variables().stream()
                .map(formula.columns()::get)
                .toList();
    }
}
