package org.kan4j.symbolic;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** From screened starts to the best constants inside f: a short polish on few samples thins them out, a long one on all decides. */
final class EdgePolish {
    /** Starts polished on the screening samples, and so the most waves that are worth finding. */
    static final int SHORTLIST = 6;

    /** Points polished on all samples. */
    static final int FINALISTS = 2;

    /** Steps on the screening samples: enough to see which starts come together. */
    private static final int SHORT_POLISH = 6;

    /** Relative difference of parameters below which two points are on the way to the same minimum. */
    private static final double TOGETHER = 0.02;

    /** Steps on all samples; most polishes end before, by a residual of rounding errors or three slow steps. */
    static final int FULL_POLISH = 45;

    private final EdgeSamples samples;

    EdgePolish(EdgeSamples samples) {
        this.samples = samples;
    }

    /**
     * The best point reached from the starts.
     *
     * @param starts with their costs on the screening samples
     * @param free indices of the parameters that may change
     * @return with its cost on all samples; empty where no start keeps all samples in the domain
     */
    Optional<EdgePoint> best(List<EdgePoint> starts, int[] free) {
        List<EdgePoint> list = shortlist(starts, SHORTLIST);
        if (samples.some != samples.all) {
            list = different(shortlist(improve(samples.some, list, free, SHORT_POLISH), SHORTLIST));
        }
        return shortlist(improve(samples.all, list, free, FULL_POLISH), 1).stream()
                .findFirst();
    }

    /** The finalists: the best, leaving out those that have come together with a better one. */
    private static List<EdgePoint> different(List<EdgePoint> sorted) {
        List<EdgePoint> kept = new ArrayList<>();
        for (EdgePoint point : sorted) {
            if (kept.size() < FINALISTS && kept.stream().noneMatch(p -> near(p, point))) {
                kept.add(point);
            }
        }
        return kept;
    }

    /** Whether two points are on the way to one minimum. */
    private static boolean near(EdgePoint p, EdgePoint q) {
        for (int j = 0; j < p.theta().length; j++) {
            if (!(Math.abs(p.theta()[j] - q.theta()[j]) <= TOGETHER * (1 + Math.abs(p.theta()[j])))) {
                return false;
            }
        }
        return p.map().sigma() == q.map().sigma();
    }

    /**
     * The points after some steps of Levenberg-Marquardt, in their order.
     *
     * @param free indices of the parameters that may change
     * @param iterations largest number of steps
     */
    static List<EdgePoint> improve(VariableProjection projection, List<EdgePoint> points, int[] free, int iterations) {
        List<EdgePoint> improved = new ArrayList<>();
        for (EdgePoint point : points) {
            double[] theta = point.theta().clone();
            double cost = projection.polish(point.map(), theta, free, iterations);
            improved.add(new EdgePoint(point.map(), theta, cost));
        }
        return improved;
    }

    /** The points of least cost, the best first; those outside the domain are left out. */
    static List<EdgePoint> shortlist(List<EdgePoint> points, int count) {
        return points.stream()
                .filter(p -> p.cost() < Double.POSITIVE_INFINITY)
                .sorted(Comparator.comparingDouble(EdgePoint::cost))
                .limit(count)
                .toList();
    }
}
