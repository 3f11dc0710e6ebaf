"""The families of basis functions: for points x [rows] the values of all functions, [rows, size].

`grid` holds the breakpoints, `settings` what else a model file says of the basis.
"""

import numpy as np


def b_spline(x, grid, settings):
    order, extrapolation = settings["order"], settings["extrapolation"]
    g = len(grid) - 1
    steps = np.arange(1, 2 * order + 1)
    knots = np.concatenate([
        grid[0] - steps[::-1] * (grid[1] - grid[0]), grid, grid[-1] + steps * (grid[-1] - grid[-2])])
    ends_at_zero = extrapolation == "zero"
    t = x if ends_at_zero else np.clip(x, grid[0], grid[-1])
    reach = order if ends_at_zero else 0
    interval = np.searchsorted(knots, t, side="right") - 1 - 2 * order
    interval = np.clip(interval, -reach, g - 1 + reach)
    interval = np.where(x == grid[-1], g - 1, interval)

    def knot(i):
        return knots[interval + i + 2 * order]

    def values(k):
        """The k + 1 functions of order k that are nonzero in the interval, by the scheme of Cox and de Boor."""
        b = [np.ones_like(t)]
        for d in range(1, k + 1):
            saved = np.zeros_like(t)
            for r in range(d):
                right, left = knot(r + 1), knot(r + 1 - d)
                share = b[r] / (right - left)
                b[r] = saved + (right - t) * share
                saved = (t - left) * share
            b.append(saved)
        return b

    b = values(order)
    if extrapolation == "linear":
        before = np.zeros_like(t)
        lower = values(order - 1)
        for j in range(order + 1):
            after = order * lower[j] / (knot(j + 1) - knot(j + 1 - order)) if j < order else np.zeros_like(t)
            b[j] = b[j] + (x - t) * (before - after)
            before = after
    b = np.stack(b, axis=-1)
    if ends_at_zero:
        b[(x < knots[order]) | (x >= knots[-1 - order])] = 0
    return _spread(b, interval, g + order)


def _spread(values, first, size):
    """Values of neighbouring functions in the places of these; those outside are left out."""
    width = values.shape[1]
    all = np.zeros((len(first), size + 2 * width))
    np.put_along_axis(all, first[:, None] + np.arange(width) + width, values, axis=1)
    return all[:, width:-width]


def hats(x, grid, settings):
    interval = np.clip(np.searchsorted(grid, x, side="right") - 1, 0, len(grid) - 2)
    left = grid[interval]
    share = np.clip((x - left) / (grid[interval + 1] - left), 0, 1)
    return _spread(np.stack([1 - share, share], axis=-1), interval, len(grid))


def _distances(x, grid):
    """From every centre, in units of the mean of the intervals on its sides."""
    wide = np.concatenate([[2 * grid[0] - grid[1]], grid, [2 * grid[-1] - grid[-2]]])
    return (x[:, None] - grid) / ((wide[2:] - wide[:-2]) / 2)


def gaussian_rbf(x, grid, settings):
    u = np.clip(_distances(x, grid), -40, 40)
    return np.exp(-u * u)


def mexican_hat(x, grid, settings):
    u = np.clip(_distances(x, grid) / 1.4, -60, 60)
    return (1 - u * u) * np.exp(-u * u / 2)


def _polynomials(x, grid, settings, step):
    """A recursion of values and slopes on [-1, 1]; beyond it the tangents, or the values at the ends."""
    lo, hi = grid[0], grid[-1]
    beyond = (x - lo) * (2 / (hi - lo)) - 1
    t = np.clip(beyond, -1, 1)
    beyond = beyond - t if settings["extrapolation"] == "linear" else np.zeros_like(t)
    value, slope, last, last_slope = np.ones_like(t), np.zeros_like(t), np.zeros_like(t), np.zeros_like(t)
    all = []
    for n in range(settings["degree"] + 1):
        all.append(value + beyond * slope)
        a, b = step(n)
        value, slope, last, last_slope = (
            a * t * value - b * last, a * (value + t * slope) - b * last_slope, value, slope)
    return np.stack(all, axis=-1)


def chebyshev(x, grid, settings):
    return _polynomials(x, grid, settings, lambda n: (1, 0) if n == 0 else (2, 1))


def legendre(x, grid, settings):
    return _polynomials(x, grid, settings, lambda n: ((2 * n + 1) / (n + 1), n / (n + 1)))


def fourier(x, grid, settings):
    turns = (x - grid[0]) * (1 / (grid[-1] - grid[0]))
    angle = 2 * np.pi * (turns - np.rint(turns))
    all = [np.ones_like(x)]
    for k in range(1, settings["harmonics"] + 1):
        all += [np.cos(k * angle), np.sin(k * angle)]
    return np.stack(all, axis=-1)


def sines(x, grid, settings):
    turns = (x - grid[0]) / (grid[-1] - grid[0]) / 2
    angle = 2 * np.pi * (turns - np.rint(turns))
    return np.sin(angle[:, None] * np.arange(settings["frequencies"] + 1) + np.pi / 2)


def categories(x, grid, settings):
    """A function for all levels that are not known, which are -1, and one for each level."""
    levels = settings["levels"]
    level = np.where((x >= 0) & (x < levels), x, -1)
    return (level[:, None] == np.arange(-1, levels)).astype(float)


FAMILIES = {
    "b-spline": b_spline, "hats": hats, "gaussian-rbf": gaussian_rbf, "mexican-hat": mexican_hat, "chebyshev": chebyshev,
    "legendre": legendre, "fourier": fourier, "sines": sines,
    "categories": categories,
}
