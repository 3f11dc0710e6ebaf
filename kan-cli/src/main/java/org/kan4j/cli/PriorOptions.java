package org.kan4j.cli;

import org.kan4j.basis.Basis;
import org.kan4j.layer.BaseActivation;
import org.kan4j.theory.Prior;
import org.kan4j.theory.SignalPropagation;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** A distribution of random networks. */
final class PriorOptions {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private EdgeOptions edges = new EdgeOptions();

    @Option(
            names = "--sb",
            paramLabel = "S",
            description = "s_b, scale of the base weights (default: ${DEFAULT-VALUE})",
            defaultValue = "1")
    private double baseScale = 1;

    @Option(
            names = "--sc",
            paramLabel = "S",
            description = "s_c, scale of the coefficients (default: ${DEFAULT-VALUE}, as in fit)",
            defaultValue = "0.3")
    private double basisScale = 0.3;

    @Option(names = "--fixed", description = "choose s_c so that the variance Q is a fixed point")
    private boolean fixed;

    @Option(
            names = "--critical",
            description = "choose s_b and s_c so that Q is a fixed point and chi1 is 1, or nearest to 1")
    private boolean critical;

    double variance() {
        return edges.variance();
    }

    /** The prior that the options describe. */
    Prior prior() {
        return RunOptions.checked(spec, this::made);
    }

    private Prior made() {
        if (fixed && critical) {
            throw new ParameterException(spec.commandLine(), "--fixed, --critical: one of them required, got both");
        }
        Basis basis = edges.basis();
        BaseActivation base = edges.base();
        double variance = edges.variance();
        if (critical) {
            return SignalPropagation.nearest(base, basis, variance);
        }
        double ofBase = base == BaseActivation.ZERO ? 0 : baseScale * baseScale;
        if (fixed) {
            return SignalPropagation.withFixedPoint(base, basis, ofBase, variance)
                    .orElseThrow(() -> new ParameterException(
                            spec.commandLine(),
                            "--fixed: a smaller --sb required, got " + baseScale + ", whose base alone gives more than "
                                    + variance));
        }
        return new Prior(base, basis, ofBase, basisScale * basisScale);
    }
}
