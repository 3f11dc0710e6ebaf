package org.kan4j.basis;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.kan4j.grid.Extrapolation;
import org.kan4j.grid.Grid;

/** Members of every family of the registry, for tests that no basis may miss. */
public final class EveryBasis {
    private static final int MOST = 5;

    private EveryBasis() {}

    /**
     * Members with any settings that their families take.
     *
     * @param grid of those whose functions its intervals count; the range of the others
     * @param count of the others' functions
     */
    public static List<Basis> on(Grid grid, int count) {
        Set<Basis> members = new LinkedHashSet<>();
        for (Basis standard : BasisRegistry.standards()) {
            BasisSettings settings = standard.settings()
                    .counted()
                    .map(name -> standard.settings().with(name, count))
                    .orElse(standard.settings());
            members.add(standard.with(grid, settings));
            settings.values().forEach((name, value) -> {
                for (Object other : settings.counted().equals(Optional.of(name)) ? List.of() : others(value)) {
                    try {
                        members.add(standard.with(grid, settings.with(name, other)));
                    } catch (IllegalArgumentException e) {
                        // A value that the family does not take.
                    }
                }
            });
        }
        return new ArrayList<>(members);
    }

    private static List<Object> others(Object value) {
        if (value instanceof Extrapolation) {
            return List.of((Object[]) Extrapolation.values());
        }
        List<Object> numbers = new ArrayList<>();
        for (int n = 1; n <= MOST; n++) {
            numbers.add(n);
        }
        return numbers;
    }

    /**
     * All functions at a point.
     *
     * @param derivatives 0 … 3
     * @return [derivatives + 1][size]
     */
    static double[][] at(Basis basis, double x, int derivatives) {
        int support = basis.support();
        double[] some = new double[(derivatives + 1) * support];
        int first = basis.evaluate(x, derivatives, some, 0);
        double[][] all = new double[derivatives + 1][basis.size()];
        for (int d = 0; d <= derivatives; d++) {
            System.arraycopy(some, d * support, all[d], first, support);
        }
        return all;
    }

    /** A combination of all functions at a point; coefficients are [size, columns]. */
    static double value(Basis basis, double[] coefficients, int columns, int column, double x) {
        double[] b = at(basis, x, 0)[0];
        double sum = 0;
        for (int m = 0; m < b.length; m++) {
            sum += b[m] * coefficients[m * columns + column];
        }
        return sum;
    }
}
