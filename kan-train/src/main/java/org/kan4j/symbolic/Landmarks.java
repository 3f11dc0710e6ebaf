package org.kan4j.symbolic;

import java.util.Arrays;

/** Where samples of a function change most: places from which centred functions start. */
final class Landmarks {
    private Landmarks() {}

    /**
     * The abscissae of the highest and the lowest sample, the steepest step, the sharpest bend, and the first and the last crossing of
     * half the height.
     *
     * @param t abscissae, [n], ascending, not modified
     * @param y ordinates, [n], not modified
     * @return at least one and at most six, without repetition
     */
    static double[] of(double[] t, double[] y) {
        int n = t.length;
        int top = 0;
        int bottom = 0;
        int step = 0;
        int bend = 1;
        double steepest = -1;
        double sharpest = -1;
        for (int i = 0; i < n; i++) {
            top = y[i] > y[top] ? i : top;
            bottom = y[i] < y[bottom] ? i : bottom;
            if (i + 1 < n && Math.abs(y[i + 1] - y[i]) > steepest) {
                steepest = Math.abs(y[i + 1] - y[i]);
                step = i;
            }
            if (i > 0 && i + 1 < n && t[i] > t[i - 1] && t[i + 1] > t[i]) {
                double change = Math.abs((y[i + 1] - y[i]) / (t[i + 1] - t[i]) - (y[i] - y[i - 1]) / (t[i] - t[i - 1]));
                if (change > sharpest) {
                    sharpest = change;
                    bend = i;
                }
            }
        }
        double level = y[top] / 2 + y[bottom] / 2;
        double firstCrossing = t[step];
        double lastCrossing = t[step];
        boolean found = false;
        for (int i = 0; i + 1 < n; i++) {
            if ((y[i] < level) != (y[i + 1] < level)) {
                lastCrossing = (t[i] + t[i + 1]) / 2;
                firstCrossing = found ? firstCrossing : lastCrossing;
                found = true;
            }
        }
        return Arrays.stream(new double[] {
                    (t[step] + t[step + 1]) / 2, t[top], t[bottom], t[bend], firstCrossing, lastCrossing
                })
                .distinct()
                .toArray();
    }
}
