package org.kan4j.dynamics;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.kan4j.formula.Expression;

/**
 * Forms that the rows cannot tell from the one that was found, and where a new run would.
 *
 * @param equation number of the equation
 * @param rate the other formula
 * @param nats by how much its description is longer
 * @param start [states] values from which a run tells the two apart
 */
record Rivals(int equation, Expression rate, double nats, double[] start) {
    /** Odds of about 20 to 1, as description lengths say them. */
    private static final double TOLD = 3;

    private static final int MOST = 2;
    private static final int PLACES = 400;

    /** How far beyond the data a start may be, in units of their range. */
    private static final double BEYOND = 0.5;

    static List<Rivals> of(Shooting.Fit fit, List<List<Shooting.Fit>> alternatives, StateEstimate states) {
        List<Rivals> rivals = new ArrayList<>();
        for (int e = 0; e < alternatives.size(); e++) {
            int equation = e;
            Set<Expression> seen = new HashSet<>();
            alternatives.get(e).stream()
                    .filter(other -> other.pieces().equals(fit.pieces()))
                    .filter(other -> other.length() - fit.length() < TOLD)
                    .filter(other -> differs(fit.law(), other.law(), equation))
                    .sorted(Comparator.comparingDouble(Shooting.Fit::length))
                    .filter(other -> seen.add(other.law().rates().get(equation).form()))
                    .limit(MOST)
                    .forEach(other -> rivals.add(of(fit, other, equation, states)));
        }
        return rivals;
    }

    /** Whether two laws differ in the form of this equation alone. */
    private static boolean differs(Law law, Law other, int equation) {
        for (int e = 0; e < law.equations(); e++) {
            boolean same = law.rates().get(e).form().equals(other.rates().get(e).form());
            if (same == (e == equation)) {
                return false;
            }
        }
        return true;
    }

    private static Rivals of(Shooting.Fit fit, Shooting.Fit other, int equation, StateEstimate states) {
        Expression ours = fit.rounded(equation).expression();
        Expression theirs = other.rounded(equation).expression();
        List<double[]> points = states.points();
        double[] low = points.get(0).clone();
        double[] high = low.clone();
        for (double[] point : points) {
            for (int i = 0; i < low.length; i++) {
                low[i] = Math.min(low[i], point[i]);
                high[i] = Math.max(high[i], point[i]);
            }
        }
        SplittableRandom random = new SplittableRandom(equation);
        double[] best = low;
        double most = -1;
        for (int k = 0; k < PLACES; k++) {
            double[] place = new double[low.length];
            for (int i = 0; i < low.length; i++) {
                double range = high[i] - low[i];
                double least = low[i] >= 0 ? Math.max(0, low[i] - BEYOND * range) : low[i] - BEYOND * range;
                place[i] = least + random.nextDouble() * (high[i] + BEYOND * range - least);
            }
            double gap = Math.abs(ours.evaluate(place) - theirs.evaluate(place));
            if (gap > most && Double.isFinite(gap)) {
                most = gap;
                best = place;
            }
        }
        return new Rivals(equation, theirs, other.length() - fit.length(), best);
    }
}
