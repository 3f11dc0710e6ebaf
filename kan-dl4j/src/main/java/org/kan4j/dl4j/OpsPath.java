package org.kan4j.dl4j;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.kan4j.basis.BSpline;
import org.kan4j.basis.Basis;
import org.kan4j.basis.Chebyshev;
import org.kan4j.basis.Fourier;
import org.kan4j.basis.GaussianRbf;
import org.kan4j.grid.Extrapolation;
import org.kan4j.grid.Grid;
import org.kan4j.layer.BaseActivation;
import org.kan4j.layer.Layer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.ops.transforms.Transforms;

/**
 * ND4J operations alone, which stay on the backend's device: all basis functions Φ at all inputs, [rows, in · functions], and
 * three matrix products with them. B-splines, radial functions, Chebyshev polynomials and Fourier series are written out from their
 * definitions, apart from the kernels, so that the tests can compare; other families are evaluated on the host.
 */
final class OpsPath implements LayerPath {
    private final Layer layer;
    private final DataType type;
    private final int in;
    private final int functions;

    /** [in, columns] 1, or 0 for a masked edge; null where there is none. */
    private final @Nullable INDArray edges;

    /** [1, in, 1] ends of the grids. */
    private final INDArray lo;

    private final INDArray hi;

    /** [1, in, G + 2k + 1] extended knots of splines, [1, in, G + 1] centres of radial functions. */
    private final INDArray knots;

    /** [1, in, …] of splines 1 / (t_{m+d} − t_m) for d = 1 … k, of radial functions 1 / width. */
    private final List<INDArray> inverse = new ArrayList<>();

    @SuppressWarnings("try") // it is left, not used
    OpsPath(Layer layer, DataType type) {
        this.layer = layer;
        this.type = type;
        this.in = layer.in();
        this.functions = layer.basis(0).size();
        try (MemoryWorkspace ignored = Nd4j.getMemoryManager().scopeOutOfWorkspaces()) {
            lo = perInput(1, (basis, m) -> basis.grid().lo());
            hi = perInput(1, (basis, m) -> basis.grid().hi());
            int order = layer.basis(0) instanceof BSpline spline ? spline.order() : 0;
            int count = layer.basis(0).grid().intervals() + 2 * order + 1;
            knots = perInput(count, (basis, m) -> basis.grid().knot(m - order));
            for (int d = 1; d <= order; d++) {
                int distance = d;
                inverse.add(perInput(count - d, (basis, m) -> {
                    Grid grid = basis.grid();
                    return 1 / (grid.knot(m + distance - order) - grid.knot(m - order));
                }));
            }
            if (layer.basis(0) instanceof GaussianRbf) {
                inverse.add(perInput(count, (basis, m) -> 1 / ((GaussianRbf) basis).width(m)));
            }
            edges = edges();
        }
    }

    private @Nullable INDArray edges() {
        double[] active = new double[in * layer.columns()];
        boolean all = true;
        for (int e = 0; e < active.length; e++) {
            active[e] = layer.edges().get(e).active() ? 1 : 0;
            all &= active[e] == 1;
        }
        return all ? null : Nd4j.create(active, new long[] {in, layer.columns()}, type);
    }

    /** A number of function m of a basis. */
    @FunctionalInterface
    private interface Property {
        double of(Basis basis, int m);
    }

    /** [1, in, count]. */
    private INDArray perInput(int count, Property property) {
        double[] values = new double[in * count];
        for (int i = 0; i < in; i++) {
            for (int m = 0; m < count; m++) {
                values[i * count + m] = property.of(layer.basis(i), m);
            }
        }
        return Nd4j.create(values, new long[] {1, in, count}, type);
    }

    @Override
    public void forward(INDArray c, @Nullable INDArray w, INDArray x, INDArray y, boolean keep) {
        INDArray z = columns(c, w, x, basis(x).values());
        for (int node = 0; node < layer.out(); node++) {
            if (layer.products() == 0) {
                y.assign(z);
                return;
            }
            y.putColumn(node, product(z, node, -1));
        }
    }

