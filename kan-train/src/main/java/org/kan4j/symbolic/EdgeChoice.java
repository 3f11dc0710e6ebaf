package org.kan4j.symbolic;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.kan4j.function.Functions;
import org.kan4j.symbolic.SymbolicFunction.Form;

/**
 * The best fit of one function after another to the samples of one edge: the best with b free, from screened starts, or the best with
 * b = 0 where that describes the samples in fewer nats.
 */
final class EdgeChoice {
    private static final int[] ONLY_SCALE = {VariableProjection.SCALE};
    private static final int[] ONLY_PLACE = {VariableProjection.PLACE};
    private static final int[] ONLY_EXPONENT = {VariableProjection.EXPONENT};
    private static final int[] SCALE_AND_PLACE = {VariableProjection.SCALE, VariableProjection.PLACE};
    private static final int[] PLACE_AND_EXPONENT = {VariableProjection.PLACE, VariableProjection.EXPONENT};

    private final EdgeSamples samples;
    private final EdgeStarts starts;
    private final EdgePolish polish;
    private final EdgeSolution solution;

    EdgeChoice(EdgeSamples samples) {
        this.samples = samples;
        starts = new EdgeStarts(samples, EdgePolish.SHORTLIST);
        polish = new EdgePolish(samples);
        solution = new EdgeSolution(samples);
    }

    /** The best fit of a function; empty where it cannot keep all samples in its domain. */
    Optional<EdgeFit> best(SymbolicFunction function) {
        if (function.form() == Form.PLAIN) {
            return solution.with(function, function.function(), 1, 0, 0);
        }
        Optional<EdgePoint> point = polish.best(starts.of(function), free(function.form()));
        Optional<EdgeFit> general = point.flatMap(p -> solution.at(function, p));
        Optional<EdgeFit> plain = throughOrigin(function, point);
        if (general.isEmpty() || plain.isEmpty()) {
            return general.or(() -> plain);
        }
        return plain.get().score() <= general.get().score() ? plain : general;
    }

    private static int[] free(Form form) {
        return switch (form) {
            case PLAIN -> new int[0];
            case SHIFT -> ONLY_PLACE;
            case SCALE -> ONLY_SCALE;
            case AFFINE, PERIODIC -> SCALE_AND_PLACE;
            case POWER -> PLACE_AND_EXPONENT;
        };
    }

    /**
     * The best fit with b = 0.
     *
     * @param general the best point with b free, whose factor is a start
     */
    private Optional<EdgeFit> throughOrigin(SymbolicFunction function, Optional<EdgePoint> general) {
        int sign = function.symmetric() || samples.x[0] >= 0 ? 1 : -1;
        return switch (function.form()) {
            case PLAIN, SCALE -> Optional.empty();
            case SHIFT -> solution.with(function, function.function(), sign, 0, 0);
            case POWER ->
                exponent(function, sign)
                        .flatMap(p -> solution.with(
                                function, Functions.power(p.theta()[VariableProjection.EXPONENT]), sign, 0, 1));
            case AFFINE, PERIODIC -> general.flatMap(p -> scale(function, p));
        };
    }

    private Optional<EdgePoint> exponent(SymbolicFunction function, int sign) {
        VariableProjection.Map map = EdgeStarts.map(function, false, sign);
        List<EdgePoint> list = new ArrayList<>();
        for (double exponent : EdgeStarts.EXPONENTS) {
            double[] theta = {0, 0, exponent};
            list.add(new EdgePoint(map, theta, samples.fromOrigin.cost(map, theta)));
        }
        list = EdgePolish.improve(
                samples.fromOrigin,
                EdgePolish.shortlist(list, EdgePolish.FINALISTS),
                ONLY_EXPONENT,
                EdgePolish.FULL_POLISH);
        return EdgePolish.shortlist(list, 1).stream().findFirst();
    }

    private Optional<EdgeFit> scale(SymbolicFunction function, EdgePoint general) {
        double[] theta = {general.theta()[VariableProjection.SCALE], 0, 0};
        VariableProjection.Map map =
                EdgeStarts.map(function, false, (int) general.map().sigma());
        double cost = samples.fromOrigin.polish(map, theta, ONLY_SCALE, EdgePolish.FULL_POLISH / 3);
        double a = map.sigma() * Math.exp(theta[VariableProjection.SCALE]) / samples.half;
        return cost < Double.POSITIVE_INFINITY
                ? solution.with(function, function.function(), a, 0, 1)
                : Optional.empty();
    }
}
