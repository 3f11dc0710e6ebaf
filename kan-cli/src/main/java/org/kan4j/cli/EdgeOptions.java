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
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The functions on the edges of random networks. */
final class EdgeOptions {
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
            description = "of the inputs that grids are made for" + " (default: ${DEFAULT-VALUE})",
            defaultValue = "1")
    private double variance = 1;

    double variance() {
        return variance;
    }

    BaseActivation base() {
        return base;
    }

    /** The functions besides the base. */
    Basis basis() {
        return RunOptions.checked(spec, this::made);
    }

    private Basis made() {
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
