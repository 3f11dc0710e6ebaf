package org.kan4j.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.kan4j.FitOptions;
import org.kan4j.basis.BSpline;
import org.kan4j.basis.Basis;
import org.kan4j.basis.Chebyshev;
import org.kan4j.basis.Fourier;
import org.kan4j.basis.GaussianRbf;
import org.kan4j.grid.Extrapolation;
import org.kan4j.grid.Grid;
import picocli.CommandLine.Option;

/** The functions on the edges of a network. */
final class BasisOptions {
    /** The families of bases by their names on the command line. */
    private enum Family {
        BSPLINE,
        RBF,
        CHEBYSHEV,
        FOURIER
    }

    @Option(
            names = "--basis",
            paramLabel = "bspline|rbf|chebyshev|fourier",
            description = "default: ${DEFAULT-VALUE}",
            defaultValue = "bspline")
    private Family family = Family.BSPLINE;

    @Option(
            names = "--intervals",
            paramLabel = "G",
            description = "intervals, degree of chebyshev, or harmonics of fourier; default: ${DEFAULT-VALUE}",
            defaultValue = "5")
    private int intervals = 5;

    @Option(names = "--order", paramLabel = "K", description = "degree of bspline; default: 3")
    private Optional<Integer> order = Optional.empty();

    @Option(names = "--refine", paramLabel = "10,20", split = ",", description = "values of G to refine to")
    private List<Integer> refine = new ArrayList<>();

    /** The basis of every edge, with the number of intervals to begin with. */
    Basis basis() {
        if (family != Family.BSPLINE && order.isPresent()) {
            throw new IllegalArgumentException(
                    "--order: --basis bspline required, got " + family.name().toLowerCase(Locale.ROOT));
        }
        Grid grid = FitOptions.grid(intervals);
        return switch (family) {
            case BSPLINE -> new BSpline(grid, order.orElse(3), Extrapolation.LINEAR);
            case RBF -> new GaussianRbf(grid);
            case CHEBYSHEV -> new Chebyshev(grid, intervals, Extrapolation.LINEAR);
            case FOURIER -> new Fourier(grid, intervals);
        };
    }

    /** Numbers of intervals to refine to. */
    List<Integer> refinements() {
        return refine;
    }
}
