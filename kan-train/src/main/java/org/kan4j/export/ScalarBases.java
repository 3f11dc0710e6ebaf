package org.kan4j.export;

import java.util.Map;

/**
 * The families of bases in what C and Java share, {@link ScalarSyntax} makes either of it: {@code $} begins the names of functions, {@code IN}
 * and {@code OUT} are arrays that are read and written. Each function fills b with the values at x of all functions of the basis.
 */
final class ScalarBases {
    /** Modes of extrapolation are 0 to fall to zero, 1 to stay, 2 to go on linearly. */
    static final Map<String, String> DEFINITIONS = Map.of(
            "b-spline",
            """
            double $knot(IN t, int g, int i) {
                return i < 0 ? t[0] + i * (t[1] - t[0]) : i > g ? t[g] + (i - g) * (t[g] - t[g - 1]) : t[i];
            }

            void $de_boor(double x, IN t, int g, int interval, int order, OUT v) {
                v[0] = 1;
                for (int d = 1; d <= order; d++) {
                    double saved = 0;
                    for (int r = 0; r < d; r++) {
                        double right = $knot(t, g, interval + r + 1);
                        double left = $knot(t, g, interval + r + 1 - d);
                        double share = v[r] / (right - left);
                        v[r] = saved + (right - x) * share;
                        saved = (x - left) * share;
                    }
                    v[d] = saved;
                }
            }

            void $b_spline(double x, IN t, int g, int order, int mode, OUT b) {
                LOCAL v[6];
                LOCAL w[6];
                double at = mode == 0 ? x : x < t[0] ? t[0] : x > t[g] ? t[g] : x;
                int interval = g - 1;
                for (int m = 0; m < g + order; m++) {
                    b[m] = 0;
                }
                if (at < $knot(t, g, -order) || at > $knot(t, g, g + order)) {
                    return;
                }
                while (interval > -order && at < $knot(t, g, interval)) {
                    interval--;
                }
                while (at > t[g] && interval < g + order - 1 && at >= $knot(t, g, interval + 1)) {
                    interval++;
                }
                $de_boor(at, t, g, interval, order, v);
                if (mode == 2) {
                    double before = 0;
                    $de_boor(at, t, g, interval, order - 1, w);
                    for (int j = 0; j <= order; j++) {
                        double after = j < order
                            ? order * w[j] / ($knot(t, g, interval + j + 1) - $knot(t, g, interval + j + 1 - order)) : 0;
                        v[j] += (x - at) * (before - after);
                        before = after;
                    }
                }
                for (int j = 0; j <= order; j++) {
                    if (interval + j >= 0 && interval + j < g + order) {
                        b[interval + j] = v[j];
                    }
                }
            }
            """,
            "hats",
            """
            void $hats(double x, IN t, int g, OUT b) {
                int interval = g - 1;
                double share;
                for (int m = 0; m <= g; m++) {
                    b[m] = 0;
                }
                while (interval > 0 && x < t[interval]) {
                    interval--;
                }
                share = (x - t[interval]) / (t[interval + 1] - t[interval]);
                share = share < 0 ? 0 : share > 1 ? 1 : share;
                b[interval] = 1 - share;
                b[interval + 1] = share;
            }
            """,
            "gaussian-rbf",
            """
            void $gaussian_rbf(double x, IN centres, IN widths, int size, OUT b) {
                for (int m = 0; m < size; m++) {
                    double u = (x - centres[m]) / widths[m];
                    b[m] = exp(-u * u);
                }
            }
            """,
            "mexican-hat",
            """
            void $mexican_hat(double x, IN centres, IN widths, int size, OUT b) {
                for (int m = 0; m < size; m++) {
                    double u = (x - centres[m]) / widths[m];
                    u = u < -60 ? -60 : u > 60 ? 60 : u;
                    b[m] = (1 - u * u) * exp(-u * u / 2);
                }
            }
            """,
            "chebyshev",
            """
            void $chebyshev(double x, double lo, double hi, int degree, int mode, OUT b) {
                double all = (x - lo) * (2 / (hi - lo)) - 1;
                double t = all < -1 ? -1 : all > 1 ? 1 : all;
                double value = 1;
                double slope = 0;
                double valueBefore = t;
                double slopeBefore = 1;
                for (int n = 0; n <= degree; n++) {
                    double valueNext = 2 * t * value - valueBefore;
                    double slopeNext = 2 * value + 2 * t * slope - slopeBefore;
                    b[n] = mode == 2 ? value + (all - t) * slope : value;
                    valueBefore = value;
                    slopeBefore = slope;
                    value = valueNext;
                    slope = slopeNext;
                }
            }
            """,
            "legendre",
            """
            void $legendre(double x, double lo, double hi, int degree, int mode, OUT b) {
                double all = (x - lo) * (2 / (hi - lo)) - 1;
                double t = all < -1 ? -1 : all > 1 ? 1 : all;
                double value = 1;
                double slope = 0;
                double valueBefore = 0;
                double slopeBefore = 0;
                for (int n = 0; n <= degree; n++) {
                    double valueNext = ((2 * n + 1) * t * value - n * valueBefore) / (n + 1);
                    double slopeNext = ((2 * n + 1) * (t * slope + value) - n * slopeBefore) / (n + 1);
                    b[n] = mode == 2 ? value + (all - t) * slope : value;
                    valueBefore = value;
                    slopeBefore = slope;
                    value = valueNext;
                    slope = slopeNext;
                }
            }
            """,
            "fourier",
            """
            void $fourier(double x, double lo, double hi, int harmonics, OUT b) {
                double turns = (x - lo) * (1 / (hi - lo));
                double angle = 2 * 3.141592653589793 * (turns - rint(turns));
                b[0] = 1;
                for (int k = 1; k <= harmonics; k++) {
                    b[2 * k - 1] = cos(k * angle);
                    b[2 * k] = sin(k * angle);
                }
            }
            """,
            "sines",
            """
            void $sines(double x, double lo, double hi, int frequencies, OUT b) {
                double turns = (x - lo) / (hi - lo) / 2;
                double angle = 2 * 3.141592653589793 * (turns - rint(turns));
                for (int k = 0; k <= frequencies; k++) {
                    b[k] = sin(k * angle + 3.141592653589793 / 2);
                }
            }
            """);

    private ScalarBases() {}
}
