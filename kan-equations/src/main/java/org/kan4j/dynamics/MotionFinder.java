package org.kan4j.dynamics;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.kan4j.numeric.Parallel;

/** Finds the law of motion of time series. */
public final class MotionFinder {
    /** A form that is not more than this many nats worse than the likeliest, and shorter, is what the search starts from. */
    private static final double SLACK = 20;

    private MotionFinder() {}

    static Optional<Shooting.Fit> find(TimeSeries series, Law.Kind kind, Parallel parallel, BooleanSupplier stop) {
        SmoothedSeries smoothed = new SmoothedSeries(series, kind == Law.Kind.ACCELERATION ? 2 : 1);
        int inputs = smoothed.inputs();
        List<double[]> points = smoothed.points();
        long t0 = System.nanoTime();
        WeakForm weak = new WeakForm(smoothed);
        List<List<RateForm>> dictionaries = new ArrayList<>();
        for (int degree = 2; degree <= 3; degree++) {
            dictionaries.add(Dictionary.polynomial(inputs, degree, points));
        }
        dictionaries.add(Dictionary.functions(inputs, points));
        Candidates candidates = new Candidates(weak, inputs, dictionaries);
        List<List<RateForm>> forms = new ArrayList<>();
        List<RateForm> first = new ArrayList<>();
        for (int e = 0; e < smoothed.equations(); e++) {
            List<Candidates.Candidate> some = candidates.of(e);
            if (Boolean.getBoolean("motion.debug")) {
                some.forEach(c -> System.err.printf("  %.1f %.2e %s%n", c.length(), c.misfit(), org.kan4j.formula.Formula.of(c.rate().expression(),List.of("x","y","z","u","v","w").subList(0,inputs),"d").text()));
            }
            forms.add(some.stream().map(Candidates.Candidate::rate).toList());
            double best = some.get(0).length();
            first.add(some.stream()
                    .filter(c -> c.length() < best + SLACK)
                    .min(Comparator.comparingInt(c -> c.rate().constants().length))
                    .orElseThrow()
                    .rate());
        }
        if (Boolean.getBoolean("motion.debug")) System.err.println("weak " + (System.nanoTime()-t0)/1e9);
        return new LawSearch(smoothed, kind, parallel, stop).search(new Law(kind, inputs, first), forms);
    }
}
