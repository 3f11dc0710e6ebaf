package org.kan4j.studio;

import java.util.ArrayList;
import java.util.List;
import org.kan4j.data.Dataset;
import org.kan4j.discover.Discoverer;
import org.kan4j.discover.Discovery;
import org.kan4j.formula.CompiledExpression;
import org.kan4j.formula.Formula;
import org.kan4j.formula.FormulaParser;
import org.kan4j.report.html.Pictures;

/** The formulas of a search: while it goes on, each that was the best for a while; in the end the best of each size. */
final class Front implements Discoverer.Listener {
    private final Training training;
    private final Runnable listener;
    private String stage = "";
    private double share;
    private String best = "";
    private List<Found> found = List.of();

    /**
     * A formula.
     *
     * @param formula in the units of the table
     * @param error on rows that judge, in the target's units
     * @param chosen whether the search holds it for the best
     */
    record Found(Formula formula, double error, boolean chosen) {
        Found with(boolean best) {
            return new Found(formula, error, best);
        }
    }

    /**
     * How far a search is.
     *
     * @param stage what is tried; empty where it has ended
     * @param share of the time that is used, 0 … 1
     * @param found the smallest first
     */
    record View(String stage, double share, List<Found> found) {}

    /**
     * A search that begins.
     *
     * @param training whose rows judge
     * @param listener told when something changes
     */
    Front(Training training, Runnable listener) {
        this.training = training;
        this.listener = listener;
    }

    Training training() {
        return training;
    }

    synchronized View view() {
        return new View(stage, share, found);
    }

    @Override
    public void progress(String next, double used, String text) {
        synchronized (this) {
            stage = next;
            share = used;
            if (!text.isEmpty() && !text.equals(best)) {
                best = text;
                add(text);
            }
        }
        listener.run();
    }

    private void add(String text) {
        Dataset judges = training.judges();
        List<String> columns = judges.inputNames();
        Formula formula = Formula.of(
                FormulaParser.parse(text, Formula.symbolsFor(columns)),
                columns,
                judges.targets().get(0));
        List<Found> all =
                new ArrayList<>(found.stream().map(each -> each.with(false)).toList());
        all.add(new Found(formula, error(formula, judges), true));
        found = sorted(all);
    }

    /** The search has ended with these. */
    synchronized void end(Discovery discovery) {
        stage = "";
        found = sorted(discovery.pareto().stream()
                .map(point -> new Found(
                        point.formula(),
                        point.validationRmse(),
                        point.formula().text().equals(discovery.formula().text())))
                .toList());
    }

    private static List<Found> sorted(List<Found> some) {
        return some.stream()
                .sorted((a, b) -> Integer.compare(a.formula.size(), b.formula.size()))
                .toList();
    }

    /** The root mean squared error of a formula on rows. */
    private static double error(Formula formula, Dataset rows) {
        CompiledExpression compiled = CompiledExpression.of(formula.expression());
        double[] y = new double[rows.rows()];
        compiled.values(compiled.parameters(), rows.x(), rows.rows(), rows.inputs(), y);
        double squares = 0;
        for (int r = 0; r < y.length; r++) {
            squares += (y[r] - rows.y()[r]) * (y[r] - rows.y()[r]);
        }
        return Math.sqrt(squares / y.length);
    }

    /** The formulas by size and error. */
    List<Pictures.Picture> pictures() {
        List<Pictures.Point> points = view().found().stream()
                .map(each -> new Pictures.Point(each.formula.text(), each.formula.size(), each.error))
                .toList();
        return points.isEmpty() ? List.of() : List.of(Pictures.pareto("RMSE", points));
    }
}
