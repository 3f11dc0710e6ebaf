package org.kan4j.symbolic;

import java.util.ArrayList;
import java.util.List;
import org.kan4j.symbolic.Periodogram.Wave;
import org.kan4j.symbolic.SymbolicFunction.Form;

/**
 * Starts for the constants inside f: about a hundred for each function, screened on a few of the samples, in units of the samples' own
 * range. The lists of numbers were chosen by hand, in roughly equal ratios; that they suffice is what EdgeFitterTest shows, on edges
 * whose features lie in the range or near it.
 */
final class EdgeStarts {
    /** Distances from the end of a half line, in half ranges. */
    private static final double[] DISTANCES = {
        1e-6, 3e-6, 1e-5, 3e-5, 1e-4, 3e-4, 1e-3, 2.5e-3, 6e-3, 0.015, 0.03, 0.06, 0.1, 0.2, 0.35, 0.6, 1, 1.7, 3, 6,
        12, 30, 100, 300, 1000
    };

    private static final double[] COARSE_DISTANCES = {1e-4, 1e-3, 0.01, 0.03, 0.1, 0.3, 1, 3, 10};
    private static final double[] POWER_DISTANCES = {1e-5, 1e-3, 0.01, 0.05, 0.15, 0.4, 1, 3, 10};

    /** Exponents p of u^p, without those that have a function of their own. */
    static final double[] EXPONENTS = {-6, -4, -3, -2, -1.5, -1, -0.7, -0.4, -0.2, 0.2, 0.4, 0.7, 1.3, 1.7, 2.3, 3, 4, 6
    };

    /** Factors of exponentials, per half range. */
    private static final double[] RATES = {0.05, 0.15, 0.3, 0.6, 1, 1.7, 3, 6, 12, 25, 60, 150, 400, 1500, 6000};

    /** Factors of centred functions, per half range. */
    private static final double[] WIDTHS = {0.1, 0.3, 0.7, 1.5, 3, 6, 12, 30, 80, 250};

    private static final double[] COARSE_WIDTHS = {0.05, 0.1, 0.25, 0.5, 1, 2, 4, 8, 16};

    /** The largest factor at which a grid of centres still meets the feature; beyond, only centres in the data. */
    private static final double SHARP = 20;

    /** Centres in standard units, inside the range and outside of it. */
    private static final double[] CENTRES = {-1, -0.75, -0.5, -0.25, 0, 0.25, 0.5, 0.75, 1};

    private static final double[] OUTER_CENTRES = {-30, -10, -5, -3, -2, -1.5, -1.2, 1.2, 1.5, 2, 3, 5, 10, 30};

    /** Images of the range's nearer end, for features outside the range. */
    private static final double[] TAILS = {0.5, 1, 2, 4, 8};

    /** Images of the range's ends in a bounded domain, as shares of its width. */
    private static final double[] FRACTIONS = {
        0.0005, 0.005, 0.03, 0.1, 0.25, 0.4, 0.5, 0.6, 0.75, 0.9, 0.97, 0.995, 0.9995
    };

    private final EdgeSamples samples;
    private final double[] landmarks;
    private final List<Wave> waves;

    /** The best screened start of each group; groups keep the shortlist diverse. */
    private final List<EdgePoint> starts = new ArrayList<>();

    EdgeStarts(EdgeSamples samples, int mostWaves) {
        this.samples = samples;
        landmarks = Landmarks.of(samples.t, samples.y);
        waves = Periodogram.strongest(samples.t, samples.y, samples.mean, mostWaves);
    }

    /**
     * Starts for one function, one or more for each place where it may begin.
     *
     * @return with their costs on {@link EdgeSamples#some}; none where nothing inside f is free
     */
    List<EdgePoint> of(SymbolicFunction function) {
        starts.clear();
        boolean line = function.lower() == Double.NEGATIVE_INFINITY;
        boolean interval = function.upper() < Double.POSITIVE_INFINITY;
        switch (function.form()) {
            case PLAIN -> {}
            case SCALE -> screenRates(function);
            case POWER -> screenPowers(function);
            case SHIFT -> {
                if (line) {
                    screenShifts(function);
                } else {
                    screenEdgeShifts(function);
                }
            }
            case PERIODIC -> screenWaves(function);
            case AFFINE -> {
                if (interval) {
                    screenImages(function);
                } else if (line) {
                    screenFeatures(function);
                } else {
                    screenEdges(function);
                }
            }
        }
        return List.copyOf(starts);
    }

