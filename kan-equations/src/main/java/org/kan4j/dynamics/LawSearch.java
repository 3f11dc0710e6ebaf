package org.kan4j.dynamics;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.BooleanSupplier;
import org.kan4j.numeric.Parallel;

/**
 * Chooses the form of each equation by the description length of the whole law on trajectories: one equation after the other, all constants
 * refitted for each form that is tried, until no change helps.
 */
final class LawSearch {
    private static final int SHORT = 12;
    private static final int STEPS = 12;
    private static final int MOST_SWEEPS = 4;

    /** Forms whose description on short pieces is this much longer, in nats, are not tried on longer ones. */
    private static final double HOPELESS = 30;

    /** Pieces on which so much more is left than on shorter ones are too long for the law, or for the descent. */
    private static final double MUCH_WORSE = 10;

    /** A law follows runs if what is left of each state is less than this part of its spread. */
    private static final double FOLLOWS = 0.35;

    private final SmoothedSeries smoothed;
    private final Shooting shooting;
    private final Parallel parallel;
    private final BooleanSupplier stop;

    LawSearch(SmoothedSeries smoothed, Law.Kind kind, Parallel parallel, BooleanSupplier stop) {
        this.smoothed = smoothed;
        shooting = new Shooting(smoothed, kind);
        this.parallel = parallel;
        this.stop = stop;
    }

    /** Whether what is left of every state is small against its spread. */
    boolean follows(Shooting.Fit fit) {
        for (int e = 0; e < fit.ratios().length; e++) {
            double left = fit.ratios()[e] * smoothed.error(0, e, smoothed.series().trajectories().get(0).times()[0]);
            if (!(left < FOLLOWS * smoothed.spread(e)) && !smoothed.proportional(e)) {
                return false;
            }
        }
        return true;
    }

    /**
     * The best law.
     *
     * @param start a law to start from
     * @param candidates forms of each equation
     * @return nothing where no law can be run
     */
    Optional<Shooting.Fit> search(Law start, List<List<RateForm>> candidates) {
        Optional<Shooting.Fit> first = shooting.fit(start, shooting.pieces(SHORT), STEPS);
        Shooting.Fit best = first.map(this::lengthened).orElse(null);
        for (int sweep = 0; sweep < MOST_SWEEPS && !stop.getAsBoolean(); sweep++) {
            boolean changed = false;
            for (int e = 0; e < candidates.size() && !stop.getAsBoolean(); e++) {
                Law law = best == null ? start : best.law();
                Optional<Shooting.Fit> better = best(law, best, e, candidates.get(e));
                if (better.isPresent()) {
                    best = lengthened(better.get());
                    changed = true;
                }
            }
            if (!changed) {
                break;
            }
        }
        return Optional.ofNullable(best);
    }

    /** Whether only rounding is left. */
    static boolean explained(Shooting.Fit fit) {
        return fit.worst() < 1;
    }

    private Optional<Shooting.Fit> best(Law law, Shooting.Fit now, int equation, List<RateForm> forms) {
        List<Callable<Optional<Shooting.Fit>>> tasks = new ArrayList<>();
        double limit = HOPELESS
                + shooting.fit(law, shooting.pieces(SHORT), STEPS / 2)
                        .map(Shooting.Fit::length)
                        .orElse(Double.POSITIVE_INFINITY);
        RateForm known = law.rates().get(equation);
        boolean shorter = now != null && explained(now);
        for (RateForm form : forms) {
            if (!form.form().equals(known.form()) && !(shorter && form.form().size() >= known.form().size())) {
                Law other = law.with(equation, form);
                tasks.add(() -> stop.getAsBoolean() ? Optional.empty() : tried(other, now, limit));
            }
        }
        Optional<Shooting.Fit> best = Optional.empty();
        double length = now == null ? Double.POSITIVE_INFINITY : now.length();
        for (Optional<Shooting.Fit> fit : parallel.all(tasks)) {
            if (fit.isPresent() && fit.get().length() < length - 1e-6) {
                best = fit;
                length = fit.get().length();
            }
        }
        return best;
    }

    private Optional<Shooting.Fit> tried(Law law, Shooting.Fit now, double limit) {
        List<Shooting.Piece> pieces = now == null ? shooting.pieces(SHORT) : now.pieces();
        Optional<Shooting.Fit> brief = shooting.fit(law, shooting.pieces(SHORT), STEPS / 2);
        if (brief.isEmpty() || now == null || pieces.equals(brief.get().pieces())) {
            return brief;
        }
        if (brief.get().length() > limit) {
            return Optional.empty();
        }
        return shooting.fit(brief.get().law(), pieces, STEPS);
    }

    /** Fits on longer and longer pieces while the law follows them. */
    private Shooting.Fit lengthened(Shooting.Fit fit) {
        Shooting.Fit longest = fit;
        int whole = smoothed.series().trajectories().stream()
                .mapToInt(Trajectory::rows)
                .max()
                .orElse(0);
        int rows = SHORT;
        while (rows < whole && !stop.getAsBoolean()) {
            rows *= 3;
            List<Shooting.Piece> pieces = shooting.pieces(rows);
            if (pieces.size() >= longest.pieces().size()) {
                continue;
            }
            Optional<Shooting.Fit> longer = shooting.fit(longest.law(), pieces, 2 * STEPS);
            if (longer.isEmpty()
                    || !follows(longer.get())
                    || longer.get().worst() > MUCH_WORSE * Math.max(1, longest.worst())) {
                break;
            }
            longest = longer.get();
        }
        return shooting.fit(longest.law(), longest.pieces(), longest.starts(), 2 * STEPS).orElse(longest);
    }
}