    @Override
    public void backward(
            INDArray c,
            @Nullable INDArray w,
            INDArray x,
            INDArray dy,
            INDArray dc,
            @Nullable INDArray dw,
            INDArray dx) {
        long rows = x.size(0);
        Values phi = basis(x);
        INDArray dz = dy;
        if (layer.products() > 0) {
            INDArray z = columns(c, w, x, phi.values());
            dz = Nd4j.createUninitialized(type, rows, layer.columns());
            for (int column = 0; column < layer.columns(); column++) {
                int node = layer.nodeOf(column);
                INDArray rest = node < layer.sums() ? null : product(z, node, column);
                INDArray g = dy.getColumn(node);
                dz.putColumn(column, rest == null ? g : g.mul(rest));
            }
        }
        INDArray dzTransposed = dz.transpose();
        dc.assign(masked(dzTransposed
                .mmul(phi.values().reshape('c', rows, (long) in * functions))
                .transpose()));
        INDArray byBasis = dz.mmul(masked(c).transpose()).reshape('c', rows, in, functions);
        dx.assign(phi.slopes().mul(byBasis).sum(2));
        if (w != null && dw != null) {
            dw.assign(masked(dzTransposed.mmul(base(x)).transpose()));
            dx.addi(baseSlope(x).mul(dz.mmul(masked(w).transpose())));
        }
    }

    /** z, [rows, columns]. */
    private INDArray columns(INDArray c, @Nullable INDArray w, INDArray x, INDArray values) {
        INDArray z = values.reshape('c', x.size(0), (long) in * functions).mmul(masked(c));
        return w == null ? z : z.addi(base(x).mmul(masked(w)));
    }

    /** [rows] product of the arguments of a node but one. */
    private INDArray product(INDArray z, int node, int without) {
        int first = layer.firstColumn(node);
        INDArray result = null;
        for (int column = first; column < first + layer.columnCount(node); column++) {
            if (column != without) {
                result = result == null ? z.getColumn(column).dup() : result.muli(z.getColumn(column));
            }
        }
        return Objects.requireNonNull(result);
    }

    /** Parameters or gradients, [in · n, columns], with zeros for masked edges. */
    private INDArray masked(INDArray a) {
        if (edges == null) {
            return a;
        }
        long n = a.size(0) / in;
        INDArray byInput = a.reshape('c', in, n, layer.columns());
        return byInput.mul(edges.reshape('c', in, 1, layer.columns())).reshape('c', a.shape());
    }

    private INDArray base(INDArray x) {
        return layer.activation(0) == BaseActivation.IDENTITY
                ? x
                : Transforms.sigmoid(x, true).muli(x);
    }

    private INDArray baseSlope(INDArray x) {
        if (layer.activation(0) == BaseActivation.IDENTITY) {
            return Nd4j.onesLike(x);
        }
        INDArray s = Transforms.sigmoid(x, true);
        return s.rsub(1).muli(x).addi(1).muli(s);
    }

    /**
     * All basis functions.
     *
     * @param values [rows, in, functions]
     * @param slopes [rows, in, functions] derivatives by the input
     */
    private record Values(INDArray values, INDArray slopes) {}

    private Values basis(INDArray x) {
        INDArray column = x.reshape('c', x.size(0), in, 1);
        Basis basis = layer.basis(0);
        if (basis instanceof BSpline spline) {
            return splines(spline, column);
        }
        if (basis instanceof Chebyshev chebyshev) {
            return chebyshev(chebyshev, column);
        }
        if (basis instanceof Fourier fourier) {
            return fourier(fourier, column);
        }
        return basis instanceof GaussianRbf ? radial(column) : evaluated(x);
    }

    /** A family without operations here: point by point, on the host. */
    private Values evaluated(INDArray x) {
        double[] points = x.dup('c').data().asDouble();
        double[] values = new double[points.length * functions];
        double[] slopes = new double[values.length];
        int support = layer.basis(0).support();
        double[] b = new double[2 * support];
        for (int n = 0; n < points.length; n++) {
            int first = n * functions + layer.basis(n % in).evaluate(points[n], 1, b, 0);
            System.arraycopy(b, 0, values, first, support);
            System.arraycopy(b, support, slopes, first, support);
        }
        long[] shape = {x.size(0), in, functions};
        return new Values(Nd4j.create(values, shape, type), Nd4j.create(slopes, shape, type));
    }

