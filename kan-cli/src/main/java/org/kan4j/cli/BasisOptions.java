package org.kan4j.cli;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.kan4j.FitOptions;
import org.kan4j.basis.BSpline;
import org.kan4j.basis.Basis;
import org.kan4j.basis.BasisRegistry;
import picocli.CommandLine.Option;

/** The functions on the edges of a network. */
final class BasisOptions {
    @Option(
            names = "--basis",
            paramLabel = "NAME",
            description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE})",
            completionCandidates = BasisNames.class,
            defaultValue = "bspline")
    private String family = "bspline";

    @Option(
            names = "--intervals",
            paramLabel = "G",
            description = "intervals, or the degree of polynomials, the harmonics of series; default: ${DEFAULT-VALUE}",
            defaultValue = "5")
    private int intervals = 5;

    @Option(names = "--order", paramLabel = "K", description = "degree of bspline; default: 3")
    private Optional<Integer> order = Optional.empty();

    @Option(names = "--refine", paramLabel = "10,20", split = ",", description = "values of G to refine to")
    private List<Integer> refine = new ArrayList<>();

    /** The basis of every edge, with the number of intervals to begin with. */
    Basis basis() {
        Basis standard = BasisRegistry.named(family);
        if (order.isPresent() && !standard.settings().has(BSpline.ORDER)) {
            throw new IllegalArgumentException("--order: --basis "
                    + BasisRegistry.standards().stream()
                            .filter(known -> known.settings().has(BSpline.ORDER))
                            .map(BasisRegistry::shortName)
                            .collect(Collectors.joining(" or "))
                    + " required, got " + family);
        }
        Basis basis = FitOptions.counting(standard, intervals);
        return order.map(k -> basis.with(basis.grid(), basis.settings().with(BSpline.ORDER, k)))
                .orElse(basis);
    }

    /** The names that {@code --basis} takes. */
    static final class BasisNames implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return BasisRegistry.standards().stream()
                    .map(BasisRegistry::shortName)
                    .iterator();
        }
    }

    /** Numbers of intervals to refine to. */
    List<Integer> refinements() {
        return refine;
    }
}