    private void screenRates(SymbolicFunction function) {
        for (int sign = -1; sign <= 1; sign += 2) {
            for (double rate : RATES) {
                // u ends at 0, so that a growing exponential cannot overflow
                tryStart(map(function, false, sign), Math.log(rate), sign, 0, starts.size());
            }
        }
    }

    private void screenPowers(SymbolicFunction function) {
        for (int sign = -1; sign <= 1; sign += 2) {
            VariableProjection.Map map = map(function, true, sign);
            for (double exponent : EXPONENTS) {
                int group = starts.size();
                for (double distance : POWER_DISTANCES) {
                    tryStart(map, 0, Math.log(distance), exponent, group);
                }
            }
        }
    }

    private void screenShifts(SymbolicFunction function) {
        VariableProjection.Map map = map(function, false, 1);
        for (double[] list : List.of(landmarks, CENTRES, OUTER_CENTRES)) { // on ties the data's own centres win
            for (double centre : list) {
                tryStart(map, 0, centre, 0, starts.size());
            }
        }
    }

    private void screenEdgeShifts(SymbolicFunction function) {
        for (int sign = -1; sign <= 1; sign += 2) {
            VariableProjection.Map map = map(function, true, sign);
            for (double distance : DISTANCES) {
                tryStart(map, 0, Math.log(distance), 0, starts.size());
            }
        }
    }

    private void screenWaves(SymbolicFunction function) {
        for (Wave wave : waves) {
            int group = starts.size();
            for (int quarter = 0; quarter < 4; quarter++) { // a user's function need not start like a sine
                double shift = quarter * Math.PI / 2 / wave.frequency();
                tryStart(map(function, false, 1), Math.log(wave.frequency()), wave.zero() + shift, 0, group);
            }
        }
    }

    private void screenImages(SymbolicFunction function) {
        double lower = function.lower();
        double width = function.upper() - lower;
        for (int sign = function.symmetric() ? 1 : -1; sign <= 1; sign += 2) {
            VariableProjection.Map map = map(function, false, sign);
            for (int i = 0; i < FRACTIONS.length; i++) {
                int group = starts.size();
                for (int j = i + 1; j < FRACTIONS.length; j++) {
                    double u0 = lower + width * FRACTIONS[i];
                    double u1 = lower + width * FRACTIONS[j];
                    tryStart(map, Math.log((u1 - u0) / 2), -sign * (u0 + u1) / (u1 - u0), 0, group);
                }
            }
        }
    }

    private void screenEdges(SymbolicFunction function) {
        for (int sign = -1; sign <= 1; sign += 2) {
            VariableProjection.Map map = map(function, true, sign);
            for (double factor : COARSE_WIDTHS) {
                int group = starts.size();
                for (double distance : COARSE_DISTANCES) {
                    tryStart(map, Math.log(factor), Math.log(distance), 0, group);
                }
            }
        }
    }

    private void screenFeatures(SymbolicFunction function) {
        for (int sign = function.symmetric() ? 1 : -1; sign <= 1; sign += 2) {
            VariableProjection.Map map = map(function, false, sign);
            for (double factor : WIDTHS) {
                int group = starts.size();
                double scale = Math.log(factor);
                for (double centre : landmarks) {
                    tryStart(map, scale, centre, 0, group);
                }
                if (factor > SHARP) {
                    continue;
                }
                for (double centre : CENTRES) {
                    tryStart(map, scale, centre, 0, group);
                }
                for (double tail : TAILS) {
                    tryStart(map, scale, 1 + tail / factor, 0, group);
                    tryStart(map, scale, -1 - tail / factor, 0, group);
                }
            }
        }
    }

    static VariableProjection.Map map(SymbolicFunction function, boolean edge, int sign) {
        return new VariableProjection.Map(
                function.function(), function.form() == Form.POWER, edge, sign, function.lower(), function.upper());
    }

    /** Screens a start; of those of one group, the best is kept. A group is the index of its first member. */
    private void tryStart(VariableProjection.Map map, double scale, double place, double exponent, int group) {
        double[] theta = {scale, place, exponent};
        EdgePoint point = new EdgePoint(map, theta, samples.some.cost(map, theta));
        if (group == starts.size()) {
            starts.add(point);
        } else if (point.cost() < starts.get(group).cost()) {
            starts.set(group, point);
        }
    }
}
