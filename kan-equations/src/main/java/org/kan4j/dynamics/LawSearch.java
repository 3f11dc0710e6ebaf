package org.kan4j.dynamics;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.kan4j.numeric.Parallel;

/**
 * Chooses the form of each equation by the description length of the whole law on trajectories: one equation after the other, all constants
 * refitted for each form that is tried, until no change helps.
 */
final class LawSearch {
    private static final int SHORT = 12;
    private static final int SHORT_MAP = 4;
    private static final int STEPS = 12;
    private static final int MOST_SWEEPS = 4;

    /** Short pieces on which forms are first tried, and forms that are then tried on all rows. */
    private static final int MOST_SHORT = 30;

    private static final int MOST_WHOLE = 4;

    /** Forms whose description on short pieces is this much longer, in nats, are not tried on longer ones. */
    private static final double HOPELESS = 30;

    /** Pieces on which so much more is left than on shorter ones are too long for the law, or for the descent. */
    private static final double MUCH_WORSE = 10;

    /** What is left of values below this part of their spread is rounding. */
    private static final double ROUNDING = 1e-7;

    /** A law follows runs if it explains this part of the variance of each state. */
    private static final double FOLLOWS = 0.85;

    private final StateEstimate states;
    private final Shooting shooting;
    private final Parallel parallel;
    private final BooleanSupplier stop;
    private final Listener listener;
    private final List<List<Shooting.Fit>> alternatives = new ArrayList<>();
    private final int shortest;
    private final List<Shooting.Piece> sample;

    /** Hears what is tried. */
    @FunctionalInterface
    interface Listener {
        void stage(String name, Optional<Shooting.Fit> best);
    }

    LawSearch(StateEstimate states, LawKind kind, Parallel parallel, BooleanSupplier stop, Listener listener) {
        this.states = states;
        shooting = new Shooting(states, kind, stop);
        this.parallel = parallel;
        this.stop = stop;
        this.listener = listener;
        shortest = kind == LawKind.MAP ? SHORT_MAP : SHORT;
        sample = sample();
        for (int e = 0; e < states.equations(); e++) {
            alternatives.add(new ArrayList<>());
        }
    }

    /** Whether what is left of every state is small against its spread. */
    boolean follows(Shooting.Fit fit) {
        for (int e = 0; e < fit.ratios().length; e++) {
            if (!(fit.explained(states, e) > FOLLOWS)) {
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
        Optional<Shooting.Fit> first = shooting.fit(start, sample, STEPS);
        return improve(start, first.map(this::lengthened), candidates);
    }

    /**
     * The best law, from one that is fitted.
     *
     * @param start a law to start from where none is fitted
     * @param fitted a law
     * @param candidates forms of each equation
     * @return nothing where no law can be run
     */
    Optional<Shooting.Fit> improve(Law start, Optional<Shooting.Fit> fitted, List<List<RateForm>> candidates) {
        Shooting.@Nullable Fit best = fitted.orElse(null);
        for (int sweep = 0; sweep < MOST_SWEEPS && !stop.getAsBoolean(); sweep++) {
            boolean changed = false;
            for (int e = 0; e < candidates.size() && !stop.getAsBoolean(); e++) {
                listener.stage("forms of " + states.series().states().get(e), Optional.ofNullable(best));
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
        return Optional.ofNullable(best)
                .map(fit -> shooting.fit(fit.law(), fit.pieces(), fit.starts(), 2 * STEPS)
                        .orElse(fit));
    }

    /** Whether only rounding is left. */
    private boolean exact(Shooting.Fit fit) {
        for (int e = 0; e < fit.ratios().length; e++) {
            if (!(fit.explained(states, e) > 1 - ROUNDING * ROUNDING)) {
                return false;
            }
        }
        return true;
    }

    /** What was tried in place of the form of each equation. */
    List<List<Shooting.Fit>> alternatives() {
        return alternatives;
    }

    private Optional<Shooting.Fit> best(Law law, Shooting.@Nullable Fit now, int equation, List<RateForm> forms) {
        RateForm known = law.rates().get(equation);
        boolean shorter = now != null && exact(now);
        List<Callable<Optional<Shooting.Fit>>> brief = new ArrayList<>();
        brief.add(() -> shooting.fit(law, sample, STEPS / 2));
        for (RateForm form : forms) {
            if (!form.form().equals(known.form())
                    && !(shorter && form.form().size() > known.form().size())) {
                Law other = law.with(equation, form);
                brief.add(() -> stop.getAsBoolean() ? Optional.empty() : shooting.fit(other, sample, STEPS / 2));
            }
        }
        List<Optional<Shooting.Fit>> tried = parallel.all(brief);
        double limit = HOPELESS + tried.get(0).map(Shooting.Fit::length).orElse(Double.POSITIVE_INFINITY);
        List<Callable<Optional<Shooting.Fit>>> whole = tried.subList(1, tried.size()).stream()
                .flatMap(Optional::stream)
                .filter(fit -> fit.length() < limit)
                .sorted(Comparator.comparingDouble(Shooting.Fit::length))
                .limit(MOST_WHOLE)
                .<Callable<Optional<Shooting.Fit>>>map(fit -> () -> stop.getAsBoolean()
                        ? Optional.empty()
                        : shooting.fit(fit.law(), now == null ? shooting.pieces(shortest) : now.pieces(), STEPS))
                .toList();
        Optional<Shooting.Fit> best = Optional.empty();
        double length = now == null ? Double.POSITIVE_INFINITY : now.length();
        for (Optional<Shooting.Fit> fit : parallel.all(whole)) {
            fit.ifPresent(alternatives.get(equation)::add);
            if (fit.isPresent() && fit.get().length() < length - 1e-6) {
                best = fit;
                length = fit.get().length();
            }
        }
        return best;
    }

    /** Short pieces, not more than some, from all over the runs. */
    private List<Shooting.Piece> sample() {
        List<Shooting.Piece> all = shooting.pieces(shortest);
        int step = (all.size() + MOST_SHORT - 1) / MOST_SHORT;
        return IntStream.range(0, all.size())
                .filter(k -> k % step == 0)
                .mapToObj(all::get)
                .toList();
    }

    /** Fits on longer and longer pieces while the law follows them. */
    private Shooting.Fit lengthened(Shooting.Fit fit) {
        Shooting.Fit longest = fit.pieces().equals(sample)
                ? shooting.fit(fit.law(), shooting.pieces(shortest), STEPS).orElse(fit)
                : fit;
        int whole = states.series().trajectories().stream()
                .mapToInt(Trajectory::rows)
                .max()
                .orElse(0);
        int rows = longest.pieces().stream()
                .mapToInt(piece -> piece.to() - piece.from())
                .max()
                .orElse(whole);
        while (rows < whole && !stop.getAsBoolean()) {
            rows *= 3;
            Optional<Shooting.Fit> longer = shooting.fit(longest.law(), shooting.pieces(rows), 2 * STEPS);
            if (longer.isEmpty()
                    || !follows(longer.get())
                    || longer.get().worst() > MUCH_WORSE * Math.max(1, longest.worst())) {
                break;
            }
            longest = longer.get();
        }
        return longest;
    }
}
