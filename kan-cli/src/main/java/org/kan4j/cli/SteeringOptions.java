package org.kan4j.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.kan4j.data.Dataset;
import org.kan4j.discover.Steering;
import org.kan4j.formula.Vocabulary;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What is asked of a formula. */
final class SteeringOptions {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--allow",
            paramLabel = "F,G",
            split = ",",
            description = "functions that the formula may hold, as in sin,exp,sqrt (default: all)")
    private List<String> allow = new ArrayList<>();

    @Option(
            names = "--forbid",
            paramLabel = "F,G",
            split = ",",
            description = "functions and operators that it must not hold, as in tan,/,^")
    private List<String> forbid = new ArrayList<>();

    @Option(names = "--use", paramLabel = "A,B", split = ",", description = "inputs that the formula must hold")
    private List<String> use = new ArrayList<>();

    @Option(names = "--avoid", paramLabel = "A,B", split = ",", description = "inputs that it must not hold")
    private List<String> avoid = new ArrayList<>();

    @Option(
            names = "--start",
            paramLabel = "FORMULA",
            description = "a formula that the search begins with; its constants are refitted")
    private Optional<String> start = Optional.empty();

    @Option(
            names = "--form",
            paramLabel = "FORM",
            description =
                    "the form of the formula, as in \"f(x)*y + a\": names that are no columns are constants, and those that"
                            + " are applied, functions to be found")
    private Optional<String> form = Optional.empty();

    @Option(
            names = "--bound",
            paramLabel = "BOUND",
            description = "of a constant of the form, as in \"a>0\" or \"0<=b<=1\"; may be given several times")
    private List<String> bounds = new ArrayList<>();

    /**
     * What is asked, if it can be.
     *
     * @param tables that formulas are searched for
     */
    Steering steering(List<Dataset> tables) {
        try {
            Steering steering = new Steering(vocabulary(), use, avoid, start, form, bounds);
            tables.forEach(steering::check);
            return steering;
        } catch (IllegalArgumentException e) {
            throw refused("--" + e.getMessage(), e);
        }
    }

    private Vocabulary vocabulary() {
        Vocabulary some = allow.isEmpty() ? Vocabulary.all() : named("--allow", Vocabulary.all()::only, allow);
        return named("--forbid", some::without, forbid);
    }

    private Vocabulary named(String option, Function<List<String>, Vocabulary> made, List<String> names) {
        try {
            return made.apply(names);
        } catch (IllegalArgumentException e) {
            throw refused(option + ": " + e.getMessage(), e);
        }
    }

    private ParameterException refused(String message, IllegalArgumentException cause) {
        return new ParameterException(spec.commandLine(), message, cause);
    }
}
