package org.kan4j.dynamics;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.kan4j.numeric.Parallel;

/**
 * Finds the law of motion of time series: sparse regression on the weak form proposes forms of each equation, runs of the whole law choose
 * among them, and where what is left is no noise, the finders of formulas propose others from rates of splines.
 */
public final class MotionFinder {
    /** A form that is not more than this many nats worse than the likeliest, and shorter, is what the search starts from. */
    private static final double SLACK = 20;

    /** Where this many times the noise is left, other forms are asked for. */
    private static final double MISFIT = 3;

    /** Seconds that must be left to ask the finders, the part of them and the most that is theirs, and rows that they need. */
    private static final double FINDERS_NEED = 5;

    private static final double FINDERS_PART = 0.5;
    private static final double FINDERS_MOST = 5;
    private static final int FINDERS_ROWS = 40;
    private static final int DEGREE = 3;

    /** The part of the time limit after which no more is tried, so that what is said of the law has time too. */
    private static final double SEARCH_PART = 0.85;

    /** A law whose description is longer by so many nats may take the place of one that does not tell the end of the runs. */
    private static final double HARDLY = 8;

    private static final int MOST_JUDGED = 5;

    private final MotionOptions options;
    private final StateEstimate states;
    private final Parallel parallel;
    private final long begin;
    private final long end;
    private final BooleanSupplier stop;

    private MotionFinder(TimeSeries series, MotionOptions options, Parallel parallel, long start) {
        this.options = options;
        this.parallel = parallel;
        states = options.kind() == LawKind.MAP
                ? new MeasuredSeries(series)
                : new SmoothedSeries(series, options.kind() == LawKind.ACCELERATION ? 2 : 1);
        begin = start;
        end = start + (long) (1e9 * SEARCH_PART * options.timeLimit());
        stop = () -> System.nanoTime() > end || options.interrupted().getAsBoolean();
    }

    /**
     * Finds a law.
     *
     * @param series runs of one system
     * @param options what is sought, and within which limits
     * @return the law, and what the runs say of it
     */
    public static MotionResult find(TimeSeries series, MotionOptions options) {
        long start = System.nanoTime();
        try (Parallel parallel = new Parallel(options.threads())) {
            return new MotionFinder(series, options, parallel, start).result(start);
        }
    }

    /** The fitted law alone. */
    static Optional<Shooting.Fit> fit(TimeSeries series, MotionOptions options, Parallel parallel) {
        MotionFinder finder = new MotionFinder(series, options, parallel, System.nanoTime());
        return finder.law(finder.search());
    }

    private LawSearch search() {
        return new LawSearch(states, options.kind(), parallel, stop, this::stage);
    }

    private void stage(String name, Optional<Shooting.Fit> best) {
        double used = 1 - SEARCH_PART * (end - System.nanoTime()) / (end - begin);
        options.listener()
                .progress(
                        name,
                        Math.max(0, Math.min(1, used)),
                        best.map(fit -> MotionResult.formulas(states, fit)).orElse(""));
    }

    private MotionResult result(long start) {
        LawSearch search = search();
        Shooting shooting = new Shooting(states, options.kind(), options.interrupted());
        Optional<Shooting.Fit> found = law(search).map(fit -> judged(fit, search, shooting));
        stage("what the law tells", found);
        Optional<Forecast> forecast = found.flatMap(fit -> Forecast.of(fit, shooting, states));
        List<ConservedQuantity> conserved = options.conserved() && found.isPresent()
                ? ConservedQuantity.of(found.get().roundedLaw(), states)
                : List.of();
        List<Rivals> rivals =
                found.map(fit -> Rivals.of(fit, search.alternatives(), states)).orElse(List.of());
        return MotionResult.of(states, options, found, forecast, rivals, conserved, (System.nanoTime() - start) / 1e9);
    }

    /** A law, or one hardly longer that tells the end of the runs where that does not. */
    private Shooting.Fit judged(Shooting.Fit fit, LawSearch search, Shooting shooting) {
        if (stop.getAsBoolean()
                || Forecast.of(fit, shooting, states).filter(Forecast::tells).isPresent()) {
            return fit;
        }
        return search.alternatives().stream()
                .flatMap(List::stream)
                .filter(other -> other.pieces().equals(fit.pieces()) && other.length() < fit.length() + HARDLY)
                .sorted(Comparator.comparingDouble(Shooting.Fit::length))
                .limit(MOST_JUDGED)
                .filter(other -> Forecast.of(other, shooting, states)
                        .filter(Forecast::tells)
                        .isPresent())
                .findFirst()
                .orElse(fit);
    }

    /** The law of shortest description. */
    Optional<Shooting.Fit> law(LawSearch search) {
        int inputs = states.inputs();
        List<double[]> points = states.points();
        Candidates.Equations equations =
                states instanceof SmoothedSeries smoothed ? new WeakForm(smoothed) : (MeasuredSeries) states;
        Candidates candidates = new Candidates(
                equations,
                inputs,
                List.of(
                        Dictionary.polynomial(inputs, DEGREE - 1, points),
                        Dictionary.polynomial(inputs, DEGREE, points),
                        Dictionary.functions(inputs, points)));
        stage("terms", Optional.empty());
        List<List<RateForm>> forms = new ArrayList<>();
        List<RateForm> first = new ArrayList<>();
        for (int e = 0; e < states.equations(); e++) {
            List<Candidates.Candidate> some = candidates.of(e);
            forms.add(some.stream().map(Candidates.Candidate::rate).toList());
            double best = some.get(0).length();
            first.add(some.stream()
                    .filter(c -> c.length() < best + SLACK)
                    .min(Comparator.comparingInt(c -> c.rate().constants().length))
                    .orElseThrow()
                    .rate());
        }
        Optional<Shooting.Fit> found = search.search(new Law(options.kind(), inputs, first), forms);
        return states instanceof SmoothedSeries smoothed ? refound(search, smoothed, found, first) : found;
    }

    /** Asks the finders of formulas for equations that leave more than noise. */
    private Optional<Shooting.Fit> refound(
            LawSearch search, SmoothedSeries smoothed, Optional<Shooting.Fit> found, List<RateForm> first) {
        Law law = found.map(Shooting.Fit::law).orElse(new Law(options.kind(), states.inputs(), first));
        List<List<RateForm>> others = new ArrayList<>();
        List<Integer> poor = new ArrayList<>();
        for (int e = 0; e < states.equations(); e++) {
            others.add(new ArrayList<>());
            if (found.isEmpty() || found.get().ratios()[e] > MISFIT) {
                poor.add(e);
            }
        }
        for (int k = 0; k < poor.size(); k++) {
            double left = (end - System.nanoTime()) / 1e9;
            if (left > FINDERS_NEED && states.series().rows() >= FINDERS_ROWS && !stop.getAsBoolean()) {
                stage("finders for " + states.series().states().get(poor.get(k)), found);
                double share = Math.min(FINDERS_MOST, FINDERS_PART * left / (poor.size() - k));
                others.get(poor.get(k)).addAll(RateFinders.of(smoothed, poor.get(k), share, options));
            }
        }
        return others.stream().allMatch(List::isEmpty) ? found : search.improve(law, found, others);
    }
}
