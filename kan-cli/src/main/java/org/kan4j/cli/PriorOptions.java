package org.kan4j.cli;

import java.util.Optional;
import org.kan4j.FitOptions;
import org.kan4j.basis.BSpline;
import org.kan4j.basis.Basis;
import org.kan4j.basis.BasisRegistry;
import org.kan4j.basis.BasisSettings;
import org.kan4j.grid.Extrapolation;
import org.kan4j.layer.BaseActivation;
import org.kan4j.theory.Prior;
import org.kan4j.theory.SignalPropagation;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** A distribution of random networks. */
final class PriorOptions {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--base",
            paramLabel = "NAME",
            description = "silu, identity or zero (default: ${DEFAULT-VALUE})",
            defaultValue = "silu")
    private BaseActivation base = BaseActivation.SILU;

    @Option(
            names = "--basis",
            paramLabel = "NAME",
            description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE})",
            completionCandidates = BasisOptions.BasisNames.class,
            defaultValue = "bspline")
    private String family = "bspline";

    @Option(
            names = "--intervals",
            paramLabel = "G",
            description =
                    "intervals, or the degree of polynomials, the harmonics of series (default: ${DEFAULT-VALUE})",
            defaultValue = "5")
    private int intervals = 5;

    @Option(names = "--order", paramLabel = "K", description = "degree of bspline; default: 3")
    private Optional<Integer> order = Optional.empty();

    @Option(
            names = "--extrapolation",
            paramLabel = "HOW",
            description = "outside the grid: linear, constant or zero; default: linear")
    private Optional<Extrapolation> extrapolation = Optional.empty();

    @Option(
            names = "--range",
            paramLabel = "R",
            description = "grids reach from -R*sqrt(Q) to R*sqrt(Q) (default: ${DEFAULT-VALUE})",
            defaultValue = "3")
    private double range = 3;

    @Option(
            names = "--variance",
            paramLabel = "Q",
            description = "of the inputs that grids are made for, and the q* of --fixed and --critical"
                    + " (default: ${DEFAULT-VALUE})",
            defaultValue = "1")
    private double variance = 1;

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

    @Option(names = "--fixed", description = "choose s_c so that Q is a fixed point")
    private boolean fixed;

    @Option(
            names = "--critical",
            description = "choose s_b and s_c so that Q is a fixed point and chi1 is 1, or nearest to 1")
    private boolean critical;

    double variance() {
        return variance;
    }

    /** The prior that the options describe. */
    Prior prior() {
        return RunOptions.checked(spec, this::made);
    }

    private Prior made() {
        if (fixed && critical) {
            throw new ParameterException(spec.commandLine(), "--fixed, --critical: one of them required, got both");
        }
        Basis basis = basis();
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

    private Basis basis() {
        Basis member = BasisRegistry.named(family);
        BasisSettings settings = member.settings();
        if (order.isPresent()) {
            requireSetting(settings, BSpline.ORDER, "--order");
            settings = settings.with(BSpline.ORDER, order.get());
        }
        if (extrapolation.isPresent()) {
            requireSetting(settings, BasisSettings.EXTRAPOLATION, "--extrapolation");
            settings = settings.with(BasisSettings.EXTRAPOLATION, extrapolation.get());
        }
        Basis set = member.with(member.grid(), settings);
        return Prior.basis(FitOptions.counting(set, intervals), intervals, range, variance);
    }

    private void requireSetting(BasisSettings settings, String name, String option) {
        if (!settings.has(name)) {
            throw new ParameterException(spec.commandLine(), option + ": a basis that has it required, got " + family);
        }
    }
}
