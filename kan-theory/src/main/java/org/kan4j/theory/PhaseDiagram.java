package org.kan4j.theory;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.BooleanSupplier;
import java.util.function.DoubleFunction;
import org.kan4j.basis.Basis;
import org.kan4j.layer.BaseActivation;
import org.kan4j.numeric.Parallel;

/**
 * Phases of a family of priors: for every s_c² (rows) and every s_b² (columns; the number of functions where there is no base) the fixed point
 * that a variance of q comes to, and χ1 there.
 *
 * @param base the base activation
 * @param columnName what distinguishes the columns
 * @param columns [n] its values, increasing
 * @param rows [m] values of s_c², increasing
 * @param cells [m][n]; rows that an interrupt left out are missing
 */
public record PhaseDiagram(
        BaseActivation base, String columnName, double[] columns, double[] rows, List<List<Cell>> cells) {
    private static final List<Integer> COUNTS = List.of(2, 3, 4, 5, 6, 8, 10, 13, 16, 20, 25, 32, 40);

    /**
     * A point of the diagram.
     *
     * @param column s_b², or the number of functions
     * @param basisVariance s_c²
     * @param q the fixed point q*; 0 or infinity where there is none
     * @param chi1 χ1 at q*; NaN where there is none
     */
    public record Cell(double column, double basisVariance, double q, double chi1) {}

    /**
     * Copies.
     *
     * @param base the base activation
     * @param columnName what distinguishes the columns
     * @param columns [n] its values, increasing
     * @param rows [m] values of s_c², increasing
     * @param cells [m][n]; rows that an interrupt left out are missing
     */
    public PhaseDiagram {
        columns = columns.clone();
        rows = rows.clone();
        cells = List.copyOf(cells);
    }

    /**
     * The diagram around a prior's base and basis.
     *
     * @param base the base activation
     * @param basis the functions; of the columns without a base another number of them
     * @param q variance to begin with, &gt; 0
     * @param size values of s_b² and of s_c², from 0 on, ≥ 2
     * @param largest the largest s_b² and s_c²
     * @param parallel the threads
     * @param stop asked between rows
     * @return the diagram
     */
    public static PhaseDiagram of(
            BaseActivation base,
            Basis basis,
            double q,
            int size,
            double largest,
            Parallel parallel,
            BooleanSupplier stop) {
        boolean counts = base == BaseActivation.ZERO;
        double[] columns =
                counts ? COUNTS.stream().mapToDouble(Integer::doubleValue).toArray() : Chart.even(0, largest, size);
        double[] rows = Chart.even(largest / size, largest, size);
        DoubleFunction<Prior> column = value -> counts
                ? new Prior(base, basis.counting(basis.grid().lo(), basis.grid().hi(), (int) value), 0, 1)
                : new Prior(base, basis, value, 1);
        List<List<Cell>> cells = new ArrayList<>();
        for (double row : rows) {
            if (stop.getAsBoolean()) {
                break;
            }
            List<Callable<Cell>> tasks = new ArrayList<>();
            for (double value : columns) {
                Prior prior = column.apply(value);
                tasks.add(() -> cell(prior.withVariances(prior.baseVariance(), row), value, q));
            }
            cells.add(parallel.all(tasks));
        }
        return new PhaseDiagram(base, counts ? "G" : "s_b^2", columns, rows, cells);
    }

    private static Cell cell(Prior prior, double column, double from) {
        SignalPropagation signals = new SignalPropagation(prior);
        double q = signals.fixedPoint(from);
        double chi1 = q > 0 && Double.isFinite(q) ? signals.chi1(q) : Double.NaN;
        return new Cell(column, prior.basisVariance(), q, chi1);
    }

    /** {@return the picture: blue where order reigns, red where chaos does, grey where the variance runs away or dies out} */
    public String svg() {
        double[][] logarithms = new double[cells.size()][columns.length];
        for (int r = 0; r < cells.size(); r++) {
            for (int c = 0; c < columns.length; c++) {
                logarithms[r][c] = Math.log10(cells.get(r).get(c).chi1());
            }
        }
        Chart chart = new Chart(
                "Phases: log10 of chi1 at the fixed point",
                new Chart.Axis(columnName, base == BaseActivation.ZERO),
                new Chart.Axis("s_c^2", false));
        return chart.cells(columns, rows, logarithms).svg();
    }
}
