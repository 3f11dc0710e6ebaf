package org.kan4j.cli;

import java.util.ArrayList;
import java.util.List;
import org.kan4j.data.Dataset;
import org.kan4j.discover.Steering;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What is asked of a formula. */
final class SteeringOptions {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--use", paramLabel = "A,B", split = ",", description = "inputs that the formula must hold")
    private List<String> use = new ArrayList<>();

    @Option(names = "--avoid", paramLabel = "A,B", split = ",", description = "inputs that it must not hold")
    private List<String> avoid = new ArrayList<>();

    /**
     * What is asked, if it can be.
     *
     * @param tables that formulas are searched for
     */
    Steering steering(List<Dataset> tables) {
        try {
            Steering steering = new Steering(use, avoid);
            tables.forEach(steering::check);
            return steering;
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), "--" + e.getMessage(), e);
        }
    }
}