    /** The recursion of Cox and de Boor on all extended knots at once, from the indicators of the intervals on. */
    private Values splines(BSpline spline, INDArray x) {
        int k = spline.order();
        int last = spline.grid().intervals() + k;
        INDArray t = spline.extrapolation() == Extrapolation.ZERO ? x : within(x);
        INDArray distance = t.sub(knots);
        INDArray right = distance.gte(0).castTo(type);
        // The upper end belongs to the last interval.
        part(right, last, 1).assign(part(distance, last, 1).gt(0).castTo(type));
        INDArray b = part(right, 0, knots.size(2) - 1).sub(part(right, 1, knots.size(2) - 1));
        INDArray slope = b;
        for (int d = 1; d <= k; d++) {
            long n = b.size(2) - 1;
            INDArray share = b.mul(inverse.get(d - 1));
            if (d == k) {
                slope = part(share, 0, n).sub(part(share, 1, n)).muli(k);
            }
            b = part(distance, 0, n)
                    .mul(part(share, 0, n))
                    .subi(part(distance, d + 1, n).mul(part(share, 1, n)));
        }
        return extended(spline.extrapolation(), x, t, b, slope);
    }

    /** What the functions are outside of the range, from values and slopes at the nearest point t within. */
    private Values extended(Extrapolation policy, INDArray x, INDArray t, INDArray values, INDArray slopes) {
        return switch (policy) {
            case LINEAR -> new Values(values.add(slopes.mul(x.sub(t))), slopes);
            case CONSTANT -> new Values(values, slopes.mul(x.eq(t).castTo(type)));
            case ZERO -> new Values(values, slopes);
        };
    }

    private Values radial(INDArray x) {
        INDArray u = x.sub(knots).muli(inverse.get(0));
        INDArray values = Transforms.exp(u.mul(u).negi());
        return new Values(values, u.mul(values).muli(inverse.get(0)).muli(-2));
    }

    /** T_{n+1} = 2u·T_n − T_{n−1}, and the derivative of that. */
    private Values chebyshev(Chebyshev chebyshev, INDArray x) {
        INDArray t = within(x);
        INDArray scale = hi.sub(lo).rdivi(2);
        INDArray u = t.sub(lo).mul(scale).subi(1);
        List<INDArray> values = new ArrayList<>(List.of(Nd4j.onesLike(u), u));
        List<INDArray> slopes = new ArrayList<>(List.of(Nd4j.zerosLike(u), Nd4j.onesLike(u)));
        for (int n = 1; n < chebyshev.degree(); n++) {
            values.add(u.mul(values.get(n)).muli(2).subi(values.get(n - 1)));
            slopes.add(u.mul(slopes.get(n)).addi(values.get(n)).muli(2).subi(slopes.get(n - 1)));
        }
        return extended(
                chebyshev.extrapolation(),
                x,
                t,
                concatenated(values),
                concatenated(slopes).mul(scale));
    }

    private Values fourier(Fourier fourier, INDArray x) {
        INDArray frequency = hi.sub(lo).rdivi(1);
        INDArray turns = x.sub(lo).mul(frequency);
        INDArray angle = turns.sub(Transforms.floor(turns)).muli(2 * Math.PI);
        List<INDArray> values = new ArrayList<>(List.of(Nd4j.onesLike(angle)));
        List<INDArray> slopes = new ArrayList<>(List.of(Nd4j.zerosLike(angle)));
        for (int n = 1; n <= fourier.harmonics(); n++) {
            INDArray cos = Transforms.cos(angle.mul(n));
            INDArray sin = Transforms.sin(angle.mul(n));
            values.add(cos);
            values.add(sin);
            slopes.add(sin.mul(-2 * Math.PI * n));
            slopes.add(cos.mul(2 * Math.PI * n));
        }
        return new Values(concatenated(values), concatenated(slopes).mul(frequency));
    }

    /** The nearest points within the grids. */
    private INDArray within(INDArray x) {
        return Nd4j.math().min(Nd4j.math().max(x, lo), hi);
    }

    private static INDArray concatenated(List<INDArray> functions) {
        return Nd4j.concat(2, functions.toArray(INDArray[]::new));
    }

    private static INDArray part(INDArray a, long from, long count) {
        return a.get(NDArrayIndex.all(), NDArrayIndex.all(), NDArrayIndex.interval(from, from + count));
    }
}
